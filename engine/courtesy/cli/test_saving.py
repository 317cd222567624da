"""Keeping a verdict that a person agrees with as a test of the policy: `courtesy check --save-test`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from courtesy.api.all_versions import Policies
from courtesy.api.policy import Policy
from courtesy.cli import terminal
from courtesy.cli.drafted_files import DraftedFiles
from courtesy.cli.test_places import own_folder_of_tests
from courtesy.journal.saved_tests import new_saved_tests, with_test
from courtesy.loading.file_names import MANIFESTS
from courtesy.loading.resources import schema_address
from courtesy.loading.source import read_file
from courtesy.model.policy_tests import TestState
from courtesy.rendering.tests.phrases import message
from courtesy.review.tests.owners import tests_beside
from courtesy.review.tests.reading import load_tests, parse_tests
from courtesy.review.tests.running import run
from courtesy.review.tests.saving import NotSavedError, expectations, statements, version_that_judged

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.api.questions import Questions
    from courtesy.model.case import Case
    from courtesy.model.policy import PolicySource
    from courtesy.model.policy_tests import PolicyTest, TestResult
    from courtesy.model.verdict import PlanVerdict

_LONGEST_SENTENCE = 200


def save_test(
    sentence: str, verdict: PlanVerdict, policy: Questions, case: Case, now: datetime, *, as_of: bool
) -> None:
    """Write the test beside the policy that judged, once it is known to pass, and say so.

    Raises `click.UsageError` where it has no place there, and `CourtesyError` where it cannot be kept.
    """
    versions = policy.versions if isinstance(policy, Policies) else (policy,)
    version = version_that_judged([one for one in versions if isinstance(one, Policy)], verdict)
    file = _file_beside(version.source)
    _check_sentence(sentence, version.source)
    alone = version.with_waivers(())
    said = expectations(policy, case, now, as_of=as_of)
    test, named = _passing(sentence, case, now, alone, said, as_of=as_of)
    with DraftedFiles() as files:
        if file.exists():
            before = read_file(file)
            files.change(file, before, with_test(before, str(file), sentence, test))
        else:
            of = None if Path(version.source.location).name in MANIFESTS else f"{version.id}@{version.version}"
            files.create(file, new_saved_tests(sentence, test, schema_address("tests"), of))
        written = next(one for one in load_tests(file).tests if one.sentence == sentence)
        _hold(run(alone, written))
    terminal.complain(f"Written: {file}, a test of {version.id} {version.version}\n{_of_names(case, named=named)}")


def _file_beside(source: PolicySource) -> Path:
    """The file that saved tests of a policy go into. Raises `click.UsageError` where nobody may write there."""
    fix = f"make your own with `courtesy new policy NAME --extends {source.id}`, and save the test there"
    folder, manifest = own_folder_of_tests(source, fix), Path(source.location)
    return folder / ("saved.yaml" if manifest.name in MANIFESTS else f"{manifest.stem}-saved.yaml")


def _check_sentence(sentence: str, source: PolicySource) -> None:
    if not sentence.strip() or not sentence.isprintable() or len(sentence) > _LONGEST_SENTENCE:
        problem = 'say after --save-test in one sentence what the test holds: "a call at eight is refused"'
        raise click.UsageError(problem)
    for file in tests_beside(source):
        for test in file.tests:
            if test.sentence.casefold() == sentence.casefold():
                problem = f"a test with this sentence is there already, at {test.place}: say it in other words"
                raise click.UsageError(problem)


def _passing(
    sentence: str, case: Case, now: datetime, policy: Policy, said: dict[str, Any], *, as_of: bool
) -> tuple[dict[str, Any], bool]:
    """The test without names where the verdict is the same without them, else with them; and whether it has them."""
    result = None
    for named in (False, True):
        stated = {**statements(case, now, as_of=as_of, names=named), **said}
        result = run(policy, _read(sentence, stated))
        if result.state is TestState.PASSED:
            return stated, named
    if result is not None:
        _hold(result)
    return {}, False


def _read(sentence: str, stated: dict[str, Any]) -> PolicyTest:
    text = new_saved_tests(sentence, stated, schema_address("tests"))
    return parse_tests(text.encode(), "test").tests[0]


def _hold(result: TestResult) -> None:
    """Raises NotSavedError where a test does not pass by itself."""
    if result.state is not TestState.PASSED:
        fix = "tests judge by one version, without waivers; write the test by hand, with what that version says"
        raise NotSavedError(f"by itself the version says something else ({message(result)})", fix)


def _of_names(case: Case, *, named: bool) -> str:
    """What to look at before others read the file."""
    if named:
        return "It holds the names of contacts, on which the verdict rests: put made-up ones in their place.\n"
    has_text = any(action.message is not None for action in case.actions)
    return "Names and addresses are left out; read through the texts of messages.\n" if has_text else ""
