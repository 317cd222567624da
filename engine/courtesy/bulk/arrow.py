"""The types of SQL that tables are written in, as Arrow's, and tables of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_TYPES: Mapping[str, pa.DataType] = {
    "boolean": pa.bool_(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "text": pa.string(),
    "text[]": pa.list_(pa.string()),
    "timestamptz": pa.timestamp("us", "UTC"),
}


def schema_of(columns: Mapping[str, str]) -> pa.Schema:
    """The schema of columns with types of SQL."""
    return pa.schema([(name, _TYPES[kind]) for name, kind in columns.items()])


def table_of(columns: Mapping[str, str], rows: Iterable[tuple[object, ...]]) -> pa.Table:
    """A table with columns of those types, from rows."""
    listed = list(zip(*rows, strict=True)) or [()] * len(columns)
    schema = schema_of(columns)
    return pa.table([pa.array(values, one.type) for values, one in zip(listed, schema, strict=True)], schema=schema)
