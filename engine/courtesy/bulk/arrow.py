"""The types of SQL that tables are written in, as Arrow's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPES: Mapping[str, pa.DataType] = {
    "boolean": pa.bool_(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "text": pa.string(),
    "text[]": pa.list_(pa.string()),
}


def schema_of(columns: Mapping[str, str]) -> pa.Schema:
    """The schema of columns with types of SQL."""
    return pa.schema([(name, TYPES[kind]) for name, kind in columns.items()])
