"""Whatever is done to a log is found, given its key and its checkpoints."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courtesy import FlawKind, LogReport, recording
from tests.helpers.recordings import KEY, filled, opened

RECORDS = 6


@cache
def _written() -> tuple[bytes, bytes]:
    """A log of six records and its checkpoints: one after each two records."""
    path = filled(Path(mkdtemp()), RECORDS, checkpoint_every=2)
    return path.read_bytes(), path.with_name("log.jsonl.checkpoints").read_bytes()


def _verified(data: bytes, marks: bytes | None = None, key: bytes = KEY) -> LogReport:
    folder = Path(mkdtemp())
    (folder / "log.jsonl").write_bytes(data)
    (folder / "marks").write_bytes(_written()[1] if marks is None else marks)
    return recording.verify(folder / "log.jsonl", key=key, checkpoint_path=folder / "marks")


def _kinds(lines: list[bytes]) -> list[tuple[FlawKind, int | None]]:
    return [(flaw.kind, flaw.seq) for flaw in _verified(b"".join(lines)).flaws]


def _lines() -> list[bytes]:
    return _written()[0].splitlines(keepends=True)


def test_a_log_as_it_was_written_is_whole() -> None:
    """Nothing is found in it, and its checkpoints know of all records."""
    report = _verified(_written()[0])
    assert (True, RECORDS, RECORDS, RECORDS) == (report.whole, report.records, report.decisions, report.checked)


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 10**9), byte=st.integers(1, 255))
def test_every_changed_byte_is_found(place: int, byte: int) -> None:
    """Any other byte anywhere in a log makes it one that is not whole."""
    data = bytearray(_written()[0])
    data[place % len(data)] ^= byte
    assert not _verified(bytes(data)).whole


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 10**9), byte=st.integers(1, 255))
def test_every_changed_byte_of_the_checkpoints_is_found(place: int, byte: int) -> None:
    """So does any other byte of the checkpoints."""
    marks = bytearray(_written()[1])
    marks[place % len(marks)] ^= byte
    assert not _verified(_written()[0], bytes(marks)).whole


@settings(max_examples=40, deadline=None)
@given(place=st.integers(0, 10**9), text=st.binary(min_size=1, max_size=8))
def test_everything_put_in_is_found(place: int, text: bytes) -> None:
    """Bytes that are put in anywhere, between records and behind them too, are found."""
    data = _written()[0]
    place %= len(data) + 1
    assert not _verified(data[:place] + text + data[place:]).whole


@settings(max_examples=40, deadline=None)
@given(first=st.integers(0, 10**9), length=st.integers(1, 10**9))
def test_everything_taken_out_is_found(first: int, length: int) -> None:
    """Bytes that are taken out anywhere, whole records and the end of the log too, are missed."""
    data = _written()[0]
    first %= len(data)
    length = 1 + length % (len(data) - first)
    assert not _verified(data[:first] + data[first + length :]).whole


@settings(max_examples=60, deadline=None)
@given(order=st.permutations(range(RECORDS)))
def test_every_other_order_is_found(order: list[int]) -> None:
    """Records in any other order than that in which they were written are found."""
    lines = _lines()
    assert (order == sorted(order)) is _verified(b"".join(lines[place] for place in order)).whole


def test_what_is_wrong_is_named_with_its_record() -> None:
    """Each kind of change is told by its name, and the record that it is about."""
    one, two, three, four, five, six = _lines()
    changed = three.replace(b'"permitted":false', b'"permitted":true').replace(b'"permitted":true', b'"permitted":0', 1)
    assert [(FlawKind.CHANGED, 3)] == _kinds([one, two, changed, four, five, six])
    assert [(FlawKind.MISSING, 2)] == _kinds([one, three, four, five, six])
    assert [(FlawKind.MISSING, 1)] == _kinds([three, four, five, six])
    assert [(FlawKind.MOVED, 2)] == _kinds([one, three, two, four, five, six])
    assert [(FlawKind.DUPLICATED, 2)] == _kinds([one, two, three, two, four, five, six])
    assert [(FlawKind.CHANGED, None)] == _kinds([one, two, b"{}\n", three, four, five, six])
    assert [(FlawKind.CUT, 5)] == _kinds([one, two, three, four])
    assert [(FlawKind.CUT, 1)] == _kinds([])
    assert [(FlawKind.TORN, 6), (FlawKind.CUT, 6)] == _kinds([one, two, three, four, five, six[:-1]])


def test_a_record_of_another_log_is_found(tmp_path: Path) -> None:
    """A record that was written with the same key, but in another log, does not fit, wherever it is put."""
    with opened(tmp_path, checkpoint_every=2, randomness=lambda count: b"\7" * count) as log:
        assert log.dropped == 0
    other = filled(tmp_path, RECORDS, randomness=lambda count: b"\7" * count).read_bytes().splitlines(keepends=True)
    for place in range(RECORDS):
        lines = _lines()
        lines[place] = other[place]
        assert FlawKind.FOREIGN in {kind for kind, _ in _kinds(lines)}


def test_another_key_finds_no_record_sound() -> None:
    """With a key that is not that of the log every record and every checkpoint is said to be changed."""
    report = _verified(_written()[0], key=b"a key of somebody else")
    assert {FlawKind.CHANGED: RECORDS, FlawKind.CHECKPOINT: 3} == {
        kind: sum(flaw.kind is kind for flaw in report.flaws) for kind in {flaw.kind for flaw in report.flaws}
    }


def test_without_checkpoints_it_is_said_that_a_tail_may_be_missing(tmp_path: Path) -> None:
    """A log without checkpoints is whole as far as it goes; a file of checkpoints that is named has to be there."""
    (tmp_path / "log.jsonl").write_bytes(b"".join(_lines()[:4]))
    report = recording.verify(tmp_path / "log.jsonl", key=KEY)
    assert (True, None) == (report.whole, report.checked)
    with pytest.raises(recording.UnreadableLogError, match="marks` cannot be read: no such file"):
        recording.verify(tmp_path / "log.jsonl", key=KEY, checkpoint_path=tmp_path / "marks")


def test_a_log_that_is_written_meanwhile_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who verifies while a record and a checkpoint are written sees neither half a line nor a log that was cut."""
    path, real = filled(tmp_path, 2), Path.read_bytes
    seen: list[Path] = []

    def read(file: Path) -> bytes:
        seen.append(file)
        if file != path or seen.count(path) > 1:
            return real(file)
        filled(tmp_path, 1)
        return real(file)[:-9]

    monkeypatch.setattr(Path, "read_bytes", read)
    report = recording.verify(path, key=KEY)
    assert (True, 3, 2) == (report.whole, report.records, report.checked)
