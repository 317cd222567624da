"""The tests of a policy run and reported: what passed, what did not, and which rules no test tries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.api.all_versions import Policies
from courtesy.api.policy import Policy
from courtesy.errors import CourtesyError, InvalidInputError
from courtesy.model.outcome import Status
from courtesy.model.policy_tests import TestedFile, TestReport, UntriedRule
from courtesy.review.possible import possible_statuses, standings_to_try
from courtesy.review.tests.choice import ALL, Choice
from courtesy.review.tests.finding import FOLDER
from courtesy.review.tests.fitting import unfit
from courtesy.review.tests.naming import named_other
from courtesy.review.tests.owners import files_together, home_of, own_files
from courtesy.review.tests.reading import load_tests
from courtesy.review.tests.running import problems_of, run_all
from courtesy.review.tests.subject import subject_of
from courtesy.rules import RULE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.model.policy_tests import TestFile, TestResult


def report_on_own(policy: Policy | Policies, choice: Choice) -> TestReport:
    """What becomes of the tests that lie in the folder `tests` beside a policy, or beside its versions."""
    manifests = tuple(Path(source.location) for source in policy.sources)
    together = len(manifests) > 1
    files = files_together(manifests) if together else own_files(manifests[0])
    home = home_of(manifests[0]) if together else manifests[0].parent
    looked_in = () if home is None else (str(home / FOLDER),)
    return report_on(policy, files, looked_in=looked_in, choice=choice)


def report_on(
    policy: Policy | Policies,
    paths: Iterable[Path],
    *,
    looked_in: tuple[str, ...] = (),
    choice: Choice = ALL,
    whole: bool = True,
    beside: bool = True,
) -> TestReport:
    """What becomes of the tests in some files with that policy.

    `whole` is whether these are all its tests, so that it can be told what none of them tries; `beside` is whether the
    files lie beside the policy, so that a policy that they name is told where it is another.
    """
    read = [_read(path) for path in paths]
    files = [file for file in read if not isinstance(file, TestedFile)]
    tested = [one if isinstance(one, TestedFile) else _tested(policy, one, choice) for one in read]
    every = sum(len(file.tests) for file in files if _is_run(file, tested))
    results = [result for file in tested for result in file.results]
    broken = any(file.problems for file in tested)
    newest = policy.sources[-1]
    return TestReport(
        place=newest.location,
        id=newest.id,
        version=newest.version if isinstance(policy, Policy) else None,
        digest=policy.digest if isinstance(policy, Policy) else None,
        rules=tuple(dict.fromkeys(rule.id for source in policy.sources for rule in source.rules)),
        looked_in=looked_in,
        files=tuple(tested),
        left_out=every - len(results),
        chosen_by=choice.said,
        untried=tuple(_untried(policy, results)) if whole and choice == ALL and results and not broken else (),
        notices=tuple(notice for file in files for notice in named_other(file, policy)) if beside else (),
    )


def _is_run(file: TestFile, tested: Iterable[TestedFile]) -> bool:
    return any(one.path == file.path and not one.problems for one in tested)


def failed_to_load(place: str, error: CourtesyError) -> TestReport:
    """The report of a policy that does not load, so that none of its tests can be run."""
    return TestReport(place=place, problems=tuple(problems_of(error)))


def _read(path: Path) -> TestFile | TestedFile:
    try:
        return load_tests(path)
    except CourtesyError as error:
        return TestedFile(path=str(path), problems=tuple(problems_of(error)))


def _tested(policy: Policy | Policies, file: TestFile, choice: Choice) -> TestedFile:
    problems = tuple(unfit(file, policy.sources))
    try:
        if problems:
            raise InvalidInputError(problems)
        subject = subject_of(file, policy)
    except CourtesyError as error:
        return TestedFile(path=file.path, about=file.about, problems=tuple(problems_of(error)))
    chosen = filter(choice.takes, file.tests)
    return TestedFile(path=file.path, about=file.about, results=tuple(run_all(subject, chosen)))


def _untried(policy: Policy | Policies, results: Iterable[TestResult]) -> Iterator[UntriedRule]:
    """The rules that a version states or changes with how no test has them; what it inherits has tests of its own."""
    if isinstance(policy, Policies):
        return
    seen: dict[str, set[str]] = {}
    for result in results:
        for how, rules in result.seen.items():
            seen.setdefault(how, set()).update(rules)
    compiled = {one.rule.id: one for one in policy.compiled}
    for rule in policy.rules:
        if not policy.source.answers_for(rule):
            continue
        if RULE_TYPES[rule.type].of_plan:
            wanted = [standing.value for standing in standings_to_try(rule)]
        else:
            wanted = [one.value for one in possible_statuses(compiled[rule.id]) if one is not Status.NOT_APPLICABLE]
        never = tuple(how for how in wanted if rule.id not in seen.get(how, ()))
        if never:
            yield UntriedRule(rule_id=rule.id, never=never, place=rule.span)
