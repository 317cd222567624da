"""Fuzzes the case loader."""

from fuzzing import main

if __name__ == "__main__":
    main("case")
