"""Policies by name, and what embeds them: one compiled policy checks cases, actions and plans."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.compiling.compiler import compile_policy, try_compiling
from courtesy.compiling.errors import UnknownCalendarError
from courtesy.errors import CourtesyError, InvalidInputError, Problem
from courtesy.facts.business_days import known_calendar, near_calendars
from courtesy.instants import find_zone, instant
from courtesy.judging.judge import Judge
from courtesy.judging.profile import Profiles
from courtesy.loading import policy_catalog, policy_loader
from courtesy.loading.case_loader import read_case
from courtesy.loading.source import read_file, read_tree, tree_of
from courtesy.matching.crosscheck import available_matchers, check_limits
from courtesy.model.case import Action, Case, Touch
from courtesy.model.verdict import MatcherReport, PolicyReference, Verdict, worst

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from courtesy.matching.crosscheck import MatcherName
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.policy import Policy


class OutsideValidityError(CourtesyError):
    """The act lies outside the dates for which the policy is valid."""

    code = "outside-validity"

    def __init__(self, policy: Policy, day: date) -> None:
        super().__init__()
        self.policy_id, self.version, self.day = policy.id, policy.version, day
        self.valid_from, self.valid_until = policy.valid_from, policy.valid_until

    def __str__(self) -> str:
        return f"policy `{self.policy_id}@{self.version}` is not valid on {self.day.isoformat()}"

    def help(self) -> str:
        """For which dates it is."""
        bounds = []
        if self.valid_from:
            bounds.append(f"from {self.valid_from.isoformat()}")
        if self.valid_until:
            bounds.append(f"until the day before {self.valid_until.isoformat()}")
        return f"it is valid {' '.join(bounds)}; name another version or check the date"


class UnusableArgumentError(CourtesyError):
    """A caller gave something that cannot be used."""

    code = "unusable-argument"

    def __init__(self, what: str, fix: str) -> None:
        super().__init__()
        self.what, self.fix = what, fix

    def __str__(self) -> str:
        return self.what

    def help(self) -> str:
        """What to give instead."""
        return self.fix


class CompiledPolicy:
    """A policy ready to check with. Immutable; one may be used from many threads at once."""

    def __init__(self, policy: Policy, *, matcher: MatcherName = "both") -> None:
        """Compile `policy`. Raises InvalidInputError where a rule cannot be compiled, or is too complex to match."""
        self.policy = policy
        self.rules: tuple[CompiledRule, ...] = compile_policy(policy)
        self._used = available_matchers(matcher)
        if "durable" in self._used:
            check_limits([(rule.rule.id, rule.rule.span, rule.truth) for rule in self.rules])
        self._judge = Judge(policy, Profiles(self.rules, matcher, policy.vocabulary))

    def __repr__(self) -> str:
        return f"<CompiledPolicy {self.policy.id}@{self.policy.version}, {len(self.rules)} rules>"

    def load_case(self, source: str | Path | Mapping[str, object]) -> Case:
        """The case in a YAML or JSON file, or given as a mapping of the same shape.

        Raises InvalidInputError with everything that is wrong with it.
        """
        if isinstance(source, (str, Path)):
            return self.read_case(read_file(Path(source)), str(source))
        return read_case(tree_of(source), self.policy.vocabulary)

    def read_case(self, data: bytes, name: str) -> Case:
        """The case in the bytes of a YAML or JSON file; `name` stands for it in error messages.

        Raises InvalidInputError with everything that is wrong with it.
        """
        return read_case(read_tree(data, name), self.policy.vocabulary)

    def load_draft(self, path: str | Path, case: Case, *, to: Sequence[str] = (), purpose: str | None = None) -> Action:
        """The e-mail that an RFC 5322 file drafts, its addresses matched to the contacts of `case`.

        `to` names contacts instead of the addresses in To. The action's id is the file's name without its ending.
        Raises InvalidInputError.
        """
        from courtesy.loading.eml import read_draft  # noqa: PLC0415  cold start: most acts are no drafts

        file, words = Path(path), self.policy.vocabulary
        return read_draft(
            read_file(file), str(path), case, to=tuple(to), purpose=purpose, id=file.stem, vocabulary=words
        )

    def check(
        self, case: Case, action: Action | str | None = None, *, now: datetime, all_findings: bool = False
    ) -> Verdict:
        """The verdict on one action: the given one, the case's action of that id, or the case's only action.

        `now` (with a time zone) is the act's time where the action states none, and no earliest time lies before it.
        With `all_findings` satisfied and not applicable rules are listed too. Raises UnusableArgumentError,
        OutsideValidityError, and FaultError where the matchers disagree.
        """
        return self.check_plan(case.with_actions((_chosen(case, action),)), now=now, all_findings=all_findings)

    def check_plan(self, case: Case, *, now: datetime, all_findings: bool = False) -> Verdict:
        """The verdict on all actions of the case, judged in time order; permitted ones count for the later ones.

        Raises as `check` does.
        """
        if now.tzinfo is None:
            raise UnusableArgumentError("`now` has no time zone", "give an aware datetime, such as datetime.now(UTC)")
        if not case.actions:
            raise UnusableArgumentError("the case proposes no action", "add `actions:` to it, or give an action")
        if len({action.id for action in case.actions}) < len(case.actions):
            raise UnusableArgumentError("two actions of the case have the same id", "give every action its own id")
        history, verdicts = case.history, []
        turns = sorted(((action, action.at or now) for action in case.actions), key=lambda turn: instant(turn[1]))
        for action, at in turns:
            self._check_valid(at)
            verdict = self._judge.judge(case, action, history, at, now, all_findings=all_findings)
            verdicts.append(verdict)
            if history is not None and not verdict.outcome.refused and len(verdicts) < len(turns):
                history = history.with_touch(_done(action, at))
        return Verdict(
            policy=PolicyReference(self.policy.id, self.policy.version, self.policy.digest),
            now=now,
            outcome=worst(tuple(verdict.outcome for verdict in verdicts)),
            matcher=MatcherReport(self._used),
            actions=tuple(verdicts),
        )

    def _check_valid(self, at: datetime) -> None:
        zone = find_zone(self.policy.zone) if self.policy.zone else None
        day = at.astimezone(zone).date() if zone else at.date()
        if (self.policy.valid_from and day < self.policy.valid_from) or (
            self.policy.valid_until and day >= self.policy.valid_until
        ):
            raise OutsideValidityError(self.policy, day)


def _chosen(case: Case, action: Action | str | None) -> Action:
    if isinstance(action, Action):
        unknown = [contact for contact in (*action.to, *action.cc) if contact not in case.contacts]
        if unknown:
            raise UnusableArgumentError(f"the case has no contact `{unknown[0]}`", "add the contact to the case")
        if action.at is not None and action.at.tzinfo is None:
            raise UnusableArgumentError("the action's time has no time zone", "give an aware datetime")
        return action
    known = [candidate for candidate in case.actions if action is None or candidate.id == action]
    if len(known) == 1:
        return known[0]
    if action is None:
        raise UnusableArgumentError(
            f"the case proposes {len(known)} actions", "name one by its id, or use check_plan to judge them all"
        )
    raise UnusableArgumentError(f"the case has no action `{action}`", "give the id of one of its actions")


def _done(action: Action, at: datetime) -> Touch:
    """The touch that a permitted action will have been."""
    return Touch(
        id=action.id,
        at=at,
        channel=action.channel,
        contacts=action.to,
        purpose=action.purpose,
        tags=action.tags,
        attributes=action.attributes,
    )


def load_policy(name: str | Path, *, on: date | None = None, matcher: MatcherName = "both") -> CompiledPolicy:
    """The policy of that name, compiled.

    `hire-wire` names the newest version (with `on`: the newest valid on that date), `hire-wire@1.0.0` one version;
    a Path, or text with a slash or ending in .yaml, .yml or .json, names a file or folder. `matcher` is `both`
    (default), `native` or `durable`; where durable-rules cannot be imported, `both` is native alone.
    Raises PolicyNotFoundError, InvalidInputError with everything that is wrong with it, and DurableUnavailableError.
    """
    path, shipped = policy_catalog.resolve(name, on=on)
    return _shipped(path, matcher) if shipped else _compiled(path, matcher)


def read_policy(data: bytes, name: str, *, matcher: MatcherName = "both") -> CompiledPolicy:
    """The policy in the bytes of one YAML or JSON file, compiled; `name` stands for it in error messages.

    Raises InvalidInputError with everything that is wrong with it, and DurableUnavailableError.
    """
    return _compiled(Path(name), matcher, data)


def _compiled(path: Path, matcher: MatcherName, data: bytes | None = None) -> CompiledPolicy:
    """A policy that somebody edits: whatever is wrong with it is told at once."""
    policy, problems = policy_loader.read_policy(path, data)
    if policy is not None and (calendar := policy.defaults.calendar) and not known_calendar(calendar):
        problems.append(UnknownCalendarError(calendar.span, calendar, near_calendars(calendar)))
    return _usable(policy, problems, matcher)


@lru_cache(maxsize=64)
def _shipped(path: Path, matcher: MatcherName) -> CompiledPolicy:
    """A policy of this package: its files never change, so one load serves the process.

    Its calendar is known to exist (a test holds that), which spares every start the cost of the holidays library.
    """
    return _usable(*policy_loader.read_policy(path), matcher)


def _usable(policy: Policy | None, problems: list[Problem], matcher: MatcherName) -> CompiledPolicy:
    """The policy compiled, or every problem in its structure and in its meaning in one report."""
    if policy is not None and not problems:
        return CompiledPolicy(policy, matcher=matcher)
    raise InvalidInputError([*problems, *(() if policy is None else try_compiling(policy)[1])])
