"""What tells a policy from any other: a digest of what judges, and one of what is read."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from msgspec import Struct, to_builtins

from courtesy.compiling.canonical import form
from courtesy.model.vocabulary import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from courtesy.model.almanac import WorkCalendar
    from courtesy.model.channels import Channel
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.policy import PolicySource
    from courtesy.model.preferences import Preferences

_OF_CHANNELS = ("minutes", "busy", "addresses_nobody", "by_email", "by_post")
"""What a channel is, beside what it is called."""


class Identity(Struct, frozen=True):
    """The digests of a policy, what it inherits included; neither is of its id and version.

    `digest` is over all that judges and plans: of two policies that have it in common each does as the other. It is the
    same for any layout, comment and order of keys, whether in one file or several, and for lengths of time that always
    are equal (`7 days`, `1 week`). `text_digest` is over what people read: titles, reasons, sources, words.
    """

    digest: str
    text_digest: str


def identity(
    policy: PolicySource, rules: Iterable[CompiledRule], calendar: WorkCalendar, preferences: Preferences
) -> Identity:
    """The digests of a policy that has been compiled to these rules, this calendar and these preferences."""
    return Identity(
        _digest(_judging(policy, rules, calendar, preferences)), _digest(_read(policy, calendar, preferences))
    )


def _digest(document: Any) -> str:
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return f"sha256:{sha256(text.encode()).hexdigest()}"


# ---------------------------------------------------------------- what judges
# INVARIANT (one form for good): releases record these digests, so that no version of Courtesy may write an old policy
# in another form. What the language gains is written only where a policy uses it.


def _judging(
    policy: PolicySource, rules: Iterable[CompiledRule], calendar: WorkCalendar, preferences: Preferences
) -> dict[str, Any]:
    vocabulary = policy.vocabulary
    return {
        "language": 1,
        "valid": [form(policy.valid_from), form(policy.valid_until)],
        "zone": policy.zone,
        "unlisted_channel": policy.defaults.unlisted_channel,
        "week_starts": policy.defaults.week_starts,
        "calendar": form(calendar),
        "preferences": form(preferences),
        "channels": {name: _channel(said) for name, said in _own(vocabulary.channels, BUILT_IN.channels).items()},
        "purposes": sorted(_own(vocabulary.purposes, BUILT_IN.purposes)),
        "roles": sorted(_own(vocabulary.roles, BUILT_IN.roles)),
        "facts": {
            name: [fact.type.value, sorted(fact.values)]
            for name, fact in _own(vocabulary.facts, BUILT_IN.facts).items()
        },
        "rules": {rule.rule.id: _rule(rule) for rule in rules},
    }


def _own(words: Mapping[str, Any], built_in: Mapping[str, Any]) -> dict[str, Any]:
    return {name: said for name, said in words.items() if name not in built_in}


def _channel(channel: Channel) -> dict[str, Any]:
    return {key: getattr(channel, key) for key in _OF_CHANNELS}


def _rule(compiled: CompiledRule) -> dict[str, Any]:
    rule = compiled.rule
    said = {
        "level": rule.level.value,
        "asks": form(compiled.requirement),
        "applies_to": form(compiled.applies),
        "unless": form(compiled.unless),
        "concerns": rule.concerns.value,
    }
    return said | ({"locked": True} if rule.locked else {}) | ({} if rule.waivable else {"waivable": False})


# ---------------------------------------------------------------- what is read


def _read(policy: PolicySource, calendar: WorkCalendar, preferences: Preferences) -> dict[str, Any]:
    vocabulary = policy.vocabulary
    return {
        "title": policy.title,
        "description": None if policy.manifest is None else str(policy.manifest.get("description", "")),
        "closed": sorted({one.because for one in calendar.closed if one.because is not None}),
        "optional": [act.title for act in preferences.optional],
        "changes": [to_builtins(change) for change in policy.changes],
        "sources": {name: to_builtins(source) for name, source in policy.sources.items()},
        "channels": {
            name: [to_builtins(said.noun), said.verb, said.adjective]
            for name, said in _own(vocabulary.channels, BUILT_IN.channels).items()
        },
        "purposes": {name: to_builtins(noun) for name, noun in _own(vocabulary.purposes, BUILT_IN.purposes).items()},
        "roles": {name: to_builtins(noun) for name, noun in _own(vocabulary.roles, BUILT_IN.roles).items()},
        "facts": {
            name: [fact.title, fact.unit, fact.says, fact.denies]
            for name, fact in _own(vocabulary.facts, BUILT_IN.facts).items()
        },
        "rules": {
            rule.id: [
                rule.title,
                rule.because,
                rule.remedy,
                None if rule.source is None else to_builtins(rule.source),
                rule.interpretation,
            ]
            for rule in policy.rules
        },
        "disabled": {one.rule.id: one.because for one in policy.disabled},
    }
