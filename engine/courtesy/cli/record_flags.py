"""What `courtesy record` was asked for: its options as one value, and which of them cannot stand together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec import Struct

from courtesy.cli.case_input import STANDARD_INPUT
from courtesy.cli.file_kinds import is_draft
from courtesy.cli.questions import at_a_terminal
from courtesy.loading.file_names import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from courtesy.cli.day_times import DayTime


class RecordFlags(Struct, frozen=True, kw_only=True):
    """The options of the command; the names are those of the flags. Times are naive where they have no offset."""

    case: Path
    policy_name: str | None
    now: datetime | DayTime | None
    dry_run: bool
    done: tuple[str, ...]
    mails: tuple[Path, ...]
    at: str | None
    channel: str | None
    purpose: str | None
    to: tuple[str, ...]
    cc: tuple[str, ...]
    from_: str | None
    event: str | None
    outcome: str | None
    tags: tuple[str, ...]
    direction: str | None
    ignore_address: tuple[str, ...]

    def __post_init__(self) -> None:
        if (conflict := next(self._conflicts(), None)) is not None:
            raise click.UsageError(conflict)

    @property
    def piped(self) -> bool:
        """Whether the case comes from standard input, and goes to standard output."""
        return str(self.case) == STANDARD_INPUT and not self.dry_run

    @property
    def says_nothing(self) -> bool:
        """Whether it is not said what happened."""
        return not (self.done or self.mails or self.channel)

    @property
    def may_ask(self) -> bool:
        """Whether somebody can be asked."""
        return str(self.case) != STANDARD_INPUT and at_a_terminal()

    def _conflicts(self) -> Iterator[str]:
        """Why these options make no sense together."""
        if is_draft(self.case):
            yield f"{self.case} is an e-mail; name the case first: courtesy record CASE {self.case}"
        if strange := [path for path in self.mails if path.suffix.lower() in SUFFIXES]:
            yield f"{strange[0]} is no e-mail: one case is written into at a time"
        if self.says_nothing and not self.may_ask:
            stated = any((self.purpose, self.to, self.cc, self.from_, self.event, self.outcome, self.tags, self.at))
            yield (
                "what happened needs --channel, such as email or phone"
                if stated
                else "nothing to record: say what was done with --done, with --channel, or with an e-mail (--eml)"
            )
        if self.channel and (self.done or self.mails):
            yield f"--channel cannot be used with {'--done' if self.done else '--eml'}, which states it already"
        if self.done and (self.from_ or self.event or (not self.mails and (self.purpose or self.to))):
            yield "--done is about an action of yours, which states to whom it goes and what about"
        yield from self._about_flags() if self.channel else ()
        yield from self._about_mails()

    def _about_flags(self) -> Iterator[str]:
        if self.from_ and self.to:
            yield "--to is for what you did, --from for what came in: give one of them"
        if self.from_ and not self.event:
            yield "what came in needs --event too: reply, auto_reply, call, stop_request or invitation"
        if self.event and not self.from_:
            yield "--event says what came in: add --from, the contact it came from"

    def _about_mails(self) -> Iterator[str]:
        if self.mails and self.done and (len(self.mails), len(self.done)) != (1, 1):
            yield "--done says which action an e-mail was: give one of each"
        if not self.mails and (self.direction or self.ignore_address):
            yield f"{'--direction' if self.direction else '--ignore-address'} is about an e-mail, and none is given"
        if self.at and len(self.mails) > 1:
            yield "--at is about one thing, but several e-mails are given"
