"""All waivers from the rules of a policy, each with how it stands: also those with which the policy does not load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.api.all_versions import Policies
from courtesy.api.waiving import misfits, waivers_file
from courtesy.instants import instant
from courtesy.judging.reach import begin_of
from courtesy.loading.errors import UnknownNameError
from courtesy.loading.waivers import load_waivers
from courtesy.model.waivers import ListedWaiver, WaiverList, WaiverState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from courtesy.api.policy import Policy
    from courtesy.loading.project import Project
    from courtesy.model.case import Case
    from courtesy.model.waivers import Waiver


def list_waivers(
    policies: Sequence[Policy], project: Project | None, *, now: datetime, cases: Iterable[Case] | None = None
) -> WaiverList:
    """The waivers from the rules of these versions of a policy, oldest first, and how each stands at `now`.

    With `cases` (read by one of them) those that hold and that none of these needs are `unused`. Raises
    InvalidInputError where the file cannot be read, and what checks raise.
    """
    newest = policies[-1]
    file = waivers_file(newest.source, project)
    written = () if file is None else load_waivers(file)
    wrong = {
        (problem.span.line, problem.span.column): WaiverState.UNKNOWN_RULE
        if isinstance(problem, UnknownNameError)
        else WaiverState.NOT_PERMITTED
        for problem in (misfits(file, written, policies, project) if file is not None else ())
    }
    found = []
    for one in written:
        spans = [one.tree[key].span for key in ("rule", "action") if key in one.tree]
        state = next((wrong[place] for span in spans if (place := (span.line, span.column)) in wrong), None)
        if state is None:
            over = instant(now) >= begin_of(newest.source, one.waiver.until)
            state = WaiverState.EXPIRED if over else WaiverState.HOLDS
        found.append(ListedWaiver(one.waiver, state, f"{one.tree.span.file}:{one.tree.span.line}"))
    if cases is not None:
        fit = [one.waiver for one in found if one.state in {WaiverState.HOLDS, WaiverState.EXPIRED}]
        used = set(_used(policies, fit, cases, now))
        found = [
            ListedWaiver(one.waiver, WaiverState.UNUSED, one.place)
            if one.state is WaiverState.HOLDS and one.waiver not in used
            else one
            for one in found
        ]
    return WaiverList(newest.id, None if file is None else str(file), now, tuple(found))


def _used(policies: Sequence[Policy], fit: Sequence[Waiver], cases: Iterable[Case], now: datetime) -> Iterator[Waiver]:
    """The waivers that something in the cases needs: an action, or what is owed."""
    line = Policies(
        [
            policy.with_waivers([one for one in fit if one.rule in {rule.id for rule in policy.rules}])
            for policy in policies
        ]
    )
    for case in cases:
        verdict = line.check_plan(case, now=now) if case.actions else None
        owed = line.obligations(case, now=now) if verdict is None else verdict.obligations
        for finding in () if verdict is None else verdict.waived:
            yield from finding.waived.waivers if finding.waived is not None else ()
        for one in owed:
            yield from one.waived.waivers if one.waived is not None else ()
