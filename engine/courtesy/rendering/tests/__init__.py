"""What became of the tests of policies, for readers and for the programs that read for them: one file per format."""
