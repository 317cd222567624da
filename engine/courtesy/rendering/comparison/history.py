"""Past touches that both versions have judged, in words: how many of them turn, and by which rules."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from courtesy.model.turn import Side, Turn
from courtesy.rendering.comparison.entry import Entry, Part
from courtesy.rendering.comparison.verdicts import TURN_INKS
from courtesy.rendering.ink import Ink
from courtesy.wording.text import agree, joined
from courtesy.wording.times import dates, day_and_clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from courtesy.model.touch_history import TouchHistory, TurnedDuty, TurnedRule, TurnedTouch

SIDES = {Side.OLD: "By the old version", Side.NEW: "By the new version"}
"""What stands above the verdict of each."""
_MOST_RULES = 10
_TURNED = {
    Turn.NEWLY_PERMITTED: "newly permitted",
    Turn.NEWLY_REFUSED: "newly refused",
    Turn.OTHER: "judged otherwise",
}


_OPEN = "not open"
"""What is met, has time left, or is not owed."""
_DUTY_INKS = {"newly overdue": Ink.LATER, "no longer overdue": Ink.BAD, "owed otherwise": Ink.CAUTION}


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
    lead.append(f"{_owed(of)}.")
    return Part("Past touches", tuple(lead), (*_entries(of), *_duties(of)), of.examples)


def turned_duties(of: TouchHistory) -> str:
    """How many obligations stand otherwise: `3 newly overdue and 1 no longer overdue`."""
    told = [f"{number:,} {words}" for words, duties in _by_words(of).items() if (number := _sum(duties))]
    return joined(told) if told else "nothing stands otherwise"


def _owed(of: TouchHistory) -> str:
    if of.owed_as_of is None:
        return "What the cases owe was not judged"
    return f"Of what the cases owe as of {day_and_clock(of.owed_as_of.astimezone(UTC))}: {turned_duties(of)}"


def _by_words(of: TouchHistory) -> Mapping[str, list[TurnedDuty]]:
    """What is owed otherwise, by what has become of it."""
    return {
        "newly overdue": [one for one in of.duties if one.newly_overdue],
        "no longer overdue": [one for one in of.duties if one.no_longer_overdue],
        "owed otherwise": [one for one in of.duties if not (one.newly_overdue or one.no_longer_overdue)],
    }


def _sum(duties: Iterable[TurnedDuty]) -> int:
    return sum(one.obligations for one in duties)


def _duties(of: TouchHistory) -> Iterator[Entry]:
    for words, duties in _by_words(of).items():
        for number, one in enumerate(duties[:_MOST_RULES]):
            amount = f"{agree(one.obligations, 'obligation')} of {agree(one.cases, 'case')}"
            was, now = (_OPEN if standing is None else standing.value for standing in (one.old, one.new))
            title = f"{amount} by {one.title} [{one.rule_id}], {one.level.value}: was {was}, now {now}"
            yield Entry("" if number else words, _DUTY_INKS[words], title, ())
        if (more := len(duties) - _MOST_RULES) > 0:
            yield Entry("", Ink.FAINT, f"{agree(more, 'more rule')}; `--format json` lists all", ())


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
