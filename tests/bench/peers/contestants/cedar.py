"""Cedar through cedarpy: a forbid policy per rule, parsed once; all requests in one batch."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

import cedarpy

from tests.bench.peers.contestant import Contestant
from tests.bench.peers.sixteen_rules import JSON_LIKE, RULES, in_words_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.bench.peers.sixteen_rules import Sheet

OPS = {
    "is": "context.{fact} == {value}",
    "is_not": "context.{fact} != {value}",
    "one_of": "{value}.contains(context.{fact})",
    "none_of": "!{value}.contains(context.{fact})",
    "less_than": "context.{fact} < {value}",
    "at_least": "context.{fact} >= {value}",
    "more_than": "context.{fact} > {value}",
    "has_one_of": "context.{fact}.containsAny({value})",
    "has_none_of": "!context.{fact}.containsAny({value})",
}


def policies() -> str:
    """The rules in Cedar."""
    texts = []
    for rule, condition in RULES.items():
        when = in_words_of(OPS, condition, both=" && ", either=" || ", write=JSON_LIKE)
        texts.append(f'@id("{rule}")\nforbid(principal, action, resource) when {{ {when} }};')
    return "\n".join(texts)


class Cedar(Contestant):
    """Forbid policies; the reasons of the decision are the broken rules."""

    name: ClassVar[str] = "cedarpy"
    form: ClassVar[str] = "forbid policies as a parsed PolicySet, contexts as JSON, one batch"

    def __init__(self, sheets: list[Sheet]) -> None:
        self.count = len(sheets)
        self._policies = cedarpy.PolicySet.from_str(policies())
        self._entities = cedarpy.Entities.from_json_str("[]")
        who = {"principal": 'Person::"candidate"', "action": 'Action::"act"', "resource": 'Case::"case"'}
        self._requests = [{**who, "context": json.dumps(sheet)} for sheet in sheets]

    def answers(self) -> list[Collection[str]]:
        """The reasons of each decision."""
        results = cedarpy.is_authorized_batch(self._requests, self._policies, self._entities)
        return [result.diagnostics.id_annotations_by_reason.values() for result in results]
