"""The words of a policy that is being edited, as far as its files can be read at the moment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.editor.schema.tolerant import read_so_far
from courtesy.editor.schema.words import Words
from courtesy.errors import CourtesyError
from courtesy.loading import schemas
from courtesy.loading.file_names import MANIFESTS
from courtesy.loading.inheritance import Heir
from courtesy.loading.policy_catalog import find_versions, list_policies
from courtesy.loading.policy_files import manifest_path
from courtesy.loading.policy_loader import read_policy
from courtesy.loading.policy_sections import read_sources, read_vocabulary
from courtesy.loading.project import find_project, is_path, read_project
from courtesy.model.declaration import contact_key, own_key
from courtesy.model.vocabulary import BUILT_IN
from courtesy.spans import MappingNode, Scalar, SequenceNode, Tree
from courtesy.values import FactType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courtesy.errors import Problem
    from courtesy.loading.project import Project
    from courtesy.model.policy import PolicySource

_PARTS = {"facts": "fact", "channels": "channel", "purposes": "words", "roles": "words", "sources": "source"}
"""The sections that declare words, and the part of the schema that one entry has to fit."""
_WORDS_LIE_IN = frozenset({*_PARTS, "extends", ""})
_UP = 3
"""Folders above a file in which its policy is looked for: tests lie beside it."""


def words_of(name: str | Path, project: Project | None = None) -> Words:
    """The words of a policy: of that name, or at that path, or that the file at that path is part of.

    The path is a manifest, one of the files that it includes, one of its tests, or a folder.
    Without a project, that of the folder in which it lies is asked for what it builds on. Raises PolicyNotFoundError
    and its like where there is no such policy.
    """
    known = project or _project_around(Path(name))
    return _Reading(manifest_at(name, known), known).words()


def manifest_at(name: str | Path, project: Project | None) -> Path:
    """The manifest of a policy: of that name, or at that path, or that the file at that path is part of."""
    if not isinstance(name, Path) and not is_path(name) and not Path(name).exists():
        return manifest_path(find_versions(name, project)[-1].location)
    path = Path(name)
    if path.is_dir() or not path.exists():
        return manifest_path(find_versions(path, project)[-1].location)
    tree = read_so_far(path).tree
    if path.name in MANIFESTS or (isinstance(tree, MappingNode) and {"id", "version"} & tree.keys()):
        return path
    if isinstance(tree, MappingNode) and isinstance(tree.get("policy"), Scalar):
        return manifest_at(str(tree["policy"]), project)
    above = (folder / one for folder in path.resolve().parents[:_UP] for one in MANIFESTS)
    found = next((one for one in above if one.is_file()), None)
    return path if found is None else found


def _project_around(path: Path) -> Project | None:
    """The project of the folder in which a file lies."""
    found = find_project(path.resolve().parent)
    try:
        return None if found is None else read_project(found)
    except CourtesyError:
        return None


class _Reading:
    def __init__(self, manifest: Path, project: Project | None) -> None:
        self._manifest, self._project = manifest, project
        self._unread: list[str] = []
        self._whole = self._rules_whole = True

    def words(self) -> Words:
        read = read_so_far(self._manifest)
        if read.lost:
            self._note(self._manifest, read.problem, read.lost)
            self._whole = not read.lost & _WORDS_LIE_IN
            self._rules_whole = not read.lost & {"rules", "include", ""}
        tree = read.tree if isinstance(read.tree, MappingNode) else MappingNode({})
        parent = self._parent(tree)
        declared = MappingNode({section: self._sound(section, tree) for section in _PARTS if section in tree})
        problems: list[Problem] = []
        return Words(
            vocabulary=read_vocabulary(declared, problems, parent),
            inherited=BUILT_IN if parent is None else parent.vocabulary,
            sources={name: source.title for name, source in read_sources(declared, problems, parent).items()},
            inherited_sources=() if parent is None else tuple(parent.sources),
            policies=self._at_hand(),
            own_rules=dict(self._rules(tree)),
            inherited_rules={} if parent is None else {rule.id: rule.title or rule.id for rule in parent.rules},
            whole=self._whole,
            rules_whole=self._rules_whole,
            unread=tuple(self._unread),
        )

    def _note(self, path: Path, problem: Problem | None, lost: frozenset[str]) -> None:
        named = ", ".join(f"`{key}`" for key in sorted(lost - {""}))
        what = f"what stands under {named} is" if named and "" not in lost else "some of its words are"
        place = path if problem is None else problem.span
        self._unread.append(f"{place}: {what} not known at the moment ({problem})")

    # ------------------------------------------------------------------------------------------ its words

    def _parent(self, manifest: MappingNode) -> PolicySource | None:
        named = manifest.get("extends")
        if not isinstance(named, Scalar):
            return None
        heir = Heir(manifest, self._manifest, self._project, (), read_policy)
        parent = heir.parent()
        if parent is None:
            self._whole = self._rules_whole = False
            told = f" ({heir.problems[0]})" if heir.problems else ""
            self._unread.append(f"{named.span}: the words of `{named}` are not known at the moment{told}")
        return parent

    def _sound(self, section: str, manifest: MappingNode) -> MappingNode:
        """The entries of a section as far as they can be understood."""
        tree = manifest[section]
        if not isinstance(tree, MappingNode):
            self._whole = False
            return MappingNode({})
        entries: dict[str, Tree] = {}
        for name, said in tree.items():
            if not schemas.problems(said, "policy", _PARTS[section]):
                entries[name] = said
            elif (rest := _rest(section, name, said)) is not None:
                entries[name] = rest
            else:
                self._whole = False
        known = {name: said for name, said in entries.items() if section != "facts" or _is_fact(name)}
        return MappingNode(known, tree.span, tree.key_spans)

    def _rules(self, manifest: MappingNode) -> Iterator[tuple[str, str]]:
        """The titles of the policy's own rules, by id."""
        yield from _titles(manifest.get("rules"))
        included = manifest.get("include")
        for name in included if isinstance(included, SequenceNode) else ():
            file = self._manifest.parent / str(name)
            read = read_so_far(file)
            if read.lost:
                self._rules_whole = False
                self._note(file, read.problem, read.lost)
            yield from _titles(read.tree)

    def _at_hand(self) -> Mapping[str, str]:
        try:
            return {one.id: one.title for one in list_policies(project=self._project)}
        except CourtesyError:
            return {}


def _rest(section: str, name: str, said: Tree) -> Tree | None:
    """What can be understood of an entry that does not fit the schema; None where it is too little."""
    if section == "sources":
        return MappingNode({"title": Scalar(name)})
    if section != "facts":
        return Scalar(name.replace("_", " "))
    kind = said.get("type") if isinstance(said, MappingNode) else None
    if not isinstance(said, MappingNode) or kind not in {*FactType}:
        return None
    values = said.get("values")
    listed = values if isinstance(values, SequenceNode) and all(isinstance(one, Scalar) for one in values) else None
    title = said.get("title")
    kept: dict[str, Tree] = {"type": said["type"], "title": title if isinstance(title, Scalar) else Scalar(name)}
    return MappingNode(kept if listed is None else {**kept, "values": listed}, said.span, said.key_spans)


def _is_fact(name: str) -> bool:
    return own_key(name) is not None or contact_key(name) is not None


def _titles(rules: Tree | None) -> Iterator[tuple[str, str]]:
    for rule in rules if isinstance(rules, SequenceNode) else ():
        if isinstance(rule, MappingNode) and isinstance(rule.get("id"), Scalar):
            title = rule.get("title")
            yield str(rule["id"]), str(title) if isinstance(title, Scalar) else str(rule["id"])
