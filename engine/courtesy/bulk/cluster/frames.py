"""The three tables as one frame of Spark's, so that each case travels whole; and what comes back, again as one."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import pyarrow as pa
from pyspark.sql import functions as of

from courtesy.bulk.owed import OWED
from courtesy.bulk.reporting import ACTS, FINDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyspark.sql import Column, DataFrame, SparkSession
    from pyspark.sql.types import StructType

CASE = "case_id"
PROBLEM = "problem"
"""The column in which an executor says why it could not judge its cases."""
GIVEN: Mapping[str, pa.Schema] = {"findings": FINDINGS, "acts": ACTS, "owed": OWED}
"""The tables that come back."""


def together(frames: Mapping[str, DataFrame]) -> DataFrame:
    """A row for each row of the tables, with the id of its case; it stands in the column of its table."""
    parts = [
        frame.select(_column(CASE).cast("string").alias(CASE), of.struct(*map(_column, frame.columns)).alias(name))
        for name, frame in frames.items()
    ]
    return reduce(lambda whole, part: whole.unionByName(part, allowMissingColumns=True), parts)


def plain(table: pa.Table) -> pa.Table:
    """A table in the types that Spark takes: data frames also keep texts in others."""
    return table.cast(pa.schema([field.with_type(_plain(field.type)) for field in table.schema]))


def taken_apart(batches: Iterable[pa.RecordBatch], names: Iterable[str]) -> Mapping[str, pa.Table]:
    """The tables of those names again, of the rows that one executor got; nothing where it got none."""
    rows: dict[str, list[pa.RecordBatch]] = {name: [] for name in names}
    for batch in batches:
        for name, taken in rows.items():
            column = batch.column(name)
            taken.append(pa.RecordBatch.from_struct_array(column.filter(column.is_valid())))
    return {name: pa.Table.from_batches(taken) for name, taken in rows.items() if taken}


def packed(name: str, table: pa.Table) -> Iterator[pa.RecordBatch]:
    """A table that comes back, as rows of the one frame in which all of them do."""
    for batch in table.to_batches():
        yield _row_of(len(batch), **{name: batch.to_struct_array()})


def complaint(code: str, told: Iterable[str]) -> pa.RecordBatch:
    """What was wrong, by the code of the error, as rows of that frame."""
    rows = pa.array([{"code": code, "told": one} for one in told], _TOLD)
    return _row_of(len(rows), **{PROBLEM: rows})


def unpacked(whole: DataFrame, name: str) -> DataFrame:
    """One of the tables in that frame."""
    return whole.where(of.col(name).isNotNull()).select(f"{name}.*")


def coming_back(session: SparkSession) -> StructType:
    """The columns of that frame, each a table."""
    return session.createDataFrame(pa.schema(list(_KINDS.items())).empty_table()).schema


_TOLD = pa.struct([("code", pa.string()), ("told", pa.string())])
_KINDS: Mapping[str, pa.DataType] = {**{name: pa.struct(list(one)) for name, one in GIVEN.items()}, PROBLEM: _TOLD}


def _row_of(rows: int, **columns: pa.Array) -> pa.RecordBatch:
    """A batch of so many rows, in which all other columns are empty."""
    arrays = [columns[name] if name in columns else pa.nulls(rows, kind) for name, kind in _KINDS.items()]
    return pa.RecordBatch.from_arrays(arrays, names=list(_KINDS))


def _plain(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return _plain(kind.value_type)
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pa.list_(_plain(kind.value_type))
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", kind.tz)
    return kind


def _column(name: str) -> Column:
    """A column by its name, whatever characters that has."""
    return of.col("`" + name.replace("`", "``") + "`")
