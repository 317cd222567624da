"""Changes to the rules of a policy, one at a time, and whether its tests notice them."""
