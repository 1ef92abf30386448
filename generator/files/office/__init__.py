"""Files of Word and PowerPoint that a region has made: opened, brought into one form, and checked when they are finished."""
