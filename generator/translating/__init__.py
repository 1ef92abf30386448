"""What translators work with: catalogs as files, which of them there are, how far they have come and what is wrong in them."""
