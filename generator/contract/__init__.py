"""What a contract or report file is, how it is read, and what can be wrong in it."""
