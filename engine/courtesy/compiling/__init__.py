"""Policy -> compiled rules: names resolved, types checked, every rule lowered to the closed tree."""
