"""Which policy judges a case: that of `--policy`, else of the case, else of the project file, else hire-wire."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click
from msgspec.structs import replace

from courtesy.cli import engine_errors
from courtesy.errors import InvalidInputError
from courtesy.model.origin import NamedBy
from courtesy.model.plan import Plan, PlannedAction
from courtesy.model.verdict import PlanVerdict
from courtesy.spans import Scalar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from courtesy.api import Policy
    from courtesy.api.questions import Questions
    from courtesy.errors import Problem
    from courtesy.loading.project import Project
    from courtesy.matching.crosscheck import MatcherName
    from courtesy.spans import Span

VARIABLE = "COURTESY_PROJECT"
"""Names the project file; set to nothing there is none."""
_T = TypeVar("_T")


def project_here() -> Project | None:
    """The project that the environment names, or that of the current folder. Raises InvalidInputError."""
    from courtesy.loading.project import find_project, read_project  # noqa: PLC0415  cold start of `--help`

    named = os.environ.get(VARIABLE)
    if named is not None:
        return read_project(Path(named)) if named else None
    try:
        here = Path.cwd()
    except OSError:  # it is gone
        return None
    path = find_project(here)
    if path is None:
        return None
    # Places in messages are as short as those of files that were named.
    return read_project(path.relative_to(here) if path.is_relative_to(here) else path)


def newest_policy(name: str | None) -> Policy:
    """The policy of that name or path, else of the project, else hire-wire: of several versions the newest.

    It judges without waivers, by one matcher. Raises `CourtesyError`.
    """
    from courtesy.api import load_policy  # noqa: PLC0415  after the usage is known to be right
    from courtesy.api.policies import DEFAULT_POLICY  # noqa: PLC0415  likewise

    choice = PolicyChoice(name, "native")
    return load_policy(choice.name or DEFAULT_POLICY, matcher="native", project=choice.project).with_waivers(())


def check_known_rules(rules: Iterable[str], known: Collection[str]) -> None:
    """Raise `click.UsageError` for the first rule that is not known, with the one that is near."""
    from courtesy.wording.text import nearest  # noqa: PLC0415  cold start of `--help`

    for rule in rules:
        if rule not in known:
            near = nearest(rule, known)
            message = f"there is no rule `{rule}`{f'; did you mean `{near}`?' if near else ''}"
            raise click.UsageError(message)


class Chosen(NamedTuple):
    """The policy that judges, and who named it."""

    policy: Questions
    named_by: NamedBy

    def told(self, answer: _T) -> _T:
        """An answer that tells who named the policy."""
        found: _T = _told(answer, self.named_by)
        return found


class PolicyChoice:
    """Chooses the policy of each case. Each policy is loaded once, and the project is read when it is first needed."""

    def __init__(self, flag: str | None, matcher: MatcherName) -> None:
        self._flag, self._matcher = flag, matcher
        self._loaded: dict[tuple[str | None, bool], Questions] = {}

    @cached_property
    def project(self) -> Project | None:
        """The project of the current folder. Raises InvalidInputError."""
        return project_here()

    @property
    def zone(self) -> str | None:
        """The zone of cases that state none; None where the project has none. Raises InvalidInputError."""
        return None if self.project is None else self.project.zone

    @property
    def name(self) -> str | None:
        """The policy that a flag or the project names; None where neither does. Raises InvalidInputError."""
        return self._flag if self._flag is not None or self.project is None else self.project.policy

    def load(self) -> None:
        """Load the policy that a flag or the project names, so that what is wrong with it is told once.

        Raises `CourtesyError`.
        """
        if self.name is not None:
            self.of(None)

    def of(self, named: str | None) -> Chosen:
        """The policy of a case that names that one, or (None) none. Raises `CourtesyError`."""
        engine_errors.remember_default(None)
        if self._flag is not None:
            return Chosen(self._load(self._flag), NamedBy.FLAG)
        if named is not None:
            return self._of_case(named)
        if self.project is not None and self.project.policy is not None:
            return Chosen(self._placed(self.project.policy, self.project.policy_span), NamedBy.PROJECT)
        chosen = Chosen(self._load(None), NamedBy.DEFAULT)
        engine_errors.remember_default(chosen.policy.sources[-1].id)
        return chosen

    def _of_case(self, named: str) -> Chosen:
        from courtesy.loading.versions import is_version  # noqa: PLC0415  cold start of `--help`

        exact = is_version(named.partition("@")[2])
        span = named.span if isinstance(named, Scalar) else None
        return Chosen(self._placed(named, span, pinned=exact), NamedBy.CASE)

    def _placed(self, name: str, span: Span | None, *, pinned: bool = False) -> Questions:
        """The policy that a file names there. Raises InvalidInputError with the place of a name that is none."""
        from courtesy import BadVersionError, PolicyNotFoundError  # noqa: PLC0415  cold start of `--help`
        from courtesy.loading.errors import UnknownNameError, WrongValueError, quoted  # noqa: PLC0415  likewise

        try:
            return self._load(str(name), pinned=pinned)
        except (BadVersionError, PolicyNotFoundError) as error:
            if span is None:
                raise
            problem: Problem
            if isinstance(error, PolicyNotFoundError):
                problem = UnknownNameError(span, "policy", error.name, error.known)
            else:
                expected = "a version or a range behind the `@`"
                problem = WrongValueError(span, expected, quoted(error.name.partition("@")[2]), error.help())
            raise InvalidInputError([problem]) from None

    def _load(self, name: str | None, *, pinned: bool = False) -> Questions:
        from courtesy.api.policies import (  # noqa: PLC0415  after the usage is known to be right
            load_default_policies,
            load_policies,
            load_policy,
        )

        key = (name, pinned)
        if key not in self._loaded:
            if name is None:
                self._loaded[key] = load_default_policies(matcher=self._matcher, project=self.project)
            elif pinned:
                self._loaded[key] = load_policy(name, matcher=self._matcher, project=self.project).as_pinned()
            else:
                self._loaded[key] = load_policies(name, matcher=self._matcher, project=self.project)
        return self._loaded[key]


def _told(answer: Any, named_by: NamedBy) -> Any:
    """The answer, and what it is made of, with who named the policy."""
    changes: dict[str, Any] = {"policy": replace(answer.policy, named_by=named_by)}
    match answer:
        case PlanVerdict():
            changes["actions"] = tuple(_told(one, named_by) for one in answer.actions)
        case Plan():
            changes["actions"] = tuple(_of_plan(one, named_by) for one in answer.actions)
            changes["verdict"] = None if answer.verdict is None else _told(answer.verdict, named_by)
        case _ if hasattr(answer, "steps"):
            changes["steps"] = tuple(_told(one, named_by) for one in answer.steps)
    return replace(answer, **changes)


def _of_plan(one: PlannedAction, named_by: NamedBy) -> PlannedAction:
    return replace(one, verdict=_told(one.verdict, named_by))
