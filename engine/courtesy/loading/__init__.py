"""Bytes to `Policy`, `Case` and `Action`. What is wrong with a file is found here or when compiling, never later."""
