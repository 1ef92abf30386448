"""Many contracts at once, for people and other programs: whose duties, calendars, registers, overviews, tables. For `cli`."""
