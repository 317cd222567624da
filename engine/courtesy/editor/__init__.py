"""What editors of policies are helped by: the words that fit a place, what a place means, and what is wrong there."""
