"""A policy that builds on another: which one, and the other's rules as this one has them."""

from __future__ import annotations

from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from courtesy.bounds import MAX_PARENTS
from courtesy.errors import CourtesyError
from courtesy.loading import schemas
from courtesy.loading.errors import DuplicateIdError, UnknownKeyError, UnknownNameError, quoted
from courtesy.loading.inheritance_errors import BadParentError, EmptyChangeError, changed_and_disabled
from courtesy.loading.merging import merged, takes_out
from courtesy.loading.policy_catalog import PolicyNotFoundError, find_versions
from courtesy.loading.policy_files import manifest_path
from courtesy.loading.project import is_path
from courtesy.loading.rule_reader import read_rule
from courtesy.model.policy import Disabled
from courtesy.rules import RULE_TYPES
from courtesy.spans import MappingNode, Scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from courtesy.errors import Problem
    from courtesy.loading.project import Project
    from courtesy.model.policy import PolicySource, Rule
    from courtesy.spans import Span

    ReadPolicy = Callable[
        [Path, bytes | None, Project | None, tuple[Path, ...]], tuple[PolicySource | None, list[Problem]]
    ]

ALL = "all"
"""Stands for every inherited rule that is not locked."""
_WORDS = frozenset({"title", "because", "remedy", "source", "interpretation", "locked", "waivable"})
"""The keys of a rule that judge nothing."""


class Inherited(NamedTuple):
    """The rules of another policy as this one has them, and those that it or the other does without."""

    rules: tuple[Rule, ...]
    disabled: tuple[Disabled, ...]


NOTHING_INHERITED = Inherited((), ())


class Heir:
    """A policy that may build on another; keeps everything that is wrong with how it does."""

    def __init__(
        self,
        manifest: MappingNode,
        location: Path | None,
        project: Project | None,
        heirs: tuple[Path, ...],
        read: ReadPolicy,
    ) -> None:
        """`location` is None where the manifest does not lie on the disk."""
        self.problems: list[Problem] = []
        self._manifest, self._location, self._project, self._read = manifest, location, project, read
        self._heirs = heirs if location is None else (*heirs, location.resolve())
        self._parent: PolicySource | None = None
        self._known_in_full = True

    def parent(self) -> PolicySource | None:
        """The policy that this one builds on; None where it builds on none, or that one cannot be read."""
        name: Scalar | None = self._manifest.get("extends")
        if name is None:
            self._check_builds_on_something()
            return None
        path = self._path_of(name)
        if path is None or self._leads_astray(name, path.resolve()):
            return None
        self._parent, problems = self._read(path, None, self._project, self._heirs)
        self._known_in_full = not problems
        self.problems += problems
        return self._parent

    def preferences(self) -> MappingNode | None:
        """The preferences of the parent with the policy's own."""
        own: MappingNode | None = self._manifest.get("preferences")
        inherited = None if self._parent is None else self._parent.preferences
        if own is None or inherited is None:
            return inherited if own is None else own
        return merged(inherited, own, self.problems)

    def inherited(self, parent: PolicySource, policy: PolicySource) -> Inherited:
        """The parent's rules as they are in this policy, of which `policy` is what it states itself."""
        changes: MappingNode = self._manifest.get("change", MappingNode({}))
        disabled = tuple(self._disabled(parent, policy, changes))
        gone = {one.rule.id for one in disabled}
        self._check_known((key, changes.span_of(key)) for key in changes if key != ALL)
        rules = tuple(
            self._as_changed(rule, changes.get(rule.id), changes.get(ALL), parent, policy)
            for rule in parent.rules
            if rule.id not in gone
        )
        for_all: MappingNode | None = changes.get(ALL)
        if for_all and all(rule.change is None for rule in rules):
            self._change_nothing(changes.span_of(ALL), "no inherited rule that is open to it")
        return Inherited(rules, (*parent.disabled, *disabled))

    # -------------------------------------------------------------------------------------------- the parent

    def _check_builds_on_something(self) -> None:
        for key in ("change", "disable"):
            if key in self._manifest:
                self.problems.append(
                    UnknownKeyError(
                        self._manifest.span_of(key),
                        key,
                        ["rules", "include"],
                        "name the policy whose rules you mean under `extends`",
                    )
                )

    def _path_of(self, name: Scalar) -> Path | None:
        """The manifest of the policy of that name, in the newest version that the name stands for."""
        place: Path | str = str(name)
        if is_path(name):
            if self._location is None:
                self._refuse(name, "a name, since this policy lies in no folder", f"the path {quoted(name)}")
                return None
            place = Path(normpath(self._location.parent / name))
            if not place.exists():
                self._refuse(name, "the path of a policy, seen from this file", quoted(name))
                return None
        try:
            return manifest_path(find_versions(place, self._project)[-1].location)
        except PolicyNotFoundError as error:
            self.problems.append(UnknownNameError(name.span, "policy", error.name, error.known))
        except CourtesyError as error:
            self._refuse(name, "one policy", f"{quoted(name)}: {error}", error.help())
        return None

    def _leads_astray(self, name: Scalar, path: Path) -> bool:
        """Whether the policy there builds on this one, or the line of policies is too long."""
        if path in self._heirs:
            circle = " -> ".join(map(str, (*self._heirs[self._heirs.index(path) :], path)))
            self._refuse(name, "a policy that does not build on this one", f"{quoted(name)} ({circle})")
            return True
        if len(self._heirs) > MAX_PARENTS:
            self._refuse(name, f"at most {MAX_PARENTS} policies that build on each other", "one more")
            return True
        return False

    def _refuse(self, name: Scalar, expected: str, found: str, hint: str | None = None) -> None:
        self.problems.append(BadParentError(name.span, expected, found, hint))

    # -------------------------------------------------------------------------------------------- its rules

    def _check_known(self, names: Iterator[tuple[str, Span]]) -> None:
        """Every name is that of an inherited rule; of a parent with problems not all are known."""
        parent = self._parent
        if parent is None or not self._known_in_full:
            return
        ids = [rule.id for rule in parent.rules]
        for name, span in names:
            if name not in ids:
                self.problems.append(UnknownNameError(span, f"rule of {parent.author}", name, ids))

    def _disabled(self, parent: PolicySource, policy: PolicySource, changes: MappingNode) -> Iterator[Disabled]:
        by_id = {rule.id: rule for rule in parent.rules}
        first: dict[str, Span] = {}
        stated = self._manifest.get("disable", ())
        self._check_known((tree["rule"], tree["rule"].span) for tree in stated)
        for tree in stated:
            name: Scalar = tree["rule"]
            if name in first:
                self.problems.append(DuplicateIdError(name.span, "rule", name, first[name]))
            elif name in changes:
                self.problems.append(changed_and_disabled(name.span, name))
            elif name in by_id:
                yield Disabled(by_id[name], str(tree["because"]).strip(), policy.author, name.span)
            first.setdefault(name, name.span)

    def _as_changed(
        self,
        rule: Rule,
        change: MappingNode | None,
        for_all: MappingNode | None,
        parent: PolicySource,
        policy: PolicySource,
    ) -> Rule:
        """A rule of the parent as it is in this policy."""
        kept = replace(rule, change=None, setting=parent.setting_of(rule))
        whole = _with_all(rule, change, for_all)
        if whole is None or rule.tree is None:
            return kept
        problems: list[Problem] = []
        fitting = self._of_its_type(rule, whole)
        tree = merged(_cited_anew(rule.tree, whole), fitting, problems)
        found, sound = schemas.check(tree, "policy", "rule")
        problems += found
        self.problems += problems
        if problems or not isinstance(sound, MappingNode):
            return kept
        if tree == rule.tree and fitting is whole and whole:  # what was unsound is gone, and has been told
            self._change_nothing(whole.span, f"`{rule.id}` as it is")
            return kept
        return self._changed(kept, tree, whole, parent, policy)

    def _of_its_type(self, rule: Rule, change: MappingNode) -> MappingNode:
        """The change without another rule type, unless it takes out the rule's own."""
        others = [key for key in change if key in RULE_TYPES and key != rule.type and not takes_out(change[key])]
        if takes_out(change.get(rule.type)) or not others:
            return change
        known = [key for key in change if key not in others] or [rule.type]
        hint = f"the rule is a `{rule.type}`; write `{rule.type}: none` beside it to make it another"
        self.problems += [UnknownKeyError(change.span_of(key), key, known, hint) for key in others]
        return _without(change, others)

    def _changed(
        self, kept: Rule, tree: MappingNode, change: MappingNode, parent: PolicySource, policy: PolicySource
    ) -> Rule:
        changed = read_rule(tree, None, self.problems, policy.sources, policy.author)
        setting = parent.setting_of(kept)
        if change.get("zone") == "policy":
            setting = replace(setting, zone=policy.zone)
        if "calendar" in change:
            setting = setting.with_calendar_of(policy.setting)
        if change.get("week_starts") == "policy":
            setting = replace(setting, week_starts=policy.defaults.week_starts)
        judges = any(key not in _WORDS for key in change)
        source, own = changed.source, "source" in change
        if judges and source is not None and not own:
            source = replace(source, changed_by=f"{policy.id}@{policy.version}")
        return replace(
            changed,
            author=kept.author,
            changed_by=policy.author,
            setting=setting,
            change=change,
            source=source,
            interpretation=changed.interpretation
            or (judges and source is not None and "interpretation" not in change and not own),
            locked=changed.locked or kept.locked,
        )

    def _change_nothing(self, span: Span, found: str) -> None:
        self.problems.append(EmptyChangeError(span, "a change", found, "leave it out, or change what you meant to"))


def _with_all(rule: Rule, change: MappingNode | None, for_all: MappingNode | None) -> MappingNode | None:
    """What is changed of a rule, with what is changed of all rules that are not locked and state no other."""
    if for_all is None or rule.locked:
        return change
    stated = (rule.tree or {}).keys() | (change or {}).keys()
    added = _without(for_all, stated)
    if change is None:
        return added or None
    return MappingNode({**change, **added}, change.span, {**added.key_spans, **change.key_spans})


def _without(tree: MappingNode, keys: Collection[str]) -> MappingNode:
    return MappingNode({key: said for key, said in tree.items() if key not in keys}, tree.span, tree.key_spans)


def _cited_anew(tree: MappingNode, change: MappingNode) -> MappingNode:
    """The rule without its citation, where the change cites another source."""
    source = change.get("source")
    return _without(tree, {"source"}) if isinstance(source, MappingNode) and "ref" in source else tree
