"""A new rule by flags and answers, and the files of the policy that it goes into."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct
from msgspec.structs import replace

from courtesy.api.drafting import rule_cases
from courtesy.api.errors import OutsideValidityError
from courtesy.api.policies import load_as_written
from courtesy.cli.drafted_files import DraftedFiles
from courtesy.cli.new_rule import LEVELS
from courtesy.cli.questions import asked, at_a_terminal
from courtesy.journal.changes import NewEntry, changed
from courtesy.journal.new_policy import new_rule_file, new_tests
from courtesy.journal.rule_examples import rule_example
from courtesy.loading.file_names import MANIFESTS
from courtesy.loading.policy_catalog import find_versions, is_in_package
from courtesy.loading.policy_files import manifest_path
from courtesy.loading.releases import recorded
from courtesy.loading.resources import schema_address
from courtesy.loading.source import read_file, read_tree
from courtesy.spans import MappingNode

if TYPE_CHECKING:
    from courtesy.api.policy import Policy
    from courtesy.journal.layout import Entry
    from courtesy.loading.project import Project

_ID = re.compile(r"(?P<section>[a-z][a-z0-9_]*(-[a-z0-9]+)*)\.(?P<name>[a-z0-9]+(-[a-z0-9]+)*)")


class RuleDraft(Struct, frozen=True, kw_only=True):
    """What flags and answers say of a new rule; the names are those of the flags."""

    kind: str
    rule_id: str
    level: str | None
    title: str | None
    because: str | None

    @property
    def section(self) -> str:
        """The part of the id that names its file."""
        return self.rule_id.partition(".")[0]

    def write(self, policy: Policy, project: Project | None) -> list[Path]:
        """Add it to a policy, with a file of tests where there is none, and give the paths of what was written.

        Raises `CourtesyError` where the policy does not load with it, and writes nothing.
        """
        manifest = Path(policy.source.location)
        zone = policy.source.zone or "UTC"
        example = rule_example(self.kind, zone=zone, calendar=policy.calendar.named)
        rule: Entry = {"id": self.rule_id, "title": str(self.title), "level": str(self.level), **example.rule}
        if self.because:
            rule["because"] = self.because
        with DraftedFiles() as files:
            self._add(rule, manifest, files)
            with_it = load_as_written(manifest, project=project)
            tests = manifest.parent / "tests" / f"{self.rule_id.replace('.', '-')}.yaml"
            if manifest.name in MANIFESTS and not tests.exists():
                try:
                    cases = rule_cases(with_it, self.rule_id, example.base, example.bad)
                except OutsideValidityError:  # the days of the example are none of this version's
                    return files.written
                files.create(tests, new_tests(self.rule_id, example.base, cases, schema_address("tests")))
        return files.written

    def _add(self, rule: Entry, manifest: Path, files: DraftedFiles) -> None:
        """Put the rule below those of its section: into the manifest, its file, or a file that is new."""
        before = read_file(manifest)
        stated = read_tree(before, str(manifest))
        file = manifest.with_name(f"{self.section}.yaml")
        included = [str(name) for name in stated.get("include", ())] if isinstance(stated, MappingNode) else []
        named = next((name for name in included if Path(name).stem == self.section), None)
        whole = isinstance(stated, MappingNode) and "include" not in stated
        if whole and ("rules" in stated or manifest.name not in MANIFESTS):
            files.change(manifest, before, changed(before, str(manifest), [NewEntry("rules", rule)]))
        elif named is not None:
            path = manifest.parent / named
            rules = read_file(path)
            files.change(path, rules, changed(rules, str(path), [NewEntry("", rule)]))
        else:
            files.create(file, new_rule_file(rule, schema_address("policy")))
            files.change(manifest, before, changed(before, str(manifest), [NewEntry("include", file.name)]))


def policy_to_edit(name: str | None, project: Project | None) -> Policy:
    """The newest version of the policy of that name or path, which has to be one to edit: no release, and not ours.

    Raises `click.UsageError` where it is none, and `CourtesyError` where it does not load.
    """
    named = name or (None if project is None else project.policy)
    if named is None:
        message = "name the policy with --policy: a path such as ./northgate"
        raise click.UsageError(message)
    place = manifest_path(find_versions(named, project)[-1].location)
    if is_in_package(place):
        message = f"{named} comes with Courtesy: make your own with `courtesy new policy NAME --extends {named}`"
        raise click.UsageError(message)
    policy = load_as_written(place, project=project)
    if recorded(place, policy.id, policy.version):
        message = f"{policy.id} {policy.version} is released: write another `version` into {place} first"
        raise click.UsageError(message)
    return policy


def completed(draft: RuleDraft, policy: Policy) -> RuleDraft:
    """The draft with what is missing, as the person at the terminal says it. Raises `click.UsageError`."""
    found = _ID.fullmatch(draft.rule_id)
    if found is None:
        message = f"`{draft.rule_id}` is no id of a rule: the section, a dot and a name, such as `timing.quiet`"
        raise click.UsageError(message)
    if any(rule.id == draft.rule_id for rule in policy.rules):
        message = f"{policy.id} has a rule `{draft.rule_id}` already: `courtesy show` prints it"
        raise click.UsageError(message)
    asks = at_a_terminal()
    usual = found["name"].replace("-", " ").capitalize()
    title = draft.title or (asked("The guidance in one line", usual) if asks else usual)
    level = draft.level or "must"
    if draft.level is None and asks:
        level = asked("How binding is it: must, should or may?", level, click.Choice(LEVELS))
    because = draft.because
    if because is None and asks:
        because = asked("Why, in a sentence; nothing if that is to be said later", "")
    return replace(draft, title=title, level=level, because=because)
