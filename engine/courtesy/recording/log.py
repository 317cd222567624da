"""A log that decisions are written into, before anybody goes by them."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import courtesy
from courtesy.recording import checkpoints, records
from courtesy.recording.checkpoints import Checkpoint
from courtesy.recording.drafts import Draft, Scribe
from courtesy.recording.errors import BrokenLogError, LogNotWrittenError
from courtesy.recording.file import LogFile
from courtesy.recording.ids import decision_id
from courtesy.recording.keys import Keys, canonical, fits
from courtesy.recording.recorded_policy import RecordedPolicy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import TracebackType

    from courtesy.recording.file import Fsync
    from courtesy.recording.keys import Record
    from courtesy.recording.language import AnyPolicy

BEGINNING = "0" * 64
"""What stands in the first record for the hash of the one before it."""


class Entry(NamedTuple):
    """One record of a log: its id, number and hash."""

    id: str
    seq: int
    hash: str


class Log:
    """Writes decisions into a file, one a line. May be used from many threads; one process at a time has it open.

    `dropped` counts the refusals that were given without being written, which has to be permitted when it is opened.
    `scribe` makes drafts that its key masks; `key_name` tells that key from others.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        key: bytes,
        checkpoint_path: str | os.PathLike[str] | None = None,
        checkpoint_every: int = 1000,
        fsync: Fsync = "record",
        drop_refusals: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        randomness: Callable[[int], bytes] = os.urandom,
    ) -> None:
        """Open a log, or begin one, and write a checkpoint each so many records and on closing.

        `key` makes the hashes, and those that stand for ids: at least 16 bytes that nobody else knows. Checkpoints lie
        beside the log unless `checkpoint_path` says otherwise, and are worth more in a place that its writers cannot
        change. With `fsync` "record" every record is on disk before it is gone by, with "never" when the system
        chooses. With `drop_refusals` what is not permitted may be given when it cannot be written; how many there
        were is written next. The beginning of a line whose writer was interrupted is moved aside, which is written.
        Raises UnusableKeyError, LogInUseError, BrokenLogError, LogNotWrittenError.
        """
        self.path = Path(path)
        self.checkpoint_path = checkpoints.beside(self.path) if checkpoint_path is None else Path(checkpoint_path)
        self.dropped = 0
        self.scribe = Scribe(key, clock=clock, randomness=randomness)
        self._keys = Keys(key)
        self.key_name = self._keys.name
        self._every, self._drop_refusals = checkpoint_every, drop_refusals
        self._clock, self._randomness = clock, randomness
        self._alone = Lock()
        self._untold = 0
        self._file = LogFile(self.path, fsync)
        try:
            self._last, self._checked = self._continued()
            if (aside := self._file.move_torn_aside()) is not None:
                size = aside.stat().st_size
                self._write([self._of_itself({"kind": records.TORN, "bytes": size, "moved_to": aside.name})])
        except BaseException:
            self._file.close()
            raise

    def check(
        self,
        policy: AnyPolicy,
        case: courtesy.Case,
        action: courtesy.Action | str | None = None,
        *,
        now: datetime,
        as_of: bool = False,
        **options: Any,
    ) -> courtesy.Verdict:
        """The verdict of `policy.check`, once it is written. Raises what that does, and LogNotWrittenError."""
        case = policy.case_from(case)
        verdict = policy.check(case, action, now=now, as_of=as_of, **options)
        asked = action if isinstance(action, courtesy.Action) else next(a for a in case.actions if a.id == verdict.id)
        self.keep(self.scribe.of_verdict(policy, case.with_actions((asked,)), verdict, as_of=as_of))
        return verdict

    def check_plan(
        self, policy: AnyPolicy, case: courtesy.Case, *, now: datetime, as_of: bool = False, **options: Any
    ) -> courtesy.PlanVerdict:
        """The verdict of `policy.check_plan`, once it is written. Raises what that does, and LogNotWrittenError."""
        case = policy.case_from(case)
        verdict = policy.check_plan(case, now=now, as_of=as_of, **options)
        self.keep(self.scribe.of_verdict(policy, case, verdict, as_of=as_of))
        return verdict

    def windows(
        self,
        policy: AnyPolicy,
        case: courtesy.Case,
        action: courtesy.Action | str | None = None,
        *,
        now: datetime,
        as_of: bool = False,
        **options: Any,
    ) -> courtesy.Timetable:
        """The times of `policy.windows`, once they are written. Raises what that does, and LogNotWrittenError."""
        case = policy.case_from(case)
        table = policy.windows(case, action, now=now, as_of=as_of, **options)
        self.keep(self.scribe.of_windows(policy, case.with_actions((table.action,)), table, now=now, as_of=as_of))
        return table

    def write(
        self,
        policy: AnyPolicy,
        case: courtesy.Case,
        verdict: courtesy.Verdict | courtesy.PlanVerdict,
        *,
        as_of: bool = False,
    ) -> Entry:
        """Write down a verdict that `policy` gave on `case`, with the actions that it is about, and on no others.

        For those who have judged already, or want the id of the record. Raises LogNotWrittenError.
        """
        (entry,) = self.take([self.scribe.of_verdict(policy, case, verdict, as_of=as_of)])
        return entry

    def take(self, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        """Write drafts in their order, all of them or none, with one wait for the disk. Raises LogNotWrittenError."""
        with self._alone:
            untold = [self._of_itself({"kind": records.DROPPED, "count": self._untold})] if self._untold else []
            entries = self._write([*untold, *(draft.record for draft in drafts)])
            self._untold = 0
        return entries[len(untold) :]

    def keep(self, draft: Draft) -> None:
        """Write a draft, or count it where it is a refusal that may be dropped. Raises LogNotWrittenError."""
        try:
            self.take([draft])
        except LogNotWrittenError:
            if not self.drop([draft]):
                raise

    def drop(self, drafts: Sequence[Draft]) -> bool:
        """Count drafts that could not be written, where none of them permits anything and refusals may be dropped.

        Says whether that is so; else nothing may be answered by them.
        """
        if not self._drop_refusals or any(draft.permits for draft in drafts):
            return False
        with self._alone:
            self.dropped += len(drafts)
            self._untold += len(drafts)
        return True

    def backwards(self) -> Iterator[Record]:
        """The records, the last one first."""
        for line in self._file.lines_backwards():
            yield json.loads(line)

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self._file.size

    @property
    def is_in_place(self) -> bool:
        """Whether its path still leads to it; once it was removed, moved or replaced, nothing can be written."""
        return self._file.is_in_place

    def take_over(self, before: Log) -> None:
        """Tell of the refusals, too, that a log could not tell which this one takes the place of."""
        with before._alone:
            untold, before._untold = before._untold, 0
        with self._alone:
            self._untold += untold
            self.dropped += before.dropped

    def probe(self) -> None:
        """Make sure that a record could be written now. Raises LogNotWrittenError."""
        with self._alone:
            self._file.probe()

    def recording(self, policy: AnyPolicy) -> RecordedPolicy:
        """The policy with every answer of its `check`, `check_plan` and `windows` written down before it is given."""
        return RecordedPolicy(policy, self)

    def checkpoint(self) -> None:
        """Write down, apart from the log, how far it has come. Raises LogNotWrittenError."""
        with self._alone:
            self._checkpoint()

    def close(self) -> None:
        """Write the last checkpoint, and let others write. Raises LogNotWrittenError."""
        with self._alone:
            try:
                self._checkpoint()
            finally:
                self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _of_itself(self, told: Record) -> Record:
        """The record of what has befallen the log."""
        at = self._clock()
        time = records.written_at(at)
        return {"v": records.FORMAT, "id": decision_id(at, self._randomness), "time": time, **told}

    def _write(self, told: Sequence[Record]) -> tuple[Entry, ...]:
        """Write the next records, and a checkpoint where one is due."""
        last, lines, entries = self._last, [], []
        for one in told:
            record = {**one, "seq": last.seq + 1, "prev": last.hash}
            chained = self._keys.chained(last.hash, record)
            lines.append(canonical({**record, "hash": chained}) + b"\n")
            last = Checkpoint(last.seq + 1, chained, last.seq + 1)
            entries.append(Entry(record["id"], last.seq, chained))
        if lines:
            self._file.append(b"".join(lines))
        self._last = last
        if last.seq - self._checked >= self._every:
            self._checkpoint()
        return tuple(entries)

    def _checkpoint(self) -> None:
        if self._last.seq == self._checked:
            return
        try:
            checkpoints.add(self.checkpoint_path, self._last, self._keys)
        except OSError as error:
            raise LogNotWrittenError(self.checkpoint_path, (error.strerror or "it is refused").lower()) from None
        self._checked = self._last.seq

    def _continued(self) -> tuple[Checkpoint, int]:
        """Where the log goes on, and up to which record checkpoints reach.

        Raises BrokenLogError where it does not end as its key and checkpoints say.
        """
        line = self._file.last_line()
        found = Checkpoint(0, BEGINNING, 0)
        if line:
            try:
                record = json.loads(line)
                told = record.pop("hash")
                if not fits(told, self._keys.chained(record["prev"], record)):
                    raise BrokenLogError(self.path, "its last record was written with another key, or changed")
                found = Checkpoint(record["seq"], told, record["seq"])
            except (ValueError, KeyError, TypeError, AttributeError):
                raise BrokenLogError(self.path, "its last line is no record") from None
        known = checkpoints.last(self.checkpoint_path, self._keys)
        if known is not None and known.seq > found.seq:
            what = f"it ends with record {found.seq}, and ended with record {known.seq} at its last checkpoint"
            raise BrokenLogError(self.path, what)
        if known is not None and known.seq == found.seq and known.hash != found.hash:
            raise BrokenLogError(self.path, f"its record {found.seq} is not the one of its last checkpoint")
        return found, 0 if known is None else known.seq
