"""What keeps a log from being opened, written or replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import courtesy

if TYPE_CHECKING:
    from pathlib import Path


class UnusableKeyError(courtesy.CourtesyError):
    """A key is too short, or its file cannot be read."""

    code: ClassVar[str] = "unusable-key"
    way_out: ClassVar[str] = "give a file with at least 16 bytes that nobody else knows, such as 32 random ones"

    def __init__(self, found: str) -> None:
        super().__init__()
        self.found = found

    def __str__(self) -> str:
        return f"expected a key of at least 16 bytes, found {self.found}"

    def help(self) -> str:
        """How to make one."""
        return 'make one with `python -c "import secrets; print(secrets.token_hex(32))"`'


class LogInUseError(courtesy.CourtesyError):
    """Another process or thread writes this log."""

    code: ClassVar[str] = "log-in-use"
    way_out: ClassVar[str] = "give each process a log of its own, or close the other one"

    def __init__(self, path: Path, why: str = "is written by somebody else") -> None:
        super().__init__()
        self.path, self.why = path, why

    def __str__(self) -> str:
        return f"the log `{self.path}` {self.why}"


class BrokenLogError(courtesy.CourtesyError):
    """A log is not as its key and its checkpoints say, so that nothing is added to it or concluded from it."""

    code: ClassVar[str] = "broken-log"
    way_out: ClassVar[str] = "see what `courtesy log verify` finds, keep that file, and begin a new log"

    def __init__(self, path: Path, what: str) -> None:
        super().__init__()
        self.path, self.what = path, what

    def __str__(self) -> str:
        return f"the log `{self.path}` is not whole: {self.what}"


class LogNotWrittenError(courtesy.FaultError):
    """A decision could not be written down, so that nothing is permitted."""

    code: ClassVar[str] = "log-not-written"
    way_out: ClassVar[str] = "treat the action as not permitted, make the log writable, and ask again"

    def __init__(self, path: Path, why: str) -> None:
        super().__init__()
        self.path, self.why = path, why

    def __str__(self) -> str:
        return f"cannot write the log `{self.path}`: {self.why}; treat the action as not permitted"


class UnreadableLogError(courtesy.CourtesyError):
    """A log, or the file of its checkpoints, cannot be read, or is none."""

    code: ClassVar[str] = "unreadable-log"
    way_out: ClassVar[str] = "name a log that was written with `courtesy check --log`, or from Python"

    def __init__(self, path: Path, why: str) -> None:
        super().__init__()
        self.path, self.why = path, why

    def __str__(self) -> str:
        return f"the log `{self.path}` cannot be read: {self.why}"
