"""The terms of the closed tree as SQL: a file each."""
