"""Audits held to the engine: on every touch of some cases the same truth of every rule, and the same values."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from courtesy.bulk.almanacs import Almanacs
from courtesy.bulk.engines.duckdb import Session
from courtesy.bulk.intake import columns_of, take_in
from courtesy.bulk.lowering import lower
from courtesy.bulk.occasions import relations
from courtesy.bulk.parts import divide, put_in_place
from courtesy.bulk.rows import tables_of
from courtesy.bulk.shape import Shape
from courtesy.bulk.tables import days_of, instants_of
from courtesy.instants import instant
from courtesy.judging.occasions import occasions_of
from courtesy.model.case import Case, History, Touch
from courtesy.model.declaration import Subject
from courtesy.model.outcome import Standing
from courtesy.model.predicate import Direction, Fact, TimeAfter
from courtesy.model.truth import truth
from courtesy.model.vocabulary import VOID_OUTCOMES
from courtesy.selfcheck.audited import as_action
from courtesy.values import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from courtesy.api import Policies, Policy
    from courtesy.bulk.lowering import Lowered
    from courtesy.judging.version import Version
    from courtesy.model.facts import FactSheet, Occasion
    from courtesy.model.predicate import Term
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


def compare(version: Version, vocabulary: Vocabulary, cases: Sequence[Case]) -> Compared:
    """All rules of a version on all touches of some cases that went out, by SQL and by the engine."""
    named = {f"case {number}": with_ids(case) for number, case in enumerate(cases)}
    almanacs = Almanacs()
    lowered = lower(version.rules, vocabulary, almanacs, Shape(_zones(named.values())))
    with Session(threads=1) as session:
        _load(session, named, vocabulary, almanacs)
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
                if isinstance(term, Fact) and term.of is Subject.TEXT:
                    continue
                values += 1
                wanted = _plain(sheet.value_of(term)), _over(term, sheet)
                got = _each_once(row[f"found{place}_{number}"]), row[f"over{place}_{number}"]
                if wanted != got:
                    differences.append(f"{_key(case_id, occasion)} {one.rule.rule.id} {term}: {wanted!r}, not {got!r}")
    return Compared(judged, values, differences)


def against_plans(policy: Policy | Policies, cases: Sequence[Case]) -> Compared:
    """What an audit says that some cases owe, and what their plans say, one by one, as of the last touch of all."""
    named = {f"case {number}": replace(with_ids(case), id=f"case {number}") for number, case in enumerate(cases)}
    audit = policy.audit(tables_of(named.items(), policy.vocabulary), threads=1)
    told = {(row["case_id"], row["contact"], row["rule"], row["version"]): row for row in audit.owed.to_pylist()}
    now = max(touch.at for case in named.values() for touch in case.history or ())
    differences, judged = [], 0
    for case_id, case in named.items():
        done = next((touch for touch in case.history or () if may_be_proposed(touch, policy.vocabulary)), None)
        if done is None:
            # A plan takes an action; one that is done changes nothing of what is owed.
            told = {key: row for key, row in told.items() if key[0] != case_id}
            continue
        plan = policy.check_plan(replace(case, actions=(as_action(done),)), now=now)
        for one in plan.obligations:
            judged += 1
            if one.standing not in {Standing.OVERDUE, Standing.UNDETERMINED, Standing.WAIVED}:
                continue
            row = told.pop((case_id, one.contact, one.rule_id, one.version), None)
            wanted = (one.standing, one.level, one.since, one.due_by, one.needed, one.done, list(one.missing))
            if row is None or tuple(row[name] for name in _OWED) != wanted:
                differences.append(f"{case_id} {one.contact} {one.rule_id}: {wanted}, not {row}")
    differences += [f"not owed by the engine: {row}" for row in told.values()]
    return Compared(judged, len(audit.owed), differences)


def may_be_proposed(touch: Touch, vocabulary: Vocabulary) -> bool:
    """Whether somebody could propose what was done: an audit judges other words as they are."""
    if touch.direction is not Direction.OUTBOUND or touch.outcome in VOID_OUTCOMES:
        return False
    return touch.purpose is None or touch.purpose in vocabulary.purposes


_OWED = ("status", "level", "since", "due_by", "needed", "done", "missing")


def _zones(cases: Iterable[Case]) -> frozenset[str]:
    listed = [(case.zone, *(zone for one in case.contacts.values() for zone in one.zones)) for case in cases]
    return frozenset(zone for zones in listed for zone in zones if zone is not None)


def _load(session: Session, named: Mapping[str, Case], vocabulary: Vocabulary, almanacs: Almanacs) -> None:
    take_in(session, tables_of(named.items(), vocabulary), vocabulary)
    columns = {f"given_{name}": of for name, of in columns_of(vocabulary).items()}
    occurring = session.occurring(
        {name: instants_of(of, vocabulary) for name, of in columns.items()},
        {name: days_of(of, vocabulary) for name, of in columns.items()},
        almanacs.zones,
    )
    session.fill(almanacs.filled, occurring)
    session.teach(almanacs.functions)
    (whole,) = divide(session, 10**9)
    put_in_place(session, whole)


def _found(session: Session, lowered: Lowered) -> Mapping[object, Mapping[str, object]]:
    """What SQL found on each occasion: the truth of each rule, and what each of its comparisons was measured by."""
    asked = ["case_id", "touch_id", "contact_id AS contact", "copied", "zone"]
    for place, one in enumerate(lowered.rules):
        asked.append(f"{one.truth.sql(dialect='duckdb')} AS r{place}")
        for number, measured in enumerate(one.measured):
            parts = (("found", measured.found), ("over", measured.over))
            asked += [f"{part.sql(dialect='duckdb')} AS {name}{place}_{number}" for name, part in parts]
    table = session.ask(
        f"SELECT {', '.join(asked)} FROM {lowered.judged} "  # noqa: S608
        "JOIN (SELECT touch_no, case_id, touch_id FROM touches) USING (touch_no) "
        "LEFT JOIN (SELECT contact_no AS contact, contact_id FROM contacts) USING (contact)"
    )
    return {
        (row["case_id"], row["touch_id"], row["contact"], row["copied"], row["zone"]): row for row in table.to_pylist()
    }


def _occasions(named: Mapping[str, Case]) -> Iterator[tuple[str, Occasion]]:
    for case_id, case in named.items():
        history = case.history or History()
        for touch in history:
            if touch.direction is Direction.OUTBOUND and touch.id is not None and touch.outcome not in VOID_OUTCOMES:
                at = instant(touch.at)
                for occasion in occasions_of(case, as_action(touch), history.before(touch.id), at):
                    yield case_id, occasion


def _key(case_id: str, occasion: Occasion) -> tuple[object, ...]:
    recipient = occasion.recipient
    zone = recipient.zones[0] if recipient is not None and recipient.zones else occasion.case.zone
    return case_id, occasion.action.id, None if recipient is None else recipient.id, occasion.copied, zone


def _over(term: Term, sheet: FactSheet) -> int | None:
    """When the time since an anchor was over, as the engine measured it."""
    due = sheet.measure(term).due if isinstance(term, TimeAfter) else None
    return None if due is None else instant(due)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return instant(value)
    return sorted(value) if isinstance(value, frozenset) else value


def _each_once(found: object) -> object:
    """What SQL found: of a set each value once."""
    return sorted(set(found)) if isinstance(found, list) else found
