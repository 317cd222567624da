"""What is in a ledger, for readers: one file per format."""
