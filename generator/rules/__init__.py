"""The rules of the trade: pure functions, each with its source."""
