"""The command line: each command parses, calls the API, renders, and returns an exit code."""
