"""A new case by flags and answers: what is missing is asked on a terminal, and else named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct
from msgspec.structs import replace

from courtesy.cli.case_input import clock, moment_in
from courtesy.cli.flag_case import case_document, described_by, read_flags
from courtesy.cli.machine_zone import machine_zone, suggested_zone
from courtesy.cli.options import TimeText
from courtesy.cli.questions import asked, at_a_terminal
from courtesy.cli.request import CaseFlags
from courtesy.instants import find_zone
from courtesy.journal.new_case import new_case
from courtesy.loading.project import is_path
from courtesy.loading.resources import schema_address
from courtesy.loading.source import read_tree
from courtesy.wording.text import joined

if TYPE_CHECKING:
    from pathlib import Path

    from courtesy.api.case_reading import CaseReading

_IN_ORDER = ("policy", "zone", "interview", "candidate", "contacts")
_NO_NAME = frozenset({"case", "-"})
"""Names of files that say nothing about a case."""


class CaseDraft(Struct, frozen=True, kw_only=True):
    """What flags and answers say of a new case; the names are those of the flags."""

    file: Path
    policy_name: str | None
    case_id: str | None
    interview: str | None
    zone: str | None
    contact: tuple[str, ...]
    to: tuple[str, ...]
    email: tuple[str, ...]

    @property
    def by_path(self) -> bool:
        """Whether the policy is named by a path, which no case may name."""
        return self.policy_name is not None and is_path(self.policy_name)

    @property
    def missing(self) -> list[str]:
        """The flags without which there is no case."""
        needed = {"--interview": self.interview, "--contact": self.contact or self.to}
        return [flag for flag, value in needed.items() if not value]

    def text(self, policy: CaseReading) -> str:
        """The text of the case, once it has been read. Raises InvalidInputError that names the flags."""
        zone = self.zone or machine_zone()
        flags = CaseFlags(interview=self.interview, zone=zone, contact=self.contact, role=(), met=None, invited=False)
        now = moment_in(clock(), zone if find_zone(zone) else None, "--zone")
        stated: dict[str, Any] = case_document(flags, self.to, (), policy.vocabulary, now)
        if self.email:
            stated["candidate"] = {"emails": list(self.email)}
        read_flags(policy, stated, described_by(flags))
        named = {"id": self.case_id, "policy": None if self.by_path else self.policy_name}
        return case_text(stated | {key: value for key, value in named.items() if value}, self.file, policy)


def case_text(stated: dict[str, Any], file: Path, policy: CaseReading) -> str:
    """The text of a case for that file, once it has been read. Without an id it gets one. Raises InvalidInputError."""
    document: dict[str, Any] = {"id": stated.get("id") or _id(stated, file)}
    document |= {key: stated[key] for key in _IN_ORDER if key in stated}
    document["history"] = stated.get("history", [])
    is_json = file.suffix.lower() == ".json"
    text = new_case(document, schema=schema_address("case"), is_json=is_json)
    policy.case_from(read_tree(text.encode(), file.name))
    return text


def _id(stated: dict[str, Any], file: Path) -> str:
    """A name that no other engagement is likely to have: that of the file, else the day and the first contact."""
    if file.stem not in _NO_NAME:
        return file.stem
    day = str(stated.get("interview", {}).get("ended_at", ""))[: len("2026-11-20")]
    return "-".join(filter(None, (day, *list(stated["contacts"])[:1])))


def completed(draft: CaseDraft) -> CaseDraft:
    """The draft with what is missing, as the person at the terminal says it. Raises `click.UsageError`."""
    if not draft.missing:
        return draft
    if not at_a_terminal():
        message = f"a case needs {joined(draft.missing)}: there is nobody here to ask"
        raise click.UsageError(message)
    interview = draft.interview or asked("When did the interview end?", kind=TimeText(or_date=True))
    zone = draft.zone or asked("Your time zone", default=suggested_zone())
    email = draft.email or tuple(_words(asked("Your own e-mail addresses, if you want to record e-mails", default="")))
    contact = draft.contact if draft.contact or draft.to else tuple(_contacts())
    return replace(draft, interview=interview, zone=zone, email=email, contact=contact)


def _contacts() -> list[str]:
    """The contacts, one after the other, each as `--contact` would say it."""
    found: list[str] = []
    question, default = "A contact at the company, such as interviewer or hr", None
    while name := asked(question, default=default):
        about = asked("  Roles, e-mail addresses and a time zone of their own, as far as known", default="")
        found.append(f"{name}:{','.join(_words(about))}")
        question, default = "Another one, or nothing if that is all", ""
    return found


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()
