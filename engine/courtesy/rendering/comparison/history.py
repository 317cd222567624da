"""Past touches that both versions have judged, in words: how many of them turn, and by which rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.turn import Side, Turn
from courtesy.rendering.comparison.entry import Entry, Part
from courtesy.rendering.comparison.verdicts import TURN_INKS
from courtesy.rendering.ink import Ink
from courtesy.wording.text import agree, joined
from courtesy.wording.times import dates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.touch_history import TouchHistory, TurnedRule, TurnedTouch

SIDES = {Side.OLD: "By the old version", Side.NEW: "By the new version"}
"""What stands above the verdict of each."""
_MOST_RULES = 10
_TURNED = {
    Turn.NEWLY_PERMITTED: "newly permitted",
    Turn.NEWLY_REFUSED: "newly refused",
    Turn.OTHER: "judged otherwise",
}


def turned(of: TouchHistory) -> str:
    """How many touches turn: `3 newly permitted and 1 newly refused`."""
    told = [f"{number:,} {words}" for turn, words in _TURNED.items() if (number := of.turned(turn))]
    return joined(told) if told else "no outcome changes"


def history_part(of: TouchHistory) -> Part:
    """The numbers, the rules that decide, and the examples."""
    judged = f"{agree(of.touches, 'touch')} of {agree(of.cases, 'case')}"
    if of.first is not None and of.last is not None:
        judged += f", {dates(of.first.date(), of.last.date())}"
    lead = [f"{judged}, judged by both versions: {turned(of)}."]
    if of.outcomes:
        lead.append("A touch counts for each rule that decides.")
    return Part("Past touches", tuple(lead), tuple(_entries(of)), of.examples)


def touch_title(touch: TurnedTouch) -> str:
    """Which touch it is."""
    return f"{touch.case_id}, {touch.old.touch_id}, {touch.old.at.isoformat(timespec='minutes')}"


def _entries(of: TouchHistory) -> Iterator[Entry]:
    for turn in _TURNED:
        ink, label = TURN_INKS[turn], turn.value.replace("_", " ")
        for one in of.outcomes:
            if one.turn is turn:
                was = f"was {one.old.value}, now {one.new.value}"
                yield Entry(label, ink, f"{agree(one.touches, 'touch')}: {was}", ())
        rules = [one for one in of.rules if one.turn is turn]
        for rule in rules[:_MOST_RULES]:
            yield Entry("", ink, _by(rule), ())
        if (more := len(rules) - _MOST_RULES) > 0:
            yield Entry("", Ink.FAINT, f"{agree(more, 'more rule')}; `--format json` lists all", ())


def _by(rule: TurnedRule) -> str:
    return f"{rule.touches:,} by {rule.title} [{rule.rule_id}], {rule.level.value} in the {rule.by.value} version"
