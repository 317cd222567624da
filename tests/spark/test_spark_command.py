"""`courtesy audit --engine spark`: the report of one machine, and its tables written by the executors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
from click.testing import CliRunner
from pyarrow import parquet

from courtesy.cli.main import cli

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession

_CASES = 20
_MAPPING = "touches: {from: outreach, columns: {case_id: deal, channel: {column: kind, values: {Mail: email}}}}"


def _export(folder: Path) -> Path:
    """Touches of which some break the shipped policy, and some cannot be told, as texts of another program."""
    folder.mkdir()
    cases = [
        {"case_id": f"N{n}", "zone": "America/New_York", "interview.ended_at": "2026-11-20T15:30"}
        for n in range(_CASES)
    ]
    contacts = [
        {"case_id": f"N{n}", "contact_id": who, "roles": who} for n in range(_CASES) for who in ("interviewer", "hr")
    ]
    touches = [
        {"deal": f"N{n}", "at": f"2026-11-{day}T10:00", "kind": "Mail" if n % 3 else "sms", "purpose": "follow_up"}
        | {"to_ids": "interviewer", "cc_ids": "hr" if day % 2 else "", "sender": "east" if n % 2 else "west"}
        for n in range(_CASES)
        for day in (23, 24 + n % 3)
    ]
    for name, rows in (("cases", cases), ("contacts", contacts), ("outreach", touches)):
        parquet.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet")
    (folder / "mapping.yaml").write_text(_MAPPING, encoding="utf-8")
    return folder


def test_spark_reports_what_one_machine_reports(spark: SparkSession, tmp_path: Path) -> None:
    """The report is the same to the letter, with the worst cases in full; the tables have the same rows."""
    del spark
    export = _export(tmp_path / "export")
    arguments = ["audit", str(export), "--mapping", str(export / "mapping.yaml"), "--policy", "hire-wire"]
    here = CliRunner().invoke(cli, [*arguments, "--out", str(tmp_path / "here")])
    there = CliRunner().invoke(cli, [*arguments, "--engine", "spark", "--out", str(tmp_path / "there")])
    assert (1, here.stdout) == (there.exit_code, there.stdout)
    assert "Worst cases" in here.stdout
    for name in ("findings", "acts", "owed"):
        wanted = duckdb.read_parquet(str(tmp_path / "here" / f"{name}.parquet")).fetchall()
        found = duckdb.read_parquet(str(tmp_path / "there" / f"{name}.parquet" / "*.parquet")).fetchall()
        assert wanted
        assert sorted(map(str, wanted)) == sorted(map(str, found))


def test_what_is_wrong_is_told_with_its_row(spark: SparkSession, tmp_path: Path) -> None:
    """A mistake in a table ends the command as on one machine, and writes nothing."""
    del spark
    export = _export(tmp_path / "export")
    table = parquet.read_table(export / "outreach.parquet").to_pylist()
    table[6]["purpose"] = "folow_up"
    parquet.write_table(pa.Table.from_pylist(table), export / "outreach.parquet")
    arguments = ["audit", str(export), "--mapping", str(export / "mapping.yaml"), "--policy", "hire-wire"]
    here = CliRunner().invoke(cli, arguments)
    there = CliRunner().invoke(cli, [*arguments, "--engine", "spark", "--out", str(tmp_path / "there")])
    assert (3, here.stderr) == (there.exit_code, there.stderr)
    assert "touches.row 7.purpose" in here.stderr
    assert not (tmp_path / "there").exists()
