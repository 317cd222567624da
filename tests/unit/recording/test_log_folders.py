"""The logs of a folder are verified and replayed as one."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import jsonschema
import pytest

import courtesy
from courtesy import recording
from tests.helpers.recordings import CASE, KEY, NOW

if TYPE_CHECKING:
    from pathlib import Path

POLICY = courtesy.load_policy("hire-wire", matcher="native")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two logs that two processes wrote at the same time, with a decision each and two."""
    place = tmp_path / "made" / "here"
    case, seconds = POLICY.case_from(CASE), count()

    def clock() -> datetime:
        return NOW + timedelta(seconds=next(seconds))

    with (
        recording.open_segment(place, key=KEY, clock=clock) as first,
        recording.open_segment(place, key=KEY, clock=clock) as second,
    ):
        first.check(POLICY, case, "early", now=NOW)
        second.check(POLICY, case, "late", now=NOW)
        first.check(POLICY, case, "late", now=NOW)
    return place


def _flaws(folder: Path) -> list[tuple[str, str | None]]:
    report = recording.verify(folder, key=KEY)
    jsonschema.validate(json.loads(courtesy.to_json(report)), courtesy.schema("log_report"))
    assert report == courtesy.from_dict(courtesy.LogReport, courtesy.to_dict(report))
    return [(flaw.kind.value, flaw.segment) for flaw in report.flaws]


def test_each_writer_has_a_log_of_its_own(folder: Path) -> None:
    """Who comes while others write begins another log; who comes later goes on with the first that is free."""
    report = recording.verify(folder, key=KEY)
    assert (True, 3, 3, 3) == (report.whole, report.records, report.decisions, report.checked)
    assert ("segment-1.jsonl", "segment-2.jsonl") == report.segments
    with recording.open_segment(folder, key=KEY) as log:
        assert "segment-1.jsonl" == log.path.name


def test_what_is_wrong_is_told_with_its_log(folder: Path) -> None:
    """A changed record, a doubled log and one of which only the checkpoints are left are found and named."""
    second = folder / "segment-2.jsonl"
    second.write_bytes(second.read_bytes().replace(b'"permitted":true', b'"permitted":false'))
    assert [("changed", "segment-2.jsonl"), ("cut", "segment-2.jsonl")] == _flaws(folder)
    second.unlink()
    assert [("cut", "segment-2.jsonl")] == _flaws(folder)
    shutil.copy(folder / "segment-1.jsonl", folder / "segment-3.jsonl")
    assert [("duplicated", "segment-3.jsonl")] * 2 + [("cut", "segment-2.jsonl")] == _flaws(folder)


def test_checkpoints_of_a_folder_lie_in_a_folder(folder: Path, tmp_path: Path) -> None:
    """They are found by the names of the logs, wherever that folder is."""
    safe = tmp_path / "safe"
    safe.mkdir()
    for mark in folder.glob("*.checkpoints"):
        mark.rename(safe / mark.name)
    assert recording.verify(folder, key=KEY).checked is None
    assert 3 == recording.verify(folder, key=KEY, checkpoint_path=safe).checked


def test_a_folder_is_replayed_in_the_order_of_time(folder: Path) -> None:
    """Each decision is told with its log, and they come as they were made."""
    rule = "{id: a.a, level: must, forbid: {action.channel: email}}"
    strict = courtesy.parse_policy(f"courtesy: 1\nid: a\nversion: 1.0.0\ntitle: A\nzone: UTC\nrules: [{rule}]\n")
    found = recording.replay(folder, strict, key=KEY)
    jsonschema.validate(json.loads(courtesy.to_json(found)), courtesy.schema("replay"))
    assert (3, 3, True) == (found.decisions, found.actions, found.verified)
    assert [(1, "segment-2.jsonl"), (2, "segment-1.jsonl")] == [(one.seq, one.segment) for one in found.newly_refused]
    assert ["segment-1.jsonl"] == [one.segment for one in found.otherwise]


def test_a_folder_without_logs_is_told(tmp_path: Path) -> None:
    """Nothing is no whole log."""
    with pytest.raises(recording.UnreadableLogError, match="no file in it"):
        recording.verify(tmp_path, key=KEY)
    (tmp_path / "file").touch()
    with pytest.raises(recording.LogNotWrittenError):
        recording.open_segment(tmp_path / "file" / "in", key=KEY)
