"""A manifest, the rule files it includes, and the policy it builds on, to a `Policy`."""

from __future__ import annotations

from functools import partial
from math import inf
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.loading.errors import DuplicateIdError
from courtesy.loading.file_names import MANIFESTS
from courtesy.loading.inheritance import NOTHING_INHERITED, Heir
from courtesy.loading.inheritance_errors import InheritedIdError
from courtesy.loading.policy_files import NOTHING_UNSAVED, PolicyFiles, manifest_path
from courtesy.loading.policy_sections import (
    read_changes,
    read_lint_ignores,
    read_locked,
    read_sources,
    read_valid,
    read_vocabulary,
)
from courtesy.loading.rivals import rivals
from courtesy.loading.rule_reader import read_rule
from courtesy.loading.settings import closed_days_of, read_defaults, read_zone_of, weekend_of
from courtesy.model.frozen import FrozenMap
from courtesy.model.policy import Author, PolicySource, Rule
from courtesy.spans import MappingNode, SequenceNode, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from courtesy.errors import Problem
    from courtesy.loading.project import Project
    from courtesy.loading.source import Unsaved
    from courtesy.model.policy import Source

_NEEDED = {"id", "version"}
_APART = frozenset({"preferences", "change", "disable", "locked", "lint"})
"""The sections of a manifest whose problems leave all else as it is."""


def read_policy(
    path: Path,
    data: bytes | MappingNode | None = None,
    project: Project | None = None,
    heirs: tuple[Path, ...] = (),
    unsaved: Unsaved = NOTHING_UNSAVED,
) -> tuple[PolicySource | None, list[Problem]]:
    """The policy in a folder or file, with everything that is wrong with any of its files, and with those it builds on.

    `data` are the bytes of the manifest, or what stands in it, where it does not lie on the disk by itself; `path` then
    names it in error messages. The policy that it builds on is looked for in the folders of `project` too. `heirs` are
    the manifests that build on it. What is `unsaved` of its files, and of those it builds on, stands in place of what
    is on the disk. Rules that have problems are left out of it, so that the others can still be looked at; it is None
    where the manifest has problems, because every rule that relies on them would be reported as well.
    """
    files = PolicyFiles(unsaved)
    manifest_file = manifest_path(path) if data is None else path
    manifest = files.read(manifest_file, "manifest", data)
    if data is None:
        files.problems += rivals(manifest_file, MANIFESTS, "manifest")
    if not isinstance(manifest, MappingNode):
        return None, files.problems
    read = partial(read_policy, unsaved=unsaved)
    heir = Heir(manifest, None if data is not None else manifest_file, project, heirs, read)
    parent = heir.parent()
    if parent is None and "extends" in manifest:
        return None, [*files.problems, *heir.problems]
    author = Author(str(manifest.get("id")), str(manifest.get("version")))
    sources = read_sources(manifest, files.problems, parent)
    zone = read_zone_of(manifest, files.problems, parent)
    valid_from, valid_until = read_valid(manifest, files.problems, parent)
    defaults = read_defaults(manifest, files.problems, parent)
    vocabulary = read_vocabulary(manifest, files.problems, parent)
    # On one line with the rules nothing can be told apart by its place, but what was unsound is gone.
    usable = manifest.keys() >= _NEEDED and not any(_concerns_rules(problem, manifest) for problem in files.problems)
    usable = usable and ("title" in manifest or parent is not None)
    own = tuple(_own_rules(manifest, manifest_file.parent, files, sources, author))
    policy = PolicySource(
        id=author.id,
        version=author.version,
        title=str(manifest.get("title", parent.title if parent else "")),
        rules=own,
        valid_from=valid_from,
        valid_until=valid_until,
        sources=FrozenMap(sources),
        zone=zone,
        defaults=defaults,
        vocabulary=vocabulary,
        weekend=weekend_of(manifest, parent),
        closed=closed_days_of(manifest, parent),
        business_hours=manifest.get("business_hours", parent.business_hours if parent else None),
        preferences=heir.preferences(),
        location=str(manifest_file),
        parent=parent,
        changes=read_changes(manifest, files.problems),
        manifest=MappingNode(
            {key: said for key, said in manifest.items() if key != "rules"}, manifest.span, manifest.key_spans
        ),
        files=tuple(files.names),
    )
    inherited = NOTHING_INHERITED if parent is None else heir.inherited(parent, policy)
    files.problems += (
        *heir.problems,
        *_duplicates((*inherited.rules, *(one.rule for one in inherited.disabled)), own),
    )
    rules = _by_section(inherited.rules, own)
    locked = read_locked(manifest, rules, files.problems)
    ignores = read_lint_ignores(manifest, rules, files.problems)
    if not usable:
        return None, files.problems
    policy = replace(
        policy,
        rules=tuple(replace(rule, locked=True) if rule.id in locked and not rule.locked else rule for rule in rules),
        disabled=inherited.disabled,
        lint_ignores=ignores,
    )
    return policy, files.problems


def _concerns_rules(problem: Problem, manifest: MappingNode) -> bool:
    """Whether a problem of a manifest makes its rules doubtful: it is one of none of them, and of no preference."""
    place = (problem.span.line, problem.span.column)
    before = [(span.line, span.column, key) for key, span in manifest.key_spans.items()]
    if max((start for start in before if start[:2] <= place), default=(0, 0, ""))[2] in _APART:
        return False
    return problem.span.line < (manifest.span_of("rules").line if "rules" in manifest else inf)


# ---------------------------------------------------------------- rules


def _own_rules(
    manifest: MappingNode, folder: Path, files: PolicyFiles, sources: Mapping[str, Source], author: Author
) -> Iterator[Rule]:
    """The rules that the policy itself states."""
    for tree in manifest.get("rules", ()):
        yield read_rule(tree, None, files.problems, sources, author)
    for section, listed in files.included(manifest, folder):
        if isinstance(listed, SequenceNode):
            for tree in listed:
                yield read_rule(tree, section, files.problems, sources, author)


def _by_section(inherited: Iterable[Rule], own: Iterable[Rule]) -> tuple[Rule, ...]:
    """The inherited rules, each section followed by the own rules of it, and then all other ones."""
    sections: dict[str, list[Rule]] = {}
    ordered = list(inherited)
    if not ordered:
        return tuple(own)
    for rule in (*ordered, *own):
        sections.setdefault(rule.id.partition(".")[0], []).append(rule)
    return tuple(rule for rules in sections.values() for rule in rules)


def _duplicates(inherited: Iterable[Rule], own: Iterable[Rule]) -> Iterator[Problem]:
    inherited_ids = {rule.id: rule for rule in inherited}
    first: dict[str, Span] = {}
    for rule in own:
        if rule.id in first:
            yield DuplicateIdError(rule.span, "rule id", rule.id, first[rule.id])
        elif (other := inherited_ids.get(rule.id)) is not None and other.author is not None:
            yield InheritedIdError(rule.span, rule.id, other.span, other.author)
        first.setdefault(rule.id, rule.span)
