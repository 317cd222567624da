"""What the tests of a policy try of its rules, and the cases that are missing."""
