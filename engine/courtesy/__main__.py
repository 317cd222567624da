"""`python -m courtesy` is the command `courtesy`."""

from __future__ import annotations

from courtesy.cli.main import main

if __name__ == "__main__":
    main()
