"""When a refused act becomes permitted: the facts are derived anew for other times, all else unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from courtesy.explanation.earliest import NEVER, Answer, earliest, first_unviolated
from courtesy.facts.outlook import Outlook
from courtesy.judging.occasions import occasions_of
from courtesy.model.policy import Level

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from courtesy.instants import Instant
    from courtesy.judging.part import Part
    from courtesy.judging.profile import Profile
    from courtesy.judging.reach import Reach
    from courtesy.model.case import Action, Case, History
    from courtesy.model.facts import FactSheet, Matches, Occasion


class MovedRule(Struct, frozen=True):
    """One rule of a profile for one recipient, while the act's time moves."""

    profile: Profile
    index: int
    occasion: Occasion

    def violated(self, at: Instant) -> bool:
        """Whether the rule is violated if the act is done at `at`."""
        alone = self.profile.alone(self.index)
        return bool(alone.match(alone.derive(replace(self.occasion, at=at))).violated)

    def outlook(self, after: Instant) -> Outlook:
        """Where that can change after an instant."""
        return Outlook(((leaf, self.occasion) for leaf in self.profile.rules[self.index].time_dependent), after)


class Place(NamedTuple):
    """An occasion and a rule, by their places in the action's and the profile's lists."""

    occasion: int
    rule: int


class TimeSearch:
    """Finds the earliest permitted time of one action, and of each broken rule; every answer is worked out once."""

    def __init__(
        self,
        profile: Profile,
        occasions: Sequence[Occasion],
        sheets: Sequence[FactSheet],
        matches: Sequence[Matches],
    ) -> None:
        """`sheets` and `matches` are those of the occasions as they stand; no time before theirs is looked at."""
        self._profile, self._occasions, self._sheets, self._start = profile, occasions, sheets, occasions[0].at
        self._matches = matches
        self._broken: dict[Instant, list[Place]] = {}
        self._healed: dict[tuple[Place, Instant], Answer] = {}
        self._lasting: dict[Place, bool] = {}

    def of_rule(self, rule: int, occasions: Collection[int]) -> Answer:
        """The first time at which one rule is violated on none of some occasions, being violated as things stand.

        Raises what `Profile.derive` and `Profile.match` do.
        """
        time_dependent = self._profile.rules[rule].time_dependent
        if not time_dependent:
            return NEVER
        places = [Place(occasion, rule) for occasion in occasions]

        def broken_at(at: Instant) -> list[Place]:
            if at == self._start:
                return [place for place in places if rule in self._matches[place.occasion].violated]
            return [place for place in places if self._moved(place).violated(at)]

        def outlook() -> Outlook:
            meant = [self._occasions[occasion] for occasion in occasions]
            return Outlook(((leaf, occasion) for occasion in meant for leaf in time_dependent), self._start)

        if len(places) == 1:  # one rule on one occasion stays healed until the time that was found
            return self._heal(places[0], self._start) if broken_at(self._start) else Answer(self._start)
        return earliest(broken_at, self._heal, self._start, outlook)

    def of_action(self) -> Answer:
        """The first time at which no `must` is violated on any occasion. Raises as `of_rule` does."""
        return earliest(self._broken_musts, self._heal, self._start, self._outlook)

    def _outlook(self) -> Outlook:
        return Outlook(
            (
                (leaf, occasion)
                for occasion in self._occasions
                for leaf in self._profile.time_dependent(copied=occasion.copied)
            ),
            self._start,
        )

    def _moved(self, place: Place) -> MovedRule:
        return MovedRule(self._profile, place.rule, self._occasions[place.occasion])

    def _heal(self, place: Place, broken_at: Instant) -> Answer:
        key = (place, broken_at)
        if key not in self._healed:
            if place not in self._lasting:
                self._lasting[place] = self._profile.explainer(place.rule).lasts(self._sheets[place.occasion])
            self._healed[key] = NEVER if self._lasting[place] else first_unviolated(self._moved(place), broken_at)
        return self._healed[key]

    def _broken_musts(self, at: Instant) -> list[Place]:
        """The `must`s that are violated on each occasion if the act is done at `at`."""
        if at not in self._broken:
            self._broken[at] = list(self._broken_now() if at == self._start else self._broken_later(at))
        return self._broken[at]

    def _broken_now(self) -> Iterator[Place]:
        rules = self._profile.rules
        for occasion, matches in enumerate(self._matches):
            for rule in matches.violated:
                if rules[rule].rule.level is Level.MUST:
                    yield Place(occasion, rule)

    def _broken_later(self, at: Instant) -> Iterator[Place]:
        # INVARIANT (time_dependent): a rule that no time can change, and from which there is no waiver, is as it was at
        # the start, where it was kept, or no time after it is looked at.
        profile, places = self._profile.moved
        for occasion, stated in enumerate(self._occasions):
            for rule in profile.match(profile.derive(replace(stated, at=at))).violated:
                yield Place(occasion, places[rule])


class Found(NamedTuple):
    """The first permitted time, None where there is none; with the answer of the version that was asked last."""

    at: Instant | None
    answer: Answer
    reach: Reach


def first_permitted(
    parts: Sequence[Part], case: Case, action: Action, history: History | None, start: Instant | None = None
) -> Found:
    """The first time from `start` on (from the first version's beginning) at which no `must` is violated.

    `parts` are what the versions say of the action that hold from then on, at least one, in time order; each is asked
    about the time in which it holds. Raises what `Profile.derive` and `Profile.match` do.
    """
    found = Found(None, NEVER, parts[0].reach)
    for profile, reach, unlisted in parts:
        begin = start if reach.start is None or (start is not None and start > reach.start) else reach.start
        answer = NEVER
        if unlisted is not Level.MUST and begin is not None:
            occasions = occasions_of(case, action, history, begin, copies=bool(profile.about(copied=True)))
            sheets = [profile.derive(occasion) for occasion in occasions]
            matches = [profile.match(sheet) for sheet in sheets]
            answer = TimeSearch(profile, occasions, sheets, matches).of_action()
        found = Found(reach.within(answer), answer, reach)
        if found.at is not None:
            break
    return found
