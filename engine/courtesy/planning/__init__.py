"""What to do next: permitted changes of a refused action, and whole plans that satisfy a policy."""
