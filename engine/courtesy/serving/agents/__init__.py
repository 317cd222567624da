"""What AI agents ask: whether an act is permitted, when, and what to do instead, over the Model Context Protocol."""
