"""Which constructs of the language rules have, and which oddities the cases have that are audited by them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING, get_args

from courtesy.instants import find_zone
from courtesy.model.declaration import Subject, own_key
from courtesy.model.outcome import Status
from courtesy.model.policy import Concerns, Level
from courtesy.model.predicate import (
    All,
    Any,
    CalendarPeriod,
    CaseDate,
    Count,
    Direction,
    Edge,
    Fact,
    Leaf,
    Not,
    Period,
    Recipients,
    Rolling,
    Term,
    TimeAfter,
    TimeAgainst,
    TouchTime,
    Which,
    WithinHours,
)
from courtesy.model.predicate import Window as _Window
from courtesy.model.truth import leaves
from courtesy.rules import RULE_TYPES
from courtesy.values import DurationUnit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.almanac import Almanac
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.predicate import Anchor, Predicate, Selector
    from courtesy.selfcheck.audited import Act

Seen = tuple[str, object]
_FIELDS = ("channel", "purpose", "outcome", "event", "tags", "roles", "attributes")
_TYPES = tuple(name for name, kind in RULE_TYPES.items() if not kind.of_plan)
TOLD = (Status.VIOLATED, Status.UNDETERMINED, Status.WAIVED)

CONSTRUCTS: frozenset[Seen] = frozenset(
    {
        *(("type", name) for name in _TYPES),
        *(("level", level) for level in Level),
        *(("concerns", whom) for whom in Concerns),
        *(("predicate", kind) for kind in (All, Any, Not, *get_args(Leaf))),
        *(("term", kind) for kind in get_args(Term)),
        *(("fact of", subject) for subject in Subject),
        *(("window", kind) for kind in get_args(_Window)),
        *(("window of", unit) for unit in DurationUnit),
        *(("closed window of", unit) for unit in DurationUnit),
        *(("period", period) for period in Period),
        *(("time after", unit) for unit in DurationUnit),
        *(("time before", unit) for unit in DurationUnit),
        *(("edge", edge) for edge in Edge),
        *(("touch", which) for which in Which),
        *(("to", whom) for whom in Recipients),
        *(("direction", one) for one in (*Direction, None)),
        *(("field", (field, negated)) for field in _FIELDS for negated in (False, True)),
        *(("same", field) for field in ("channel", "purpose", "tags", "attributes")),
        *(("calendar", whose) for whose in ("none", "the policy's", "the recipient's")),
        *((what, True) for what in ("unless", "applies", "copies", "fallbacks", "bare date", "since", "or ever",
                                    "day in a selector", "named zone", "several marks")),
    }
)  # fmt: skip
"""All that a rule about acts can be made of; selectors of several kinds are in rules about what is owed alone."""

ODDITIES = frozenset(
    {
        "a tie", "a copy", "several recipients", "to nobody", "several zones", "no zone", "no roles", "no calendar",
        "no purpose", "a purpose that nobody declares", "an unlisted channel", "an outcome that nobody knows",
        "a text", "a text that is stated", "an attribute of its own", "a whole day",
    }
)  # fmt: skip
OF_CLOCKS = frozenset({"a time that comes twice", "a day on which the clock is changed"})
"""What occurs around a change of clocks alone."""


def constructs(rule: CompiledRule) -> Iterator[Seen]:
    """What a rule is made of."""
    yield "type", rule.rule.type
    yield "level", rule.rule.level
    yield "concerns", rule.rule.concerns
    if rule.rule.unless is not None:
        yield "unless", True
    if rule.rule.applies_to is not None:
        yield "applies", True
    yield from (("predicate", kind) for kind in _kinds(rule.truth))
    for leaf in leaves(rule.truth):
        yield "term", type(leaf.term)
        yield from _of_term(leaf.term)


def _kinds(predicate: Predicate) -> Iterator[type]:
    yield type(predicate)
    parts = (predicate.part,) if isinstance(predicate, Not) else getattr(predicate, "parts", ())
    for part in parts:
        yield from _kinds(part)


def _of_term(term: Term) -> Iterator[Seen]:
    if term.almanac is not None:
        yield from _of_almanac(term.almanac)
    match term:
        case Fact():
            yield "fact of", term.of
        case Count():
            yield from _of_selector(term.selector)
            yield "window", type(term.window)
            if isinstance(term.window, Rolling):
                yield "closed window of" if term.window.closed else "window of", term.window.length.unit
            if isinstance(term.window, CalendarPeriod):
                yield "period", term.window.period
            if term.since is not None:
                yield "since", True
                yield "or ever", term.or_ever
                yield from _of_anchor(term.since)
        case TimeAfter():
            yield "time before" if term.before else "time after", term.duration.unit
            yield "edge", term.edge
            yield from _of_anchor(term.anchor)
        case TimeAgainst():
            yield "several marks", len(term.marks) > 1
            yield "bare date", any(isinstance(mark, date) for mark in term.marks)
        case WithinHours():
            pass


def _of_almanac(almanac: Almanac) -> Iterator[Seen]:
    work = almanac.calendar
    yield "calendar", "the recipient's" if work.of_recipient else "none" if work.code is None else "the policy's"
    yield "named zone", almanac.zone is not None


def _of_anchor(anchor: Anchor) -> Iterator[Seen]:
    match anchor:
        case CaseDate():
            yield "fallbacks", bool(anchor.fallbacks)
        case TouchTime():
            yield "touch", anchor.which
            yield from _of_selector(anchor.selector)


def _of_selector(selector: Selector) -> Iterator[Seen]:
    yield "to", selector.to
    yield "direction", selector.direction
    yield "copies", selector.copies
    for test in selector.tests:
        yield "field", ("attributes" if own_key(test.field) is not None else test.field, test.negated)
        yield "day in a selector", any(isinstance(one, date) for one in test.allowed)
    for field in selector.same:
        yield "same", "attributes" if own_key(field) is not None else field


def oddities(act: Act) -> Iterator[str]:
    """What is odd about an act and its case."""
    case, touch, action = act
    reached = [case.contacts[name] for name in (*touch.to, *touch.cc)]
    instants = Counter(one.at.astimezone(UTC) for one in case.history or ())
    message = action.message
    found = {
        "a tie": instants[touch.at.astimezone(UTC)] > 1,
        "a copy": bool(touch.cc),
        "several recipients": len(touch.to) > 1,
        "to nobody": not touch.to,
        "several zones": any(len(one.zones) > 1 for one in reached),
        "no zone": any(not one.zones for one in reached),
        "no roles": any(one.roles is None for one in reached),
        "no calendar": any(one.calendar is None for one in reached),
        "no purpose": touch.purpose is None,
        "a purpose that nobody declares": touch.purpose == "zoology",
        "an unlisted channel": touch.channel in {"pigeon", "x"},
        "an outcome that nobody knows": touch.outcome == "xylophone",
        "a text": message is not None and message.body is not None,
        "a text that is stated": message is not None and message.tone is not None,
        "an attribute of its own": bool(touch.attributes),
        "a whole day": any(type(value) is date for value in case.facts.values()),
    }
    yield from (what for what, holds in found.items() if holds)
    for name in {zone for one in reached for zone in one.zones}:
        zone = find_zone(name)
        local = touch.at.astimezone(zone)
        if local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset():
            yield "a time that comes twice"
        day = local.replace(hour=0, minute=0, second=0, fold=0)
        if day.utcoffset() != (day + timedelta(days=1)).utcoffset():
            yield "a day on which the clock is changed"
