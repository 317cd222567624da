"""How many steps a regular expression takes on a text: a matcher that backtracks as the library's does, and counts.

The library does its work within one call, so its steps cannot be counted from outside. This one reads the same
pattern, as the library has parsed it, and is slow; texts of some hundred characters show how the steps grow.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from re import _constants as ops  # type: ignore[attr-defined]  # what the library makes of a pattern is its own
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, TypeAlias

import regex

Groups: TypeAlias = dict[int, str]
Ends: TypeAlias = Iterator[tuple[int, Groups]]

_PROPERTY = re.compile(r"\\p\{(\w+)\}")
_FIRST_STAND_IN = 0xF0000
_FLAGS = re.VERBOSE | re.IGNORECASE | re.MULTILINE | re.DOTALL | re.ASCII


class Steps:
    r"""A pattern that counts. `\p{...}` within brackets is known too; `\X` is any one character."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.taken = 0
        self._properties: dict[str, Any] = {}
        parsed = parser.parse(_PROPERTY.sub(self._stand_in, pattern).replace(r"\X", "."), flags & _FLAGS)
        self._flags = parsed.state.flags
        self._items = list(parsed)
        self._ways: dict[Any, Callable[[Any, str, int, Groups], Ends]] = {
            ops.MAX_REPEAT: self._greedy,
            ops.MIN_REPEAT: self._lazy,
            ops.POSSESSIVE_REPEAT: self._possessive,
            ops.ATOMIC_GROUP: self._atomic,
            ops.BRANCH: self._branch,
            ops.SUBPATTERN: self._group,
            ops.GROUPREF: self._same_again,
            ops.ASSERT: self._ahead,
            ops.ASSERT_NOT: self._not_ahead,
            ops.AT: self._at,
        }

    def _stand_in(self, found: re.Match[str]) -> str:
        character = chr(_FIRST_STAND_IN + len(self._properties))
        self._properties[character] = regex.compile(found[0])
        return character

    def fullmatch(self, text: str) -> bool:
        """Whether the whole text matches."""
        return any(end == len(text) for end, _ in self._ends(self._items, 0, text, 0, {}))

    def scan(self, text: str, *, first: bool = False) -> list[tuple[int, int]]:
        """Where the pattern matches, from left to right, as `finditer` does; only the `first`, as `search` does."""
        found: list[tuple[int, int]] = []
        place = 0
        while place <= len(text):
            end = next((end for end, _ in self._ends(self._items, 0, text, place, {})), None)
            if end is None or (end == place and found and found[-1][1] == place):
                place += 1
                continue
            found.append((place, end))
            if first:
                break
            place = max(end, place + (end == place))
        return found

    # ---------------------------------------------------------------- a sequence, and what it is made of

    def _ends(self, items: Any, at: int, text: str, place: int, groups: Groups) -> Ends:
        """Where a sequence can end that begins at `place`, in the order in which the library would try."""
        if at == len(items):
            yield place, groups
            return
        for end, known in self._ends_of(*items[at], text, place, groups):
            yield from self._ends(items, at + 1, text, end, known)

    def _ends_of(self, op: Any, what: Any, text: str, place: int, groups: Groups) -> Ends:
        self.taken += 1
        if op in self._ways:
            yield from self._ways[op](what, text, place, groups)
        elif place < len(text) and self._fits(op, what, text[place]):
            yield place + 1, groups

    def _greedy(self, what: Any, text: str, place: int, groups: Groups) -> Ends:
        yield from self._repeated(what, text, place, groups, lazy=False)

    def _lazy(self, what: Any, text: str, place: int, groups: Groups) -> Ends:
        yield from self._repeated(what, text, place, groups, lazy=True)

    def _possessive(self, what: Any, text: str, place: int, groups: Groups) -> Ends:
        yield from islice(self._greedy(what, text, place, groups), 1)

    def _atomic(self, what: Any, text: str, place: int, groups: Groups) -> Ends:
        yield from islice(self._ends(what, 0, text, place, groups), 1)

    def _branch(self, what: Any, text: str, place: int, groups: Groups) -> Ends:
        for branch in what[1]:
            yield from self._ends(branch, 0, text, place, groups)

    def _group(self, what: Any, text: str, place: int, groups: Groups) -> Ends:
        number, flags, _, items = what
        assert not flags, "flags stand beside the pattern, not inside it"
        for end, known in self._ends(items, 0, text, place, groups):
            yield end, known if number is None else {**known, number: text[place:end]}

    def _same_again(self, what: Any, text: str, place: int, groups: Groups) -> Ends:
        if what in groups and text.startswith(groups[what], place):
            yield place + len(groups[what]), groups

    def _ahead(self, what: Any, text: str, place: int, groups: Groups) -> Ends:
        if self._looks(*what, text, place, groups):
            yield place, groups

    def _not_ahead(self, what: Any, text: str, place: int, groups: Groups) -> Ends:
        if not self._looks(*what, text, place, groups):
            yield place, groups

    def _at(self, what: Any, text: str, place: int, groups: Groups) -> Ends:
        if self._stands(what, text, place):
            yield place, groups

    def _repeated(self, what: Any, text: str, place: int, groups: Groups, *, lazy: bool) -> Ends:
        least, most, items = what
        most = sys.maxsize if most is ops.MAXREPEAT else most
        reached = [(place, groups)]
        ways = [self._ends(items, 0, text, place, groups)]
        if lazy and least == 0:
            yield reached[-1]
        while ways:
            further = next(ways[-1], None) if len(ways) <= most else None
            if further is not None and (further[0] > reached[-1][0] or len(ways) <= least):
                reached.append(further)
                ways.append(self._ends(items, 0, text, *further))
                if lazy and len(reached) > least:
                    yield further
            elif further is None:
                ways.pop()
                ended = reached.pop()
                if not lazy and len(reached) >= least:
                    yield ended

    def _looks(self, direction: int, items: Any, text: str, place: int, groups: Groups) -> bool:
        if direction > 0:
            return next(self._ends(items, 0, text, place, groups), None) is not None
        width = items.getwidth()[0]  # of a fixed width, as the library demands
        return place >= width and any(end == place for end, _ in self._ends(items, 0, text, place - width, groups))

    def _stands(self, what: Any, text: str, place: int) -> bool:
        before, after = text[place - 1 : place] if place else "", text[place : place + 1]
        if what in {ops.AT_BOUNDARY, ops.AT_NON_BOUNDARY}:
            return (self._is_word(before) is not self._is_word(after)) is (what is ops.AT_BOUNDARY)
        if what is ops.AT_BEGINNING:
            return place == 0 or (bool(self._flags & re.MULTILINE) and before == "\n")
        if what is ops.AT_END:
            return place == len(text) or text[place:] == "\n" or (bool(self._flags & re.MULTILINE) and after == "\n")
        return place == (0 if what is ops.AT_BEGINNING_STRING else len(text))

    # ---------------------------------------------------------------- one character

    def _is_word(self, character: str) -> bool:
        return (character.isalnum() or character == "_") and (character.isascii() or not self._flags & re.ASCII)

    def _fits(self, op: Any, what: Any, character: str) -> bool:
        if op is ops.ANY:
            return character != "\n" or bool(self._flags & re.DOTALL)
        if op is ops.IN:
            negated = what[0][0] is ops.NEGATE
            return any(self._in(kind, of, character) for kind, of in what[negated:]) is not negated
        return self._same(what, character) is (op is ops.LITERAL)

    def _same(self, code: int, character: str) -> bool:
        if chr(code) in self._properties:
            return self._properties[chr(code)].match(character) is not None
        if self._flags & re.IGNORECASE:
            return chr(code).lower() == character.lower()
        return code == ord(character)

    def _in(self, kind: Any, of: Any, character: str) -> bool:
        if kind is ops.LITERAL:
            return self._same(of, character)
        if kind is ops.RANGE:
            spellings = (
                {character, character.lower(), character.upper()} if self._flags & re.IGNORECASE else {character}
            )
            return any(of[0] <= ord(one) <= of[1] for one in spellings if len(one) == 1)
        word, negated = str(of).removeprefix("CATEGORY_").replace("NOT_", ""), "NOT_" in str(of)
        known = {"DIGIT": str.isdecimal, "SPACE": str.isspace, "WORD": self._is_word}[word]
        plain = character.isascii() or not self._flags & re.ASCII
        return (plain and known(character)) is not negated
