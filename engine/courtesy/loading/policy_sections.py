"""The sections of a manifest: sources, validity, defaults, and the words that a policy declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.errors import Problem
from courtesy.loading.errors import (
    DuplicateIdError,
    MissingKeyError,
    UnknownKeyError,
    UnknownNameError,
    WrongValueError,
)
from courtesy.loading.scalars import read_day, text_at
from courtesy.loading.versions import VersionOrder, is_version
from courtesy.model.channels import CHANNEL_ALIASES, Channel
from courtesy.model.declaration import FactDeclaration, Subject, contact_key
from courtesy.model.lint import LintIgnore, Sense
from courtesy.model.nouns import Noun
from courtesy.model.policy import ChangeNote, Source
from courtesy.model.vocabulary import BUILT_IN, Vocabulary
from courtesy.spans import MappingNode, SequenceNode
from courtesy.values import FactType, boolean_of, integer_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from courtesy.model.policy import PolicySource, Rule
    from courtesy.spans import Scalar, Span, Tree


def read_sources(manifest: MappingNode, problems: list[Problem], parent: PolicySource | None) -> dict[str, Source]:
    """The sources that rules may cite, by id."""
    inherited = {} if parent is None else dict(parent.sources)
    declared = _declared(manifest, "sources", {}, inherited, problems)
    return inherited | {
        name: Source(str(tree["title"]), text_at(tree, "publisher"), text_at(tree, "url"))
        for name, tree in declared.items()
    }


def read_valid(
    manifest: MappingNode, problems: list[Problem], parent: PolicySource | None
) -> tuple[date | None, date | None]:
    """The first date of the act for which the policy holds, and the first for which it no longer does.

    Either is that of the policy it builds on where it says nothing.
    """
    tree: MappingNode = manifest.get("valid", MappingNode({}))
    inherited = (None, None) if parent is None else (parent.valid_from, parent.valid_until)
    bounds: list[date | None] = []
    for key, usual in zip(("from", "until"), inherited, strict=True):
        day = read_day(tree[key]) if key in tree else usual
        if isinstance(day, Problem):
            problems.append(day)
            day = None
        bounds.append(day)
    start, end = bounds
    if start and end and end <= start and tree:
        if "until" in tree:
            expected, found, hint = f"a date after `{start}`", f"`{end}`", "`until` is exclusive"
        else:
            expected, found = f"a date before `{end}`", f"`{start}`"
            hint = f"{parent.author if parent else 'the other'} holds until then: state an `until` of your own"
        place: Scalar = tree["until" if "until" in tree else "from"]
        problems.append(WrongValueError(place.span, expected, found, hint))
    return start, end


def read_vocabulary(manifest: MappingNode, problems: list[Problem], parent: PolicySource | None) -> Vocabulary:
    """The built-in words, those of the policy it builds on, and the policy's own."""
    known = BUILT_IN if parent is None else parent.vocabulary
    facts = _declared(manifest, "facts", BUILT_IN.facts, known.facts, problems)
    channels = _declared(manifest, "channels", {**BUILT_IN.channels, **CHANNEL_ALIASES}, known.channels, problems)
    return known.extended(
        facts={name: _fact(name, tree, problems) for name, tree in facts.items()},
        channels={name: _channel(name, tree) for name, tree in channels.items()},
        purposes=_nouns(manifest, "purposes", BUILT_IN.purposes, known.purposes, problems),
        roles=_nouns(manifest, "roles", BUILT_IN.roles, known.roles, problems),
        zone=text_at(manifest, "zone"),
    )


def _nouns(
    manifest: MappingNode,
    section: str,
    built_in: Mapping[str, Noun],
    known: Mapping[str, Noun],
    problems: list[Problem],
) -> dict[str, Noun]:
    return {name: _noun(name, tree) for name, tree in _declared(manifest, section, built_in, known, problems).items()}


def _declared(
    manifest: MappingNode,
    section: str,
    built_in: Mapping[str, object],
    known: Mapping[str, object],
    problems: list[Problem],
) -> MappingNode:
    """The policy's own words of a section, by their ids; one that is built in or inherited already is a problem."""
    declared: MappingNode = manifest.get(section, MappingNode({}))
    for name in declared:
        if name in built_in or name in known:
            expected = f"{section} that are not {'built in' if name in built_in else 'inherited'}"
            problems.append(WrongValueError(declared.span_of(name), expected, f"`{name}`", "leave it out"))
    return declared


def read_locked(manifest: MappingNode, rules: Iterable[Rule], problems: list[Problem]) -> frozenset[str]:
    """The ids of the rules that the manifest locks."""
    ids = [rule.id for rule in rules]
    stated = manifest.get("locked")
    if isinstance(stated, SequenceNode):
        problems.extend(UnknownNameError(one.span, "rule", one, ids) for one in stated if one not in ids)
        return frozenset(map(str, stated))
    return frozenset(ids if stated is not None else ())


def read_changes(manifest: MappingNode, problems: list[Problem]) -> tuple[ChangeNote, ...]:
    """What the manifest tells of its changes, in its order; none is of a version that is yet to come."""
    return tuple(_changes(manifest, problems))


def read_lint_ignores(manifest: MappingNode, rules: Iterable[Rule], problems: list[Problem]) -> tuple[LintIgnore, ...]:
    """What the manifest wants to be passed over by the linter; rules that it names are there."""
    known = [rule.id for rule in rules]
    found = []
    for tree in manifest.get("lint", {}).get("ignore", ()):
        rule: Scalar | None = tree.get("rule")
        if rule is not None and rule not in known:
            problems.append(UnknownNameError(rule.span, "rule", rule, known))
        found.append(
            LintIgnore(
                sense=Sense(str(tree["sense"])),
                because=str(tree["because"]).strip(),
                rule=text_at(tree, "rule"),
                word=text_at(tree, "word"),
                span=tree["sense"].span,
            )
        )
    return tuple(found)


def _changes(manifest: MappingNode, problems: list[Problem]) -> Iterator[ChangeNote]:
    current = str(manifest.get("version", ""))
    for tree in manifest.get("changes", ()):
        version: Scalar = tree["version"]
        if is_version(current) and VersionOrder(version) > VersionOrder(current):
            hint = f"the manifest is that of {current}: correct one of the two"
            problems.append(WrongValueError(version.span, f"`{current}` or an earlier version", f"`{version}`", hint))
        on = read_day(tree["on"])
        if isinstance(on, Problem):
            problems.append(on)
        else:
            what = str(tree["what"]).strip()
            yield ChangeNote(str(version), on, str(tree["by"]).strip(), what, text_at(tree, "because"))


def _channel(word: str, tree: Tree) -> Channel:
    """What a channel is: a text, which is its noun, or a mapping with what is not as usual."""
    usual = Channel(_noun(word, tree))
    if not isinstance(tree, MappingNode):
        return usual
    return replace(
        usual,
        verb=text_at(tree, "verb") or usual.verb,
        minutes=integer_of(tree.get("minutes")) or usual.minutes,
        busy=boolean_of(tree.get("busy")) or usual.busy,
        addresses_nobody=boolean_of(tree.get("addresses_nobody")) or usual.addresses_nobody,
        by_email=boolean_of(tree.get("by_email")) or usual.by_email,
        by_post=boolean_of(tree.get("by_post")) or usual.by_post,
        adjective=text_at(tree, "adjective") or usual.adjective,
    )


def _noun(word: str, tree: Tree) -> Noun:
    """What a word is called: a text, or a mapping with the noun and what English does not tell of it."""
    parts = tree if isinstance(tree, MappingNode) else {"noun": tree}
    said = {key: str(value).strip() for key, value in parts.items()}
    return Noun(said.get("noun") or word.replace("_", " "), said.get("article"), said.get("plural"))


def _fact(name: str, tree: MappingNode, problems: list[Problem]) -> FactDeclaration:
    kind = FactType(str(tree["type"]))
    values: list[Scalar] = tree.get("values", [])
    first: dict[str, Span] = {}
    for value in values:
        if value in first:
            problems.append(DuplicateIdError(value.span, "value", value, first[value]))
        first.setdefault(str(value), value.span)
    if kind is FactType.ONE_OF and not values:
        problems.append(MissingKeyError(tree.span, "values", "list the values that a `one_of` can have"))
    for key, only in (
        ("values", {FactType.ONE_OF}),
        ("denies", {FactType.BOOLEAN}),
        ("unit", {FactType.INTEGER, FactType.NUMBER}),
    ):
        if key in tree and kind not in only:
            known = [other for other in ("type", "title", "says") if other not in tree]
            problems.append(UnknownKeyError(tree.span_of(key), key, known))
    return FactDeclaration(
        name=name,
        type=kind,
        title=str(tree["title"]).strip(),
        unit=text_at(tree, "unit"),
        values=tuple(first),
        says=text_at(tree, "says") or "",
        denies=text_at(tree, "denies") or "",
        of=Subject.OWN if contact_key(name) is None else Subject.CONTACT,
    )
