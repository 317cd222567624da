"""What to do next: permitted changes of a refused act, and whole plans that satisfy a policy."""
