"""Rego through regopy: a partial set rule, built into a bundle once; inputs made ready."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

from regopy import Input, Interpreter

from tests.bench.peers.contestant import Contestant
from tests.bench.peers.sixteen_rules import RULES, alternatives, in_words_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.bench.peers.sixteen_rules import Sheet

OPS = {
    "is": "input.{fact} == {value}",
    "is_not": "input.{fact} != {value}",
    "one_of": "input.{fact} in {value}",
    "none_of": "not input.{fact} in {value}",
    "less_than": "input.{fact} < {value}",
    "at_least": "input.{fact} >= {value}",
    "more_than": "input.{fact} > {value}",
    "has_one_of": "some role in input.{fact}; role in {value}",
    "has_none_of": "count({{role | some role in input.{fact}; role in {value}}}) == 0",
}
ENTRY = "courtesy/violated"
WRITE = {"True": "true", "False": "false", "open": "{", "close": "}"}


def module() -> str:
    """The rules in Rego."""
    lines = ["package courtesy", "import rego.v1"]
    for rule, condition in RULES.items():
        for tests in alternatives(condition):
            body = in_words_of(OPS, tests, both="; ", either="", write=WRITE)
            lines.append(f'violated contains "{rule}" if {{ {body} }}')
    return "\n".join(lines) + "\n"


class Rego(Contestant):
    """One set of the ids of broken rules."""

    name: ClassVar[str] = "regopy"
    form: ClassVar[str] = "one set, the entry point of a built bundle, prepared inputs"

    def __init__(self, sheets: list[Sheet]) -> None:
        self.count = len(sheets)
        builder = Interpreter()
        builder.add_module("courtesy.rego", module())
        self._bundle = builder.build(None, [ENTRY])
        self._interpreter = Interpreter()
        self._inputs = [Input(sheet) for sheet in sheets]

    def answers(self) -> list[Collection[str]]:
        """The set for each input."""
        found: list[Collection[str]] = []
        for given in self._inputs:
            self._interpreter.set_input(given)
            output = self._interpreter.query_bundle_entrypoint(self._bundle, ENTRY)
            found.append(json.loads(str(output))["expressions"][0])
        return found
