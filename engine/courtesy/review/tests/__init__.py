"""Reading and running the tests of a policy."""
