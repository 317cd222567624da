"""What was owed and not done: the obligations of whole cases, which the engine itself judges, some cases at a time."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from courtesy.bulk.cases import Names, case_of
from courtesy.bulk.reporting import TIME
from courtesy.deadline import look_at_the_clock
from courtesy.judging.plans import owed
from courtesy.model.outcome import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from courtesy.bulk.engines.duckdb import Session
    from courtesy.judging.line import Line
    from courtesy.judging.version import Version
    from courtesy.model.case import Case
    from courtesy.model.verdict import Obligation
    from courtesy.model.vocabulary import Vocabulary

OWED = pa.schema(
    [
        ("case_id", pa.string()),
        ("contact", pa.string()),
        ("version", pa.string()),
        ("rule", pa.string()),
        ("level", pa.string()),
        ("status", pa.string()),
        ("as_of", TIME),
        ("since", TIME),
        ("due_by", TIME),
        ("needed", pa.int64()),
        ("done", pa.int64()),
        ("missing", pa.list_(pa.string())),
    ]
)
"""The columns of what is owed: one row for each obligation to a contact that is overdue, undetermined or waived."""
_TOLD = frozenset({Standing.OVERDUE, Standing.UNDETERMINED, Standing.WAIVED})
_AT_A_TIME = 2_000
"""So many cases are rebuilt at a time."""
_TABLES = ("cases", "contacts", "touches")


def owed_in(session: Session, line: Line[Version], vocabulary: Vocabulary, now: datetime | None) -> pa.Table:
    """What the cases of the tables `cases`, `contacts` and `touches` owe as of `now`; nothing without a time."""
    if now is None or not any(version.obligations for version in line.members):
        return OWED.empty_table()
    rows = [_row(case, one, now) for case in _cases(session, vocabulary) for one in _owed_by(line, case, now)]
    return pa.Table.from_pylist(rows, schema=OWED)


def _owed_by(line: Line[Version], case: Case, now: datetime) -> Iterator[Obligation]:
    return (one for one in owed(line, case, case.history, now) if one.standing in _TOLD)


def _row(case: Case, one: Obligation, now: datetime) -> dict[str, object]:
    return {
        "case_id": case.id,
        "contact": one.contact,
        "version": one.version,
        "rule": one.rule_id,
        "level": one.level.value,
        "status": one.standing.value,
        "as_of": now,
        "since": one.since,
        "due_by": one.due_by,
        "needed": one.needed,
        "done": one.done,
        "missing": list(one.missing),
    }


def _cases(session: Session, vocabulary: Vocabulary) -> Iterator[Case]:
    """All cases, in the order of their ids."""
    names = Names.of(vocabulary)
    first = session.number("SELECT coalesce(min(case_no), 0) FROM cases")
    end = session.number("SELECT coalesce(max(case_no) + 1, 0) FROM cases")
    for number in range(first, end, _AT_A_TIME):
        look_at_the_clock()
        some = f"WHERE case_no BETWEEN {number} AND {number + _AT_A_TIME - 1} ORDER BY case_no"
        cases, contacts, touches = (_by_case(session.ask(f"FROM {table} {some}").to_pylist()) for table in _TABLES)
        for case_id, (case,) in cases.items():
            yield case_of(case, contacts.get(case_id, ()), touches.get(case_id, ()), vocabulary, names)


def _by_case(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    of_case = itemgetter("case_id")
    return {case_id: list(of_it) for case_id, of_it in groupby(rows, of_case)}
