"""What happens to a contract, put into its file."""
