"""Tables as they are given, brought into the form in which an audit reads them, and checked: nothing is guessed."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

import pyarrow as pa

from courtesy.bulk import sql
from courtesy.bulk.errors import UnusableTablesError
from courtesy.bulk.reach import lay_out
from courtesy.bulk.scene import DAY_OF
from courtesy.bulk.shape import Shape
from courtesy.bulk.tables import case_columns, contact_columns, days_of, instants_of, touch_columns
from courtesy.bulk.terms.touch_times import TIES
from courtesy.facts.clock import clock_of, day_number
from courtesy.instants import FIRST_YEAR, LAST_YEAR
from courtesy.model.declaration import own_key
from courtesy.model.vocabulary import VOID_OUTCOMES
from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from courtesy.bulk.engines.duckdb import Session
    from courtesy.instants import Instant
    from courtesy.model.vocabulary import Vocabulary

_DEFAULTS = {"direction": "'outbound'", "outcome": "'delivered'"}
_LISTS = {"zones", "to_ids", "cc_ids", "from_ids", "tags", "other_names", "handles"}
"""What is empty, not unknown, where nothing is said."""
_NEEDED = {
    "cases": ("case_id",),
    "contacts": ("case_id", "contact_id"),
    "touches": ("case_id", "seq", "touch_id", "at", "channel"),
}
_SHOWN = 3
_OF_A_CASE = (
    "SELECT *, row_number() OVER () - 1 AS {} FROM (SELECT taken.*, case_no FROM ({{}}) AS taken "
    "LEFT JOIN (SELECT DISTINCT case_id, case_no FROM given_cases) USING (case_id) ORDER BY case_no, {})"
)
_NUMBERED = {
    "cases": "SELECT *, dense_rank() OVER (ORDER BY case_id) - 1 AS case_no FROM ({})",
    "contacts": _OF_A_CASE.format("contact_no", "contact_id"),
    "touches": _OF_A_CASE.format("touch_no", "seq"),
}


def columns_of(vocabulary: Vocabulary) -> Mapping[str, Mapping[str, str]]:
    """The columns of each table with their types."""
    return {
        "cases": case_columns(vocabulary),
        "contacts": contact_columns(vocabulary),
        "touches": touch_columns(vocabulary),
    }


def take_in(
    session: Session,
    tables: Mapping[str, object],
    vocabulary: Vocabulary,
    as_of: Instant | None = None,
    case_ids: Collection[str] | None = None,
) -> None:
    """The tables `given_cases`, `given_contacts` and `given_touches`, with all columns that an audit knows.

    Each row gets a number from 0, `case_no`, `contact_no` or `touch_no`, in the order of cases and within them of
    `contact_id` and `seq`; rows of the others also get that of their case. What is judged is told apart by these.
    Each of `tables` is anything that gives Arrow. Columns that it lacks are unknown; times may be microseconds, or
    timestamps with a time zone, and facts of a time also dates. With `as_of` later touches are left out,
    with `case_ids` all other cases.
    Raises UnusableTablesError.
    """
    known = columns_of(vocabulary)
    readers, problems = {}, []
    for name, columns in known.items():
        reader = _reader(tables.get(name))
        if reader is None:
            problems.append(f"expected `{name}` as a table of Arrow's, found {type(tables.get(name)).__name__}")
        else:
            readers[name] = reader
            problems += wrong_columns(name, reader.schema, columns)
    if problems:
        raise UnusableTablesError(problems)
    for name, reader in readers.items():
        kept = ["TRUE"]
        if as_of is not None and name == "touches":
            kept.append(f"{_instant('at', reader.schema)} <= {as_of}")
        if case_ids is not None:
            kept.append(sql.one_of(sql.column("case_id"), sorted(case_ids)).sql(dialect="duckdb"))
        chosen = ", ".join(_column(column, kind, reader.schema, known[name]) for column, kind in known[name].items())
        taken = f"SELECT {chosen} FROM given WHERE {' AND '.join(kept)}"
        session.take(f"given_{name}", reader, _NUMBERED[name].format(taken))
    lay_out(session)
    problems = list(_wrong_rows(session, vocabulary))
    if problems:
        raise UnusableTablesError(problems)


def shape_of(session: Session, vocabulary: Vocabulary) -> Shape:
    """What is known of the tables once they are taken in."""
    columns = columns_of(vocabulary)
    empty = [
        name
        for table in ("cases", "contacts")
        for name in days_of(columns[table], vocabulary)
        if session.number(f'SELECT count("{name}") FROM given_{table}') == 0
    ]
    own = [name for name in columns["touches"] if own_key(name) is not None]
    lacking = {"purpose": "given_touches WHERE direction = 'outbound' AND purpose IS NULL"}
    lacking |= {"roles": "given_contacts WHERE roles IS NULL"}
    lacking |= {name: f'given_touches WHERE "{name}" IS NULL' for name in own}
    whole = [name for name, among in lacking.items() if session.number(f"SELECT count(*) FROM {among}") == 0]
    return Shape(frozenset(_zones(session)), frozenset(whole), frozenset(empty))


def _reader(given: object) -> pa.RecordBatchReader | None:
    if isinstance(given, pa.RecordBatchReader):
        return given
    if not hasattr(given, "__arrow_c_stream__"):
        return None
    return pa.RecordBatchReader.from_stream(given)


def wrong_columns(table: str, schema: pa.Schema, columns: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the columns of a table, which may have those `columns`."""
    for needed in _NEEDED[table]:
        if needed not in schema.names:
            yield f"`{table}` lacks the column `{needed}`"
    for name in schema.names:
        if name not in columns:
            near = get_close_matches(name, columns, 1)
            yield f"`{table}` has the column `{name}`, which nothing reads" + (f": is it `{near[0]}`?" if near else "")
        elif pa.types.is_timestamp(given := schema.field(name).type) and given.tz is None:
            yield f"`{table}.{name}` has times without a time zone"


def _column(name: str, kind: str, schema: pa.Schema, columns: Mapping[str, str]) -> str:
    quoted = f'"{name}"'
    of_days = name.removesuffix(DAY_OF)
    if name not in schema.names:
        if name.endswith(DAY_OF) and of_days in schema.names and pa.types.is_date(schema.field(of_days).type):
            return f"\"{of_days}\" - DATE '1970-01-01' AS {quoted}"
        empty = "[]" if name in _LISTS else _DEFAULTS.get(name, "NULL")
        return f"CAST({empty} AS {kind}) AS {quoted}"
    if pa.types.is_date(schema.field(name).type) and name + DAY_OF in columns:
        return f"CAST(NULL AS {kind}) AS {quoted}"
    value = f"CAST({_instant(name, schema)} AS {kind})"
    otherwise = "[]" if name in _LISTS else _DEFAULTS.get(name, "NULL")
    return f"coalesce({value}, {otherwise}) AS {quoted}"


def _instant(name: str, schema: pa.Schema) -> str:
    return f'epoch_us("{name}")' if pa.types.is_timestamp(schema.field(name).type) else f'"{name}"'


_VOID = ", ".join(f"'{outcome}'" for outcome in sorted(VOID_OUTCOMES))
_ONCE = (
    ("cases", "case_id", "TRUE"),
    ("contacts", "case_id, contact_id", "TRUE"),
    ("touches", "case_id, seq", "TRUE"),
    # What reached nobody may be done once more under its id.
    ("touches", "case_id, touch_id", f"outcome NOT IN ({_VOID})"),
)
_NAMED = "(SELECT DISTINCT case_id, case_no FROM given_cases)"
_STRANGERS = """
SELECT case_id || ': ' || contact_id FROM (SELECT DISTINCT case_no, contact_id FROM (
    SELECT case_no, stranger AS contact_id FROM given_reached WHERE stranger IS NOT NULL
    UNION ALL
    SELECT case_no, unnest(from_ids) FROM given_touches WHERE len(to_ids) > 0 AND len(from_ids) > 0
)) ANTI JOIN given_contacts USING (case_no, contact_id) JOIN {} USING (case_no)
"""
_UNNAMED = """
SELECT case_id FROM (
    SELECT case_id, unnest(to_ids) AS contact_id FROM given_touches
    UNION ALL SELECT case_id, unnest(cc_ids) FROM given_touches
    UNION ALL SELECT case_id, unnest(from_ids) FROM given_touches
) WHERE contact_id IS NULL
"""


def _wrong_rows(session: Session, vocabulary: Vocabulary) -> Iterator[str]:
    for table, columns in _NEEDED.items():
        lacking = " OR ".join(f'"{column}" IS NULL' for column in columns)
        yield from _shown(
            session,
            f"rows of `{table}` lack {' or '.join(columns)}",
            f"SELECT 'a row' FROM given_{table} WHERE {lacking}",
        )
    for table, key, among in _ONCE:
        by_number = key.replace("case_id", "case_no")
        query = (
            f"SELECT concat_ws(', ', {key}) FROM (SELECT {by_number} FROM given_{table} WHERE {among} "
            f"GROUP BY {by_number} HAVING count(*) > 1) JOIN {_NAMED} USING (case_no)"
        )
        yield from _shown(session, f"`{table}` has {key} twice", query)
    for table in ("contacts", "touches"):
        of_no_case = f"SELECT DISTINCT case_id FROM given_{table} WHERE case_no IS NULL AND case_id IS NOT NULL"
        yield from _shown(session, f"`{table}` has cases that are not in `cases`", of_no_case)
    yield from _shown(session, "touches reach contacts that are not in `contacts`", _STRANGERS.format(_NAMED))
    yield from _shown(session, "touches reach contacts without a name", _UNNAMED)
    odd = "SELECT DISTINCT direction FROM given_touches WHERE direction NOT IN ('outbound', 'inbound')"
    yield from _shown(session, "`direction` is neither outbound nor inbound", odd)
    tied = f"SELECT DISTINCT case_id FROM given_tied JOIN {_NAMED} USING (case_no) WHERE place >= {TIES}"
    yield from _shown(session, f"more than {TIES} touches of one case have one instant", tied)
    first, after = (day_number(date(year, 1, 1)) * DAY for year in (FIRST_YEAR, LAST_YEAR + 1))
    for table, known in columns_of(vocabulary).items():
        for name in instants_of(known, vocabulary):
            query = f'SELECT case_id FROM given_{table} WHERE "{name}" < {first} OR "{name}" >= {after}'
            yield from _shown(session, f"`{table}.{name}` lies outside the years {FIRST_YEAR} to {LAST_YEAR}", query)
    yield from _unknown_zones(session)


def _unknown_zones(session: Session) -> Iterator[str]:
    unknown = [name for name in _zones(session) if clock_of(name) is None]
    if unknown:
        yield f"no place has the time zone {', '.join(f'`{name}`' for name in sorted(unknown)[:_SHOWN])}"


def _zones(session: Session) -> list[str]:
    named = session.ask(
        "SELECT zone FROM given_cases UNION SELECT candidate_zone FROM given_cases "
        "UNION SELECT unnest(zones) FROM given_contacts"
    )
    return [name for name in named["zone"].to_pylist() if name]


def _shown(session: Session, what: str, query: str) -> Iterator[str]:
    found = session.ask(f"SELECT count(*) AS number, list(found)[:{_SHOWN}] AS shown FROM ({query}) AS wrong(found)")
    number, shown = found["number"][0].as_py(), found["shown"][0].as_py()
    if number:
        yield f"{what}: {', '.join(f'`{one}`' for one in shown)}" + (
            f" and {number - _SHOWN} more" if number > _SHOWN else ""
        )
