"""Runs random cases in batches, one policy each: a batch depends on nothing but the seed and its number."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import repeat
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import Struct

from courtesy.selfcheck.auditing import AuditedCaseError, audit
from courtesy.selfcheck.child_examiner import ChildExaminer, RefusedByLockError
from courtesy.selfcheck.dice import SEASONS, chance, dice
from courtesy.selfcheck.difference import Difference, DifferenceFoundError
from courtesy.selfcheck.examiner import Effort, Examiner, TooComplexError
from courtesy.selfcheck.line_examiner import LineExaminer
from courtesy.selfcheck.random_cases import random_case, random_kinds
from courtesy.selfcheck.random_children import random_child, random_parent
from courtesy.selfcheck.random_lines import random_line
from courtesy.selfcheck.random_policies import random_policy
from courtesy.selfcheck.random_waivers import of_rules, random_waivers, with_id
from courtesy.selfcheck.shrinking import as_file
from courtesy.selfcheck.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from datetime import datetime
    from random import Random

    from courtesy.model.case import Case
    from courtesy.selfcheck.dice import Document
    from courtesy.selfcheck.random_cases import Kind

CASES_A_POLICY = 100
_ACTIONS_A_CASE = 10
"""Actions that share contacts and history. Each is judged on its own, and counts as a case; then all as a plan."""
_POLICIES_A_PROCESS = 500
SHARES = {
    "schema": 1 / 100, "again": 1 / 10, "grid": 1 / 50, "alternatives": 1 / 100, "windows": 1 / 100, "plan": 1 / 2,
    "plan_alternatives": 1 / 200, "plan_schema": 1 / 10, "line": 1 / 10, "line_windows": 1 / 10,
    "child": 1 / 20, "audit": 1 / 10,
}  # fmt: skip
"""How often a case (for `plan` and `line` ten of them, for `audit` a policy) goes through the dearer examinations.

Some have nothing that those examine.
"""
_SAMPLES = 4


class Failure(Struct, frozen=True):
    """A difference with the documents that showed it first."""

    difference: Difference
    policy: Document
    case: Document
    now: datetime
    waivers: list[Document]


class Batch(Struct, frozen=True):
    """What came of the cases of one policy; nothing is looked at after the first failure."""

    tally: Tally
    failure: Failure | None = None


def run(seed: int, cases: int, jobs: int = 1) -> Generator[Batch, None, None]:
    """All batches, in order. Stop reading them at the first failure."""
    sizes = [CASES_A_POLICY] * (cases // CASES_A_POLICY) + [cases % CASES_A_POLICY] * (cases % CASES_A_POLICY > 0)
    arguments = (repeat(seed), range(len(sizes)), sizes)
    if jobs == 1:
        yield from map(run_batch, *arguments)
        return
    with _processes(jobs) as pool:
        yield from pool.map(run_batch, *arguments)


@contextmanager
def _processes(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that are replaced now and then: the durable matcher's engine loses memory with every policy."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, max_tasks_per_child=_POLICIES_A_PROCESS)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def run_batch(seed: int, number: int, size: int) -> Batch:
    """The cases of one random policy."""
    tally = Tally()
    random = dice(seed, number)
    season = random.choice(SEASONS)
    policy, document, now = random_policy(random, season), dict[str, object](), season
    own = dice(seed, number, "waivers")  # of their own, so that what else is thrown stays as it was
    waivers = random_waivers(own, [policy], season)
    try:
        while (examiner := _examiner(policy, waivers)) is None:
            policy = random_policy(random, season)
            waivers = random_waivers(own, [policy], season)
        kinds = random_kinds(random)
        tally.policies += 1
        while tally.cases < size:
            document, now = random_case(random, season, kinds, min(_ACTIONS_A_CASE, size - tally.cases))
            document = with_id(own, document)
            _examine_case(examiner, document, now, random, tally)
            _examine_by_line(document, now, season, dice(seed, number, tally.cases, "line"), tally)
            _examine_by_child(document, now, season, dice(seed, number, tally.cases, "child"), tally)
        _audit(examiner, kinds, season, dice(seed, number, "audit"), tally)
    except AuditedCaseError as error:
        return Batch(tally, Failure(error.difference, policy, error.document, season, waivers))
    except DifferenceFoundError as error:
        return Batch(tally, Failure(error.difference, policy, document, now, waivers))
    return Batch(tally)


def _examiner(policy: Document, waivers: list[Document]) -> Examiner | None:
    """What examines cases by a policy; None where it is beyond the limits of the durable matcher."""
    try:
        return Examiner(as_file(policy), as_file(waivers))
    except TooComplexError:
        return None


def _examine_case(examiner: Examiner, document: Document, now: datetime, random: Random, tally: Tally) -> None:
    """Each action of a case on its own, and all as a plan."""
    case = examiner.load(document)
    changed = _clocks_change(case, now)
    for action in case.actions:
        effort = Effort(
            schema=chance(random, SHARES["schema"]),
            again=chance(random, SHARES["again"]),
            samples=_SAMPLES,
            grid=chance(random, SHARES["grid"]),
            alternatives=chance(random, SHARES["alternatives"]),
            windows=chance(random, SHARES["windows"]),
        )
        verdict = examiner.examine(case, action, now, effort, random)
        tally.add(verdict, effort)
        tally.clock_changes += changed
    if chance(random, SHARES["plan"]):
        plan = examiner.examine_plan(
            case,
            now,
            alternatives=chance(random, SHARES["plan_alternatives"]),
            schema=chance(random, SHARES["plan_schema"]),
        )
        if plan is not None:
            tally.add_plan(plan)


def _examine_by_line(document: Document, now: datetime, season: datetime, random: Random, tally: Tally) -> None:
    """Each action of a case on its own, and all as a plan, by a random line of versions."""
    if not chance(random, SHARES["line"]):
        return
    try:
        line = random_line(random, season)
        waivers = random_waivers(random, line, season)
        granted = [as_file(of_rules(waivers, version)) for version in line]
        examiner = LineExaminer([as_file(version) for version in line], granted)
    except TooComplexError:
        return
    case = examiner.load(document)
    for action in case.actions:
        windows = chance(random, SHARES["line_windows"])
        tally.by_lines += examiner.examine(case, action, now, random, windows=windows)
    examiner.examine_plan(case, now)


def _examine_by_child(document: Document, now: datetime, season: datetime, random: Random, tally: Tally) -> None:
    """Each action of a case by a random policy that builds on another, of which nothing else is asked."""
    if not chance(random, SHARES["child"]):
        return
    parent = random_parent(random, season)
    try:
        examiner = ChildExaminer(parent, random_child(random, season, parent))
    except (TooComplexError, RefusedByLockError):
        return
    case = examiner.load(document)
    tally.by_children += sum(examiner.examine(case, action, now) for action in case.actions)


def _audit(examiner: Examiner, kinds: list[Kind], season: datetime, random: Random, tally: Tally) -> None:
    """The audit of some cases of what was done, where audits are installed."""
    if not chance(random, SHARES["audit"]):
        return
    found = audit(examiner.policy, kinds, season, random)
    tally.audited += found.acts
    tally.missing.update(() if found.missing is None else (found.missing,))


def _clocks_change(case: Case, now: datetime) -> bool:
    """Whether the clocks of any contact are changed between the first and the last time of a case."""
    touches = case.history.touches if case.history is not None else ()
    times = [now, *(touch.at for touch in touches), *(action.at for action in case.actions if action.at is not None)]
    first, last = min(times), max(times)
    zones = {ZoneInfo(zone) for contact in case.contacts.values() for zone in contact.zones}
    return any(first.astimezone(zone).utcoffset() != last.astimezone(zone).utcoffset() for zone in zones)
