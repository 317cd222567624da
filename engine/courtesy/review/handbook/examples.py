"""A wrong and a right example of a rule: situations that the engine has judged, as stories with its verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.handbook import Example
from courtesy.model.outcome import Outcome, Standing, Status
from courtesy.model.policy import Level
from courtesy.model.reading import facts_read
from courtesy.model.requirement import is_of_plan
from courtesy.review.examples.situations import Situations
from courtesy.wording import times
from courtesy.wording.rule_titles import rule_title
from courtesy.wording.stories import Story
from courtesy.wording.text import joined, quoted, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from courtesy.api import Policy
    from courtesy.model.case import Case
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.situations import Situation
    from courtesy.model.verdict import Verdict

_AGAINST = {Level.MUST: "refused", Level.SHOULD: "permitted, with a warning", Level.MAY: "permitted, with a hint"}
_OTHERS = {Outcome.WARN: "warned about", Outcome.UNDETERMINED: "left open"}
_KEPT, _BROKEN = frozenset({Standing.MET, Standing.PLANNED}), frozenset({Standing.OVERDUE})


class Examples:
    """Finds and tells examples of the rules of one policy."""

    def __init__(self, policy: Policy) -> None:
        self._policy, self._situations = policy, Situations(policy)

    def of(self, rule: CompiledRule) -> Iterator[Example]:
        """One in which the rule is broken, then one in which it is kept; fewer where none was found."""
        for status in (Status.VIOLATED, Status.SATISFIED):
            found = self._situations.one(rule.rule.id, status)
            if found is not None:
                yield self._owed(rule, found) if is_of_plan(rule.requirement) else self._act(rule, found)

    def _story(self, rule: CompiledRule, case: Case, now: datetime) -> Story:
        words = self._policy.source.vocabulary
        return Story(case, words, about=[name for name in facts_read(rule) if name in words.facts], now=now)

    def _act(self, rule: CompiledRule, found: Situation) -> Example:
        """An example of a rule about single acts."""
        case = self._policy.case_from(found.document)
        story, kept = self._story(rule, case, found.now), found.status is Status.SATISFIED
        (action,), (verdict,) = case.actions, found.verdict.actions
        told = (story.before(), sentence(story.act(action, verdict.at)), story.text(action))
        said = self._kept(verdict) if kept else self._broken(rule, verdict)
        return Example(kept=kept, situation=" ".join(filter(None, told)), outcome=sentence(said))

    def _kept(self, verdict: Verdict) -> str:
        """That it is permitted, or what else stands in the way."""
        return "permitted" if verdict.outcome is Outcome.ALLOW else f"kept, but {self._others(verdict, '')}"

    def _broken(self, rule: CompiledRule, verdict: Verdict) -> str:
        """What comes of breaking the rule, and why it is broken."""
        level, own = rule.rule.level, rule.rule.id
        why = next(one.message for one in verdict.findings if one.rule_id == own and one.status is Status.VIOLATED)
        if level is Level.MUST:
            until = verdict.earliest if verdict.outcome is Outcome.WAIT else None
            return f"refused{f' until {times.day_and_clock(until)}' if until is not None else ''}: {why}"
        if verdict.outcome.permitted:
            return f"{_AGAINST[level]}: {why}"
        return f"against advice: {why} (and {self._others(verdict, own)})"

    def _others(self, verdict: Verdict, own: str) -> str:
        """By which other rules it is refused, warned about or left open."""
        refused = verdict.outcome.refused
        others = [
            one.rule_id
            for one in verdict.findings
            if one.rule_id != own and (one.outcome.refused if refused else one.outcome is verdict.outcome)
        ]
        titles = joined(quoted(rule_title(name, self._policy.source)) for name in dict.fromkeys(others))
        return f"{'refused' if refused else _OTHERS[verdict.outcome]} by {titles}"

    def _owed(self, rule: CompiledRule, found: Situation) -> Example:
        """An example of a rule about what is owed."""
        case = self._policy.case_from(found.document)
        story, kept = self._story(rule, case, found.now), found.status is Status.SATISFIED
        wanted = _KEPT if kept else _BROKEN
        own = (one for one in found.verdict.obligations if one.rule_id == rule.rule.id)
        owed = next(one for one in own if one.standing in wanted)
        planned = [sentence(story.act(one, one.at)) for one in case.actions if one.at is not None]
        told = (story.before(), *(planned if owed.standing is Standing.PLANNED else ()))
        standing = "done" if owed.standing is Standing.MET else owed.standing.value
        said = f"{standing} on {story.at(found.now)}"
        return Example(
            kept=kept,
            situation=" ".join(filter(None, told)),
            outcome=sentence(said if kept else f"{said}: {owed.message}"),
        )
