"""The handbook of a policy: composed once, in words, for every format that shows it."""
