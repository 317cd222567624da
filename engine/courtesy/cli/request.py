"""What `courtesy check` was asked for: its options as one value, and which of them cannot stand together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from courtesy.cli.day_times import DayTime
    from courtesy.matching.crosscheck import MatcherName


class ActionFlags(Struct, frozen=True, kw_only=True):
    """The action that flags describe; the names are those of the flags."""

    channel: str | None
    purpose: str | None
    to: tuple[str, ...]
    cc: tuple[str, ...]
    at: str | None
    subject: str | None
    body: str | None
    tone: str | None = None
    language: str | None = None


class DraftFlags(Struct, frozen=True, kw_only=True):
    """What is said of the addresses in drafts; the names are those of the flags."""

    ignore_address: tuple[str, ...]


class CaseFlags(Struct, frozen=True, kw_only=True):
    """The case that flags describe where no file does; the names are those of the flags."""

    interview: str | None
    zone: str | None
    contact: tuple[str, ...]
    role: tuple[str, ...]
    met: bool | None
    invited: bool


class Request(Struct, frozen=True, kw_only=True):
    """Everything that a check was asked for. `now` is naive where it was given without an offset.

    With `as_of` the question is what was known at `now`.
    """

    paths: tuple[Path, ...]
    drafts: tuple[Path, ...]
    policy_name: str | None
    matcher: MatcherName
    now: datetime | DayTime
    as_of: bool
    all_findings: bool
    action: ActionFlags
    draft: DraftFlags
    case: CaseFlags

    def __post_init__(self) -> None:
        if conflict := next(_conflicts(self), None):
            raise click.UsageError(conflict)


def given(flags: ActionFlags | CaseFlags, *besides: str) -> list[str]:
    """The flags of a group that were used, but for some."""
    names = (name for name in flags.__struct_fields__ if name not in besides)
    used: list[tuple[str, Any]] = [(name, getattr(flags, name)) for name in names]
    return [f"--{name}" for name, value in used if value not in (None, (), False) or (name == "met" and value is False)]


def beside_a_file(flag: str) -> str:
    """Why a flag that describes a case makes no sense beside the file of one."""
    return f"{flag} describes a case, but a case file is given too; put it into the file"


def no_free_file(file: Path) -> str | None:
    """Why a case cannot be written into a file that must be a new one; None where it can."""
    there = file.exists() or file.is_symlink()
    return f"{file} is there already: name another file, or ask about that one" if there else None


def _conflicts(request: Request) -> Iterator[str]:
    """Why these options make no sense together."""
    action = given(request.action)
    only_action = given(request.action, "to", "cc", "purpose", "tone", "language")
    if request.paths and (case := given(request.case)):
        yield beside_a_file(case[0])
    if request.drafts and only_action:
        yield f"{only_action[0]} cannot be used with an e-mail draft, which states it already"
    if request.draft.ignore_address and not request.drafts:
        yield "--ignore-address names an address in an e-mail draft, but no draft is given"
    if action and request.action.channel is None and not request.drafts:
        yield f"{action[0]} describes an action, which needs --channel too"
    if (action or request.drafts) and len(request.paths) > 1:
        yield "an action from flags or a draft goes with one case, but several are given"
    if not (request.paths or request.drafts or action):
        yield "nothing to check: give a case file, an e-mail draft, or an action with --channel and --to"
