"""One action or plan judged: the rules and facts of a kind of act, verdicts, times, windows, obligations."""
