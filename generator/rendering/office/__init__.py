"""What Word files and slides have in common."""
