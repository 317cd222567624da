"""What is told on standard error of a fault: what it is and where, not what it says, which may be about somebody."""

from __future__ import annotations

import traceback


def told(error: BaseException) -> str:
    """The kind of an error, and that of what led to it, each with the places in the program that it came through."""
    lines: list[str] = []
    current: BaseException | None = error
    while current is not None and len(lines) < _MOST_LINES:
        lines.append(type(current).__qualname__)
        frames = traceback.extract_tb(current.__traceback__)
        lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n".join(lines[:_MOST_LINES])


def of_database(error: BaseException) -> str:
    """What is told of a database that did not answer: what its driver says of how it runs, else as of other faults.

    What else a driver says may quote what was to be written.
    """
    cause = error.__cause__
    runs = cause is None or any(kind.__name__ == "OperationalError" for kind in type(cause).__mro__)
    return str(error) if runs else told(error)


_MOST_LINES = 100
