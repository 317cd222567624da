"""What the policy as a whole says otherwise: its defaults, its calendar, its words, and what it prefers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from courtesy.compiling.canonical import form
from courtesy.model.almanac import WorkCalendar
from courtesy.model.comparison import Effect, Line, SettingChange
from courtesy.model.vocabulary import BUILT_IN
from courtesy.rendering.facts_table import type_of
from courtesy.rendering.origin_page import line_of
from courtesy.rendering.policy_page import unlisted, validity
from courtesy.rendering.preferences_part import preference_rows
from courtesy.wording.calendars import calendar_sentences
from courtesy.wording.text import joined, sentence
from courtesy.wording.times import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courtesy.api import Policy
    from courtesy.model.channels import Channel
    from courtesy.model.declaration import FactDeclaration

_UNLISTED = ("allow", "warn", "deny")
_FIRST = {effect: place for place, effect in enumerate(Effect)}


def setting_changes(old: Policy, new: Policy, *, read: bool) -> tuple[SettingChange, ...]:
    """All that the two policies say otherwise as a whole, what may permit more first.

    `read` is whether a rule reads a clock or a calendar that is another one.
    """
    found = (
        *_defaults(old, new),
        *_clocks(old, new, read=read),
        *_words(old, new),
        *_preferences(old, new),
        *_texts(old, new),
    )
    return tuple(sorted(found, key=lambda change: _FIRST[change.effect]))


# ---------------------------------------------------------------- defaults


def _defaults(old: Policy, new: Policy) -> Iterator[SettingChange]:
    was, now = old.source.defaults.unlisted_channel, new.source.defaults.unlisted_channel
    if was != now:
        effect = Effect.STRICTER if _UNLISTED.index(now) > _UNLISTED.index(was) else Effect.LOOSER
        yield SettingChange(
            subject="unlisted_channel",
            name=None,
            effect=effect,
            line=Line("Channels", unlisted(old.source), unlisted(new.source)),
        )
    yield from _if_changed("valid", "Valid", validity(old.source), validity(new.source), Effect.NONE)


def _if_changed(
    subject: str,
    label: str,
    was: str | None,
    now: str | None,
    effect: Effect,
    *,
    name: str | None = None,
    judges: bool = True,
) -> Iterator[SettingChange]:
    if was != now:
        yield SettingChange(subject=subject, name=name, effect=effect, line=Line(label, was, now, judges))


# ---------------------------------------------------------------- clock and calendar


def _clocks(old: Policy, new: Policy, *, read: bool) -> Iterator[SettingChange]:
    effect = Effect.OTHER if read else Effect.NONE
    yield from _if_changed("zone", "Zone", old.source.zone, new.source.zone, effect)
    for subject, label in _PARTS.items():
        was, now = (dict(_calendar(policy.calendar))[subject] for policy in (old, new))
        judges = form(was[0]) != form(now[0])
        yield from _if_changed(subject, label, was[1], now[1], effect if judges else Effect.NONE, judges=judges)
    weeks = [f"Weeks start on {WEEKDAYS[policy.source.defaults.week_starts]}." for policy in (old, new)]
    yield from _if_changed("week_starts", "Week", weeks[0], weeks[1], effect)


_PARTS = {"calendar": "Holidays", "weekend": "Weekend", "closed": "Closed", "business_hours": "Hours"}


def _calendar(calendar: WorkCalendar) -> Iterator[tuple[str, tuple[Any, str | None]]]:
    """The parts of a calendar, each as it judges and in words."""
    named = WorkCalendar(calendar.code, calendar.of_recipient)
    parts = {
        "calendar": named,
        "weekend": replace(named, weekends=calendar.weekends),
        "closed": replace(named, closed=calendar.closed),
        "business_hours": replace(named, hours=calendar.hours),
    }
    common = tuple(calendar_sentences(named))
    for subject, part in parts.items():
        said = [one for one in calendar_sentences(part) if subject == "calendar" or one not in common]
        yield subject, (part if subject == "calendar" else _only(part), " ".join(map(sentence, said)) or None)


def _only(part: WorkCalendar) -> WorkCalendar:
    return replace(part, code=None, of_recipient=False)


# ---------------------------------------------------------------- words


def _words(old: Policy, new: Policy) -> Iterator[SettingChange]:
    before, after = old.source.vocabulary, new.source.vocabulary
    refused = old.source.defaults.unlisted_channel != "allow" and new.source.defaults.unlisted_channel != "allow"
    come, gone = (Effect.LOOSER, Effect.STRICTER) if refused else (Effect.OTHER, Effect.OTHER)
    yield from _channels(before.channels, after.channels, come, gone)
    for name, was, now in _pairs(before.facts, after.facts, BUILT_IN.facts):
        kinds = [None if one is None else (one.type, frozenset(one.values)) for one in (was, now)]
        judges = kinds[0] != kinds[1]
        effect = Effect.OTHER if judges and None not in kinds else Effect.NONE
        said = [None if one is None else _fact(one) for one in (was, now)]
        yield from _word("fact", name, said[0], said[1], effect, judges=judges)
    for subject, was_words, now_words, known in (
        ("purpose", before.purposes, after.purposes, BUILT_IN.purposes),
        ("role", before.roles, after.roles, BUILT_IN.roles),
    ):
        for name, noun, other in _pairs(was_words, now_words, known):
            judges = noun is None or other is None
            yield from _word(subject, name, noun and noun.name, other and other.name, Effect.NONE, judges=judges)


def _channels(
    before: Mapping[str, Channel], after: Mapping[str, Channel], come: Effect, gone: Effect
) -> Iterator[SettingChange]:
    for name, was, now in _pairs(before, after, BUILT_IN.channels):
        kinds = [None if one is None else _nature(one) for one in (was, now)]
        judges = kinds[0] != kinds[1]
        effect = come if was is None else gone if now is None else Effect.OTHER if judges else Effect.NONE
        said = [None if one is None else _channel(one) for one in (was, now)]
        yield from _word("channel", name, said[0], said[1], effect, judges=judges)


def _word(
    subject: str, name: str, was: str | None, now: str | None, effect: Effect, *, judges: bool
) -> Iterator[SettingChange]:
    return _if_changed(subject, subject.capitalize(), was, now, effect, name=name, judges=judges)


def _pairs(
    before: Mapping[str, Any], after: Mapping[str, Any], known: Mapping[str, Any]
) -> Iterator[tuple[str, Any, Any]]:
    """The words that either policy adds and that are not the same in both."""
    for name in {**before, **after}:
        if name not in known and before.get(name) != after.get(name):
            yield name, before.get(name), after.get(name)


def _nature(channel: Channel) -> tuple[object, ...]:
    return channel.minutes, channel.busy, channel.addresses_nobody, channel.by_email, channel.by_post


def _channel(channel: Channel) -> str:
    said = [channel.noun.name, f"takes {channel.minutes} minutes"]
    for so, words in (
        (channel.busy, "nothing else can be done meanwhile"),
        (channel.addresses_nobody, "addresses nobody"),
        (channel.by_email, "goes by e-mail"),
        (channel.by_post, "goes by post"),
    ):
        said += [words] if so else []
    return "; ".join(said)


def _fact(fact: FactDeclaration) -> str:
    values = f"; {joined(fact.values, 'or')}" if fact.values else ""
    says = "".join(f"; {said}" for said in (fact.says, fact.denies) if said)
    return f"{fact.title} ({type_of(fact)}{values}){says}"


# ---------------------------------------------------------------- what judges no act


def _preferences(old: Policy, new: Policy) -> Iterator[SettingChange]:
    before, after = (_preferred(policy) for policy in (old, new))
    for label in {**before, **after}:
        was, now = (" ".join(said.get(label, ())) or None for said in (before, after))
        yield from _if_changed("preferences", label, was, now, Effect.NONE, name=label.lower())


def _preferred(policy: Policy) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    last = ""
    for label, said in preference_rows(policy.preferences, policy.source.vocabulary):
        last = label or last
        found.setdefault(last, []).append(said)
    return found


def _texts(old: Policy, new: Policy) -> Iterator[SettingChange]:
    before, after = old.source, new.source
    texts = {"title": "Title", "description": "About"}
    for key, label in texts.items():
        was, now = (None if one.manifest is None else one.manifest.get(key) for one in (before, after))
        said = [None if one is None else " ".join(str(one).split()) for one in (was, now)]
        yield from _if_changed(key, label, said[0], said[1], Effect.NONE, judges=False)
    lines = [None if one.parent is None else line_of(one.parent) for one in (before, after)]
    yield from _if_changed("extends", "Builds on", lines[0], lines[1], Effect.NONE, judges=False)
    for name in {**before.sources, **after.sources}:
        said = [
            None if one is None else ", ".join(filter(None, (one.title, one.publisher, one.url)))
            for one in (before.sources.get(name), after.sources.get(name))
        ]
        yield from _if_changed("source", "Source", said[0], said[1], Effect.NONE, name=name, judges=False)
