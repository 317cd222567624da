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
from courtesy.recording.errors import BrokenLogError, LogNotWrittenError
from courtesy.recording.file import LogFile
from courtesy.recording.ids import decision_id
from courtesy.recording.keys import Keys, canonical, fits
from courtesy.recording.language import language_of
from courtesy.recording.recorded_policy import RecordedPolicy

if TYPE_CHECKING:
    from collections.abc import Callable
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
        self._keys = Keys(key)
        self._every, self._drop_refusals = checkpoint_every, drop_refusals
        self._clock, self._randomness = clock, randomness
        self._alone = Lock()
        self._untold = 0
        self._file = LogFile(self.path, fsync)
        try:
            self._last = self._continued()
            self._checked = self._last.seq
            if (aside := self._file.move_torn_aside()) is not None:
                size = aside.stat().st_size
                self._write({"kind": records.TORN, "bytes": size, "moved_to": aside.name})
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
        self._keep(policy, case.with_actions((asked,)), verdict, as_of=as_of)
        return verdict

    def check_plan(
        self, policy: AnyPolicy, case: courtesy.Case, *, now: datetime, as_of: bool = False, **options: Any
    ) -> courtesy.PlanVerdict:
        """The verdict of `policy.check_plan`, once it is written. Raises what that does, and LogNotWrittenError."""
        case = policy.case_from(case)
        verdict = policy.check_plan(case, now=now, as_of=as_of, **options)
        self._keep(policy, case, verdict, as_of=as_of)
        return verdict

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
        told = records.decision(case, verdict, language_of(policy), self._keys, as_of=as_of)
        with self._alone:
            if self._untold:
                self._write({"kind": records.DROPPED, "count": self._untold})
                self._untold = 0
            return self._write(told)

    def recording(self, policy: AnyPolicy) -> RecordedPolicy:
        """The policy with every verdict of its `check` and `check_plan` written down before it is given."""
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

    def _keep(
        self,
        policy: AnyPolicy,
        case: courtesy.Case,
        verdict: courtesy.Verdict | courtesy.PlanVerdict,
        *,
        as_of: bool,
    ) -> None:
        try:
            self.write(policy, case, verdict, as_of=as_of)
        except LogNotWrittenError:
            if verdict.permitted or not self._drop_refusals:
                raise
            with self._alone:
                self.dropped += 1
                self._untold += 1

    def _write(self, told: Record) -> Entry:
        """Write the next record, and a checkpoint where one is due."""
        at = self._clock()
        seq, previous = self._last.seq + 1, self._last.hash
        id_ = decision_id(at, self._randomness)
        record = {"v": records.FORMAT, "seq": seq, "id": id_, "time": records.written_at(at), **told, "prev": previous}
        chained = self._keys.chained(previous, record)
        self._file.append(canonical({**record, "hash": chained}) + b"\n")
        self._last = Checkpoint(seq, chained, seq)
        if seq - self._checked >= self._every:
            self._checkpoint()
        return Entry(id_, seq, chained)

    def _checkpoint(self) -> None:
        if self._last.seq == self._checked:
            return
        try:
            checkpoints.add(self.checkpoint_path, self._last, self._keys)
        except OSError as error:
            raise LogNotWrittenError(self.checkpoint_path, (error.strerror or "it is refused").lower()) from None
        self._checked = self._last.seq

    def _continued(self) -> Checkpoint:
        """Where the log goes on. Raises BrokenLogError where it does not end as its key and checkpoints say."""
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
        return found
