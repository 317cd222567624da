"""Case, action and moment become a fact sheet: what is known, and what is not, is settled here once per check."""
