"""The numbers that people read in titles and reasons, and those that a rule judges by, in one form to compare."""
