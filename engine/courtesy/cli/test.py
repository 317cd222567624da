"""`courtesy test`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode, gravest
from courtesy.cli.options import complete_policy, format_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.shell_completion import CompletionItem

    from courtesy.model.policy_tests import TestReport
    from courtesy.review.tests.targets import Request

_EPILOG = """\b
Examples:
  courtesy test
  courtesy test ./northgate -k "a call at eight"
  courtesy test hire-wire --rule timing.email-after-a-week
  courtesy test policies/northgate/2.0.0/tests/calls.yaml --format github

Exit codes: 0 all passed, 1 a test failed, is not answered yet, or nothing
ran, 2 wrong usage, 3 a policy or a file of tests is invalid, 5 internal
error."""


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The policies whose names begin as typed, and files."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415  cold start

    return [*complete_policy(context, parameter, incomplete), CompletionItem(incomplete, type="file")]


@click.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATH...]", shell_complete=_complete)
@click.option("-k", "words", metavar="WORDS", default="", help="Run only tests whose sentence has all these words.")
@click.option("--rule", "rules", metavar="ID", multiple=True, help="Run only tests that name this rule; repeatable.")
@click.option(
    "--fail-on",
    type=click.Choice(["untried"]),
    multiple=True,
    help="Fail also where no test has a rule violated, satisfied or undetermined.",
)
@format_option("tests")
def command(
    paths: tuple[str, ...], words: str, rules: tuple[str, ...], fail_on: tuple[str, ...], format_name: str
) -> int:
    """Run the tests of policies, and say what each expected and what the policy says.

    PATH is a policy (name, folder or file), a folder of versions, a file or folder of tests, or a project; without it,
    the project of the current folder. The tests of a policy lie beside it, in the folder `tests`, and are of it
    whatever they name. Rules that no test has violated, satisfied or undetermined are told.
    """
    from courtesy.cli.policy_choice import project_here  # noqa: PLC0415  cold start of `--help`
    from courtesy.rendering import renderer  # noqa: PLC0415  likewise
    from courtesy.review.tests.choice import Choice  # noqa: PLC0415  likewise
    from courtesy.review.tests.targets import Request  # noqa: PLC0415  likewise

    request = Request(project_here(), Choice(words, rules))
    reports = _chosen(list(_reports(paths, request)), rules, request)
    terminal.emit(renderer("tests", format_name)(reports, terminal.paint()), format_name)
    return gravest([_code(report, fail_on) for report in reports])


def _reports(paths: tuple[str, ...], request: Request) -> Iterator[TestReport]:
    from courtesy.cli.file_kinds import manifest_of  # noqa: PLC0415  cold start of `--help`
    from courtesy.loading.file_names import MANIFESTS  # noqa: PLC0415  likewise
    from courtesy.review.tests.targets import reports_on, reports_on_project  # noqa: PLC0415  likewise

    if not paths and request.project is not None:
        yield from reports_on_project(request.project, request)
        return
    if not paths and not any(Path(name).is_file() for name in MANIFESTS):
        message = "there is no project here, so say what to test: a policy, or a file or folder of tests"
        raise click.UsageError(message)
    if "" in paths:
        raise click.UsageError("PATH is empty: name a policy, a project, or a file or folder of tests")
    given = (str(manifest_of(Path(path))) if Path(path).is_file() else path for path in paths or (".",))
    for path in dict.fromkeys(given):
        yield from reports_on(path, request)


def _chosen(reports: list[TestReport], rules: tuple[str, ...], request: Request) -> list[TestReport]:
    """Of several policies those with tests that were chosen. Raises `click.UsageError` for a rule that none has."""
    known = dict.fromkeys(rule for report in reports for rule in report.rules)
    if known:  # else no policy could be read, which the reports tell
        from courtesy.cli.policy_choice import check_known_rules  # noqa: PLC0415  cold start of `--help`

        check_known_rules(rules, known)
    if request.choice.said is None:
        return reports
    return [one for one in reports if one.results or one.all_problems] or reports


def _code(report: TestReport, fail_on: tuple[str, ...]) -> ExitCode:
    if report.all_problems:
        return ExitCode.INVALID_INPUT
    if not report.passed or (report.untried and "untried" in fail_on):
        return ExitCode.REFUSED
    return ExitCode.PERMITTED
