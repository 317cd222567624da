"""ZEN through zen-engine: as compiled expressions (one per rule, or all in one), and as a decision table."""

from __future__ import annotations

import json
from itertools import compress
from typing import TYPE_CHECKING, ClassVar

import zen

from tests.bench.peers.contestant import Contestant
from tests.bench.peers.sixteen_rules import JSON_LIKE, RULE_IDS, RULES, alternatives, in_words_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.bench.peers.sixteen_rules import Sheet, Test

OPS = {
    "is": "{fact} == {value}",
    "is_not": "{fact} != {value}",
    "one_of": "{fact} in {value}",
    "none_of": "{fact} not in {value}",
    "less_than": "{fact} < {value}",
    "at_least": "{fact} >= {value}",
    "more_than": "{fact} > {value}",
    "has_one_of": "some({fact}, # in {value})",
    "has_none_of": "none({fact}, # in {value})",
}
CELLS = {
    "is": "{value}",
    "is_not": "$ != {value}",
    "one_of": "$ in {value}",
    "none_of": "$ not in {value}",
    "less_than": "< {value}",
    "at_least": ">= {value}",
    "more_than": "> {value}",
    "has_one_of": "some($, # in {value})",
    "has_none_of": "none($, # in {value})",
}


def expressions() -> list[str]:
    """The rules in its language, one expression each."""
    return [in_words_of(OPS, rule, both=" and ", either=" or ", write=JSON_LIKE) for rule in RULES.values()]


class ZenExpressions(Contestant):
    """A compiled expression for every rule."""

    name: ClassVar[str] = "zen-engine, expressions"
    form: ClassVar[str] = "sixteen compiled expressions, sheets as JSON text"

    def __init__(self, sheets: list[Sheet]) -> None:
        self.count = len(sheets)
        self._rules = [
            (rule, zen.compile_expression(text).evaluate) for rule, text in zip(RULE_IDS, expressions(), strict=True)
        ]
        self._contexts = [json.dumps(sheet) for sheet in sheets]

    def answers(self) -> list[Collection[str]]:
        """The rules whose expression is true."""
        return [[rule for rule, holds in self._rules if holds(context)] for context in self._contexts]


class ZenList(Contestant):
    """One compiled expression that lists the truth of every rule, so that a sheet is read once."""

    name: ClassVar[str] = "zen-engine, one expression"
    form: ClassVar[str] = "all rules in one compiled list, sheets as JSON text"

    def __init__(self, sheets: list[Sheet]) -> None:
        self.count = len(sheets)
        self._expression = zen.compile_expression(f"[{', '.join(expressions())}]")
        self._contexts = [json.dumps(sheet) for sheet in sheets]

    def answers(self) -> list[Collection[str]]:
        """The rules whose place in the list is true."""
        return [self.broken(context) for context in self._contexts]

    def broken(self, context: str) -> list[str]:
        """The same for one sheet, as JSON text."""
        return list(compress(RULE_IDS, self._expression.evaluate(context)))


def table() -> dict[str, object]:
    """The rules as a decision table that collects every row that holds; a rule with alternatives has several rows."""
    facts = sorted({test.fact for rule in RULES.values() for tests in alternatives(rule) for test in tests})

    def cell(fact: str, tests: tuple[Test, ...]) -> str:
        return in_words_of(CELLS, tuple(t for t in tests if t.fact == fact), both=" and ", either="", write=JSON_LIKE)

    rows = [
        {"_id": f"row{number}", **{fact: cell(fact, tests) for fact in facts}, "rule": f'"{rule}"'}
        for number, (rule, tests) in enumerate((rule, ts) for rule, c in RULES.items() for ts in alternatives(c))
    ]
    content = {
        "hitPolicy": "collect",
        "inputs": [{"id": fact, "name": fact, "field": fact} for fact in facts],
        "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
        "rules": rows,
    }
    return {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode"},
            {"id": "table", "name": "table", "type": "decisionTableNode", "content": content},
            {"id": "out", "name": "out", "type": "outputNode"},
        ],
        "edges": [
            {"id": "e1", "sourceId": "in", "targetId": "table", "type": "edge"},
            {"id": "e2", "sourceId": "table", "targetId": "out", "type": "edge"},
        ],
    }


class ZenTable(Contestant):
    """A decision table with the hit policy `collect`."""

    name: ClassVar[str] = "zen-engine, decision table"
    form: ClassVar[str] = "a decision table (collect), one batch"

    def __init__(self, sheets: list[Sheet]) -> None:
        self.count = len(sheets)
        loader = {"type": "static", "content": {"rules": table()}}
        self._engine = zen.ZenEngine({"loader": loader})
        self._requests = [{"key": "rules", "context": sheet} for sheet in sheets]

    def answers(self) -> list[Collection[str]]:
        """The rules of the rows that hold."""
        results = self._engine.evaluate_batch(self._requests)
        return [[row["rule"] for row in result["data"]["result"]] for result in results]
