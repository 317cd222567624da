"""The windows of one act: when it is permitted, and which rules close the rest."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from courtesy.explanation.earliest import NEVER, Answer
from courtesy.instants import Instant, instant, moment
from courtesy.judging.occasions import clock_for, occasions_of
from courtesy.judging.reach import Reach
from courtesy.judging.search import TimeSearch
from courtesy.judging.segments import segments
from courtesy.judging.unlisted import UNLISTED_RULE, unlisted_level
from courtesy.model.outcome import Outcome, Status, outcome_of_rule, worst
from courtesy.model.policy import Level
from courtesy.model.timetable import Stretch

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.judging.profile import Profile
    from courtesy.judging.segments import Segment
    from courtesy.model.case import Action, Case, History
    from courtesy.model.facts import Occasion
    from courtesy.model.policy import PolicySource
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


class Surveyor:
    """Finds the windows of acts by one policy."""

    def __init__(self, policy: PolicySource) -> None:
        self._policy, self._reach = policy, Reach(policy)

    def survey(
        self,
        profile: Profile,
        case: Case,
        action: Action,
        history: History | None,
        *,
        start: datetime,
        until: datetime,
    ) -> Survey:
        """The windows of `action` from `start` to `until`; its own time does not matter.

        `profile` holds the rules that can apply to it. Raises what its `derive` and `match` do.
        """
        begin, end = instant(start), instant(until)
        occasions = occasions_of(case, action, history, begin)
        zone = clock_for(occasions, start)
        unlisted = unlisted_level(self._policy, action)
        missing: dict[tuple[tuple[int, ...], ...], tuple[str, ...]] = {}
        found = []
        for segment in segments(profile, occasions, begin, end):
            outcome, rules = meaning(segment, profile, unlisted)
            found.append(_Stretch(segment.start, segment.end, outcome, rules))
            undecided = tuple(matches.undetermined for matches in segment.matches)
            if outcome is Outcome.UNDETERMINED and undecided not in missing:  # as dear as a verdict: once is enough
                missing[undecided] = missing_in(segment, profile, occasions)
        stretches = _joined(found)
        closed = bool(stretches) and stretches[-1].outcome.refused and unlisted is not Level.MUST
        answer = self._after(profile, occasions_of(case, action, history, end)) if closed else NEVER
        permitted = self._reach.within(answer)
        notice = self._reach.notice([answer], zone) if closed and permitted is None else None
        last_open = max((place for place, one in enumerate(stretches) if not one.outcome.refused), default=-1)
        windows = tuple(
            Stretch(
                start=moment(one.start, zone),
                end=moment(one.end, zone),
                outcome=Outcome.WAIT
                if one.outcome.refused and (place < last_open or permitted is not None)
                else one.outcome,
                rules=one.rules,
            )
            for place, one in enumerate(stretches)
        )
        names = dict.fromkeys(name for listed in missing.values() for name in listed)
        then = None if permitted is None else moment(permitted, zone)
        return Survey(windows, then, tuple(names), () if notice is None else (notice,))

    @staticmethod
    def _after(profile: Profile, occasions: tuple[Occasion, ...]) -> Answer:
        sheets = [profile.derive(occasion) for occasion in occasions]
        matches = [profile.match(sheet) for sheet in sheets]
        return TimeSearch(profile, occasions, sheets, matches).of_action()


def meaning(segment: Segment, profile: Profile, unlisted: Level | None = None) -> tuple[Outcome, tuple[str, ...]]:
    """What a stretch comes to, with the rules behind it; refused is `deny` here, whether or not a later one is not."""
    found = [] if unlisted is None else [(UNLISTED_RULE, unlisted, Status.VIOLATED)]
    found += segment.found(profile)
    behind: dict[Outcome, list[str]] = {}
    for rule, level, status in found:
        behind.setdefault(outcome_of_rule(level, status), []).append(rule)
    outcome = worst(tuple(behind))
    return outcome, () if outcome is Outcome.ALLOW else tuple(behind[outcome])


def missing_in(segment: Segment, profile: Profile, occasions: tuple[Occasion, ...]) -> tuple[str, ...]:
    """The facts that would settle the `must`s that are undetermined in a stretch, each once.

    Raises DeadlineExceededError.
    """
    names: dict[str, None] = {}
    for occasion, matches in zip(occasions, segment.matches, strict=True):
        sheet = profile.derive(replace(occasion, at=segment.start))
        for place in matches.undetermined:
            if profile.rules[place].rule.level is Level.MUST:
                names |= dict.fromkeys(profile.explainer(place).missing(sheet))
    return tuple(names)


def _joined(stretches: list[_Stretch]) -> list[_Stretch]:
    """The same with neighbours that are alike made one."""
    joined = []
    for _, grouped in groupby(stretches, key=lambda one: (one.outcome, one.rules)):
        alike = list(grouped)
        joined.append(alike[0]._replace(end=alike[-1].end))
    return joined
