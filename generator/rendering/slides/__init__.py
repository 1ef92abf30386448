"""The slides: a region's template, filled. `writer` is what others call."""
