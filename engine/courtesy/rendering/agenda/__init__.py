"""An agenda over several cases for readers: one file per format."""
