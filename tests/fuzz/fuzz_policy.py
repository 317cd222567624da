"""Fuzzes the policy loader."""

from fuzzing import main

if __name__ == "__main__":
    main("policy")
