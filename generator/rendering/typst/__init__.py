"""The PDF, laid out by Typst, which needs no library of the system. `writer` is what others call."""
