"""The ways in which one part of a rule is changed: by its kind, to what lies next to it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.model.policy import Level
from courtesy.model.predicate import Period
from courtesy.model.rule_parts import PartKind
from courtesy.review.mutation.trees import at, removed, renamed, replaced
from courtesy.spans import MappingNode, Scalar, SequenceNode
from courtesy.values import Duration, boolean_of, integer_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from courtesy.model.rule_parts import RulePart
    from courtesy.spans import Path, Tree

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LEVELS = {Level.MUST: Level.SHOULD, Level.SHOULD: Level.MUST, Level.MAY: Level.SHOULD}
_OPPOSITES = {"is": "is_not", "is_not": "is", "one_of": "none_of", "none_of": "one_of", "includes": "none_of"}
_OPPOSITES |= {"at_least": "less_than", "less_than": "at_least", "at_most": "more_than", "more_than": "at_most"}
_OPPOSITES |= {"has": "has_not", "has_not": "has", "all": "any", "any": "all", "last": "first", "first": "last"}
"""The word that asks for the opposite, or takes the other end."""
_OTHER_WORDS = {
    "direction": {"outbound": "any", "inbound": "any", "any": "outbound"},
    "to": {"same_contact": "same_company", "same_company": "same_contact", "anyone": "same_contact"},
    "concerns": {"addressed": "everyone", "everyone": "addressed", "copied": "everyone"},
}
_DROPPED = frozenset({"direction", "to", "copies", "concerns", "zone", "calendar", "week_starts"})
"""Settings that may be left out: where no other word is near, that is the change."""


class Changed(Struct, frozen=True):
    """A rule with one part changed: its tree, and what is now written there, None where it was taken out."""

    tree: Tree
    new: str | None


def changes_of(tree: MappingNode, part: RulePart) -> Iterator[Changed]:
    """The rule with that part changed, once in each way; nothing where there is no change that lies near."""
    yield from _WAYS[part.kind](tree, part.keys)


def _level(tree: Tree, keys: Path) -> Iterator[Changed]:
    yield _with(tree, keys, _LEVELS[Level(str(at(tree, keys)))].value)


def _bound(tree: Tree, keys: Path) -> Iterator[Changed]:
    """One less and one more of its unit: of a time of day an hour, of a date a day."""
    written = at(tree, keys)
    if isinstance(written, Scalar):
        for near in _near(written):
            yield _with(tree, keys, near)


def _near(written: Scalar) -> Iterator[str]:
    if (number := integer_of(written)) is not None:
        yield from (str(near) for near in (number - 1, number + 1) if near >= 0 or number < 0)
    elif (duration := Duration.parse(written)) is not None:
        for count in (duration.count - 1, duration.count + 1):
            if count >= 0:
                yield f"{count} {duration.unit}{'' if count == 1 else 's'}"
    elif (clock := _TIME.fullmatch(written)) is not None:
        for hour in (int(clock[1]) - 1, int(clock[1]) + 1):
            if 0 <= hour < 24:  # noqa: PLR2004  the hours of a day
                yield f"{hour:02}:{clock[2]}"
    elif _DATE.match(written):
        day = date.fromisoformat(written[:10])
        yield from (f"{day + timedelta(days=step)}{written[10:]}" for step in (-1, 1))


def _window(tree: Tree, keys: Path) -> Iterator[Changed]:
    """One less and one more of its unit; of a period of the calendar, the next longer one, or else the next shorter."""
    written = str(at(tree, keys))
    periods = [f"calendar {unit}" for unit in Period]
    if written in periods:
        place = periods.index(written)
        yield _with(tree, keys, periods[place + 1 if place + 1 < len(periods) else place - 1])
    else:
        yield from (change for change in _bound(tree, keys) if not str(change.new).startswith("0 "))


def _entry(tree: Tree, keys: Path) -> Iterator[Changed]:
    """Without it, where others are left; days up to the day before and after."""
    *above, last = keys
    holder = at(tree, tuple(above))
    if isinstance(holder, SequenceNode) and len(holder) > 1 and isinstance(last, int):
        yield _without(tree, keys)
    elif "-" in (written := str(at(tree, keys))) and set(written.split("-")) <= set(_DAYS):
        first, _, end = written.partition("-")
        place = _DAYS.index(end)
        for near in (_DAYS[place - 1], _DAYS[(place + 1) % len(_DAYS)]):
            if near != first:
                yield _with(tree, keys, f"{first}-{near}")


def _condition(tree: Tree, keys: Path) -> Iterator[Changed]:
    """The opposite; and without it, where the rule can be without."""
    written = at(tree, keys)
    if (truth := boolean_of(written)) is not None:
        if len(keys) > 1:  # `forbid: true` is the rule itself
            yield _with(tree, keys, str(not truth).lower())
    elif isinstance(written, MappingNode):
        for word in written:
            if word in _OPPOSITES:
                yield Changed(renamed(tree, (*keys, word), _OPPOSITES[word]), _OPPOSITES[word])
    else:
        word = "none_of" if isinstance(written, SequenceNode) else "is_not"
        negated = MappingNode({word: written}, written.span)
        yield Changed(replaced(tree, keys, negated), f"{{{word}: {_text(written)}}}")
    yield from _left_out(tree, keys)


def _left_out(tree: Tree, keys: Path) -> Iterator[Changed]:
    """Without what stands there, if something else stands beside it, or the whole key may be left out."""
    *above, _ = keys
    holder = at(tree, tuple(above))
    if len(holder) > 1:
        if len(keys) > 1:
            yield _without(tree, keys)
    elif len(above) == 1 and above[0] in {"applies_to", "unless"}:
        yield _without(tree, tuple(above))


def _group(tree: Tree, keys: Path) -> Iterator[Changed]:
    """Any for all, and all for any, of two or more."""
    last, listed = keys[-1], at(tree, keys)
    if last in {"all", "any"} and isinstance(listed, SequenceNode) and len(listed) > 1:
        yield Changed(renamed(tree, keys, _OPPOSITES[str(last)]), _OPPOSITES[str(last)])


def _anchor(tree: Tree, keys: Path) -> Iterator[Changed]:
    """The first for the last, and the last for the first; a fall-back left out."""
    last = keys[-1]
    if last in {"last", "first"}:
        yield Changed(renamed(tree, keys, _OPPOSITES[str(last)]), _OPPOSITES[str(last)])
    elif "or" in keys[-2:]:
        listed = at(tree, keys[:-1])
        whole = keys[:-1] if isinstance(listed, SequenceNode) and len(listed) == 1 else keys
        yield _without(tree, whole)


def _setting(tree: Tree, keys: Path) -> Iterator[Changed]:
    """The other of two words; or as if nothing were said, where nothing need be."""
    last, written = str(keys[-1]), at(tree, keys)
    if (truth := boolean_of(written)) is not None:
        yield _with(tree, keys, str(not truth).lower())
    elif (other := _OTHER_WORDS.get(last, {}).get(str(written))) is not None:
        yield _with(tree, keys, other)
    elif last in _DROPPED:
        yield _without(tree, keys)


_WAYS: Mapping[PartKind, Callable[[Tree, Path], Iterator[Changed]]] = {
    PartKind.LEVEL: _level,
    PartKind.BOUND: _bound,
    PartKind.WINDOW: _window,
    PartKind.ENTRY: _entry,
    PartKind.CONDITION: _condition,
    PartKind.GROUP: _group,
    PartKind.ANCHOR: _anchor,
    PartKind.SETTING: _setting,
}


def _with(tree: Tree, keys: Path, text: str) -> Changed:
    written = at(tree, keys)
    return Changed(replaced(tree, keys, Scalar(text, written.span, plain=True)), text)


def _without(tree: Tree, keys: Path) -> Changed:
    return Changed(removed(tree, keys), None)


def _text(tree: Tree) -> str:
    if isinstance(tree, SequenceNode):
        return f"[{', '.join(map(_text, tree))}]"
    return str(tree)
