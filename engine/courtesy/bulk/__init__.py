"""Audit of what was done, by the million: the closed tree of a policy as SQL, which a database runs over tables."""
