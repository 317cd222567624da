"""What a policy speaks of: the words that it says itself, and the facts that it reads. Nothing else may be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import courtesy

if TYPE_CHECKING:
    AnyPolicy: TypeAlias = courtesy.Policy | courtesy.Policies

_STATED = ("message.", "interview.", "candidate.", "case.", "attributes.", "recipient.attributes.")
_TEXTS = frozenset({"string", "one_of", "set"})


class Language(NamedTuple):
    """The words that a policy says itself, and the facts that it reads and that no log would have otherwise.

    `read_by` are these facts by the rules that read them.
    """

    words: frozenset[str]
    reads: frozenset[str]
    read_by: Mapping[str, frozenset[str]]
    wordy: frozenset[str]
    """The facts whose values are words, which may be anybody's own."""


@lru_cache(maxsize=64)
def language_of(policy: AnyPolicy) -> Language:
    """What a policy speaks of, in any of its versions."""
    declared = policy.vocabulary.facts
    said = {word for source in policy.sources for rule in source.rules
            for tree in (rule.body, rule.applies_to, rule.unless) for word in _words(tree)}  # fmt: skip
    vocabulary = policy.vocabulary
    values = (word for fact in declared.values() for word in fact.values)
    known = {*vocabulary.channels, *vocabulary.purposes, *vocabulary.roles, *values, *_of_touches()}
    read_by = {rule: frozenset(filter(_is_kept_if_read, facts)) for rule, facts in policy.facts_read.items()}
    named = {name for name in said if name in declared and _is_kept_if_read(name)}
    return Language(
        words=frozenset({*said, *known}),
        reads=frozenset(named.union(*read_by.values())),
        read_by=read_by,
        wordy=frozenset(name for name, fact in declared.items() if fact.type in _TEXTS),
    )


def _is_kept_if_read(name: str) -> bool:
    """Whether a fact is one that a case or a text states, and not one that every case has."""
    return name.startswith(_STATED) or name == "recipient.relationship"


def _words(tree: object) -> Iterator[str]:
    match tree:
        case str():
            yield str(tree)
        case Mapping():
            for key, value in tree.items():
                yield str(key)
                yield from _words(value)
        case list() | tuple():
            for item in tree:
                yield from _words(item)


@lru_cache(maxsize=1)
def _of_touches() -> frozenset[str]:
    """The outcomes and events that the language knows."""
    touch = courtesy.schema("case")["$defs"]["touch"]["properties"]
    return frozenset({*touch["outcome"]["examples"], *touch["event"]["examples"]})
