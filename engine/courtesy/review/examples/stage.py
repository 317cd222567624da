"""Where sketches are tried: the rules of a policy as the engine reads them, asked at many times of the act."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from courtesy.api.policy import Policy
from courtesy.compiling.compiler import obligations, rules_of_acts
from courtesy.errors import CourtesyError
from courtesy.facts.boundaries import boundaries
from courtesy.facts.sheet import Deriver
from courtesy.instants import Instant, instant, moment
from courtesy.judging.occasions import occasions_of
from courtesy.model.outcome import Standing, Status
from courtesy.model.predicate import AtMost, TimeAfter, TimeAgainst
from courtesy.model.requirement import is_of_plan
from courtesy.model.truth import combination, leaf_truth, leaves, terms, truth
from courtesy.sharing import lazily
from courtesy.values import DAY, HOUR, SECOND, Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from courtesy.model.case import Action, Case
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.facts import FactSheet, Occasion
    from courtesy.model.predicate import Leaf

_WORST_FIRST = tuple(Status)
_USUAL_DAYS = (1, 2, 3, 7, 8, 10, 14, 15, 21, 28, 35, 62, 100, 400)
_USUAL_HOURS = (10,)
_EDGES = 60
"""How many times at which a comparison may change are looked at."""
_MOST_TIMES = 240
_BACK, _AHEAD = 500 * DAY, 1200 * DAY
_STANDINGS = {
    Standing.OVERDUE: Status.VIOLATED,
    Standing.MET: Status.SATISFIED,
    Standing.PLANNED: Status.SATISFIED,
    Standing.UNDETERMINED: Status.UNDETERMINED,
    Standing.WAIVED: Status.WAIVED,
}
"""What the standing of an obligation is as the status of its rule; one that is due or open is none yet."""


class Scene(NamedTuple):
    """A case with its action that can be asked about at any time."""

    case: Case
    action: Action

    def occasions(self, at: Instant) -> tuple[Occasion, ...]:
        """The action at a time toward each of those whom it reaches."""
        return occasions_of(self.case, self.action, self.case.history, at)


class Stage:
    """One policy, ready to be asked what its rules make of a case, without words."""

    def __init__(self, policy: Policy) -> None:
        self.given = policy
        self.policy = Policy(policy.source, matcher="native", pinned=False)
        self.rules = {rule.rule.id: rule for rule in self.policy.compiled}
        self._acts = rules_of_acts(self.policy.compiled)
        self._owed = obligations(self.policy.compiled)
        self._derivers: dict[str, Deriver] = {}

    @property
    def zone_name(self) -> str:
        """The name of the policy's zone."""
        return str(self.policy.source.zone or "America/New_York")

    @lazily
    def zone(self) -> ZoneInfo:
        """The policy's zone."""
        return ZoneInfo(self.zone_name)

    def load(self, document: Mapping[str, Any]) -> Scene | None:
        """The case that a document states, None where the policy does not take it."""
        try:
            case = self.policy.case_from(document)
        except CourtesyError:
            return None
        return Scene(case, case.actions[0]) if case.actions else None

    def holds(self, at: Instant) -> bool:
        """Whether the policy holds at a time."""
        return self.policy.dated.reach.holds(at)

    # ---------------------------------------------------------------- how rules stand

    def status(self, rule: CompiledRule, scene: Scene, at: Instant) -> Status | None:
        """How a rule stands at a time, worst first of several recipients; None where it judges nobody, or not yet."""
        if is_of_plan(rule.requirement):
            return self._standing(rule, scene, at)
        found = [
            status_on(rule, self.deriver(rule).derive(occasion))
            for occasion in scene.occasions(at)
            if rule.rule.concerns.include(copied=occasion.copied)
        ]
        return min(found, key=_WORST_FIRST.index, default=None)

    def others(self, rule: CompiledRule, scene: Scene, at: Instant) -> Mapping[str, Status]:
        """The other rules that are broken or undecided at a time."""
        found: dict[str, Status] = {}
        for occasion in scene.occasions(at):
            sheet = self._whole.derive(occasion)
            for other, compared, combined in self._truths:
                if other is rule or not other.rule.concerns.include(copied=occasion.copied):
                    continue
                holds = combined(iter([leaf_truth(leaf, sheet.value_of(leaf.term)) for leaf in compared]))
                if holds is Truth.FALSE:
                    found[other.rule.id] = Status.VIOLATED
                elif holds is Truth.UNKNOWN:
                    found.setdefault(other.rule.id, Status.UNDETERMINED)
        return found

    @lazily
    def _truths(self) -> list[tuple[CompiledRule, tuple[Leaf, ...], Callable[[Iterator[Truth]], Truth]]]:
        """The rules about acts with the comparisons of each, and how its truth follows from theirs."""
        return [(rule, leaves(rule.truth), combination(rule.truth)) for rule in self._acts]

    @lazily
    def _whole(self) -> Deriver:
        """What measures the facts of all rules about acts."""
        return Deriver(tuple(term for rule in self._acts for term in terms(rule.truth)))

    def deriver(self, rule: CompiledRule) -> Deriver:
        """What measures the facts of a rule."""
        if rule.rule.id not in self._derivers:
            self._derivers[rule.rule.id] = Deriver(terms(rule.truth))
        return self._derivers[rule.rule.id]

    def _standing(self, rule: CompiledRule, scene: Scene, at: Instant) -> Status | None:
        case = scene.case.with_actions(())
        try:
            owed = self.policy.obligations(case, now=moment(at, self.zone))
        except CourtesyError:
            return None
        found = [one for one in owed if one.rule_id == rule.rule.id]
        if not found:
            return Status.NOT_APPLICABLE
        statuses = [status for one in found if (status := _STANDINGS.get(one.standing)) is not None]
        return min(statuses, key=_WORST_FIRST.index, default=None)

    # ---------------------------------------------------------------- times

    def times(
        self, rule: CompiledRule, scene: Scene, start: datetime, latest: datetime, *, near: bool = False
    ) -> Iterator[Instant]:
        """Times for the act: those that are usual, and those at, just before and after which the rule changes.

        The latter come first where something `near` a bound is looked for. None lies before `latest`, when the last
        touch was.
        """
        usual, edges = _usual(start, self.zone), self._edges(rule, scene, start, latest)
        seen = set[int]()
        for at in islice(chain(edges, usual) if near else chain(usual, edges), _MOST_TIMES):
            if at not in seen and at >= instant(latest) and self.holds(Instant(at)):
                seen.add(at)
                yield Instant(at)

    def _edges(self, rule: CompiledRule, scene: Scene, start: datetime, latest: datetime) -> Iterator[int]:
        compared: Sequence[Leaf] = rule.time_dependent
        if is_of_plan(rule.requirement) and rule.requirement.due is not None:
            compared = (*compared, AtMost(rule.requirement.due, 0))
        begin = max(instant(start), instant(latest))
        found = set[int]()
        for leaf in compared:
            for occasion in scene.occasions(Instant(begin)):
                found.update(islice(boundaries(leaf, occasion, Instant(begin - 1), Instant(begin + _AHEAD)), _EDGES))
                if isinstance(leaf.term, TimeAfter | TimeAgainst) and latest < start:
                    back = boundaries(leaf, occasion, Instant(begin - _BACK), Instant(begin))
                    found.update(islice(back, _EDGES))
        for edge in sorted(found, key=lambda at: (at < begin, abs(at - begin))):
            whole = edge - edge % SECOND
            yield from (whole, whole + SECOND, whole - SECOND, whole + HOUR, whole - HOUR)


def status_on(rule: CompiledRule, sheet: FactSheet) -> Status:
    """How a rule stands by what was measured."""
    holds = truth(rule.truth, sheet.value_of)
    if holds is Truth.FALSE:
        return Status.VIOLATED
    if holds is Truth.UNKNOWN:
        return Status.UNDETERMINED
    return Status.NOT_APPLICABLE if truth(rule.applies, sheet.value_of) is Truth.FALSE else Status.SATISFIED


def _usual(start: datetime, zone: ZoneInfo) -> Iterator[Instant]:
    """In the daytime, some days after the interview."""
    for days in _USUAL_DAYS:
        for hour in _USUAL_HOURS:
            local = (start.astimezone(zone) + timedelta(days=days)).replace(tzinfo=None, hour=hour, minute=0)
            yield instant(local.replace(tzinfo=zone))
