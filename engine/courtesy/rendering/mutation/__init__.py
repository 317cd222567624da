"""What tests notice of changes to a policy, for readers."""
