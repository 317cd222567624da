"""Next steps for readers: one file per format."""
