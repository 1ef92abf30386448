"""The Word file: a region's layout, filled. `writer` is what others call."""
