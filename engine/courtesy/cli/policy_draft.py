"""A new policy by flags and answers, and its files."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct
from msgspec.structs import replace

from courtesy.api.drafting import rule_cases, tested
from courtesy.api.policies import load_as_written
from courtesy.cli.drafted_files import DraftedFiles
from courtesy.cli.machine_zone import suggested_zone
from courtesy.cli.questions import asked, at_a_terminal
from courtesy.journal.new_policy import new_manifest, new_rule_file, new_tests
from courtesy.journal.rule_examples import rule_example, usual_case
from courtesy.loading.project import is_path
from courtesy.loading.resources import schema_address

if TYPE_CHECKING:
    from pathlib import Path

    from courtesy.loading.project import Project

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_FIRST_RULE = "timing.first-wait"


class PolicyDraft(Struct, frozen=True, kw_only=True):
    """What flags and answers say of a new policy; the names are those of the flags."""

    name: str
    place: Path
    title: str | None
    zone: str | None
    calendar: str | None
    extends: str | None

    def write(self, project: Project | None) -> list[Path]:
        """Write its files, and give their paths. Raises `CourtesyError` where it would not load, and writes nothing."""
        with DraftedFiles() as files:
            manifest = self.place / "policy.yaml"
            zone = self.zone or "UTC"
            if self.extends is None:
                example = rule_example("wait", zone=zone, calendar=self.calendar is not None)
                rule = {"id": _FIRST_RULE, "title": "Some hours of quiet", "level": "must", **example.rule}
                rule["because"] = "People need time before they can answer."
                files.create(
                    manifest, new_manifest({**self._head(), "include": ["timing.yaml"]}, schema_address("policy"))
                )
                files.create(self.place / "timing.yaml", new_rule_file(rule, schema_address("policy")))
                policy = load_as_written(manifest, project=project)
                cases = rule_cases(policy, _FIRST_RULE, example.base, example.bad)
                about, base = _FIRST_RULE, example.base
            else:
                files.create(manifest, new_manifest(self._head(), schema_address("policy")))
                policy = load_as_written(manifest, project=project)
                text = new_manifest(self._head(), schema_address("policy"), inherited=policy.rules[0].id)
                files.change(manifest, manifest.read_bytes(), text.encode())
                about, base = "what is inherited", usual_case(policy.source.zone or zone)
                cases = {"a follow-up e-mail three days after the interview": tested(policy, base, {}, None)}
            files.create(self.place / "tests" / "first.yaml", new_tests(about, base, cases, schema_address("tests")))
        return list(dict.fromkeys(files.written))

    def _head(self) -> dict[str, Any]:
        head: dict[str, Any] = {"courtesy": 1, "id": self.name, "version": "1.0.0"}
        if self.extends is not None:
            head["extends"] = self._parent()
        stated = {"title": self.title, "zone": self.zone}
        head |= {key: value for key, value in stated.items() if value}
        if self.calendar:
            head["defaults"] = {"calendar": self.calendar}
        return head

    def _parent(self) -> str:
        """What the policy builds on: a path as it is seen from the new folder."""
        named = str(self.extends)
        return os.path.relpath(named, self.place).replace(os.sep, "/") if is_path(named) else named


def completed(draft: PolicyDraft) -> PolicyDraft:
    """The draft with what is missing, as the person at the terminal says it. Raises `click.UsageError`."""
    if not _ID.fullmatch(draft.name):
        message = f"`{draft.name}` is no id of a policy: small letters, digits and single hyphens, such as `northgate`"
        raise click.UsageError(message)
    if draft.extends is not None:
        return draft
    asks = at_a_terminal()
    title = draft.title or (asked("What is it called?", f"Follow-up at {draft.name}") if asks else None)
    zone = draft.zone or (asked("Its time zone", suggested_zone()) if asks else suggested_zone())
    calendar = draft.calendar
    if calendar is None and asks:
        calendar = asked("Whose holidays count, such as US or US-NY; nothing for none", "") or None
    if zone is None:
        message = "a policy needs --zone: the machine's is not known"
        raise click.UsageError(message)
    return replace(draft, title=title or f"Follow-up at {draft.name}", zone=zone, calendar=calendar)
