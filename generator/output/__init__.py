"""The output folder: its manifest and journal, and how files get their places in it."""
