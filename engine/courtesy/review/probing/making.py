"""Probes for the parts of a rule: each part is read as compiling reads it, and made measurable."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from courtesy.compiling.conditions import read_condition
from courtesy.compiling.dates import read_days
from courtesy.compiling.hours import listed, read_weekdays
from courtesy.compiling.reader import RuleReader
from courtesy.compiling.scope import RuleScope
from courtesy.model.almanac import OpenHours
from courtesy.model.predicate import All as AllOf
from courtesy.model.predicate import (
    AllHistory,
    AtLeast,
    AtMost,
    CaseDate,
    Count,
    Fact,
    IsKnown,
    Not,
    OneOf,
    TimeAgainst,
    TouchTime,
    WithinHours,
)
from courtesy.model.requirement import is_of_plan
from courtesy.model.rule_parts import POSITIONS, PartKind, Sight
from courtesy.model.truth import leaves, terms
from courtesy.review.parts import parts_of, tree_of
from courtesy.review.probing.probes import OfBound, OfClock, OfCondition, OfField, OfTime, OfWindow, Probe, unit_of
from courtesy.rules.hours import Hours
from courtesy.spans import MappingNode, SequenceNode
from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.model.compiled import CompiledRule
    from courtesy.model.policy import PolicySource
    from courtesy.model.predicate import Anchor, Predicate
    from courtesy.model.rule_parts import RulePart
    from courtesy.spans import Path

_SECTIONS = frozenset({"applies_to", "unless", "forbid", "require"})
_GROUPS = frozenset({"all", "any", "not"})
_ONE_IS_ENOUGH = (Sight.TRUE,)
"""Of one value of a list it is enough that a case has it."""
_OF_SELECTORS = frozenset({"counting", "touch", "act", "has", "has_not", "last", "first"})


def probes_of(policy: PolicySource, rule: CompiledRule) -> Mapping[RulePart, Probe]:
    """A probe for each part of a rule that a case can show something of, in the order of the parts.

    A condition with one value has none for the value: it is the same whether it is written as a list or by itself.
    """
    made, parts = _Probes(policy, rule), parts_of(policy, rule.rule)
    conditions = [part.keys for part in parts if part.kind is PartKind.CONDITION]
    entries = [part for part in parts if part.kind is PartKind.ENTRY]
    of_condition = Counter(_condition_of(part, conditions) for part in entries)
    single = {part.path for part in entries if (keys := _condition_of(part, conditions)) and of_condition[keys] == 1}
    found = ((part, made.of(part)) for part in parts if part.path not in single)
    return {part: probe for part, probe in found if probe is not None and probe.shows}


def _condition_of(part: RulePart, conditions: list[Path]) -> Path:
    """The keys of the condition that an entry is a value of; none for the entries of hours and roles."""
    return max((keys for keys in conditions if part.keys[: len(keys)] == keys), key=len, default=())


class _Probes:
    """Makes the probes of one rule."""

    def __init__(self, policy: PolicySource, rule: CompiledRule) -> None:
        self._rule, self._requirement = rule, rule.requirement
        self._scope = RuleScope(policy, rule.calendar, rule.rule)
        self._reader = RuleReader(self._scope, rule.applies)
        self._tree = tree_of(rule.rule)

    def of(self, part: RulePart) -> Probe | None:
        """The probe of one part; None where no case shows anything of it."""
        if part.kind in {PartKind.LEVEL, PartKind.GROUP, PartKind.SETTING}:
            return None
        if part.keys[0] in _SECTIONS:
            return self._in_condition(part)
        return self._in_body(part)

    # ---------------------------------------------------------------- conditions

    def _in_condition(self, part: RulePart) -> Probe | None:
        place, tree = self._entry(part.keys)
        if place is None:
            return None  # `forbid: true`
        key, rest = part.keys[place], part.keys[place + 1 :]
        value = tree[key]
        if key == "history":
            return self._in_question(value, rest)
        if not rest:
            return OfCondition(self._condition({str(key): value}))
        operator = rest[0]
        operand = value[operator]
        if part.kind is PartKind.BOUND:
            return self._bound(self._condition({str(key): {operator: operand}}))
        one = operand[rest[1]] if len(rest) > 1 else operand
        return OfCondition(self._condition({str(key): one}), _ONE_IS_ENOUGH)

    def _entry(self, keys: Path) -> tuple[int | None, Any]:
        """At which of the keys the question stands that a part belongs to, and the mapping that it stands in."""
        tree: Any = self._tree
        for place, key in enumerate(keys):
            asks = place > 0 and key not in _GROUPS and not isinstance(key, int)
            if asks:
                return place, tree
            tree = tree[key]
        return None, tree

    def _condition(self, tree: Mapping[str, Any]) -> Predicate:
        nodes = {key: MappingNode(said) if isinstance(said, dict) else said for key, said in tree.items()}
        return read_condition(MappingNode(nodes), self._scope)

    def _bound(self, predicate: Predicate) -> Probe | None:
        leaf = next(iter(leaves(predicate)), None)
        if not isinstance(leaf, AtLeast | AtMost) or not isinstance(leaf.term, Fact | TimeAgainst):
            return None
        if isinstance(leaf.term, TimeAgainst):
            return OfBound(leaf.term, 0)
        return OfBound(leaf.term, leaf.bound, unit_of(leaf.term.type, leaf.bound))

    def _in_question(self, question: MappingNode, rest: Path) -> Probe | None:
        predicate = self._condition({"history": question})
        term = next((one for one in terms(predicate) if isinstance(one, Count)), None)
        if not rest or term is None:
            return OfCondition(predicate)
        if rest[0] == "within":
            return _window(term)
        if rest[0] == "since":
            return self._in_anchor(term.since, question["since"], rest[1:])
        return self._in_selector(term, question[str(rest[0])], rest[1:])

    # ---------------------------------------------------------------- bodies

    def _in_body(self, part: RulePart) -> Probe | None:  # noqa: PLR0911  one return for each kind of key
        body: Any = self._rule.rule.body
        keys = part.keys[1:]
        if self._rule.rule.type == Hours.name:
            return self._in_hours(body, keys)
        key = keys[0]
        match key:
            case "at_least" | "at_most" | "until" | "within" | "per":
                return self._number(str(key))
            case "counting" | "touch":
                return self._in_selector(_count(self._rule), body[key], keys[1:])
            case "act":
                return self._in_act(body[key], keys[1:])
            case "for_each":
                one = body[key] if len(keys) == 1 else body[key][keys[1]]
                return OfCondition(self._condition({"recipient.roles": one}), _ONE_IS_ENOUGH)
            case "or":
                place = keys[1] if len(keys) > 1 else 0
                return self._fallback(int(place) + 1)
            case _:  # `after`, `before`, `since`
                return self._in_anchor(_anchor(self._rule), body[key], keys[1:])

    def _number(self, key: str) -> Probe | None:
        requirement: Any = self._requirement
        if is_of_plan(requirement):
            if key == "within":
                return None if requirement.due is None else OfTime(requirement.due)
            return OfBound(requirement.count, requirement.at_least, shows=POSITIONS[:2])
        if key in {"per", "within"}:
            return _window(requirement.count)
        if hasattr(requirement, "count"):
            return OfBound(requirement.count, requirement.at_most - 1)  # this act is one more
        return OfTime(requirement.time_after)

    def _in_hours(self, body: Any, keys: Path) -> Probe | None:
        place = keys[0] if isinstance(body, SequenceNode) else None
        rest = keys if place is None else keys[1:]
        tree: Any = body if place is None else body[int(place)]
        term = next(one for one in terms(self._rule.required) if isinstance(one, WithinHours))
        hours = term.open_hours[0 if place is None else int(place)]
        match rest[0]:
            case "from":
                return OfClock(hours, hours.start, term)
            case "to":
                return OfClock(hours, hours.end, term)
            case "days":
                entry = listed(tree["days"])[int(rest[1]) if len(rest) > 1 else 0]
                days = read_weekdays(entry, self._scope)
                return OfCondition(_on_days(replace(_ALWAYS, days=days), term), _ONE_IS_ENOUGH)
            case key:  # `on`, `not_on`
                entry = listed(tree[key])[int(rest[1]) if len(rest) > 1 else 0]
                return OfCondition(
                    _on_days(replace(_ALWAYS, on=(read_days(entry, self._scope),)), term), _ONE_IS_ENOUGH
                )

    # ---------------------------------------------------------------- touches and anchors

    def _in_act(self, tree: Any, keys: Path) -> Probe | None:
        if isinstance(tree, SequenceNode):
            place = int(keys[0])
            count = _count(self._rule)
            return self._in_selector(replace(count, selector=count.selector.kinds[place]), tree[place], keys[1:])
        return self._in_selector(_count(self._rule), tree, keys)

    def _in_anchor(self, anchor: Anchor | None, tree: Any, keys: Path) -> Probe | None:
        if not isinstance(anchor, TouchTime) or not isinstance(tree, MappingNode) or len(keys) < 2:  # noqa: PLR2004
            return None
        count = Count(anchor.selector, AllHistory(), 1, self._scope.almanac)
        return self._in_selector(count, tree[str(keys[0])], keys[1:])

    def _in_selector(self, count: Count, tree: Any, keys: Path) -> Probe | None:
        """A field of a selector, or one of the values that it may have."""
        if not isinstance(tree, MappingNode) or not keys or keys[0] == "same":
            return None
        field = str(keys[0])
        if len(keys) > 1:
            value: Any = tree[field]
            for key in keys[1:]:
                value = value[key]
            if isinstance(value, MappingNode | SequenceNode):
                return None
            narrowed = self._reader.selector(MappingNode({**_without(tree, field), field: value}))
            return OfField(narrowed, narrowed, _ONE_IS_ENOUGH)
        return OfField(replace(count.selector, others=()), self._reader.selector(MappingNode(_without(tree, field))))

    def _fallback(self, place: int) -> Probe | None:
        """Whether a date is counted from that stands in for others, all of which are unknown."""
        anchor = _anchor(self._rule)
        if not isinstance(anchor, CaseDate) or place >= len(anchor.facts):
            return None
        facts = [Fact.declared(self._scope.vocabulary.facts[name]) for name in anchor.facts]
        stands_in = AllOf((*(Not(IsKnown(fact)) for fact in facts[:place]), IsKnown(facts[place])))
        return OfCondition(stands_in, _ONE_IS_ENOUGH)


_ALWAYS = OpenHours(days=frozenset(range(7)), start=0, end=DAY)


def _on_days(hours: OpenHours, term: WithinHours) -> Predicate:
    return OneOf(WithinHours((hours,), term.almanac, own=term.own), frozenset({True}))


def _window(term: Count) -> Probe | None:
    probe = OfWindow(term)
    return probe if probe.ends else None


def _count(rule: CompiledRule) -> Count:
    requirement: Any = rule.requirement
    found: Count = requirement.count
    return found


def _anchor(rule: CompiledRule) -> Anchor | None:
    requirement: Any = rule.requirement
    found: Anchor | None = next(
        (one for name in ("anchor", "since", "after") if (one := getattr(requirement, name, None)) is not None), None
    )
    return found


def _without(tree: MappingNode, field: str) -> dict[str, Any]:
    return {key: said for key, said in tree.items() if key != field}
