"""Made-up cases as they are shown: judged once more by both versions, as whoever checks them will find them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from courtesy.errors import CourtesyError, FaultError
from courtesy.instants import moment
from courtesy.model.comparison import ActChange, Example
from courtesy.model.turn import Turn
from courtesy.review.comparison.judged import act_change, judged
from courtesy.review.comparison.recorded import duty_changes
from courtesy.review.examples.search import Search
from courtesy.review.examples.sketch import Sketch
from courtesy.wording.stories import Story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.api import Policy
    from courtesy.model.case import Case
    from courtesy.model.verdict import Verdict
    from courtesy.review.comparison.pairs import RulePair
    from courtesy.review.examples.search import Found
    from courtesy.review.examples.stage import Stage

    Document = dict[str, Any]

_CASE = "made up"
_UNKNOWN_CHANNEL = "pigeon_post"
_DAYS = (1, 8, 15)
_MORNING = time(10)
"""When acts are tried whose time does not matter."""


class Showing:
    """Both versions, as they judge whatever the date; `unread` counts the cases that only one of them takes."""

    def __init__(self, old: Policy, new: Policy) -> None:
        self.old, self.new, self.unread = old, new, 0

    def of_rule(self, by: Policy, pair: RulePair, found: Found) -> Example | None:
        """A situation in which a rule judges otherwise; None where no verdict changes and no other rule is the cause.

        `by` is the version in whose words it was made up.
        """
        at = moment(found.at, UTC)
        document = found.sketch.document(at, by.source.vocabulary)
        if pair.of_plan:
            return self._owed({**document, "actions": []}, at, pair.rule_id)
        cases = self._read(document)
        if cases is None:
            return None
        verdicts = self._judged(cases, at)
        if verdicts is None:
            return None
        change = act_change(_CASE, *verdicts)
        if change is not None:
            return self._example(document, cases[1], change)
        return self._masked(document, cases[1], verdicts, pair.rule_id)

    def of_channel(self, stages: Sequence[Stage], name: str | None) -> tuple[tuple[Example, ...], int]:
        """An act on a channel, None being an unlisted one, that is judged otherwise; and how many were tried."""
        stage = next((one for one in stages if name in one.policy.source.vocabulary.channels), stages[-1])
        start = Search(stage).start
        sketch = Sketch(start, str(stage.zone))
        sketch.channel = name or _UNKNOWN_CHANNEL
        tried = 0
        for purpose in ("follow_up", "other"):
            sketch.purpose = purpose
            for days in _DAYS:
                at = datetime.combine((start + timedelta(days=days)).date(), _MORNING, stage.zone)
                document = sketch.document(at, stage.policy.source.vocabulary)
                cases = self._read(document)
                verdicts = None if cases is None else self._judged(cases, at)
                tried += verdicts is not None
                change = None if verdicts is None else act_change(_CASE, *verdicts)
                if cases is not None and verdicts is not None and change is not None:
                    known = replace(change, description=verdicts[stages.index(stage)].description)
                    return (self._example(document, cases[1], known),), tried
        return (), tried

    def _read(self, document: Document) -> tuple[Case, Case] | None:
        """The case in the words of both; None where one of them does not take it."""
        try:
            return self.old.case_from(document), self.new.case_from(document)
        except CourtesyError:
            self.unread += 1
            return None

    def _judged(self, cases: tuple[Case, Case], at: datetime) -> tuple[Verdict, Verdict] | None:
        try:
            return self.old.check(cases[0], now=at), self.new.check(cases[1], now=at)
        except FaultError:
            raise
        except CourtesyError:
            return None

    def _example(self, document: Document, case: Case, change: ActChange) -> Example:
        return Example(story=self._story(case), document=document, change=change)

    def _masked(
        self, document: Document, case: Case, verdicts: tuple[Verdict, Verdict], rule_id: str
    ) -> Example | None:
        """The case where a rule judges otherwise, and another one refuses the act all the same."""
        old, new = verdicts
        others = tuple(one for one in judged(new).rules if one != rule_id)
        if not new.outcome.refused or not others:
            return None
        change = ActChange(
            case=_CASE,
            action=old.id,
            description=old.description,
            now=old.now,
            at=old.at,
            turn=Turn.OTHER,
            old=judged(old),
            new=judged(new),
        )
        return Example(story=self._story(case), document=document, change=change, masked_by=others)

    def _owed(self, document: Document, at: datetime, rule_id: str) -> Example | None:
        """What is owed in a case, of one rule."""
        cases = self._read(document)
        if cases is None:
            return None
        try:
            owed = [policy.obligations(case, now=at) for policy, case in zip((self.old, self.new), cases, strict=True)]
        except FaultError:
            raise
        except CourtesyError:
            return None
        duty = next((one for one in duty_changes(_CASE, at, owed[0], owed[1]) if one.rule_id == rule_id), None)
        return None if duty is None else Example(story=self._story(cases[1]), document=document, duty=duty)

    def _story(self, case: Case) -> str:
        story = Story(case, self.new.vocabulary)
        return " ".join(filter(None, (story.before(), *map(story.text, case.actions))))
