"""The tests: see README.md for which are where."""
