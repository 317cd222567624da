"""Situations made up for a rule, each run by the engine before it is shown: broken, kept, open, and around bounds."""
