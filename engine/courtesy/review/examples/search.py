"""The search for a situation in which a rule has a status: sketches by what the rule demands, the plainest first."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from courtesy.instants import Instant, moment
from courtesy.model.almanac import Dates
from courtesy.model.channels import EMAIL
from courtesy.model.declaration import Subject
from courtesy.model.outcome import Status
from courtesy.model.policy import Concerns
from courtesy.model.predicate import Fact, TimeAgainst, WithinHours
from courtesy.model.requirement import is_of_plan
from courtesy.model.truth import terms
from courtesy.review.examples.building import NOTHING, Builder, Exact
from courtesy.review.examples.sketch import Sketch
from courtesy.review.examples.texts import text
from courtesy.review.examples.ways import ways_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from courtesy.model.compiled import CompiledRule
    from courtesy.review.examples.stage import Scene, Stage
    from courtesy.review.examples.ways import Demands

    Fits = Callable[[Scene, Instant], bool]

MOST = 200
"""How many sketches are tried for one question."""
_PER_WAY = 6
_MOST_WAYS = 60
_FITTING_TIMES = 12
_MORE = 25
"""How many more are tried for one in which nothing else is undecided, and more where other rules are broken."""
_MOST_REPAIRED = 12
"""How many of the sketches found are mended."""
_REPAIRS = 5
_MOST_STARTS = 6
_SOME_CALENDAR = "US"
"""For contacts of whom a calendar has to be known."""
_USUAL_DAY = date(2026, 9, 15)
"""A Tuesday with no holiday near it in most calendars, and no change of the clocks."""
_BEGINNINGS = ((EMAIL, "follow_up"), ("phone", "check_in"), ("in_person", "other"), ("handwritten_note", "thank_you"))

_BESIDE = (("in_person", "other"),)
"""What is done beside something that is owed, which it should not be."""


class Found(NamedTuple):
    """A sketch and a time at which it is as wanted; `others` are the other rules that are broken or undecided then."""

    sketch: Sketch
    at: Instant
    others: Mapping[str, Status]

    @property
    def weight(self) -> tuple[int, int]:
        """How much else is the matter: the less, the better."""
        broken = sum(status is Status.VIOLATED for status in self.others.values())
        return broken, len(self.others) - broken


class Search:
    """Looks for situations of one policy; `tried` counts the sketches so far."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.tried = stage, 0
        self.builder = Builder(stage.policy.source.vocabulary)
        facts = [term for rule in stage.rules.values() for term in terms(rule.truth) if isinstance(term, Fact)]
        self._reads_texts = any(fact.of is Subject.TEXT for fact in facts)

    def of_status(self, rule: CompiledRule, status: Status) -> Iterator[Found]:
        """Situations in which the rule has the status, each better than the one before: the last is the best found."""
        yield from self.of_ways(rule, ways_to(rule, status), lambda scene, at: self._is(rule, scene, at, status))

    def of_ways(self, rule: CompiledRule, found_ways: Iterator[Demands], fits: Fits) -> Iterator[Found]:
        """Situations after any of the ways that fit, each better than the one before."""
        yield from self.of_exact_ways(rule, ((demands, NOTHING) for demands in found_ways), fits)

    def of_exact_ways(
        self, rule: CompiledRule, found_ways: Iterator[tuple[Demands, Exact]], fits: Fits, *, near: bool = False
    ) -> Iterator[Found]:
        """The same, where facts and counts are to have values of their own beside what is demanded.

        With `near` times close to a bound are tried before usual ones.
        """
        best: Found | None = None
        limit, repairs = self.tried + MOST, 0
        for demands, exact in islice(found_ways, _MOST_WAYS):
            for base in self.bases(rule):
                for sketch in islice(self.builder.sketches(demands, base, exact), _PER_WAY):
                    found = self._try(rule, sketch, fits, near=near)
                    if found is None:
                        continue
                    if any(found.weight) and repairs < _MOST_REPAIRED:
                        repairs += 1
                        found = self._repaired(rule, found, fits, near=near)
                    if best is None or found.weight < best.weight:
                        best = found
                        yield found
                        limit = min(limit, self.tried + _MORE * (1 + min(best.weight[0], 2)))
                    if not any(best.weight) or self.tried > limit:
                        return
                if self.tried > limit:
                    return

    def bases(self, rule: CompiledRule) -> Iterator[Sketch]:
        """What sketches begin with: an ordinary act after an ordinary interview."""
        owed = is_of_plan(rule.requirement)
        kinds = (*_BESIDE, *_BEGINNINGS) if owed else _BEGINNINGS
        beginnings = [(self.start, kind) for kind in kinds]
        beginnings += [(start, kinds[0]) for start in islice(self._other_starts(rule), _MOST_STARTS)]
        for start, (channel, purpose) in beginnings:
            base = Sketch(start, self.stage.zone_name)
            base.channel, base.purpose = channel, purpose
            if rule.calendar.of_recipient and rule.calendar.code is None:
                base.contact["calendar"] = _SOME_CALENDAR
            if self._reads_texts:
                base.usual = text(thanks=True, tone="neutral", names=None)
            if rule.rule.concerns is Concerns.COPIED:
                base.copied = True
                base.add_contact("hr")
            yield base

    def _other_starts(self, rule: CompiledRule) -> Iterator[datetime]:
        """Ends of interviews shortly before the dates that a rule names for acts."""
        days: set[date] = set()
        for term in terms(rule.truth):
            if isinstance(term, TimeAgainst):
                marks = (one if isinstance(one, date) else moment(Instant(one), UTC).date() for one in term.marks)
                days.update(marks)
            elif isinstance(term, WithinHours):
                listed = (one for hours in term.open_hours for one in (*hours.on, *hours.not_on))
                days.update(one.first for one in listed if isinstance(one, Dates))
        for day in sorted(days):
            for before in (1, 8):
                yield datetime.combine(day - timedelta(days=before), time(15, 30), self.stage.zone)

    @property
    def start(self) -> datetime:
        """When interviews end: on a usual day, or its weekday once the policy holds, or a month before it ceases to."""
        source, day = self.stage.policy.source, _USUAL_DAY
        if source.valid_from is not None and day <= source.valid_from:
            day = source.valid_from + timedelta(days=1)
            day += timedelta(days=(_USUAL_DAY.weekday() - day.weekday()) % 7)
        if source.valid_until is not None and source.valid_until <= day + timedelta(days=35):
            day = source.valid_until - timedelta(days=35)
            if source.valid_from is not None and day <= source.valid_from:
                day = source.valid_from
        return datetime.combine(day, time(15, 30), self.stage.zone)

    def _is(self, rule: CompiledRule, scene: Scene, at: Instant, status: Status) -> bool:
        return self.stage.status(rule, scene, at) is status

    def _try(self, rule: CompiledRule, sketch: Sketch, fits: Fits, *, near: bool) -> Found | None:
        """The time at which a sketch fits, and as little else as possible is the matter."""
        self.tried += 1
        vocabulary = self.stage.policy.source.vocabulary
        scene = self.stage.load(sketch.document(max(sketch.start, sketch.latest), vocabulary))
        if scene is None:
            return None
        best: Found | None = None
        times = self.stage.times(rule, scene, sketch.start, sketch.latest, near=near)
        for at in islice((at for at in times if fits(scene, at)), _FITTING_TIMES):
            found = Found(sketch, at, self.stage.others(rule, scene, at))
            if best is None or found.weight < best.weight:
                best = found
            if not any(best.weight):
                break
        return best

    def _repaired(self, rule: CompiledRule, found: Found, fits: Fits, *, near: bool) -> Found:
        """The same with less else the matter, where what is broken beside the rule can be put right."""
        for _ in range(_REPAIRS):
            better = next(self._better(rule, found, fits, near=near), None)
            if better is None:
                return found
            found = better
            if not any(found.weight):
                return found
        return found

    def _better(self, rule: CompiledRule, found: Found, fits: Fits, *, near: bool) -> Iterator[Found]:
        for name in found.others:
            other = self.stage.rules[name]
            for demands in islice(ways_to(other, Status.SATISFIED), _PER_WAY):
                for sketch in islice(self.builder.sketches(demands, found.sketch), 2):
                    tried = self._try(rule, sketch, fits, near=near)
                    if tried is not None and tried.weight < found.weight:
                        yield tried
