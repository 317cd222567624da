"""Random policies and cases, and what must hold of every verdict on them."""
