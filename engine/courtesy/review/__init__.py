"""What helps those who change a policy to trust the change: looked at with the engine, never beside it."""
