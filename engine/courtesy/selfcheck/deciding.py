"""Which of the comparisons of a finding decides it, worked out from a verdict: what an audit tells of each finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courtesy.model.declaration import Subject
from courtesy.model.outcome import Status
from courtesy.model.predicate import Fact
from courtesy.selfcheck.reference.judging import UNLISTED
from courtesy.values import Truth
from courtesy.wording.facts import signed_leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from courtesy.api import Policy
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.predicate import Term
    from courtesy.model.verdict import Condition, Finding

Told = tuple[str | None, ...]
_NOTHING: Told = (None,) * 5


class _Places(NamedTuple):
    """Where the comparisons of a rule stand among the conditions of its findings, those that it requires apart.

    Those of `texts` ask what only reading a text tells.
    """

    required: tuple[int, ...]
    others: tuple[int, ...]
    texts: frozenset[int]

    @classmethod
    def of(cls, rule: CompiledRule) -> _Places:
        """Those of a rule."""
        others = [pair for part in (rule.applies, rule.unless) for pair in signed_leaves(part)]
        required = signed_leaves(rule.required)
        placed = {pair: place for place, pair in enumerate(dict.fromkeys([*others, *required]))}
        return cls(
            tuple(placed[pair] for pair in dict.fromkeys(required)),
            tuple(placed[pair] for pair in dict.fromkeys(others)),
            frozenset(place for (leaf, _), place in placed.items() if _reads_text(leaf.term)),
        )


class Deciding:
    """The comparisons that decide findings by some versions of a policy."""

    def __init__(self, versions: Iterable[Policy]) -> None:
        self._places = {
            (policy.version, rule.rule.id): _Places.of(rule) for policy in versions for rule in policy.compiled
        }

    def told(self, version: str, finding: Finding) -> Sequence[Told]:
        """The first comparison that is broken, those required first, or the first that is unknown; as text.

        What is broken whatever its text says may be told without reading it: then there are two.
        """
        conditions = finding.conditions
        if finding.rule_id == UNLISTED:
            return (_told(conditions[0]),)
        places = self._places[version, finding.rule_id]
        if would_be(finding) is Status.UNDETERMINED:
            asked = (*places.required, *places.others)
            unknown = [place for place in asked if conditions[place].holds is Truth.UNKNOWN]
            return [_told(conditions[place]) for place in unknown[:1]]
        # A rule that forbids without asking anything is broken by what it applies to.
        wanted = [(place, Truth.FALSE) for place in places.required]
        wanted += [(place, Truth.TRUE) for place in places.others]
        broken = [place for place, holds in wanted if conditions[place].holds is holds]
        unread = [place for place in broken if place not in places.texts]
        return [_told(conditions[place]) for place in dict.fromkeys((*broken[:1], *unread[:1]))] or [_NOTHING]


def _reads_text(term: Term) -> bool:
    return isinstance(term, Fact) and term.of is Subject.TEXT


def would_be(finding: Finding) -> Status:
    """How a rule stands, be it waived or not."""
    return finding.status if finding.waived is None else finding.waived.would_be


def _told(one: Condition) -> Told:
    return one.fact, one.operator, _said(one.expected), _said(one.observed), one.unit


def _said(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).lower() if isinstance(value, bool) else str(value)
