"""A manifest and the rule files it includes to a `Policy`. Conditions stay trees; compiling reads them."""

from __future__ import annotations

from hashlib import sha256
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.errors import InvalidInputError, Problem
from courtesy.loading import schemas
from courtesy.loading.errors import BadIncludeError, DuplicateIdError, UnknownNameError, WrongValueError, quoted
from courtesy.loading.policy_sections import read_defaults, read_sources, read_valid, read_vocabulary
from courtesy.loading.scalars import read_zone, text_at
from courtesy.loading.source import read_file, read_tree
from courtesy.model.frozen import FrozenMap
from courtesy.model.policy import Citation, Concerns, Level, PolicySource, Rule
from courtesy.rules import RULE_TYPES
from courtesy.spans import MappingNode, Scalar, SequenceNode, Span, Tree
from courtesy.values import boolean_of, integer_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courtesy.model.policy import Source

_NEEDED = {"id", "version", "title"}
MANIFESTS = ("policy.yaml", "policy.yml", "policy.json")


class _Files:
    """Reads files once each; remembers their bytes for the digest, and everything that is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.digest = sha256()

    def read(self, path: Path, name: str, part: str, data: bytes | None = None) -> Tree | None:
        """The tree of a file, without what does not fit its part of the schema; None where that is too much.

        `data` are its bytes where it does not lie on the disk.
        """
        try:
            data = read_file(path) if data is None else data
            self.digest.update(f"{name}\0{len(data)}\0".encode() + data)
            tree = read_tree(data, str(path))
        except InvalidInputError as error:
            self.problems += error.problems
            return None
        found, sound = schemas.check(tree, "policy", part)
        self.problems += found
        return sound


def manifest_path(path: Path) -> Path:
    """The manifest of a policy that is given as a folder or as a file."""
    if not path.is_dir():
        return path
    return next((path / name for name in MANIFESTS if (path / name).is_file()), path / MANIFESTS[0])


def read_policy(path: Path, data: bytes | None = None) -> tuple[PolicySource | None, list[Problem]]:
    """The policy in a folder or file, with everything that is wrong with any of its files.

    `data` are the bytes of the manifest where it does not lie on the disk; `path` then names it in error messages.
    Rules that have problems are left out of it, so that the others can still be looked at; it is None where the
    manifest has problems, because every rule that relies on them would be reported as well.
    """
    files = _Files()
    manifest_file = manifest_path(path) if data is None else path
    manifest = files.read(manifest_file, manifest_file.name, "manifest", data)
    if not isinstance(manifest, MappingNode):
        return None, files.problems
    sources = read_sources(manifest)
    zone = _checked_zone(manifest.get("zone"), files.problems)
    valid_from, valid_until = read_valid(manifest, files.problems)
    defaults = read_defaults(manifest, files.problems)
    vocabulary = read_vocabulary(manifest, files.problems)
    # On one line with the rules nothing can be told apart by its place, but what was unsound is gone.
    usable = manifest.keys() >= _NEEDED and not any(_concerns_rules(problem, manifest) for problem in files.problems)
    rules = tuple(_rules(manifest, manifest_file, files, sources))
    files.problems += _duplicates(rules)
    if not usable:
        return None, files.problems
    policy = PolicySource(
        id=str(manifest["id"]),
        version=str(manifest["version"]),
        title=str(manifest["title"]),
        rules=rules,
        valid_from=valid_from,
        valid_until=valid_until,
        sources=FrozenMap(sources),
        zone=zone,
        defaults=defaults,
        vocabulary=vocabulary,
        weekend=manifest.get("weekend"),
        closed=manifest.get("closed"),
        business_hours=manifest.get("business_hours"),
        preferences=manifest.get("preferences"),
        digest=f"sha256:{files.digest.hexdigest()}",
        location=str(manifest_file),
    )
    return policy, files.problems


def _concerns_rules(problem: Problem, manifest: MappingNode) -> bool:
    """Whether a problem of a manifest makes its rules doubtful: it is neither one of a rule nor of a preference."""
    place = (problem.span.line, problem.span.column)
    before = [(span.line, span.column, key) for key, span in manifest.key_spans.items()]
    if max((start for start in before if start[:2] <= place), default=(0, 0, ""))[2] == "preferences":
        return False
    return problem.span.line < (manifest.span_of("rules").line if "rules" in manifest else inf)


# ---------------------------------------------------------------- rules


def _rules(manifest: MappingNode, file: Path, files: _Files, sources: Mapping[str, Source]) -> Iterator[Rule]:
    for tree in manifest.get("rules", ()):
        yield _rule(tree, None, files.problems, sources)
    for path, name in _included(manifest, file.parent, files.problems):
        listed = files.read(path, name, "rule_file")
        if isinstance(listed, SequenceNode):
            for tree in listed:
                yield _rule(tree, path.stem, files.problems, sources)


def _included(manifest: MappingNode, folder: Path, problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    """The files that the manifest includes and that lie inside its folder, with the names it calls them by."""
    seen: dict[Path, Span] = {}
    inside = folder.resolve()
    for name in manifest.get("include", ()):
        path = folder / name
        found = path.resolve()
        if Path(name).is_absolute() or "\\" in name or ".." in Path(name).parts or not found.is_relative_to(inside):
            problems.append(
                BadIncludeError(
                    name.span, "a file inside the policy's folder", quoted(name), "name a file beside the manifest"
                )
            )
        elif not found.is_file():
            beside = sorted(other.name for other in folder.iterdir() if other.is_file())
            problems.append(UnknownNameError(name.span, "file beside the manifest", name, beside))
        elif found in seen or found.name in MANIFESTS:
            where = f"it stands at line {seen[found].line} already" if found in seen else "name rule files only"
            problems.append(BadIncludeError(name.span, "each rule file once", quoted(name), where))
        else:
            seen[found] = name.span
            yield path, str(name)


def _rule(tree: MappingNode, section: str | None, problems: list[Problem], sources: Mapping[str, Source]) -> Rule:
    rule_id: Scalar = tree["id"]
    first, _, rest = rule_id.partition(".")
    if section is not None and first != section:
        problems.append(
            WrongValueError(
                rule_id.span,
                f"an id that starts with the file's name, {quoted(f'{section}.')}",
                quoted(rule_id),
                f"write `{section}.{rest}`, or move the rule to `{first}.yaml`",
            )
        )
    kind = next(name for name in RULE_TYPES if name in tree)
    if RULE_TYPES[kind].of_plan and "concerns" in tree:
        place, fix = tree.span_of("concerns"), "say with `for_each` whom it is owed to"
        problems.append(WrongValueError(place, f"no `concerns` beside `{kind}`", quoted("concerns"), fix))
    return Rule(
        id=str(rule_id),
        level=Level(str(tree["level"])),
        type=kind,
        body=tree[kind],
        title=text_at(tree, "title"),
        applies_to=tree.get("applies_to"),
        unless=tree.get("unless"),
        concerns=Concerns(str(tree.get("concerns", Concerns.ADDRESSED))),
        because=text_at(tree, "because"),
        remedy=text_at(tree, "remedy"),
        source=_citation(tree.get("source"), problems, sources),
        interpretation=boolean_of(tree.get("interpretation")) or False,
        zone=tree.get("zone"),
        calendar=tree.get("calendar"),
        span=rule_id.span,
    )


def _citation(tree: MappingNode | None, problems: list[Problem], sources: Mapping[str, Source]) -> Citation | None:
    if tree is None:
        return None
    ref: Scalar = tree["ref"]
    if ref not in sources:
        problems.append(UnknownNameError(ref.span, "source of the manifest", ref, sources))
    return Citation(str(ref), text_at(tree, "section"), integer_of(tree.get("paragraph")))


def _duplicates(rules: tuple[Rule, ...]) -> Iterator[Problem]:
    first: dict[str, Span] = {}
    for rule in rules:
        if rule.id in first:
            yield DuplicateIdError(rule.span, "rule id", rule.id, first[rule.id])
        else:
            first[rule.id] = rule.span


def _checked_zone(scalar: Scalar | None, problems: list[Problem]) -> str | None:
    if scalar is None:
        return None
    zone = read_zone(scalar)
    if isinstance(zone, Problem):
        problems.append(zone)
        return None
    return zone
