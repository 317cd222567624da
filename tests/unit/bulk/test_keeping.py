"""Findings kept as files: whole or not at all, and taken up where they were cut off."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from courtesy.bulk.owed import OWED
from courtesy.bulk.reading.keeping import Kept, mark_of
from courtesy.bulk.reporting import ACTS, FINDINGS
from courtesy.bulk.results import Part

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 11, 20, tzinfo=UTC)


def _part(number: int) -> Part:
    act = {"case_id": f"c{number}", "seq": 0, "touch_id": "t", "at": AT, "version": "1.0.0", "outcome": "allow"}
    found = {"case_id": f"c{number}", "seq": 0, "at": AT, "status": "violated", "measured": "-5", "sender": "-anna"}
    return Part(
        number,
        3,
        pa.Table.from_pylist([found], schema=FINDINGS),
        pa.Table.from_pylist([act], schema=ACTS),
        OWED.empty_table(),
    )


def test_what_was_cut_off_is_taken_up(tmp_path: Path) -> None:
    """Parts that are kept count as done, in whatever order they come, and no file appears before all of them are."""
    out = tmp_path / "audit"
    for number in (0, 2):
        kept = Kept(out, "mark")
        assert set(range(0, number, 2)) == kept.done
        kept.keep(_part(number))
        assert ["audit.parts"] == [one.name for one in tmp_path.iterdir()]
    kept = Kept(out, "mark")
    assert (True, [0, 2]) == (kept.resumed, [part.number for part in kept.parts()])
    kept.keep(_part(1))
    assert ["findings.parquet", "owed.parquet", "acts.parquet"] == [file.name for file in kept.finish()]
    assert ["audit"] == [one.name for one in tmp_path.iterdir()]
    assert ["c0", "c1", "c2"] == parquet.read_table(out / "acts.parquet")["case_id"].to_pylist()
    for name, schema in (("findings", FINDINGS), ("acts", ACTS), ("owed", OWED)):
        assert schema.equals(parquet.read_schema(out / f"{name}.parquet"))


def test_what_was_begun_of_another_audit_is_not_taken(tmp_path: Path) -> None:
    """Parts belong to the audit that they were judged for."""
    Kept(tmp_path / "audit", "one").keep(_part(0))
    kept = Kept(tmp_path / "audit", "other")
    assert (False, frozenset()) == (kept.resumed, kept.done)


def test_a_half_written_part_is_not_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part is there when all of its tables are: one whose last table could not be written is judged again."""
    kept = Kept(tmp_path / "audit", "mark")
    write = parquet.write_table

    def full(table: pa.Table, file: Path) -> None:
        if "acts" in file.name:
            raise OSError(28, "No space left on device")
        write(table, file)

    monkeypatch.setattr(parquet, "write_table", full)
    with pytest.raises(OSError, match="No space left"):
        kept.keep(_part(0))
    assert frozenset() == Kept(tmp_path / "audit", "mark").done


@pytest.mark.parametrize(("suffix", "sender"), [("csv", "'-anna"), ("parquet", "-anna")])
def test_the_findings_are_one_file_where_one_is_named(tmp_path: Path, suffix: str, sender: str) -> None:
    """By the ending of its name; in CSV numbers stay numbers, and texts are no formulas."""
    kept = Kept(tmp_path / f"found.{suffix}", "mark")
    kept.keep(_part(0))
    (file,) = kept.finish()
    found = csv.read_csv(file) if suffix == "csv" else parquet.read_table(file)
    assert [sender] == found["sender"].to_pylist()
    assert ["-5"] == [str(one) for one in found["measured"].to_pylist()]


def test_what_is_kept_among_the_tables_does_not_tell_them_from_others(tmp_path: Path) -> None:
    """Files that no audit reads, such as its own parts, may come into the folder of its tables; new rows may not."""
    (tmp_path / "touches.csv").write_text("case_id,at,channel\n", encoding="utf-8")
    mark = mark_of([tmp_path], "policy")
    Kept(tmp_path / "found.csv", mark).keep(_part(0))
    assert mark == mark_of([tmp_path], "policy")
    assert mark != mark_of([tmp_path], "another")
    (tmp_path / "touches.csv").write_text("case_id,at,channel\na,2026-11-20T15:30Z,email\n", encoding="utf-8")
    assert mark != mark_of([tmp_path], "policy")
