"""A log has one writer, goes on where it ended, and permits nothing that is not written."""

from __future__ import annotations

import errno
import json
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import courtesy
from courtesy import recording
from courtesy.recording.ids import decision_id
from tests.helpers.recordings import CASE, KEY, NOW, filled, opened

if TYPE_CHECKING:
    from pathlib import Path

POLICY = courtesy.load_policy("hire-wire")
WEEK_OVER = NOW + timedelta(days=7)


def _case() -> courtesy.Case:
    return POLICY.case_from(CASE)


def _records(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_bytes().splitlines()]


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A disk that is full, until it is undone."""

    def refuse(_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)
    return monkeypatch


@settings(max_examples=30)
@given(
    at=st.datetimes(datetime(1970, 1, 1), datetime(2500, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  in UTC by then
    drawn=st.binary(min_size=10, max_size=10),
)
def test_ids_are_made_from_time_and_randomness(at: datetime, drawn: bytes) -> None:
    """An id is a UUID of version 7: it begins with the milliseconds, and the rest is what was drawn."""
    found = UUID(decision_id(at, lambda count: drawn[:count]))
    assert (7, "specified in RFC 4122") == (found.version, found.variant)
    assert int(at.timestamp() * 1000) == found.int >> 80
    kept = 0xFFF << 64 | (1 << 62) - 1
    assert int.from_bytes(drawn, "big") & kept == found.int & kept


def test_a_record_has_what_the_schema_says(tmp_path: Path) -> None:
    """Records of checks, plans, windows, torn lines and dropped refusals are as the schema describes them."""
    path = filled(tmp_path, 2)
    path.write_bytes(path.read_bytes() + b'{"act')
    with opened(tmp_path) as log:
        log.check_plan(POLICY, _case(), now=NOW)
        log.windows(POLICY, _case(), "late", now=NOW)
        log.take([log.scribe.of_no_verdict(["unknown-name", "unknown-name"])])
    records = _records(path)
    assert ["check", "check", "torn_line", "check_plan", "windows", "not_judged"] == [one["kind"] for one in records]
    assert [1, 2, 3, 4, 5, 6] == [one["seq"] for one in records]
    for record in [*records, {**records[2], "kind": "refusals_dropped"}]:
        expected = dict(record)
        if record["kind"] == "refusals_dropped":
            expected = {**{k: v for k, v in record.items() if k not in {"bytes", "moved_to"}}, "count": 2}
        jsonschema.validate(expected, courtesy.schema("log_record"))


def test_the_verdict_is_that_of_the_policy(tmp_path: Path) -> None:
    """What is given is what the policy says; the record has its outcome, its broken rules and its earliest time."""
    case = _case()
    with opened(tmp_path) as log:
        verdict = log.check(POLICY, case, "early", now=NOW)
    assert POLICY.check(case, "early", now=NOW) == verdict
    (record,) = _records(log.path)
    (action,) = record["actions"]
    assert verdict.outcome == record["outcome"] == action["outcome"] == "wait"
    assert verdict.earliest is not None
    assert verdict.earliest.isoformat() == action["earliest"]
    assert {(one.rule_id, one.status) for one in verdict.findings} == {(r["id"], r["status"]) for r in action["rules"]}
    assert {"id": POLICY.id, "version": POLICY.version, "digest": POLICY.digest} == record["policy"]


def test_an_action_that_is_no_part_of_the_case_is_recorded(tmp_path: Path) -> None:
    """What is asked about is in the record, also where the case does not list it, and by the versions of a policy."""
    case = _case().with_actions(())
    action = case.propose("phone", to=("hr",), purpose="check_in")
    with opened(tmp_path) as log:
        verdict = log.check(courtesy.load_policies("hire-wire"), case, action, now=NOW)
    assert verdict.permitted
    (record,) = _records(log.path)
    assert ["phone"] == [one["channel"] for one in record["case"]["actions"]]


def test_a_recorded_policy_answers_as_the_policy(tmp_path: Path) -> None:
    """Its checks are written; all else is that of the policy."""
    case = _case()
    with opened(tmp_path) as log:
        recorded = log.recording(POLICY)
        assert POLICY.check_plan(case, now=NOW) == recorded.check_plan(case, now=NOW)
        assert POLICY.check(case, "late", now=NOW) == recorded.check(case, "late", now=NOW)
        assert POLICY.windows(case, "late", now=NOW) == recorded.windows(case, "late", now=NOW)
        assert POLICY.digest == recorded.digest
    assert ["check_plan", "check", "windows"] == [one["kind"] for one in _records(log.path)]


def test_a_log_goes_on_where_it_ended(tmp_path: Path) -> None:
    """What is opened again is one chain, with a checkpoint each so many records and on closing."""
    filled(tmp_path, 3, checkpoint_every=2)
    path = filled(tmp_path, 2)
    report = recording.verify(path, key=KEY)
    assert (True, 5, 5) == (report.whole, report.records, report.checked)
    marks = [json.loads(line)["seq"] for line in path.with_name("log.jsonl.checkpoints").read_bytes().splitlines()]
    assert [2, 3, 5] == marks


def test_who_takes_over_a_log_checks_it(tmp_path: Path) -> None:
    """What a writer that was killed has not told the checkpoints, the next one does, whether or not it writes."""
    path = filled(tmp_path, 2)
    marks = path.with_name("log.jsonl.checkpoints")
    marks.unlink()
    opened(tmp_path).close()
    assert 2 == recording.verify(path, key=KEY).checked
    opened(tmp_path).close()
    assert 1 == len(marks.read_bytes().splitlines())


def test_a_torn_line_is_moved_aside_and_recorded(tmp_path: Path) -> None:
    """The beginning of a line whose writer was interrupted lies beside the log, which says so and is whole."""
    path = filled(tmp_path, 1)
    for torn in (b'{"actions":[{"at"', b"{"):
        path.write_bytes(path.read_bytes() + torn)
        opened(tmp_path).close()
        record = _records(path)[-1]
        assert ("torn_line", len(torn)) == (record["kind"], record["bytes"])
        assert torn == (tmp_path / record["moved_to"]).read_bytes()
    assert recording.verify(path, key=KEY).whole


def test_a_log_has_one_writer(tmp_path: Path) -> None:
    """Who opens a log that is open is told so, in the same process too; when it is closed it can be opened."""
    with opened(tmp_path), pytest.raises(recording.LogInUseError, match="is written by somebody else"):
        opened(tmp_path)
    opened(tmp_path).close()


def test_a_fork_does_not_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log that was opened before the process was forked is that of the parent."""
    with opened(tmp_path) as log:
        monkeypatch.setattr(os, "getpid", lambda: 1)
        with pytest.raises(recording.LogInUseError, match="forked"):
            log.check(POLICY, _case(), "late", now=WEEK_OVER)
        monkeypatch.undo()
        log.check(POLICY, _case(), "late", now=WEEK_OVER)


def test_what_cannot_be_written_is_not_permitted(tmp_path: Path, full: pytest.MonkeyPatch) -> None:
    """On a full disk a check raises, whatever it would say; afterwards the log goes on whole."""
    log = opened(tmp_path, fsync="record")
    for action, now in (("late", WEEK_OVER), ("early", NOW)):
        with pytest.raises(recording.LogNotWrittenError, match="no space left on device; treat the action as not"):
            log.check(POLICY, _case(), action, now=now)
    assert b"" == log.path.read_bytes()
    full.undo()
    assert log.check(POLICY, _case(), "late", now=WEEK_OVER).permitted
    log.close()
    assert (True, 1) == ((report := recording.verify(log.path, key=KEY)).whole, report.decisions)


def test_refusals_are_dropped_only_where_that_is_allowed(tmp_path: Path, full: pytest.MonkeyPatch) -> None:
    """Then they are counted, here and in the log; permissions wait all the same."""
    log = opened(tmp_path, fsync="record", drop_refusals=True)
    assert [False, False] == [log.check(POLICY, _case(), "early", now=NOW).permitted for _ in range(2)]
    with pytest.raises(recording.LogNotWrittenError):
        log.check(POLICY, _case(), "late", now=WEEK_OVER)
    full.undo()
    log.check(POLICY, _case(), "late", now=WEEK_OVER)
    log.close()
    assert 2 == log.dropped
    assert [("refusals_dropped", 2), ("check", None)] == [(one["kind"], one.get("count")) for one in _records(log.path)]


def test_a_log_that_is_moved_away_is_missed(tmp_path: Path) -> None:
    """What would go into a file that lies elsewhere now, or nowhere, is not permitted; nor is it by a closed log."""
    with opened(tmp_path) as log:
        log.path.rename(tmp_path / "elsewhere")
        with pytest.raises(recording.LogNotWrittenError, match="no such file"):
            log.check(POLICY, _case(), "late", now=WEEK_OVER)
        log.path.write_bytes(b"")
        with pytest.raises(recording.LogNotWrittenError, match="another file lies there now"):
            log.check(POLICY, _case(), "late", now=WEEK_OVER)
    with pytest.raises(recording.LogNotWrittenError, match="it is closed"):
        log.check(POLICY, _case(), "late", now=WEEK_OVER)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda data: data[: data.rindex(b'{"actions"')],
            "it ends with record 1, and ended",
        ),
        (lambda data: data.replace(b'"seq":2', b'"seq":3'), "its last record was written with another key, or changed"),
        (lambda data: data + b"[]\n", "its last line is no record"),
        (lambda _: b"", "it ends with record 0, and ended"),
    ],
)
def test_a_log_that_was_changed_is_not_continued(tmp_path: Path, change: Any, message: str) -> None:
    """Where the end is not that of the last checkpoint, nothing is added, so that what was done stays to be seen."""
    path = filled(tmp_path, 2)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(recording.BrokenLogError) as error:
        opened(tmp_path)
    assert str(error.value).startswith(f"the log `{path}` is not whole: {message}")


def test_another_log_is_not_continued(tmp_path: Path) -> None:
    """A log of the same length in its place is found by the checkpoint; a key that is none of it by the last record."""
    path = filled(tmp_path, 1)
    with pytest.raises(recording.BrokenLogError, match="another key"):
        opened(tmp_path, key=b"a key of somebody else")
    (tmp_path / "other").mkdir()
    other = filled(tmp_path / "other", 1, randomness=lambda count: b"\7" * count)
    path.write_bytes(other.read_bytes())
    with pytest.raises(recording.BrokenLogError, match="its record 1 is not the one of its last checkpoint"):
        opened(tmp_path)


def test_keys_are_long_enough(tmp_path: Path) -> None:
    """A short key, and one in a file that is not there, is refused with how to make one."""
    with pytest.raises(recording.UnusableKeyError) as error:
        opened(tmp_path, key=b"short")
    assert "expected a key of at least 16 bytes, found one of 5" == str(error.value)
    assert "make one with" in str(error.value.help())
    with pytest.raises(recording.UnusableKeyError, match="found what is not bytes"):
        opened(tmp_path, key="a text that is long enough")
    with pytest.raises(recording.UnusableKeyError, match="cannot be read: no such file"):
        recording.key_in(tmp_path / "none")
    (tmp_path / "key").write_bytes(KEY + b"\n")
    assert KEY == recording.key_in(tmp_path / "key")


def test_long_records_are_found_at_the_end(tmp_path: Path) -> None:
    """The last record is read whole, however long it is."""
    touches = [{"channel": "phone", "to": "hr", "at": f"2026-11-{d:02}T{h:02}:{m:02}"}
               for d in (21, 22, 23) for h in range(10, 18) for m in range(0, 60, 2)]  # fmt: skip
    case = POLICY.case_from({**CASE, "history": touches})
    for _ in range(2):
        with opened(tmp_path) as log:
            log.check(POLICY, case, "late", now=WEEK_OVER)
    assert log.path.stat().st_size > 1 << 17
    assert recording.verify(log.path, key=KEY).whole
