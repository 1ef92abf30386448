"""What differs in words between two documents, whatever their formats, and what stands behind it."""
