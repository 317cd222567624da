"""How much there may be in the headers of a mail: the library's parsers take hours for a megabyte of addresses."""

from __future__ import annotations

from email.policy import EmailPolicy
from typing import TYPE_CHECKING, Any

from courtesy.errors import InvalidInputError
from courtesy.loading.errors import LimitExceededError

if TYPE_CHECKING:
    from courtesy.spans import Span

MAX_HEADERS = 2_000
MAX_READ = 16_384
"""Characters in the headers that are taken apart, all parts of a mail together."""
MAX_CONTAINERS = 20
"""Parts that hold other parts: each of them looks at every line."""
_READ = frozenset(
    {"to", "cc", "bcc", "subject", "date", "content-type", "content-transfer-encoding", "content-disposition"}
)


class _Tally:
    """What the headers of one mail have come to so far."""

    def __init__(self, place: Span) -> None:
        self._place = place
        self._headers = self._read = self._containers = 0

    def add(self, name: str, value: str) -> None:
        self._headers += 1
        if self._headers > MAX_HEADERS:
            self._refuse(f"at most {MAX_HEADERS:,} headers")
        if name.lower() not in _READ:
            return
        self._read += len(value)
        if self._read > MAX_READ:
            self._refuse(f"addresses, subject and kinds of parts of at most {MAX_READ:,} characters together")
        self._containers += name.lower() == "content-type" and (
            "multipart" in value.lower() or "message" in value.lower()
        )
        if self._containers > MAX_CONTAINERS:
            self._refuse(f"at most {MAX_CONTAINERS} parts that hold others")

    def _refuse(self, expected: str) -> None:
        raise InvalidInputError([LimitExceededError(self._place, expected, "more")])


def limited(place: Span) -> Any:
    """A policy of the email package, for one mail, that raises InvalidInputError where the headers are too much."""
    tally = _Tally(place)

    class Limited(EmailPolicy):
        def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
            name, value = super().header_source_parse(sourcelines)
            tally.add(name, value)
            return name, value

    return Limited()
