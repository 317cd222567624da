"""What makes no sense in policies, in each format."""
