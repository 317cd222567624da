"""Files as programs write them are read right, or told with what is wrong, where, and what to do about it."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import yaml
from pyarrow import parquet

import courtesy
from courtesy.bulk.reading import store as reading_store
from courtesy.bulk.reading.errors import UnreadableTableError
from courtesy.bulk.reading.reading import read_tables
from courtesy.bulk.reading.store import Store
from courtesy.instants import instant
from courtesy.model.table_mapping import TableMapping, TablesMapping
from courtesy.model.vocabulary import BUILT_IN

HEAD, ROW = "case_id,at,channel,to_ids\n", "a,2026-11-20T15:30Z,email,hr\n"
ODD = yaml.safe_load(Path(__file__).with_name("odd_files.yaml").read_text("utf-8"))
AT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)


def _rows(folder: Path, mapping: TablesMapping | None = None) -> list[dict[str, Any]]:
    with Store(folder.parent / "store", threads=1) as store:
        read_tables(store, [folder], mapping or TablesMapping(), BUILT_IN)
        return store.dicts("FROM given_touches ORDER BY row")


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_is_read_or_told(name: str, tmp_path: Path) -> None:
    """Each has as many rows as it should, or is told with its place and a likely fix; unrelated files do not matter."""
    one = ODD[name]
    file = tmp_path / "given" / one.get("name", "touches.csv")
    file.parent.mkdir()
    text = one.get("text", "").replace("{head}", HEAD).replace("{row}", ROW)
    text = text.replace("{long}", "x" * one.get("long", 0))
    data = one.get("bytes") or text.encode(one.get("encoding", "utf-8"))
    data = data[: len(data) - one.get("without", 0)]
    file.write_bytes(gzip.compress(data) if one.get("packed") else data)
    for other, content in (
        ("notes.csv", "no,table\nat all\n"),
        ("picture.csv", "\0"),
        ("other.parquet", "x"),
        ("a.md", "#"),
    ):
        (file.parent / other).write_text(content, encoding="utf-8")
    place = file if file.name.endswith("xlsx") else file.parent
    if "rows" in one:
        assert one["rows"] == len(_rows(place))
        return
    with pytest.raises(courtesy.CourtesyError) as raised:
        _rows(place)
    assert one["told"].replace("{file}", str(file)) == str(raised.value)
    assert one.get("help") in {None, raised.value.help()}


def test_the_same_times_are_read_however_they_are_written(tmp_path: Path) -> None:
    """Fractions finer than microseconds are cut off, and offsets may be hours alone."""
    written = ("2026-11-20 15:30:00+00", "2026-11-20T16:30:00.000000999+01:00", "2026-11-20T10:30:00.000000999-05")
    (tmp_path / "given").mkdir()
    lines = "".join(f"a,{at},email,hr\n" for at in written)
    (tmp_path / "given" / "touches.csv").write_text(HEAD + lines, encoding="utf-8")
    assert {instant(AT)} == {row["at"] for row in _rows(tmp_path / "given")}


def _parquet(folder: Path, at: pa.Array, options: dict[str, Any] | None = None, **more: pa.Array) -> Path:
    table = pa.table({"case_id": ["a", "a"], "channel": ["email", "sms"], "to_ids": [["hr"], ["hr"]], "at": at, **more})
    (folder / "given").mkdir()
    parquet.write_table(table, folder / "given" / "touches.parquet", **(options or {}))
    return folder / "given"


@pytest.mark.parametrize("kind", [pa.timestamp(unit, "UTC") for unit in ("ms", "us", "ns")], ids=str)
def test_parquet_has_times_of_every_unit(tmp_path: Path, kind: pa.DataType) -> None:
    """Thousandths, millionths and billionths of a second are the same instants."""
    assert [instant(AT)] * 2 == [row["at"] for row in _rows(_parquet(tmp_path, pa.array([AT, AT], kind)))]


def test_numbers_of_data_frames_are_whole_where_they_are(tmp_path: Path) -> None:
    """A column of floating or decimal numbers has whole ones, ids among them; dictionaries are what they stand for."""
    path = _parquet(
        tmp_path,
        pa.array([AT, AT], pa.timestamp("us", "UTC")),
        case_id=pa.array([7.0, 8.0]),
        seq=pa.array([Decimal("2.00"), Decimal("1.00")], pa.decimal128(10, 2)),
        purpose=pa.array(["follow_up"] * 2).dictionary_encode(),
        sender=pa.nulls(2),
    )
    rows = [(row["case_id"], row["seq"], row["purpose"], row["sender"]) for row in _rows(path)]
    assert [("7", 2, "follow_up", None), ("8", 1, "follow_up", None)] == rows


def test_old_times_of_parquet_are_read_on_the_clocks_that_are_named(tmp_path: Path) -> None:
    """INT96 does not say whether it is UTC: without a zone in the mapping that is told, with one it is read."""
    at = pa.array([AT, AT], pa.timestamp("us", "UTC"))
    path = _parquet(tmp_path, at, {"use_deprecated_int96_timestamps": True})
    with pytest.raises(courtesy.InvalidInputError) as raised:
        _rows(path)
    (problem,) = raised.value.problems
    assert ("column-type", "INT96") == (problem.code, problem.kind)  # type: ignore[attr-defined]
    assert "`zone`" in str(problem.help())
    rows = _rows(path, TablesMapping(touches=TableMapping(zone="UTC")))
    assert [instant(AT)] * 2 == [row["at"] for row in rows]


@pytest.mark.parametrize(
    ("column", "values", "told"),
    [
        (
            "cc_ids",
            pa.array([[{"id": "hr"}], []], pa.list_(pa.struct([("id", pa.string())]))),
            "STRUCT(id VARCHAR)[]",
        ),
        ("subject", pa.array([b"x", b"y"]), "BLOB"),
        ("at", pa.array([date(2026, 11, 20)] * 2), "found the date `2026-11-20` in 2 rows"),
        ("at", pa.array([1_763_652_600] * 2), "found `1763652600` in 2 rows"),
        ("seq", pa.array([1.5, 2.5]), "found `1.5`"),
    ],
)
def test_what_parquet_cannot_say_is_told(tmp_path: Path, column: str, values: pa.Array, told: str) -> None:
    """Structures, bytes, whole days for times, numbers for times and broken places in an order are problems."""
    times = pa.array([AT, AT], pa.timestamp("us", "UTC"))
    path = _parquet(tmp_path, **{"at": times, column: values})
    with pytest.raises(courtesy.InvalidInputError) as raised:
        _rows(path)
    assert told in str(raised.value.problems[0])


def test_a_file_of_a_newer_duckdb_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What DuckDB says of such a file becomes what to do about it."""
    said = (
        "IO Error: Trying to read a database file with version number 99, but we can only read versions between 64 and "
        "67.\nThe database file was created with a newer version of DuckDB.\n"
    )

    class Newer:
        def execute(self, _: str) -> None:
            raise reading_store.duckdb.IOException(said)

        def close(self) -> None:
            pass

    with Store(tmp_path / "store") as store:
        monkeypatch.setattr(store, "_database", Newer())
        with pytest.raises(UnreadableTableError, match="found one that a newer DuckDB has made") as raised:
            store.attach(tmp_path / "x.duckdb")
    assert "pip install -U duckdb" in str(raised.value.help())


def test_many_columns_that_nothing_reads_are_counted(tmp_path: Path) -> None:
    """Of 200 such columns five are told, the others counted, with what leaves them out."""
    (tmp_path / "given").mkdir()
    names = ",".join(f"extra{number}" for number in range(200))
    (tmp_path / "given" / "touches.csv").write_text(f"{HEAD.strip()},{names}\n", encoding="utf-8")
    with pytest.raises(courtesy.InvalidInputError) as raised:
        _rows(tmp_path / "given")
    assert ["195 more columns are none of an audit"] == [
        str(one) for one in raised.value.problems if one.code == "more-columns"
    ]
    assert 6 == len(raised.value.problems)
    assert 0 == len(_rows(tmp_path / "given", TablesMapping(touches=TableMapping(ignore_rest=True))))
