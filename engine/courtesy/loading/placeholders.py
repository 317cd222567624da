"""Titles, reasons and remedies that carry the rule's own numbers, so that each number is said once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from courtesy.loading.errors import UnknownNameError, WrongValueError, listed, quoted
from courtesy.loading.scalars import text_at
from courtesy.wording.text import nearest

if TYPE_CHECKING:
    from collections.abc import Collection

    from courtesy.errors import Problem
    from courtesy.model.requirement import Requirement
    from courtesy.spans import MappingNode, Span

_BRACES = re.compile(r"\{\{|\}\}|\{(?P<name>[^{}]*)\}|\{")


class UnknownPlaceholderError(UnknownNameError):
    """A text of a rule asks for a number that the rule does not have."""

    code: ClassVar[str] = "unknown-placeholder"
    way_out: ClassVar[str] = "write one of the numbers that the message lists, or `{{` for a brace"

    def __init__(self, span: Span, name: str, known: Collection[str], offered: Collection[str]) -> None:
        """`known` are those that the rule has, `offered` those that rules of its type can have."""
        super().__init__(span, "number of the rule in braces", name, known)
        self.found = quoted(f"{{{name}}}")
        self.offered = offered

    def help(self) -> str:
        """The number that was probably meant, or those that there are."""
        if self.name not in self.offered and (near := nearest(self.name, self.known)):
            return f"did you mean `{{{near}}}`?"
        has = listed((f"{{{name}}}" for name in self.known), "and") or "none"
        if self.name in self.offered:
            return f"this rule has none of that name, or several; it has {has}"
        return f"this rule has {has}; write `{{{{` for a brace"


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
