"""The whole way of tables that others keep: found, mapped, read, checked, and handed on in the form of an audit."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

from courtesy.bulk.reading.checks import Checks
from courtesy.bulk.reading.columns import given_columns
from courtesy.bulk.reading.sources import Queried, find_sources
from courtesy.bulk.reading.targets import LISTS, TABLES, targets
from courtesy.bulk.reading.telling import by_keys, raw
from courtesy.bulk.reading.values import ZONE, Columns, Reading
from courtesy.bulk.scene import DAY_OF
from courtesy.errors import InvalidInputError
from courtesy.instants import Instant, moment
from courtesy.model.table_mapping import TableMapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import pyarrow as pa

    from courtesy.bulk.reading.columns import Given
    from courtesy.bulk.reading.sources import Source, Tables
    from courtesy.bulk.reading.store import Store
    from courtesy.bulk.reading.targets import Target
    from courtesy.errors import Problem
    from courtesy.model.table_mapping import TablesMapping
    from courtesy.model.vocabulary import Vocabulary

_DEFAULTS = {
    "seq": "given.row",
    "touch_id": "'row ' || given.row",
    "direction": "'outbound'",
    "outcome": "'delivered'",
}
"""What stands for a value that a row does not state; a touch has then the order and the name of its row."""
_OF_NOTHING = {
    "contacts": "SELECT DISTINCT case_id, unnest(list_concat(list_concat(to_ids, cc_ids), from_ids)) AS contact_id "
    "FROM given_touches WHERE case_id IS NOT NULL",
    "cases": "SELECT DISTINCT case_id FROM given_touches WHERE case_id IS NOT NULL "
    "UNION SELECT case_id FROM given_contacts WHERE case_id IS NOT NULL",
}
"""What follows from the touches where a table is not given: who there is, and nothing of them."""


class Word(NamedTuple):
    """A word of the history that the policy does not know: it stands for itself, in so many rows."""

    column: str
    word: str
    rows: int


class ReadTables(NamedTuple):
    """Tables in the form of an audit, kept in a store. `words` are those that the policy does not know."""

    store: Store
    vocabulary: Vocabulary
    given: tuple[str, ...]
    words: tuple[Word, ...]

    @property
    def last(self) -> datetime | None:
        """The time of the last touch of all; None without any."""
        ((last,),) = self.store.rows('SELECT max("at") FROM given_touches')
        return None if last is None else moment(Instant(last), UTC)

    @property
    def digest(self) -> str:
        """What tells these rows from others."""
        parts = (f"(SELECT coalesce(bit_xor(hash(one)), 0) FROM given_{table} AS one)" for table in TABLES)
        return " ".join(map(str, self.store.rows(f"SELECT {', '.join(parts)}")[0]))

    def tables(self) -> Mapping[str, pa.RecordBatchReader]:
        """The three tables, to be read once."""
        return {table: self.store.reader(f"SELECT * EXCLUDE (row) FROM given_{table}") for table in TABLES}


def read_tables(
    store: Store, places: Sequence[Path | Tables], mapping: TablesMapping, vocabulary: Vocabulary
) -> ReadTables:
    """The tables that lie in those places, checked as cases are. A database among these is open, and stays open.

    Raises InvalidInputError with what is wrong in them, at most so many for each column, NoTouchesError,
    MissingTableError, TwiceError, UnreadableTableError, DatabaseUnavailableError and OSError.
    """
    return read_sources(store, find_sources(store, places, mapping), mapping, vocabulary)


def read_sources(
    store: Store,
    sources: Mapping[str, Source],
    mapping: TablesMapping,
    vocabulary: Vocabulary,
    *,
    row: str = "rowid + 1",
) -> ReadTables:
    """The same of tables that have been found, by what the audit calls them.

    `row` is the number of a row, from 1, as SQL over what the source has kept. Raises InvalidInputError, and what the
    sources raise.
    """
    reader = _Reader(store, mapping, vocabulary, sources, row)
    reader.read()
    checks = Checks(store, vocabulary, sources, reader.shown)
    if not reader.broken:
        reader.problems += checks.problems()
    if reader.problems:
        error = InvalidInputError(reader.problems)
        by_keys(store, error.problems)
        raise error
    return ReadTables(store, vocabulary, tuple(sources), tuple(Word(*one) for one in checks.strange_words()))


class _Reader:
    def __init__(
        self, store: Store, mapping: TablesMapping, vocabulary: Vocabulary, sources: Mapping[str, Source], row: str
    ) -> None:
        self.store, self.mapping, self.vocabulary, self.sources, self.row = store, mapping, vocabulary, sources, row
        self.targets = targets(vocabulary)
        self.problems: list[Problem] = []
        self.broken = False
        """Whether columns are wrong, so that rows cannot be looked at."""
        self.shown: dict[tuple[str, str], str] = {}

    def read(self) -> None:
        """Make the tables `given_cases`, `given_contacts` and `given_touches`, each with its rows numbered by `row`."""
        columns = {table: self._columns(table, self.sources[table]) for table in TABLES if table in self.sources}
        self.broken = bool(self.problems)
        if self.broken:
            return
        for table, given in columns.items():
            self._take(table, self.sources[table], given)
        for table, given in columns.items():
            self._read(table, self.sources[table], given)
        for table, query in _OF_NOTHING.items():
            if table not in self.sources:
                source = Queried(table, table, "touches", query)
                given = self._columns(table, source)
                self._take(table, source, given)
                self._read(table, source, given)

    def _columns(self, table: str, source: Source) -> Sequence[Given]:
        mapping = self.mapping.of(table) if table in self.sources else TableMapping()
        given, problems = given_columns(self.store, source, table, self.targets[table], mapping)
        self.problems += problems
        return given

    def _take(self, table: str, source: Source, given: Sequence[Given]) -> None:
        columns = dict.fromkeys(one.column for one in given if one.column is not None)
        source.take(self.store, raw(table), columns or list(source.types(self.store))[:1])

    def _read(self, table: str, source: Source, given: Sequence[Given]) -> None:
        known, texts = self.targets[table], f"texts {table}"
        self.shown |= {(table, one.target.name): one.shown for one in given}
        self.store.view(texts, self._texts(table, given))
        reading = Reading(self.store, self.vocabulary, source.shown, table, texts)
        columns = {one.target.name: reading.column(one, self.problems) for one in given}
        chosen = ", ".join(self._chosen(known, columns))
        joins = " ".join(join for one in columns.values() for join in one.joins)
        query = f"SELECT given.row, {chosen} FROM {self.store.quoted(texts)} AS given {joins} ORDER BY given.row"
        self.store.keep(f"given_{table}", query)

    def _texts(self, table: str, given: Sequence[Given]) -> str:
        columns = ", ".join(f"{one.text} AS {self.store.quoted(one.target.name)}" for one in given)
        row = self.row if table in self.sources else "rowid + 1"
        texts = f"SELECT {row} AS row, {columns} FROM {self.store.quoted(raw(table))}"
        names = {one.target.name for one in given}
        if table == "cases" or "cases" not in self.sources or "case_id" not in names:
            own = "zone" if table == "cases" and "zone" in names else "NULL"
            return f'SELECT *, CAST({own} AS VARCHAR) AS "{ZONE}" FROM ({texts})'
        zones = f'SELECT case_id, any_value(zone) AS "{ZONE}" FROM given_cases GROUP BY case_id'
        return f'SELECT texts.*, "{ZONE}" FROM ({texts}) AS texts LEFT JOIN ({zones}) USING (case_id)'

    def _chosen(self, known: Mapping[str, Target], columns: Mapping[str, Columns]) -> Iterator[str]:
        for name, target in known.items():
            default = _DEFAULTS.get(name, "[]" if name in LISTS else "NULL")
            if name == "candidate_zone" and "zone" in columns:
                default = 'given."zone"'
            values = dict(columns[name].values) if name in columns else {name: "NULL"}
            if target.or_date:
                values.setdefault(name + DAY_OF, "NULL")
            for one, value in values.items():
                yield f"CAST(coalesce({value}, {default}) AS {target.kind}) AS {self.store.quoted(one)}"
