"""Audits held to the engine: on every touch of some cases the same truth of every rule, and the same values."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from courtesy.bulk.engines.duckdb import Session
from courtesy.bulk.lowering import lower
from courtesy.bulk.occasions import relations
from courtesy.bulk.rows import rows_of
from courtesy.bulk.tables import case_columns, contact_columns, days_of, instants_of, touch_columns
from courtesy.instants import instant
from courtesy.judging.occasions import occasions_of
from courtesy.model.case import Action, Case, History, Touch
from courtesy.model.declaration import Subject
from courtesy.model.predicate import Direction, Fact, TimeAfter, TimeAgainst, WithinHours
from courtesy.model.truth import truth
from courtesy.values import Truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from courtesy.bulk.lowering import Lowered
    from courtesy.judging.version import Version
    from courtesy.model.facts import Occasion
    from courtesy.model.vocabulary import Vocabulary

_TRUTHS = {Truth.TRUE: True, Truth.FALSE: False, Truth.UNKNOWN: None}


class Compared(NamedTuple):
    """How much was compared, and what differs."""

    judged: int
    values: int
    differences: list[str]


def with_ids(case: Case) -> Case:
    """The case with an id for each of its touches, and without actions."""
    touches = [replace(touch, id=f"t{number}") for number, touch in enumerate(case.history or ())]
    return replace(case, history=History.of(touches), actions=())


def as_action(touch: Touch) -> Action:
    """What was done, as an action."""
    return Action(
        touch.channel,
        id=touch.id or "",
        to=touch.to,
        cc=touch.cc,
        purpose=touch.purpose,
        tags=touch.tags,
        attributes=touch.attributes,
        at=touch.at,
    )


def compare(version: Version, vocabulary: Vocabulary, cases: Sequence[Case]) -> Compared:
    """All rules of a version on all touches of some cases that went out, by SQL and by the engine."""
    named = {f"case {number}": with_ids(case) for number, case in enumerate(cases)}
    lowered = lower(version.rules, vocabulary)
    with Session(threads=1) as session:
        _load(session, named, vocabulary, lowered)
        for name, query in (*relations(), *lowered.relations):
            session.keep(name, query)
        found = _found(session, lowered)
    profile = version.profiles.whole
    judged = values = 0
    differences: list[str] = []
    for case_id, occasion in _occasions(named):
        sheet = profile.derive(occasion)
        row = found[_key(case_id, occasion)]
        for place, one in enumerate(lowered.rules):
            if not one.rule.rule.concerns.include(copied=occasion.copied):
                continue
            judged += 1
            expected = _TRUTHS[truth(one.rule.truth, sheet.value_of)]
            if expected is not row[f"r{place}"]:
                differences.append(f"{_key(case_id, occasion)} {one.rule.rule.id}: {expected}, not {row[f'r{place}']}")
            for number, measured in enumerate(one.measured):
                term = measured.comparison.leaf.term
                if isinstance(term, TimeAfter | TimeAgainst | WithinHours):
                    continue  # what is found of these is told of verdicts
                if isinstance(term, Fact) and term.of is Subject.TEXT:
                    continue
                values += 1
                wanted, got = _plain(sheet.value_of(term)), row[f"r{place}_{number}"]
                if wanted != (sorted(set(got)) if isinstance(got, list) else got):
                    differences.append(f"{_key(case_id, occasion)} {one.rule.rule.id} {term}: {wanted!r}, not {got!r}")
    return Compared(judged, values, differences)


def _load(session: Session, named: Mapping[str, Case], vocabulary: Vocabulary, lowered: Lowered) -> None:
    columns = {
        "cases": case_columns(vocabulary),
        "contacts": contact_columns(vocabulary),
        "touches": touch_columns(vocabulary),
    }
    for (name, of), rows in zip(columns.items(), rows_of(named.items(), vocabulary), strict=True):
        session.create(name, of, rows)
    occurring = session.occurring(
        {name: instants_of(of, vocabulary) for name, of in columns.items()},
        {name: days_of(of, vocabulary) for name, of in columns.items()},
        lowered.zones,
    )
    session.fill(lowered.filled, occurring)
    session.teach(lowered.functions)


def _found(session: Session, lowered: Lowered) -> Mapping[object, Mapping[str, object]]:
    asked = ["case_id", "touch_id", "contact", "copied", "zone"]
    for place, one in enumerate(lowered.rules):
        asked.append(f'"{one.truth}" AS r{place}')
        asked += [
            f"{measured.found.sql(dialect='duckdb')} AS r{place}_{number}"
            for number, measured in enumerate(one.measured)
        ]
    table = session.ask(f"SELECT {', '.join(asked)} FROM {lowered.judged} WHERE direction = 'outbound'")  # noqa: S608
    return {
        (row["case_id"], row["touch_id"], row["contact"], row["copied"], row["zone"]): row for row in table.to_pylist()
    }


def _occasions(named: Mapping[str, Case]) -> Iterator[tuple[str, Occasion]]:
    for case_id, case in named.items():
        history = case.history or History()
        for touch in history:
            if touch.direction is Direction.OUTBOUND and touch.id is not None:
                at = instant(touch.at)
                for occasion in occasions_of(case, as_action(touch), history.before(touch.id), at):
                    yield case_id, occasion


def _key(case_id: str, occasion: Occasion) -> tuple[object, ...]:
    recipient = occasion.recipient
    zone = recipient.zones[0] if recipient is not None and recipient.zones else occasion.case.zone
    return case_id, occasion.action.id, None if recipient is None else recipient.id, occasion.copied, zone


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return instant(value)
    assert not isinstance(value, date)
    return sorted(value) if isinstance(value, frozenset) else value
