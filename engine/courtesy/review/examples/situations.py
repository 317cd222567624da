"""Situations for a rule: made up from what it demands, run by the engine, and told with what else is broken in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.errors import CourtesyError
from courtesy.instants import moment
from courtesy.model.outcome import Standing, Status
from courtesy.model.requirement import is_of_plan
from courtesy.model.situations import Situation
from courtesy.review.examples.around import ways_to_show
from courtesy.review.examples.search import Search
from courtesy.review.examples.stage import Stage
from courtesy.review.probing.making import probes_of
from courtesy.review.probing.observing import Observer
from courtesy.review.probing.probes import OfClock, OfTime, OfWindow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courtesy.api.policy import Policy
    from courtesy.instants import Instant
    from courtesy.model.rule_parts import RulePart, Sight
    from courtesy.model.verdict import PlanVerdict
    from courtesy.review.examples.search import Found
    from courtesy.review.examples.stage import Scene

STATUSES = (Status.VIOLATED, Status.SATISFIED, Status.UNDETERMINED, Status.NOT_APPLICABLE)
"""What is looked for; a waiver makes the fifth."""


class Situations:
    """Makes up situations for the rules of one policy, in one version. What is found once is not looked for again."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy.with_waivers(()) if policy.waivers else policy
        self.search = Search(Stage(self.policy))
        self._found: dict[tuple[str, Status], Situation | None] = {}
        self._observers: dict[str, Observer] = {}

    def one(self, rule_id: str, status: Status) -> Situation | None:
        """The plainest situation found in which the rule has the status; None where none was found in the tries."""
        key = (rule_id, status)
        if key not in self._found:
            self._found[key] = next(self.all(rule_id, status), None)
        return self._found[key]

    def all(self, rule_id: str, status: Status) -> Iterator[Situation]:
        """Situations in which the rule has the status: in the first as little else as possible is the matter.

        Raises KeyError where the policy has no such rule.
        """
        rule = self.search.stage.rules[rule_id]
        for found in reversed(list(self.search.of_status(rule, status))):
            situation = self.judged(rule_id, found)
            if situation is not None and situation.status is status:
                yield situation

    def around(self, rule_id: str, path: str) -> dict[Sight, Situation | None]:
        """For each thing that a case can show of a part of a rule, the plainest situation found that shows it.

        None stands where none was found in the tries. Raises KeyError where the policy has no such rule or part.
        """
        observer = self.observer(rule_id)
        part = next((part for part in observer.probes if part.path == path), None)
        if part is None:
            raise KeyError(path)
        return {sight: self.showing(rule_id, part, sight) for sight in observer.probes[part].shows}

    def showing(self, rule_id: str, part: RulePart, sight: Sight) -> Situation | None:
        """The plainest situation found that shows that of a part of a rule; None where none was found."""
        rule, observer = self.search.stage.rules[rule_id], self.observer(rule_id)

        def fits(scene: Scene, at: Instant) -> bool:
            occasions = observer.occasions(scene.case, scene.action, scene.case.history, at)
            return any(observer.shows(part, sight, occasion) for occasion in occasions)

        probe = observer.probes[part]
        ways, near = ways_to_show(rule, probe, sight), isinstance(probe, OfTime | OfClock | OfWindow)
        for found in reversed(list(self.search.of_exact_ways(rule, ways, fits, near=near))):
            situation = self.judged(rule_id, found)
            if situation is not None:
                return situation
        return None

    def observer(self, rule_id: str) -> Observer:
        """What looks at the parts of a rule."""
        if rule_id not in self._observers:
            rule = self.search.stage.rules[rule_id]
            self._observers[rule_id] = Observer(rule, probes_of(self.policy.source, rule))
        return self._observers[rule_id]

    def judged(self, rule_id: str, found: Found) -> Situation | None:
        """What the engine makes of a sketch at a time; None where it does not take it."""
        rule, now = self.search.stage.rules[rule_id], moment(found.at, self.search.stage.zone)
        document = found.sketch.document(now, self.policy.source.vocabulary)
        try:
            verdict = self.policy.check_plan(self.policy.case_from(document), now=now, all_findings=True)
        except CourtesyError:
            return None
        statuses = statuses_in(verdict)
        status = statuses.pop(rule_id, None)
        if status is None:
            if not is_of_plan(rule.requirement):
                return None
            owed = any(one.rule_id == rule_id for one in verdict.obligations)
            status = None if owed else Status.NOT_APPLICABLE
        return Situation(
            rule_id=rule_id,
            status=status,
            document=document,
            now=now,
            verdict=verdict,
            broken=self._with(statuses, Status.VIOLATED, of_plan=False),
            undecided=self._with(statuses, Status.UNDETERMINED, of_plan=False),
            overdue=self._with(statuses, Status.VIOLATED, of_plan=True),
        )

    def _with(self, statuses: Mapping[str, Status], wanted: Status, *, of_plan: bool) -> tuple[str, ...]:
        rules = self.search.stage.rules
        found = (name for name, status in statuses.items() if status is wanted)
        return tuple(
            sorted(name for name in found if name not in rules or is_of_plan(rules[name].requirement) is of_plan)
        )


_OF_STANDINGS = {
    Standing.OVERDUE: Status.VIOLATED,
    Standing.UNDETERMINED: Status.UNDETERMINED,
    Standing.WAIVED: Status.WAIVED,
    Standing.MET: Status.SATISFIED,
    Standing.PLANNED: Status.SATISFIED,
}


def statuses_in(verdict: PlanVerdict) -> dict[str, Status]:
    """The worst status of each rule in a verdict with all findings.

    Of an obligation, overdue is violated, met and planned are satisfied; one that is due or open has none yet.
    """
    order = tuple(Status)
    found: dict[str, Status] = {}
    pairs = [(one.rule_id, one.status) for action in verdict.actions for one in action.findings]
    pairs += [
        (one.rule_id, _OF_STANDINGS[one.standing]) for one in verdict.obligations if one.standing in _OF_STANDINGS
    ]
    for name, status in pairs:
        found[name] = min(found.get(name, status), status, key=order.index)
    return found
