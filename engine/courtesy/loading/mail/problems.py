"""What is wrong with a draft, each at the line of its header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.loading.errors import BadMailError, Problems
from courtesy.spans import Span

if TYPE_CHECKING:
    from courtesy.loading.mail.head import Field


class MailProblems(Problems):
    """Problems of one draft, found so far."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file

    def tell(self, field: Field | None, expected: str, found: str, hint: str | None = None, *, part: str = "") -> None:
        """Add one of a header, or of the whole draft; `part` is what of its value is meant."""
        self.append(BadMailError(self.place(field, part), expected, found, hint))

    def place(self, field: Field | None = None, part: str = "") -> Span:
        """The line of a header, or the start of the file."""
        if field is None:
            return Span(self.file, 1, 1, 1, 1)
        line = field.line_with(part)
        return Span(self.file, line, 1, line, field.width_of(line) + 1)
