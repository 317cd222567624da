"""Comparing two versions of a policy from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.api import Policy, load_policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from courtesy.api import Project
    from courtesy.model.comparison import Comparison


def compare(
    old: Policy | str | Path,
    new: Policy | str | Path,
    *,
    cases: Iterable[object] | None = None,
    history: Mapping[str, object] | None = None,
    now: datetime | None = None,
    as_of: bool = False,
    obligations: bool = True,
    memory: str | None = None,
    threads: int | None = None,
    made_up: bool = True,
    project: Project | None = None,
) -> Comparison:
    """All in which two versions of a policy differ: in words, by recorded cases, and by cases made up for each change.

    `old` and `new` are policies, or names and paths as `load_policy` takes them. `cases` are cases, documents of cases,
    or paths of their files; each is judged as of `now`, else as of its own first action or last touch, and with `as_of`
    without what happened later. `history` are tables of past touches as `Policy.audit` takes them: all are judged by
    both, each as of its own time, and with `as_of` those after `now` are left out; `obligations`, `memory` and
    `threads` are what they are there. Each version judges whatever its dates. Without `made_up` no cases are made up,
    which is what takes time. Raises what `load_policy` and with `history` `Policy.audit` do, UnusableArgumentError, and
    FaultError.
    """
    from courtesy.review.comparison.composing import comparison  # noqa: PLC0415  cold start: most programs compare none
    from courtesy.review.comparison.given import given_cases  # noqa: PLC0415  likewise
    from courtesy.review.comparison.history import GivenHistory, read_by_both  # noqa: PLC0415  likewise

    before, after = (
        one if isinstance(one, Policy) else load_policy(one, matcher="native", project=project) for one in (old, new)
    )
    given = None if cases is None else given_cases(cases, now=now, as_of=as_of)
    past = None
    if history is not None:
        tables = read_by_both(before, after, history)
        past = GivenHistory(tables, now if as_of else None, obligations, memory, threads)
    return comparison(before, after, cases=given, history=past, made_up=made_up)
