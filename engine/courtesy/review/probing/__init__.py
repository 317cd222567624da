"""What a case shows of each part of a rule: which conditions hold in it, and on which side of each bound it lies."""
