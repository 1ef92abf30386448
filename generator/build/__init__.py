"""What documents are made from, and how their bytes are made."""
