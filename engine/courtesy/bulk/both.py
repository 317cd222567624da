"""Tables that two versions of a policy read, each without the columns that only the other one knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
from msgspec.structs import replace

from courtesy.bulk.intake import columns_of
from courtesy.bulk.reading.targets import mapped
from courtesy.model.table_mapping import TablesMapping

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from courtesy.model.vocabulary import Vocabulary


def kept(tables: Mapping[str, object]) -> Mapping[str, object]:
    """The tables so that they can be read more than once."""
    return {name: pa.table(one) if hasattr(one, "__arrow_c_stream__") else one for name, one in tables.items()}


def tables_for(own: Vocabulary, other: Vocabulary, tables: Mapping[str, object]) -> Mapping[str, object]:
    """Such tables without the columns that only the other version knows."""
    foreign = _foreign(own, other)
    return {
        name: one.drop_columns([column for column in one.column_names if column in foreign.get(name, ())])
        if isinstance(one, pa.Table)
        else one
        for name, one in tables.items()
    }


def mapping_for(own: Vocabulary, other: Vocabulary, mapping: TablesMapping) -> TablesMapping:
    """The mapping of tables in files without what only the other version reads."""
    return TablesMapping(
        **{
            table: replace(
                of,
                columns={name: how for name, how in of.columns.items() if name not in foreign},
                spare=tuple(how.column for name in sorted(foreign) if (how := mapped(name, of)).column is not None),
            )
            for table, foreign in _foreign(own, other).items()
            for of in (mapping.of(table),)
        }
    )


def _foreign(own: Vocabulary, other: Vocabulary) -> Mapping[str, Collection[str]]:
    known = columns_of(own)
    return {table: set(columns) - set(known[table]) for table, columns in columns_of(other).items()}
