"""Tables of other programs, read by the executors of Spark: what one machine reads, and what it says is wrong."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from pyarrow import parquet

import courtesy
from courtesy.bulk.cluster.reading import Kind, numbered, read_again, read_on_spark
from courtesy.bulk.reading.reading import read_tables
from courtesy.bulk.reading.store import Store
from courtesy.errors import InvalidInputError
from courtesy.model.table_mapping import ColumnMapping, TableMapping, TablesMapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession

    from courtesy.bulk.reading.reading import ReadTables

WORDS = courtesy.load_policy("hire-wire", matcher="native").vocabulary
MAPPING = TablesMapping(
    touches=TableMapping(
        source="outreach",
        ignore=("template",),
        columns={
            "case_id": ColumnMapping(column="deal", values={"D0": "N0"}),
            "at": ColumnMapping(column="sent on"),
            "channel": ColumnMapping(column="kind", values={"Mail": "email", "Call": "phone"}),
            "purpose": ColumnMapping(value="check_in"),
            "to_ids": ColumnMapping(column="person.id"),
        },
    )
)
CASES = 30


def _outreach(**others: str) -> list[dict[str, str | None]]:
    return [
        {
            "deal": f"{'D' if n == 0 else 'N'}{n}",
            "sent on": f"2026-11-{day:02}T09:30",
            "kind": "Mail" if day % 2 else "Call",
            "person.id": "hr",
            "template": None,
        }
        | others
        for n in range(CASES)
        for day in (2, 3, 4)
    ]


def _rows(table: pa.Table) -> list[str]:
    return sorted(map(str, table.to_pylist()))


@contextmanager
def _written(folder: Path, outreach: list[dict[str, str | None]]) -> Iterator[Mapping[str, Path]]:
    cases = [{"case_id": f"N{n}", "zone": "America/New_York" if n % 2 else "Europe/London"} for n in range(CASES)]
    paths = {"cases": folder / "cases.parquet", "touches": folder / "outreach.parquet"}
    parquet.write_table(pa.Table.from_pylist(cases), paths["cases"])
    parquet.write_table(pa.Table.from_pylist(outreach), paths["touches"])
    yield paths


def _frames(spark: SparkSession, paths: Mapping[str, Path]) -> Mapping[str, DataFrame]:
    return numbered({name: spark.read.parquet(str(path)) for name, path in paths.items()})


def _kind(paths: Mapping[str, Path]) -> Kind:
    return Kind(MAPPING, WORDS, {name: str(path) for name, path in paths.items()})


def _here(folder: Path, paths: Mapping[str, Path]) -> ReadTables:
    return read_tables(Store(folder / "here.duckdb"), list(paths.values()), MAPPING, WORDS)


def test_executors_read_what_one_machine_reads(spark: SparkSession, tmp_path: Path) -> None:
    """Names, words, local times and rows that are numbered where nothing orders them are the same."""
    outreach = [*_outreach(), {"deal": "N1", "sent on": "2026-11-05T09:30", "kind": "Pigeon", "person.id": "hr"}]
    with _written(tmp_path, outreach) as paths:
        wanted = _here(tmp_path, paths)
        kind = _kind(paths)
        frames = _frames(spark, paths)
        read = read_on_spark(frames, kind)
        assert {name: _rows(rows.read_all()) for name, rows in wanted.tables().items()} == {
            name: _rows(frame.toArrow()) for name, frame in read.frames.items()
        }
        assert wanted.words == read.words != ()
        with Store(tmp_path / "some.duckdb") as store:
            some = read_again(frames, kind, ["N0", "N3"], store)
            assert {"N0", "N3"} == set(some.tables()["touches"].read_all()["case_id"].to_pylist())
        read.kept.close()


@pytest.mark.parametrize("wrong", [{"kind": "emial"}, {"sent on": "tomorrow"}, {"sent": "2026-11-02"}])
def test_what_is_wrong_is_told_as_on_one_machine(spark: SparkSession, tmp_path: Path, wrong: dict[str, str]) -> None:
    """A row or column that cannot be read is told with its place, whoever reads it."""
    outreach = _outreach()
    outreach[4] |= wrong
    with _written(tmp_path, outreach if "sent" not in wrong else _outreach(**wrong)) as paths:
        with pytest.raises(InvalidInputError) as here:
            _here(tmp_path, paths)
        with pytest.raises(InvalidInputError) as there:
            read_on_spark(_frames(spark, paths), _kind(paths))
    told, wanted = ([(str(one), one.span) for one in raised.value.problems] for raised in (there, here))
    assert wanted == told
