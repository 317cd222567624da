"""Policies by name, path or bytes, loaded and compiled."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.api.arguments import data_of, file_named
from courtesy.api.policy import Policy
from courtesy.compiling.compiler import try_compiling
from courtesy.compiling.errors import UnknownCalendarError
from courtesy.errors import InvalidInputError, Problem
from courtesy.facts.business_days import known_calendar, near_calendars
from courtesy.loading import policy_catalog, policy_loader
from courtesy.matching.crosscheck import available_matchers

if TYPE_CHECKING:
    from datetime import date

    from courtesy.matching.crosscheck import MatcherName
    from courtesy.model.policy import PolicySource


def load_policy(name: str | Path, *, on: date | None = None, matcher: MatcherName = "auto") -> Policy:
    """The policy of that name, compiled.

    `hire-wire` names the newest version (with `on`: the newest valid on that date), `hire-wire@1.0.0` one version;
    a Path, or text with a slash or ending in .yaml, .yml or .json, names a file or folder. `matcher` is `auto`
    (default: both where durable-rules can be imported, else native alone), `both`, `native` or `durable`.
    Raises PolicyNotFoundError, PolicyNotValidError, InvalidInputError with everything that is wrong with it,
    UnknownMatcherError, and DurableUnavailableError where durable-rules is demanded and cannot be imported.
    """
    available_matchers(matcher)
    file_named(name, "parse_policy", "Policy")
    path, shipped = policy_catalog.resolve(name, on=on)
    return _shipped(path, matcher) if shipped else _compiled(path, matcher)


def parse_policy(data: bytes | str, name: str = "policy", *, matcher: MatcherName = "auto") -> Policy:
    """The policy in the bytes or text of one YAML or JSON file, compiled; `name` stands for it in error messages.

    Raises InvalidInputError with everything that is wrong with it, and DurableUnavailableError.
    """
    available_matchers(matcher)
    return _compiled(Path(name), matcher, data_of(data, "parse_policy"))


def _compiled(path: Path, matcher: MatcherName, data: bytes | None = None) -> Policy:
    """A policy that somebody edits: whatever is wrong with it is told at once."""
    policy, problems = policy_loader.read_policy(path, data)
    if policy is not None and (calendar := policy.defaults.calendar) and not known_calendar(calendar):
        problems.append(UnknownCalendarError(calendar.span, calendar, near_calendars(calendar)))
    return _usable(policy, problems, matcher)


@lru_cache(maxsize=64)
def _shipped(path: Path, matcher: MatcherName) -> Policy:
    """A policy of this package: its files never change, so one load serves the process.

    Its calendar is known to exist (a test holds that), which spares every start the cost of the holidays library.
    """
    return _usable(*policy_loader.read_policy(path), matcher)


def _usable(policy: PolicySource | None, problems: list[Problem], matcher: MatcherName) -> Policy:
    """The policy compiled, or every problem in its structure and in its meaning in one report."""
    if policy is not None and not problems:
        return Policy(policy, matcher=matcher)
    raise InvalidInputError([*problems, *(() if policy is None else try_compiling(policy)[1])])
