"""Why something cannot be written into a case."""

from __future__ import annotations

from typing import ClassVar

from courtesy.errors import CourtesyError


class UneditableFileError(CourtesyError):
    """The file of a case is written in a way that cannot be added to without changing what it says elsewhere."""

    code: ClassVar[str] = "uneditable-file"
    way_out: ClassVar[str] = "write the part that the message names out by hand, without anchors and aliases"

    def __init__(self, file: str, expected: str, hint: str | None = None) -> None:
        super().__init__()
        self.file, self.expected, self.hint = file, expected, hint

    def __str__(self) -> str:
        return f"`{self.file}` cannot be added to: expected {self.expected}"

    def help(self) -> str:
        """What can be done by hand."""
        return self.hint or "nothing was written; write that part out, without anchors (`&`) and aliases (`*`)"


class NotRecordedError(CourtesyError):
    """A mail, or an action, cannot be recorded as it is; `fix` says what to do."""

    code: ClassVar[str] = "not-recorded"
    way_out: ClassVar[str] = "say beside the mail what it does not say, with the flag that the message names"

    def __init__(self, what: str, reason: str, fix: str | None) -> None:
        super().__init__()
        self.what, self.reason, self.fix = what, reason, fix

    def __str__(self) -> str:
        return f"`{self.what}` cannot be recorded: {self.reason}"

    def help(self) -> str | None:
        """What to say or do first."""
        return self.fix
