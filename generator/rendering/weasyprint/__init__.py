"""The PDF: the page, laid out by WeasyPrint. `writer` is what others call."""
