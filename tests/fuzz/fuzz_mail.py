"""Fuzzes the mail loader."""

from fuzzing import main

if __name__ == "__main__":
    main("mail")
