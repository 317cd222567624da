"""What the tests of a policy try, for readers and for machines."""
