"""Where a file came from: whether it is as it was made, and what has changed since."""
