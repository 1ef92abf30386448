"""Forms that come back filled in, from whoever: each file as values by the names of its fields, and whose form it is."""
