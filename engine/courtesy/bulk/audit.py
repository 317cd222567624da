"""An audit: touches judged by the versions of a policy, in parts that each hold some cases whole."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
from sqlglot import exp

from courtesy.bulk import sql
from courtesy.bulk.almanacs import Almanacs
from courtesy.bulk.cases import action_of, case_of
from courtesy.bulk.engines.duckdb import Session, written
from courtesy.bulk.findings import FOUND, JUDGED, findings, judged
from courtesy.bulk.intake import columns_of, shape_of, take_in
from courtesy.bulk.lifting.asking import answered
from courtesy.bulk.lowering import lower
from courtesy.bulk.occasions import OF_ACTS, relations
from courtesy.bulk.owed import owed_in
from courtesy.bulk.parts import divide, put_in_place
from courtesy.bulk.reporting import Named, acts_in, findings_of
from courtesy.bulk.results import Part
from courtesy.bulk.tables import days_of, instants_of
from courtesy.bulk.texts import measure_texts
from courtesy.deadline import look_at_the_clock
from courtesy.instants import Instant, moment
from courtesy.model.vocabulary import VOID_OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from courtesy.bulk.lowering import Lowered
    from courtesy.bulk.shape import Shape
    from courtesy.bulk.sql import Sql
    from courtesy.judging.line import Line
    from courtesy.judging.version import Version
    from courtesy.model.case import Action, Case
    from courtesy.model.vocabulary import Vocabulary

PART = 500_000
"""About so many touches are judged at a time, so that what is worked out of them fits into memory."""


class _Turn(NamedTuple):
    """A version with the acts that it judges, and its rules as SQL; all parts are asked by the same words."""

    version: Version
    concerned: Sql
    lowered: Lowered
    judged: str
    findings: str


def audit(
    line: Line[Version],
    vocabulary: Vocabulary,
    tables: Mapping[str, object],
    *,
    as_of: Instant | None = None,
    memory: str | None = None,
    threads: int | None = None,
    part: int = PART,
    obligations: bool = True,
    done: frozenset[int] = frozenset(),
) -> Iterator[Part]:
    """The parts of an audit, in their order, without those that are `done`.

    Obligations are judged as of `as_of`, else of the last touch of all; without `obligations` nothing is owed.
    Raises NotExpressibleError and UnusableTablesError, before anything is judged.
    """
    almanacs = Almanacs()
    with (
        TemporaryDirectory(prefix="courtesy-audit-") as folder,
        Session(Path(folder), memory=memory, threads=threads) as session,
    ):
        take_in(session, tables, vocabulary, as_of)
        several_zones = session.number("SELECT count(*) FROM given_places WHERE NOT counted") > 0
        shape = shape_of(session, vocabulary)
        turns = list(_turns(line, vocabulary, almanacs, shape, several_zones=several_zones))
        columns = {f"given_{name}": of for name, of in columns_of(vocabulary).items()}
        occurring = session.occurring(
            {name: instants_of(of, vocabulary) for name, of in columns.items()},
            {name: days_of(of, vocabulary) for name, of in columns.items()},
            almanacs.zones,
        )
        session.fill(almanacs.filled, occurring)
        session.teach(almanacs.functions)
        now = (_end(session) if as_of is None else moment(as_of, UTC)) if obligations else None
        parts = divide(session, part)
        for number, stretch in enumerate(parts):
            look_at_the_clock()
            if number not in done:
                put_in_place(session, stretch)
                owed = owed_in(session, line, vocabulary, now)
                found, acts = _judged(session, turns, vocabulary)
                yield Part(number, len(parts), found, acts, owed, now)


def case_in(tables: Mapping[str, object], case_id: str, vocabulary: Vocabulary) -> Case | None:
    """One case of the tables; None where they have no such case. Raises UnusableTablesError."""
    return next((case for case, _ in _cases_in(tables, {case_id}, vocabulary)), None)


def done_in(
    tables: Mapping[str, object], wanted: Collection[tuple[str, str]], vocabulary: Vocabulary
) -> Mapping[tuple[str, str], tuple[Case, Action]]:
    """Touches by their cases and ids: each case, and the touch as the action that was done, with its text.

    Those that the tables do not have are left out. Raises UnusableTablesError.
    """
    found: dict[tuple[str, str], tuple[Case, Action]] = {}
    for case, rows in _cases_in(tables, {case_id for case_id, _ in wanted}, vocabulary):
        for row, touch in zip(rows, case.history or (), strict=True):
            key = row["case_id"], row["touch_id"]
            if key in wanted and row["outcome"] not in VOID_OUTCOMES:
                found[key] = case, action_of(row, touch)
    return found


def _cases_in(
    tables: Mapping[str, object], case_ids: Collection[str], vocabulary: Vocabulary
) -> Iterator[tuple[Case, list[dict[str, Any]]]]:
    """Cases with the rows of their touches, in the order of the history."""
    with Session(threads=1) as session:
        take_in(session, tables, vocabulary, case_ids=case_ids)
        for row in session.ask("FROM given_cases").to_pylist():
            named = sql.constant(row["case_id"]).sql(dialect="duckdb")
            contacts, touches = (
                session.ask(f"FROM given_{name} WHERE case_id = {named} ORDER BY {order}").to_pylist()
                for name, order in (("contacts", "contact_id"), ("touches", '"at", seq'))
            )
            yield case_of(row, contacts, touches, vocabulary), touches


def _turns(
    line: Line[Version], vocabulary: Vocabulary, almanacs: Almanacs, shape: Shape, *, several_zones: bool
) -> Iterator[_Turn]:
    """Each version with the acts for which it is the nearest."""
    starts = [member.reach.start for member in line.members]
    for place, member in enumerate(line.members):
        bounds = [OF_ACTS]
        if place > 0 and (begin := starts[place]) is not None:
            bounds.append(sql.at_least(sql.column("at"), sql.constant(int(begin))))
        if place + 1 < len(starts) and (end := starts[place + 1]) is not None:
            bounds.append(sql.less(sql.column("at"), sql.constant(int(end))))
        concerned = sql.both(*bounds)
        lowered = lower(member.rules, vocabulary, almanacs, shape, concerned, told_in=member.policy.vocabulary)
        found = findings(lowered, member, concerned, several_zones=several_zones)
        yield _Turn(member, concerned, lowered, written(judged(lowered, several_zones=several_zones)), written(found))


def _end(session: Session) -> datetime | None:
    """The time of the last touch of all, up to which what happened is known; None without any."""
    last = session.ask('SELECT max("at") AS last FROM given_touches')["last"][0].as_py()
    return None if last is None else moment(Instant(last), UTC)


def _judged(session: Session, turns: Sequence[_Turn], vocabulary: Vocabulary) -> tuple[pa.Table, pa.Table]:
    """The findings and the acts of a part."""
    _lay_out(session, turns)
    named = Named.of(session)
    found, acts = [], []
    for turn in turns:
        if turn.lowered.rules:
            session.keep(JUDGED, turn.judged)
            if measure_texts(session, turn.lowered, vocabulary):
                _lay_out(session, turns)
                session.keep(JUDGED, turn.judged)
        session.keep(FOUND, turn.findings)
        told = findings_of(session, turn.lowered, turn.version, named)
        found.append(answered(session, told, turn.lowered, turn.version, vocabulary))
        acts.append(acts_in(session, turn.version, turn.concerned, named))
    return pa.concat_tables(found), pa.concat_tables(acts)


def _lay_out(session: Session, turns: Sequence[_Turn]) -> None:
    """What lies between the tables and the terms of rules, as far as any rule asks for it."""
    read = {table.name for turn in turns for _, query in turn.lowered.relations for table in query.find_all(exp.Table)}
    for name, query in relations():
        if name in read:
            session.keep(name, query)
