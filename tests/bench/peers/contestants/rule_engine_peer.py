"""rule-engine: a compiled rule each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import rule_engine

from tests.bench.peers.contestant import Contestant
from tests.bench.peers.sixteen_rules import JSON_LIKE, RULES, in_words_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.bench.peers.sixteen_rules import Sheet

OPS = {
    "is": "{fact} == {value}",
    "is_not": "{fact} != {value}",
    "one_of": "{fact} in {value}",
    "none_of": "not ({fact} in {value})",
    "less_than": "{fact} < {value}",
    "at_least": "{fact} >= {value}",
    "more_than": "{fact} > {value}",
    "has_one_of": "$any([role in {value} for role in {fact}])",
    "has_none_of": "not $any([role in {value} for role in {fact}])",
}


class RuleEngine(Contestant):
    """Rules compiled once, each asked whether it matches."""

    name: ClassVar[str] = "rule-engine"
    form: ClassVar[str] = "sixteen compiled rules, `matches`"

    def __init__(self, sheets: list[Sheet]) -> None:
        self.count = len(sheets)
        self._rules = [
            (rule, rule_engine.Rule(in_words_of(OPS, condition, both=" and ", either=" or ", write=JSON_LIKE)).matches)
            for rule, condition in RULES.items()
        ]
        self._sheets = [
            {fact: tuple(value) if isinstance(value, list) else value for fact, value in sheet.items()}
            for sheet in sheets
        ]

    def answers(self) -> list[Collection[str]]:
        """The rules that match."""
        return [[rule for rule, matches in self._rules if matches(sheet)] for sheet in self._sheets]
