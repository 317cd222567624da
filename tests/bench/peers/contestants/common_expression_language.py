"""The Common Expression Language through common-expression-language (the module cel)."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, ClassVar

import cel

from tests.bench.peers.contestant import Contestant
from tests.bench.peers.sixteen_rules import JSON_LIKE, RULE_IDS, RULES, in_words_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.bench.peers.sixteen_rules import Sheet

OPS = {
    "is": "{fact} == {value}",
    "is_not": "{fact} != {value}",
    "one_of": "{fact} in {value}",
    "none_of": "!({fact} in {value})",
    "less_than": "{fact} < {value}",
    "at_least": "{fact} >= {value}",
    "more_than": "{fact} > {value}",
    "has_one_of": "{fact}.exists(role, role in {value})",
    "has_none_of": "!{fact}.exists(role, role in {value})",
}


def expressions() -> list[str]:
    """The rules in its language, one expression each."""
    return [in_words_of(OPS, rule, both=" && ", either=" || ", write=JSON_LIKE) for rule in RULES.values()]


class Cel(Contestant):
    """A compiled program for every rule."""

    name: ClassVar[str] = "cel"
    form: ClassVar[str] = "sixteen compiled programs, sheets as prepared contexts"

    def __init__(self, sheets: list[Sheet]) -> None:
        self.count = len(sheets)
        self._rules = [(rule, cel.compile(text).execute) for rule, text in zip(RULE_IDS, expressions(), strict=True)]
        self._contexts = [cel.Context(variables=sheet) for sheet in sheets]

    def answers(self) -> list[Collection[str]]:
        """The rules whose program is true."""
        return [[rule for rule, holds in self._rules if holds(context)] for context in self._contexts]


class CelList(Contestant):
    """One compiled program that lists the truth of every rule."""

    name: ClassVar[str] = "cel, one program"
    form: ClassVar[str] = "all rules in one compiled list, sheets as prepared contexts"

    def __init__(self, sheets: list[Sheet]) -> None:
        self.count = len(sheets)
        self._program = cel.compile(f"[{', '.join(expressions())}]")
        self._contexts = [cel.Context(variables=sheet) for sheet in sheets]

    def answers(self) -> list[Collection[str]]:
        """The rules whose place in the list is true."""
        execute = self._program.execute
        return [list(compress(RULE_IDS, execute(context))) for context in self._contexts]
