"""A policy at a glance: by channel, when to get in touch, how often, how, and what never to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.handbook import GlanceItem, GlanceLine, GlancePart
from courtesy.model.policy import Concerns, Level
from courtesy.model.predicate import FALSE, TRUE, All, Fact, OneOf
from courtesy.rendering.policy_page import applies_when
from courtesy.rules.forbid import Forbid
from courtesy.wording.facts import condition
from courtesy.wording.text import joined, plural_noun, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from courtesy.model.compiled import CompiledRule
    from courtesy.model.predicate import Predicate
    from courtesy.model.vocabulary import Vocabulary

    _Labelled = tuple[str, GlanceItem]

_MIND = "Mind"
_LABELS = {
    "wait": "When",
    "deadline": "When",
    "hours": "When",
    "limit": "How often",
    "follow": _MIND,
    "require": _MIND,
    "forbid": _MIND,
    "expect": "To do",
}
_NEVER = "Never"
_CLOSED = "Channels"
_ORDER = (_CLOSED, *dict.fromkeys(_LABELS.values()))
_ALL = "Whatever the channel"
_OWED = "What is expected"
_CONCERNS = {Concerns.COPIED: "for those who get a copy", Concerns.EVERYONE: "also for those who get a copy"}


def glance(rules: Iterable[CompiledRule], numbers: Mapping[str, int], vocabulary: Vocabulary) -> Iterator[GlanceLine]:
    """What there is to mind of all acts, of those on each channel, and what is expected; each in the order of rules.

    Channels of which there is the same to say stand together. `numbers` are the places of the rules.
    """
    by_channel: dict[str, list[_Labelled]] = {}
    of_all: list[_Labelled] = []
    owed: list[_Labelled] = []
    never: list[_Labelled] = []
    for rule in rules:
        applies, label = applies_when(rule), _LABELS.get(rule.rule.type, _MIND)
        channels, rest = ((), applies) if rule.requirement.of_plan else _channels(applies)
        said = _said(rule, rest, vocabulary)
        if closed := _is_closed(rule, channels, rest):
            said = sentence(_title(channels, vocabulary))
        found = _CLOSED if closed else label, GlanceItem(said, rule.rule.level, rule.rule.id, numbers[rule.rule.id])
        if closed:
            never.append(found)
        elif rule.requirement.of_plan:
            owed.append(found)
        elif channels:
            for channel in channels:
                by_channel.setdefault(channel, []).append(found)
        else:
            of_all.append(found)
    yield from _line(_NEVER, never)
    yield from _line(_ALL, of_all)
    alike: dict[tuple[_Labelled, ...], list[str]] = {}
    order = tuple(vocabulary.channels)
    for channel in sorted(by_channel, key=lambda name: order.index(name) if name in order else len(order)):
        alike.setdefault(tuple(by_channel[channel]), []).append(channel)
    for items, names in alike.items():
        yield from _line(_title(names, vocabulary), items)
    yield from _line(_OWED, owed)


def _is_closed(rule: CompiledRule, channels: tuple[str, ...], rest: Predicate) -> bool:
    """Whether a rule forbids channels altogether: no exception is stated, and no advice will do."""
    always = isinstance(rule.requirement, Forbid) and rule.requirement.always
    binding = rule.rule.level is Level.MUST and rule.rule.concerns is not Concerns.COPIED
    return always and binding and bool(channels) and rest == TRUE and rule.unless == FALSE


def _title(channels: Iterable[str], vocabulary: Vocabulary) -> str:
    said = joined(plural_noun(vocabulary.noun_for("channel", name)) for name in channels)
    return f"{said[:1].upper()}{said[1:]}"


def _line(title: str, items: Iterable[_Labelled]) -> Iterator[GlanceLine]:
    by_label: dict[str, list[GlanceItem]] = {}
    for label, item in items:
        by_label.setdefault(label, []).append(item)
    if by_label:
        yield GlanceLine(title, tuple(GlancePart(name, tuple(by_label[name])) for name in _ORDER if name in by_label))


def _channels(applies: Predicate) -> tuple[tuple[str, ...], Predicate]:
    """The channels that a rule is about, none where it names none, and what it asks of acts on these beside."""
    parts = applies.parts if isinstance(applies, All) else (applies,)
    for place, part in enumerate(parts):
        match part:
            case OneOf(Fact("action.channel"), values):
                rest = (*parts[:place], *parts[place + 1 :])
                return tuple(sorted(map(str, values))), rest[0] if len(rest) == 1 else All(rest)
            case _:
                continue
    return (), applies


def _said(rule: CompiledRule, rest: Predicate, vocabulary: Vocabulary) -> str:
    """What the rule asks for, and of which acts of the channel: `only on weekdays (when ..., unless ...)`."""
    limits = [f"when {condition(rest, vocabulary)}"] if rest != TRUE else []
    limits += [f"unless {condition(rule.unless, vocabulary)}"] if rule.unless != FALSE else []
    limits += [_CONCERNS[rule.rule.concerns]] if rule.rule.concerns in _CONCERNS else []
    asked = rule.requirement.summary(vocabulary)
    return sentence(f"{asked} ({', '.join(limits)})" if limits else asked)
