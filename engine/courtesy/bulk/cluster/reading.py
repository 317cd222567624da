"""Tables that others keep, read by the executors of Spark as one machine reads them: each has all rows of its cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
from pyspark.sql import functions as of

from courtesy.bulk.arrow import schema_of
from courtesy.bulk.cluster import MEMORY, THREADS
from courtesy.bulk.cluster.mixed import column
from courtesy.bulk.cluster.spreading import parts_of, spread, told_in_one_line
from courtesy.bulk.intake import columns_of
from courtesy.bulk.reading.reading import Word, read_sources
from courtesy.bulk.reading.store import passing_store
from courtesy.bulk.reading.targets import TABLES, mapped

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pyspark.sql import Column, DataFrame

    from courtesy.bulk.cluster.spreading import Found, Given, Kept
    from courtesy.bulk.reading.reading import ReadTables
    from courtesy.bulk.reading.store import Store
    from courtesy.model.table_mapping import TablesMapping
    from courtesy.model.vocabulary import Vocabulary

_NUMBER = "number of the row"
_LENT = "lent"
_WORDS = "words"


class Kind(NamedTuple):
    """How tables are read: by what mapping, in what words, and what each is called in messages."""

    mapping: TablesMapping
    vocabulary: Vocabulary
    shown: Mapping[str, str]


class OnSpark(NamedTuple):
    """Tables that the executors have read, in the form of an audit, kept by them until they are let go of."""

    kept: Kept
    words: tuple[Word, ...]

    @property
    def frames(self) -> Mapping[str, DataFrame]:
        """The three tables."""
        return {name: self.kept.frame(name) for name in TABLES}


def numbered(frames: Mapping[str, DataFrame]) -> Mapping[str, DataFrame]:
    """Frames with the number of each row, from 1, as messages tell it."""
    return {
        name: frame.zipWithIndex(_NUMBER).withColumn(_NUMBER, of.col(_NUMBER) + 1) for name, frame in frames.items()
    }


def read_on_spark(frames: Mapping[str, DataFrame], kind: Kind) -> OnSpark:
    """Read numbered frames, each under the name of its table.

    Raises InvalidInputError with what is wrong in them, and SparkFailedError.
    """
    with told_in_one_line():
        # Columns are wrong everywhere, so that this tells it once.
        _read_here({name: frame.limit(0).toArrow() for name, frame in frames.items()}, kind)
        parts = parts_of(frames["touches"].count(), frames["touches"].sparkSession)
    case_ids = {name: _case_id(kind.mapping, name) for name in frames}
    kept = spread(frames, case_ids, parts, _Reading(kind))
    words: dict[tuple[str, str], int] = {}
    for row in kept.frame(_WORDS).collect():
        words[row.column, row.word] = words.get((row.column, row.word), 0) + row.rows
    return OnSpark(kept, tuple(Word(*key, rows) for key, rows in sorted(words.items())))


def read_again(frames: Mapping[str, DataFrame], kind: Kind, case_ids: Collection[str], store: Store) -> ReadTables:
    """Some cases, read here into a store. Raises SparkFailedError."""
    with told_in_one_line():
        some = {
            name: frame.where(_case_id(kind.mapping, name).isin(list(case_ids))).toArrow()
            for name, frame in frames.items()
        }
    return _read_into(store, some, kind)


class _Reading:
    """Reads what an executor has got."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self.gives = {
            **{name: schema_of(columns) for name, columns in columns_of(kind.vocabulary).items()},
            _WORDS: pa.schema([("column", pa.string()), ("word", pa.string()), ("rows", pa.int64())]),
        }

    def __call__(self, tables: Given) -> Found:
        with passing_store(MEMORY, THREADS) as store:
            read = _read_into(store, tables, self._kind)
            for name, rows in read.tables().items():
                yield name, rows.read_all()
            if read.words:
                yield _WORDS, pa.Table.from_pylist([one._asdict() for one in read.words], self.gives[_WORDS])


class _Lent(NamedTuple):
    """A table of Arrow's, of rows with their numbers."""

    name: str
    shown: str
    rows: pa.Table

    @property
    def qualified(self) -> str:
        """Its name: there are no schemas."""
        return self.name

    def types(self, store: Store) -> Mapping[str, str]:
        """Its columns."""
        with store.lent({_LENT: self.rows}):
            return {name: kind for name, kind in store.types(_LENT).items() if name != _NUMBER}

    def take(self, store: Store, name: str, columns: Collection[str]) -> None:
        """Keep these columns, and the numbers of the rows."""
        chosen = ", ".join(map(store.quoted, (*columns, _NUMBER)))
        with store.lent({_LENT: self.rows}):
            store.take(name, self.shown, f"SELECT {chosen} FROM {_LENT} ORDER BY {store.quoted(_NUMBER)}")


def _read_here(tables: Mapping[str, pa.Table], kind: Kind) -> None:
    with passing_store(MEMORY, THREADS) as store:
        _read_into(store, tables, kind)


def _read_into(store: Store, tables: Mapping[str, pa.Table], kind: Kind) -> ReadTables:
    sources = {name: _Lent(name, kind.shown[name], rows) for name, rows in tables.items()}
    return read_sources(store, sources, kind.mapping, kind.vocabulary, row=store.quoted(_NUMBER))


def _case_id(mapping: TablesMapping, table: str) -> Column:
    """The id of the case of a row, as it is read."""
    how = mapped("case_id", mapping.of(table))
    if how.column is None:
        return of.lit(how.value)
    text = column(how.column).cast("string")
    for one, word in how.values.items():
        text = of.when(column(how.column).cast("string") == one, word).otherwise(text)
    return text
