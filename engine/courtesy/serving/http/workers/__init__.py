"""Several processes that answer on one socket, and the one that keeps them running."""
