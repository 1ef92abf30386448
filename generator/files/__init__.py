"""Files of the disk: atomic writes, locks, and parts of files that anybody may have made."""
