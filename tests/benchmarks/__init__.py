"""How long one document takes, here and elsewhere, on the same job: `make bench`."""
