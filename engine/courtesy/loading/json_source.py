"""JSON text to trees with places. PyYAML would read most of JSON, but not its surrogate pairs and not its tabs."""

from __future__ import annotations

import re
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]  # missing in typeshed
from typing import TYPE_CHECKING

from courtesy.bounds import MAX_DEPTH, MAX_REPORTED, MAX_VALUES
from courtesy.deadline import look_at_the_clock
from courtesy.errors import InvalidInputError, Problem
from courtesy.loading.characters import Places, has_control_characters
from courtesy.loading.errors import DuplicateKeyError, LimitExceededError, NotTextError, SyntaxFaultError, quoted
from courtesy.spans import MappingNode, Scalar, SequenceNode, Span, Tree

if TYPE_CHECKING:
    from typing import NoReturn

_SPACE = re.compile(r"[ \t\r\n]*")
_LITERAL = re.compile(r"(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![A-Za-z0-9_.+-])")
_SOMETHING = re.compile(r"[^\s,\]}:]{1,60}|.", re.DOTALL)


class _Stop(Exception):  # noqa: N818  a signal inside this file, never an error that anyone sees
    """The rest of the file cannot be read."""


class _Reader:
    """Reads one text. Recursion goes no deeper than the limit on nesting."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.places = Places(text, file)
        self.problems: list[Problem] = []
        self.values = 0

    def document(self) -> Tree | None:
        try:
            node, end = self.value(self.skip(0), 0)
            end = self.skip(end)
            if end < len(self.text):
                self.fail(end, "the end of the file")
        except _Stop:
            return None
        return node

    def skip(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def value(self, at: int, depth: int) -> tuple[Tree, int]:
        look_at_the_clock()
        self.values += 1
        if self.values > MAX_VALUES:
            self.problems.append(LimitExceededError(self.span(at, at), f"at most {MAX_VALUES:,} values", "more"))
            raise _Stop
        first = self.text[at : at + 1]
        if first == '"':
            return self.string(at)
        if first in {"{", "["} and depth >= MAX_DEPTH:
            self.problems.append(
                LimitExceededError(self.span(at, at + 1), f"at most {MAX_DEPTH} levels of nesting", "more")
            )
            raise _Stop
        if first == "{":
            return self.mapping(at, depth + 1)
        if first == "[":
            return self.sequence(at, depth + 1)
        literal = _LITERAL.match(self.text, at)
        if literal is None:
            self.fail(at, "a JSON value")
        return Scalar(literal[0], self.span(at, literal.end()), plain=True), literal.end()

    def string(self, at: int) -> tuple[Scalar, int]:
        try:
            content, end = scanstring(self.text, at + 1, True)  # noqa: FBT003  the standard library's signature
        except JSONDecodeError as error:
            place = self.span(min(error.pos, len(self.text)), min(error.pos + 1, len(self.text)))
            found = error.msg[:1].lower() + error.msg[1:].removesuffix(" at")
            self.problems.append(SyntaxFaultError(place, "a JSON string", found.replace("'", "`")))
            raise _Stop from None
        span = self.span(at, end)
        if has_control_characters(content):
            self.report(NotTextError(span, "text", "an escape that is no character", "remove it"))
        return Scalar(content, span), end

    def mapping(self, start: int, depth: int) -> tuple[MappingNode, int]:
        items: dict[str, Tree] = {}
        spans: dict[str, Span] = {}
        at = self.skip(start + 1)
        while self.text[at : at + 1] != "}":
            if items or spans:
                at = self.expect(at, ",", "`,` or `}`")
            if self.text[at : at + 1] != '"':
                self.fail(at, "a key in double quotes")
            key, at = self.string(at)
            at = self.expect(self.skip(at), ":", "`:`")
            node, at = self.value(at, depth)
            at = self.skip(at)
            name = str(key)
            if name in spans:
                self.report(DuplicateKeyError(key.span, name, spans[name]))
            else:
                items[name], spans[name] = node, key.span
        return MappingNode(items, self.span(start, at + 1), spans), at + 1

    def sequence(self, start: int, depth: int) -> tuple[SequenceNode, int]:
        items: list[Tree] = []
        at = self.skip(start + 1)
        while self.text[at : at + 1] != "]":
            if items:
                at = self.expect(at, ",", "`,` or `]`")
            node, at = self.value(at, depth)
            items.append(node)
            at = self.skip(at)
        return SequenceNode(items, self.span(start, at + 1)), at + 1

    def expect(self, at: int, sign: str, expected: str) -> int:
        if self.text[at : at + 1] != sign:
            self.fail(at, expected)
        return self.skip(at + 1)

    def span(self, start: int, end: int) -> Span:
        return self.places.span(start, end)

    def report(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) >= MAX_REPORTED:
            raise _Stop

    def fail(self, at: int, expected: str) -> NoReturn:
        found = _SOMETHING.match(self.text, at)
        shown = quoted(found[0]) if found else "the end of the file"
        self.problems.append(SyntaxFaultError(self.span(at, found.end() if found else at), expected, shown))
        raise _Stop


def read_json(text: str, file: str) -> Tree:
    """The tree of a JSON text; raises InvalidInputError with everything that could be found wrong."""
    reader = _Reader(text, file)
    root = reader.document()
    if reader.problems or root is None:
        raise InvalidInputError(reader.problems)
    return root
