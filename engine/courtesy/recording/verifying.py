"""Whether a log is whole: what is cut, moved, changed, inserted or doubled is found, given the key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

import courtesy
from courtesy.recording import checkpoints, records
from courtesy.recording.errors import UnreadableLogError
from courtesy.recording.file import whole_lines_of
from courtesy.recording.keys import Keys, canonical, fits
from courtesy.recording.log import BEGINNING
from courtesy.recording.segments import logs_in, lost_logs_in

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    from courtesy.recording.checkpoints import Checkpoint
    from courtesy.recording.keys import Record

Kind = courtesy.FlawKind


class _Line(NamedTuple):
    """A line of a log: its number, its record, whether it is `sound` by the key, and whether it has an end."""

    number: int
    record: Record | None
    sound: bool
    ended: bool

    @property
    def seq(self) -> int | None:
        """The number that the record says it has."""
        told = None if self.record is None else self.record.get("seq")
        return told if type(told) is int else None


def verify(
    path: str | os.PathLike[str], *, key: bytes, checkpoint_path: str | os.PathLike[str] | None = None
) -> courtesy.LogReport:
    """All that is wrong with a log, or with the logs of a folder, by their key and their checkpoints.

    Checkpoints are looked for beside the log unless `checkpoint_path` says otherwise; of a folder that is a folder too.
    Raises UnreadableLogError, UnusableKeyError.
    """
    log, keys = Path(path), Keys(key)
    marks = None if checkpoint_path is None else Path(checkpoint_path)
    if log.is_dir():
        return _of_folder(log, keys, marks)
    found, _ = _of_file(log, keys, marks)
    return found


def _of_folder(folder: Path, keys: Keys, marks: Path | None) -> courtesy.LogReport:
    """The report on all logs of a folder, each flaw with the segment that it is in."""
    reports: dict[str, courtesy.LogReport] = {}
    flaws: list[courtesy.LogFlaw] = []
    seen: dict[str, str] = {}
    for log in logs_in(folder):
        report, ids = _of_file(log, keys, None if marks is None else marks / f"{log.name}.checkpoints")
        reports[log.name] = report
        flaws += (replace(flaw, segment=log.name) for flaw in report.flaws)
        for line, seq, id_ in ids:
            if id_ in seen:
                message = f"the decision of record {seq} stands in {seen[id_]} too"
                flaws.append(
                    courtesy.LogFlaw(kind=Kind.DUPLICATED, message=message, seq=seq, line=line, segment=log.name)
                )
            seen.setdefault(id_, log.name)
    for name in lost_logs_in(folder, folder if marks is None else marks):
        message = "there are checkpoints of it, and it is not there"
        flaws.append(courtesy.LogFlaw(kind=Kind.CUT, message=message, segment=name))
    begun = [one for one in reports.values() if one.records or one.checked is not None]  # some have written nothing yet
    reach = [one.checked for one in begun if one.checked is not None]
    return courtesy.LogReport(
        path=str(folder),
        records=sum(one.records for one in reports.values()),
        decisions=sum(one.decisions for one in reports.values()),
        flaws=tuple(flaws),
        checked=sum(reach) if len(reach) == len(begun) else None,
        segments=tuple(reports),
    )


def _of_file(log: Path, keys: Keys, marks: Path | None) -> tuple[courtesy.LogReport, list[tuple[int, int, str]]]:
    """The report on one log, and the lines, numbers and ids of its decisions."""
    beside = checkpoints.beside(log)
    # Before the log, which may be written meanwhile: no checkpoint is ahead of what is read then.
    known = list(checkpoints.read(marks or beside, keys)) if marks is not None or beside.exists() else []
    lines = list(_lines(read_log(log), keys))
    sound = _first_of_each(lines)
    flaws = [*_unsound(lines), *_misplaced(lines, sound)]
    flaws += _missing(lines, sound)
    flaws += _against(known, sound)
    decisions = [line for line in sound.values() if (line.record or {}).get("kind") in records.DECISIONS]
    report = courtesy.LogReport(
        path=str(log),
        records=len(lines),
        decisions=sum(line.sound and (line.record or {}).get("kind") in records.DECISIONS for line in lines),
        flaws=tuple(sorted(flaws, key=lambda flaw: (flaw.line is None, flaw.line or 0, flaw.seq or 0))),
        checked=max((one.seq for _, one in known if one is not None), default=None),
    )
    return report, [(line.number, line.seq or 0, str((line.record or {}).get("id"))) for line in decisions]


def read_log(path: Path) -> bytes:
    """The bytes of a log. Raises UnreadableLogError."""
    try:
        return whole_lines_of(path)
    except OSError as error:
        raise UnreadableLogError(path, (error.strerror or "it is refused").lower()) from None


def record_in(line: bytes) -> Record | None:
    """The record that a line holds; None where it holds none."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _lines(data: bytes, keys: Keys) -> Iterator[_Line]:
    for number, line in enumerate(_split(data), 1):
        record = record_in(line)
        yield _Line(number, record, record is not None and _is_sound(line, record, keys), line.endswith(b"\n"))


def _split(data: bytes) -> list[bytes]:
    """The lines of a log, each with its end; other line ends than ours end nothing."""
    whole = [line + b"\n" for line in data.split(b"\n")]
    return [*whole[:-1], *([whole[-1][:-1]] if whole[-1] != b"\n" else [])]


def _is_sound(line: bytes, record: Record, keys: Keys) -> bool:
    """Whether a line is one that was written with the key, to the byte."""
    told = {name: value for name, value in record.items() if name != "hash"}
    if type(told.get("seq")) is not int or not isinstance(told.get("prev"), str):
        return False
    try:
        return canonical(record) + b"\n" == line and fits(record.get("hash"), keys.chained(told["prev"], told))
    except (ValueError, RecursionError):  # a number that is none, which JSON cannot write
        return False


def _first_of_each(lines: Iterable[_Line]) -> dict[int, _Line]:
    """The sound lines by the numbers of their records."""
    found: dict[int, _Line] = {}
    for line in lines:
        if line.sound and line.seq is not None:
            found.setdefault(line.seq, line)
    return found


def _unsound(lines: list[_Line]) -> Iterator[courtesy.LogFlaw]:
    for line in lines:
        if line.sound:
            continue
        if not line.ended:
            kind, what = Kind.TORN, "has no end: whoever wrote it was interrupted"
        elif line.record is None:
            kind, what = Kind.CHANGED, "holds no record"
        else:
            kind, what = Kind.CHANGED, "was changed, or was not written with this key"
        yield courtesy.LogFlaw(kind=kind, message=f"the line {what}", seq=line.seq, line=line.number)


def _misplaced(lines: list[_Line], sound: dict[int, _Line]) -> Iterator[courtesy.LogFlaw]:
    """Records that were written with the key, and do not stand where they were written."""
    highest = 0
    for line in lines:
        if not line.sound or line.seq is None or line.record is None:
            continue
        seq, first = line.seq, sound[line.seq]
        if first is not line:
            same = first.record == line.record
            kind, what = (Kind.DUPLICATED, "stands here once more") if same else (Kind.FOREIGN, "is another one")
            yield courtesy.LogFlaw(
                kind=kind, message=f"record {seq} {what}; it is on line {first.number}", seq=seq, line=line.number
            )
            continue
        if seq < highest:
            message = f"record {seq} stands behind record {highest}"
            yield courtesy.LogFlaw(kind=Kind.MOVED, message=message, seq=seq, line=line.number)
        highest = max(highest, seq)
        before = sound.get(seq - 1)
        expected = BEGINNING if seq == 1 else None if before is None or before.record is None else before.record["hash"]
        if expected is not None and line.record["prev"] != expected:
            other = "the first one of this log" if seq == 1 else f"the one behind this record {seq - 1}"
            message = f"record {seq} is not {other}"
            yield courtesy.LogFlaw(kind=Kind.FOREIGN, message=message, seq=seq, line=line.number)


def _missing(lines: list[_Line], sound: dict[int, _Line]) -> Iterator[courtesy.LogFlaw]:
    """Numbers below the highest one that no line has, not even a changed one."""
    claimed = {line.seq for line in lines}
    first: int | None = None
    for seq in range(1, max(sound, default=0) + 1):
        if seq not in claimed and first is None:
            first = seq
        if seq in claimed and first is not None:
            yield _gap(first, seq - 1, sound)
            first = None


def _gap(first: int, last: int, sound: dict[int, _Line]) -> courtesy.LogFlaw:
    named = f"record {first} is" if first == last else f"records {first} to {last} are"
    behind = sound.get(last + 1)
    return courtesy.LogFlaw(
        kind=Kind.MISSING, message=f"{named} missing", seq=first, line=None if behind is None else behind.number
    )


def _against(known: Iterable[tuple[int, Checkpoint | None]], sound: dict[int, _Line]) -> Iterator[courtesy.LogFlaw]:
    """What checkpoints say that is not so."""
    highest = max(sound, default=0)
    cut: Checkpoint | None = None
    for number, one in known:
        if one is None:
            message = f"line {number} of the checkpoints was changed, or was not written with this key"
            yield courtesy.LogFlaw(kind=Kind.CHECKPOINT, message=message)
        elif one.seq > highest:
            cut = one if cut is None or one.seq > cut.seq else cut
        elif one.seq in sound and (sound[one.seq].record or {})["hash"] != one.hash:
            message = f"record {one.seq} is not the one that the checkpoint on line {number} knows"
            yield courtesy.LogFlaw(kind=Kind.FOREIGN, message=message, seq=one.seq, line=sound[one.seq].number)
    if cut is not None:
        message = f"the log had {cut.count} records at its last checkpoint, and ends with record {highest}"
        yield courtesy.LogFlaw(kind=Kind.CUT, message=message, seq=highest + 1)
