"""One action or plan judged: the rules and facts of a kind of action, verdicts, times, windows, obligations."""
