"""Several tables in one frame of Spark's, so that what belongs to a case travels together, and comes back together."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import pyarrow as pa
from pyspark.sql import functions as of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyspark.sql import Column, DataFrame, SparkSession
    from pyspark.sql.types import StructType

CASE = "case_id"
"""The column with the id of the case, by which rows are spread."""


class Mixed:
    """A form of frame. Each row is a row of one table and stands in the column of that table; all others are null."""

    def __init__(self, schemas: Mapping[str, pa.Schema]) -> None:
        """`schemas` are the columns of each table."""
        self.schemas = schemas
        self._kinds = {name: pa.struct(list(schema)) for name, schema in schemas.items()}

    def of_spark(self, session: SparkSession) -> StructType:
        """The columns of the frame."""
        return session.createDataFrame(pa.schema(list(self._kinds.items())).empty_table()).schema

    def packed(self, name: str, table: pa.Table) -> Iterator[pa.RecordBatch]:
        """A table as rows of the frame."""
        for batch in table.cast(self.schemas[name]).to_batches():
            arrays = [
                batch.to_struct_array() if one == name else pa.nulls(len(batch), kind)
                for one, kind in self._kinds.items()
            ]
            yield pa.RecordBatch.from_arrays(arrays, names=list(self._kinds))

    def unpacked(self, whole: pa.Table) -> Mapping[str, pa.Table]:
        """All tables of a frame that was brought here."""
        found = taken_apart(whole.to_batches(), self.schemas)
        return {
            name: found[name].cast(schema) if name in found else schema.empty_table()
            for name, schema in self.schemas.items()
        }


def table_in(whole: DataFrame, name: str) -> DataFrame:
    """One of the tables in such a frame."""
    return whole.where(of.col(name).isNotNull()).select(f"{name}.*")


def together(frames: Mapping[str, DataFrame], case_ids: Mapping[str, Column]) -> DataFrame:
    """Such a frame of all rows of some tables, each with the id of its case in a column beside it."""
    parts = [
        frame.select(case_ids[name].alias(CASE), of.struct(*map(column, frame.columns)).alias(name))
        for name, frame in frames.items()
    ]
    return reduce(lambda whole, part: whole.unionByName(part, allowMissingColumns=True), parts)


def taken_apart(batches: Iterable[pa.RecordBatch], names: Iterable[str]) -> Mapping[str, pa.Table]:
    """The tables of those names in batches of such a frame; none where there is no batch."""
    rows: dict[str, list[pa.RecordBatch]] = {name: [] for name in names}
    for batch in batches:
        for name, taken in rows.items():
            values = batch.column(name)
            taken.append(pa.RecordBatch.from_struct_array(values.filter(values.is_valid())))
    return {name: pa.Table.from_batches(taken) for name, taken in rows.items() if taken}


def column(name: str) -> Column:
    """A column of a frame by its name, whatever characters that has."""
    return of.col("`" + name.replace("`", "``") + "`")


def plain(table: pa.Table) -> pa.Table:
    """A table in the types that Spark takes: data frames also keep texts in others."""
    return table.cast(pa.schema([field.with_type(_plain(field.type)) for field in table.schema]))


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
