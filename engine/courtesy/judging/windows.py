"""The windows of one act: when it is permitted, and which rules close the rest."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from courtesy.instants import Instant, instant, moment
from courtesy.judging.occasions import clock_for, occasions_of
from courtesy.judging.search import first_permitted
from courtesy.judging.segments import segments
from courtesy.judging.unlisted import UNLISTED_RULE
from courtesy.model.outcome import Outcome, Status, outcome_of_rule, worst
from courtesy.model.policy import Level
from courtesy.model.timetable import Stretch

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.judging.line import Line
    from courtesy.judging.part import Part
    from courtesy.judging.segments import Segment
    from courtesy.model.case import Action, Case, History
    from courtesy.model.facts import Occasion
    from courtesy.model.verdict import Notice


class Survey(NamedTuple):
    """The windows of an act, when it is permitted after the last of them, and the facts that are missing."""

    windows: tuple[Stretch, ...]
    then: datetime | None
    missing: tuple[str, ...]
    notices: tuple[Notice, ...]


class _Stretch(NamedTuple):
    start: Instant
    end: Instant
    outcome: Outcome
    rules: tuple[str, ...]
    version: str | None


def survey(
    line: Line[Part], case: Case, action: Action, history: History | None, *, start: datetime, until: datetime
) -> Survey:
    """The windows of `action` from `start` to `until`; its own time does not matter.

    `line` is what each version says of it. Where none holds it is refused, by no rule. Raises what `Profile.derive` and
    `Profile.match` do.
    """
    begin, end = instant(start), instant(until)
    occasions = occasions_of(case, action, history, begin)
    zone = clock_for(occasions, start)
    missing: dict[tuple[object, ...], tuple[str, ...]] = {}
    found: list[_Stretch] = []
    for segment in segments(line, occasions, begin, end):
        outcome, rules = meaning(segment)
        if (last := found[-1].end if found else begin) < segment.start:
            found.append(_Stretch(last, segment.start, Outcome.DENY, (), None))
        found.append(_Stretch(segment.start, segment.end, outcome, rules, segment.part.reach.policy.version))
        undecided = (segment.part.profile, *(matches.undetermined for matches in segment.matches))
        if outcome is Outcome.UNDETERMINED and undecided not in missing:  # as dear as a verdict: once is enough
            missing[undecided] = missing_in(segment, occasions)
    stretches = _joined(found)
    permitted, notice = None, None
    if stretches and stretches[-1].outcome.refused:
        last_asked = line.nearest(end)
        later = first_permitted((last_asked, *line.after(last_asked)), case, action, history, end)
        permitted = later.at
        notice = later.reach.notice([later.answer], zone) if permitted is None else None
    last_open = max((place for place, one in enumerate(stretches) if not one.outcome.refused), default=-1)
    windows = tuple(
        Stretch(
            start=moment(one.start, zone),
            end=moment(one.end, zone),
            outcome=Outcome.WAIT
            if one.outcome.refused and (place < last_open or permitted is not None)
            else one.outcome,
            rules=one.rules,
            version=one.version,
        )
        for place, one in enumerate(stretches)
    )
    names = dict.fromkeys(name for listed in missing.values() for name in listed)
    then = None if permitted is None else moment(permitted, zone)
    return Survey(windows, then, tuple(names), () if notice is None else (notice,))


def meaning(segment: Segment) -> tuple[Outcome, tuple[str, ...]]:
    """What a stretch comes to, with the rules behind it; refused is `deny` here, whether or not a later one is not."""
    unlisted = segment.part.unlisted
    found = [] if unlisted is None else [(UNLISTED_RULE, unlisted, Status.VIOLATED)]
    found += segment.found()
    behind: dict[Outcome, list[str]] = {}
    for rule, level, status in found:
        behind.setdefault(outcome_of_rule(level, status), []).append(rule)
    outcome = worst(tuple(behind))
    return outcome, () if outcome is Outcome.ALLOW else tuple(behind[outcome])


def missing_in(segment: Segment, occasions: tuple[Occasion, ...]) -> tuple[str, ...]:
    """The facts that would settle the `must`s that are undetermined in a stretch, each once.

    Raises DeadlineExceededError.
    """
    names: dict[str, None] = {}
    profile = segment.part.profile
    for occasion, matches in zip(occasions, segment.matches, strict=True):
        sheet = profile.derive(replace(occasion, at=segment.start))
        for place in matches.undetermined:
            if profile.rules[place].rule.level is Level.MUST:
                names |= dict.fromkeys(profile.explainer(place).missing(sheet))
    return tuple(names)


def _joined(stretches: list[_Stretch]) -> list[_Stretch]:
    """The same with neighbours that are alike, and of one version, made one."""
    joined = []
    for _, grouped in groupby(stretches, key=lambda one: one[2:]):
        alike = list(grouped)
        joined.append(alike[0]._replace(end=alike[-1].end))
    return joined
