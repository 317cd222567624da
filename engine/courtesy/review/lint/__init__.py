"""What makes no sense in a policy that is valid: one file for each sense, whose docstring is its part of the manual."""
