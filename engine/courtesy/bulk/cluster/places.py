"""Where tables lie that Spark reads: Parquet, by paths and by the addresses of whatever storage Spark knows."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from courtesy.bulk.cluster.spreading import told_in_one_line
from courtesy.bulk.reading.errors import UnreadableTableError
from courtesy.bulk.reading.sources import choose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pyspark.sql import DataFrame, SparkSession

    from courtesy.model.table_mapping import TablesMapping

_END = ".parquet"
_PARQUET = "Parquet, for Spark,"


class _Place(NamedTuple):
    """A table at a place: a file of Parquet, or a folder of such files."""

    name: str
    shown: str

    @property
    def qualified(self) -> str:
        return self.name


def places_of(places: Sequence[Path | str], mapping: TablesMapping) -> Mapping[str, str]:
    """Where each table lies, by what the audit calls it.

    Raises NoTouchesError, MissingTableError, TwiceError, UnreadableTableError and OSError.
    """
    there = [one for place in places for one in _tables_at(place)]
    return {table: one.shown for table, one in choose(there, [str(place) for place in places], mapping).items()}


def frames_at(spark: SparkSession, places: Mapping[str, str]) -> Mapping[str, DataFrame]:
    """What Spark finds in these places. Raises SparkFailedError."""
    with told_in_one_line():
        return {table: spark.read.parquet(place) for table, place in places.items()}


def _tables_at(place: Path | str) -> Iterator[_Place]:
    if isinstance(place, Path):
        place = place.absolute()
        if place.is_dir() and place.suffix != _END:
            files = [one for one in sorted(place.iterdir()) if one.suffix == _END]
            if not files:
                raise UnreadableTableError(str(place), _PARQUET, "no name that ends in `.parquet`")
            yield from (_Place(one.stem, str(one)) for one in files)
            return
    name = PurePosixPath(str(place).rstrip("/"))
    if name.suffix != _END:
        raise UnreadableTableError(str(place), _PARQUET, f"a name that ends in `{name.suffix}`")
    yield _Place(name.stem, str(place))
