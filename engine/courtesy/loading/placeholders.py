"""Titles, reasons and remedies that carry the rule's own numbers, so that each number is said once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from courtesy.loading.errors import UnknownPlaceholderError, WrongValueError
from courtesy.loading.scalars import text_at

if TYPE_CHECKING:
    from courtesy.errors import Problem
    from courtesy.model.requirement import Requirement
    from courtesy.spans import MappingNode

_BRACES = re.compile(r"\{\{|\}\}|\{(?P<name>[^{}]*)\}|\{")


def filled(tree: MappingNode, key: str, kind: type[Requirement], problems: list[Problem]) -> str | None:
    """The text under a key of a rule of that type, with its numbers in place of their names; `{{` is a brace.

    None where there is no such text.
    """
    text = text_at(tree, key)
    if text is None or not ("{" in text or "}" in text):
        return text
    span, numbers = tree[key].span, kind.numbers(tree[kind.name])

    def said(found: re.Match[str]) -> str:
        name = found["name"]
        if found[0] in {"{{", "}}"}:
            return found[0][0]
        if name is None:
            hint = "write `{{` for a brace, or `}` behind the name"
            problems.append(WrongValueError(span, "a name between braces", "one that nothing closes", hint))
        elif name not in numbers:
            problems.append(UnknownPlaceholderError(span, name, tuple(numbers), kind.offers))
        return numbers.get(name, found[0])

    return _BRACES.sub(said, text)
