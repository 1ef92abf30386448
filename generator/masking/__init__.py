"""The masked edition: a contract without what is confidential in it, of which documents are then made as of any other."""
