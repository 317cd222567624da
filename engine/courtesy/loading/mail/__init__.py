"""A real e-mail draft to an action: who gets it, when, and what its author says in it."""
