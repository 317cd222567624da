"""The sections of a manifest: sources, validity, defaults, and the words that a policy declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.errors import Problem
from courtesy.loading.errors import DuplicateIdError, MissingKeyError, UnknownKeyError, WrongValueError, listed
from courtesy.loading.scalars import as_list, read_day, text_at
from courtesy.model.channels import CHANNEL_ALIASES, Channel
from courtesy.model.declaration import FactDeclaration, Subject
from courtesy.model.fact_declarations import WEEKDAYS
from courtesy.model.nouns import Noun
from courtesy.model.policy import Defaults, Source
from courtesy.model.vocabulary import BUILT_IN, Vocabulary
from courtesy.spans import MappingNode
from courtesy.values import FactType, boolean_of, integer_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from courtesy.spans import Scalar, Span, Tree

_RECIPIENT = "recipient"


def read_sources(manifest: MappingNode) -> dict[str, Source]:
    """The sources that rules may cite, by id."""
    return {
        name: Source(str(tree["title"]), text_at(tree, "publisher"), text_at(tree, "url"))
        for name, tree in manifest.get("sources", {}).items()
    }


def read_defaults(manifest: MappingNode, problems: list[Problem]) -> Defaults:
    """What holds where no rule says otherwise."""
    tree = manifest.get("defaults", {})
    calendars = as_list(tree.get("calendar"))
    of_recipient = _RECIPIENT in calendars
    if len(calendars) > 1 and [code == _RECIPIENT for code in calendars] != [True, False]:
        expected = "`recipient` and the code for contacts who state none, such as `[recipient, US]`"
        problems.append(WrongValueError(calendars[0].span, expected, listed(calendars, "and")))
    return Defaults(
        unlisted_channel=str(tree.get("unlisted_channel", "deny")),
        calendar=next((code for code in calendars if code != _RECIPIENT), None),
        calendar_of_recipient=of_recipient,
        week_starts=WEEKDAYS.index(tree.get("week_starts", "monday")),
    )


def read_valid(manifest: MappingNode, problems: list[Problem]) -> tuple[date | None, date | None]:
    """The first date of the act for which the policy holds, and the first for which it no longer does."""
    tree = manifest.get("valid", {})
    bounds: list[date | None] = []
    for key in ("from", "until"):
        day = read_day(tree[key]) if key in tree else None
        if isinstance(day, Problem):
            problems.append(day)
            day = None
        bounds.append(day)
    start, end = bounds
    if start and end and end <= start:
        until: Scalar = tree["until"]
        problems.append(WrongValueError(until.span, f"a date after `{start}`", f"`{end}`", "`until` is exclusive"))
    return start, end


def read_vocabulary(manifest: MappingNode, problems: list[Problem]) -> Vocabulary:
    """The built-in words and the policy's own."""
    return BUILT_IN.extended(
        facts={name: _fact(name, tree, problems) for name, tree in manifest.get("facts", {}).items()},
        channels=_channels(manifest, problems),
        purposes=_nouns(manifest, "purposes", BUILT_IN.purposes, problems),
        roles=_nouns(manifest, "roles", BUILT_IN.roles, problems),
        zone=text_at(manifest, "zone"),
    )


def _channels(manifest: MappingNode, problems: list[Problem]) -> dict[str, Channel]:
    declared = _declared(manifest, "channels", {**BUILT_IN.channels, **CHANNEL_ALIASES}, problems)
    return {name: _channel(name, tree) for name, tree in declared.items()}


def _nouns(
    manifest: MappingNode, section: str, built_in: Mapping[str, Noun], problems: list[Problem]
) -> dict[str, Noun]:
    return {name: _noun(name, tree) for name, tree in _declared(manifest, section, built_in, problems).items()}


def _declared(
    manifest: MappingNode, section: str, built_in: Mapping[str, object], problems: list[Problem]
) -> MappingNode:
    """The policy's own words of a section, by their ids; one that is built in already is a problem."""
    declared: MappingNode = manifest.get(section, MappingNode({}))
    problems.extend(
        WrongValueError(declared.span_of(name), f"{section} that are not built in", f"`{name}`", "leave it out")
        for name in declared
        if name in built_in
    )
    return declared


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
        of=Subject.OWN,
    )
