"""Cases that something else keeps whole, taken in as the tables of an audit, some at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.bulk.intake import columns_of
from courtesy.bulk.reading.checks import Checks
from courtesy.bulk.reading.reading import ReadTables, Word
from courtesy.bulk.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.bulk.reading.store import Store
    from courtesy.model.case import Case
    from courtesy.model.vocabulary import Vocabulary

_ADDING = "adding"


def read_cases(store: Store, batches: Iterable[Iterable[tuple[str, Case]]], vocabulary: Vocabulary) -> ReadTables:
    """The tables of cases with their ids, which come in batches; they were read in the words of the vocabulary."""
    columns = columns_of(vocabulary)
    for table, kinds in columns.items():
        store.fill(f"given_{table}", {"row": "bigint", **kinds}, ())
    for batch in batches:
        for (table, kinds), rows in zip(columns.items(), rows_of(batch, vocabulary), strict=True):
            store.fill(_ADDING, kinds, rows)
            given = f"given_{table}"
            begun = store.number(f"SELECT count(*) FROM {given}")
            store.run(f"INSERT INTO {given} SELECT {begun} + rowid + 1, * FROM {_ADDING}")
    store.drop(_ADDING)
    words = Checks(store, vocabulary, {}, {}).strange_words()
    return ReadTables(store, vocabulary, tuple(columns), tuple(Word(*one) for one in words))
