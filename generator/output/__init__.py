"""The output folder: its manifest and journal, and how files are published in it."""
