"""Hostile texts, and patterns of `message.pattern` that count their steps on them."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from courtesy.facts import message
from tests.helpers.steps import Steps


def repeated(start: str, unit: str, size: int) -> str:
    """A text of a size that repeats the same."""
    return (start + unit * size)[: size - 4] + " but"


class Recorded:
    """A pattern that counts the steps of each use, and is used as ever."""

    steps: ClassVar = 0

    def __init__(self, source: str, text: str) -> None:
        self.source = source
        self.real = message._compiled(source, ascii_only=text.isascii())

    def __getattr__(self, name: str) -> Any:
        def use(*arguments: str) -> Any:
            steps = Steps(self.source, re.VERBOSE | re.IGNORECASE)
            match name:
                case "fullmatch":
                    steps.fullmatch(arguments[-1])
                case _:
                    steps.scan(arguments[-1], first=name == "search")
            Recorded.steps += steps.taken
            return getattr(self.real, name)(*arguments)

        return use
