"""Answers the tools by one policy: the part of the server that knows no protocol."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import courtesy
from courtesy.serving.agents import briefs, tools
from courtesy.serving.agents.budget import fitted
from courtesy.serving.agents.claims import LedgerCases, started
from courtesy.serving.agents.limits import DEADLINE, check_size
from courtesy.serving.agents.pages import Pages
from courtesy.serving.agents.reading import check_arguments

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from courtesy import Policies, Policy
    from courtesy.recording import Log
    from courtesy.serving.agents.cases import Cases, Taken

_NEEDS_NO_ADVICE = frozenset({courtesy.Outcome.ALLOW, courtesy.Outcome.UNDETERMINED})


class Desk:
    """Answers by one policy about cases that are sent or held. One may be used from many threads at once."""

    def __init__(
        self,
        policy: Policy | Policies,
        cases: Cases,
        *,
        clock: datetime | Callable[[], datetime] | None = None,
        deadline: float = DEADLINE,
        log: Log | None = None,
    ) -> None:
        """`clock` stands for now in trials, and every answer says so; `deadline` is in seconds, for each answer.

        It is a time, or a function that gives one. What is decided goes into the `log` before it is answered; what is
        claimed, the ledger writes down.
        """
        self.policy, self.cases, self._clock, self._deadline = policy, cases, clock, deadline
        self._log = log
        self.pages = Pages(policy)

    def now(self) -> datetime:
        """The server's clock, or the time that was given to stand for it."""
        if self._clock is None:
            return datetime.now(UTC)
        return self._clock if isinstance(self._clock, datetime) else self._clock()

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The rules with their titles."""
        return tools.titles_of(self.policy)

    def schema(self, name: str) -> dict[str, Any]:
        """What a tool takes."""
        return tools.input_schema(name, self.policy, self.cases)

    def answer(self, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """What a tool answers. Raises CourtesyError, and OSError where a case that the server has cannot be read."""
        asked = dict(arguments)
        check_size(asked)
        check_arguments(asked, self.schema(name))
        if name == tools.EXPLAIN:
            return fitted({**self.pages.explained(asked["rule"], self.now()), **self._told_clock})
        if isinstance(self.cases, LedgerCases) and name in tools.CLAIMS:
            return fitted({**self._claimed(self.cases, name, asked), **self._told_clock})
        taken = self.cases.take(self.policy, asked)
        brief, whole = self._asked(name, taken, taken.now or self.now(), asked.get("days"))
        brief = {**_unnamed(brief, asked), **self._told_clock}
        return {**brief, "whole": courtesy.to_dict(whole)} if asked.get("detail") == "full" else fitted(brief)

    def _asked(self, name: str, taken: Taken, now: datetime, days: int | None) -> tuple[dict[str, Any], Any]:
        """The answer in brief and as a whole."""
        policy, case, patience = taken.policy, taken.case, self._deadline
        until = None if days is None else now + timedelta(days=days)
        if name == tools.CHECK:
            verdict = policy.check(case, taken.action, now=now, deadline=patience)
            verdict = self._advised(verdict, taken, now)
            if self._log is not None:
                self._log.keep(self._log.scribe.of_verdict(policy, _about(case, taken.action, verdict.id), verdict))
            return briefs.of_verdict(verdict, taken, _version(verdict.policy)), verdict
        if name == tools.WHEN:
            table = policy.windows(case, taken.action, now=now, until=until, deadline=patience)
            if self._log is not None:
                about = case.with_actions((table.action,))
                self._log.keep(self._log.scribe.of_windows(policy, about, table, now=now))
            return briefs.of_timetable(table, taken, _version(table.policy), self.titles), table
        if name == tools.NEXT:
            steps = policy.next_steps(case, now=now, until=until, deadline=patience)
            return briefs.of_steps(steps, taken, _version(steps.policy), self.titles), steps
        plan = policy.plan(case, now=now, until=until, deadline=patience)
        return briefs.of_plan(plan, taken, _version(plan.policy), self.titles), plan

    def _claimed(self, cases: LedgerCases, name: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """What comes of a claim, or of what is said about one."""
        if name == tools.CONFIRM:
            return cases.confirm(asked)
        if name == tools.RELEASE:
            return cases.release(asked)
        taken = cases.take(self.policy, asked)
        try:
            claim = cases.claim(taken, asked, self._deadline)
        except courtesy.RefusedError as error:
            refused = error.verdict
        else:
            return _unnamed(briefs.of_claim(taken, claim.verdict, started(claim)), asked)
        assert isinstance(refused, courtesy.Verdict)  # noqa: S101  on one action
        taken = cases.take(self.policy, asked)  # somebody else may have taken the slot meanwhile
        told = briefs.of_verdict(refused, taken, _version(refused.policy))
        advised = self._advised(refused, taken, refused.now)
        if advised.outcome is refused.outcome:  # what the ledger has said stands, whatever holds since
            told = briefs.of_verdict(advised, taken, told["policy"])
        return _unnamed(told, asked)

    def _advised(self, verdict: courtesy.Verdict, taken: Taken, now: datetime) -> courtesy.Verdict:
        """The verdict with what to do instead, where anything is to be said and it is found in time."""
        if verdict.outcome in _NEEDS_NO_ADVICE or verdict.done_at is not None:
            return verdict
        try:
            return taken.policy.check(taken.case, taken.action, now=now, alternatives=True, deadline=self._deadline)
        except courtesy.DeadlineExceededError:
            return verdict

    @property
    def _told_clock(self) -> dict[str, str]:
        return {} if self._clock is None else {"clock": f"fixed at {self.now().isoformat()}"}


def _about(case: courtesy.Case, action: courtesy.Action | None, action_id: str) -> courtesy.Case:
    """The case with the one action that was judged."""
    return case.with_actions((next(one for one in case.actions if one.id == action_id) if action is None else action,))


def _unnamed(brief: dict[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """The answer without the id that was given to an action which came without one: it is no name of that action."""
    if "action" not in asked or "id" in asked["action"]:
        return brief
    tried = [
        {**one, "action": {key: value for key, value in one["action"].items() if key != "id"}}
        for one in brief["try_next"]
    ]
    return {**brief, "try_next": tried}


def _version(of: courtesy.PolicyReference) -> str:
    return f"{of.id}@{of.version}"
