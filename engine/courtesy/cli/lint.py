"""`courtesy lint`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.options import complete_policy, format_option
from courtesy.cli.places import span_from_here
from courtesy.model.lint import Sense

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy import Policy
    from courtesy.cli.policy_choice import PolicyChoice
    from courtesy.model.case import Case
    from courtesy.model.lint import LintFinding, LintReport

_EPILOG = """\b
Examples:
  courtesy lint
  courtesy lint ./northgate --cases cases
  courtesy lint ./northgate --format sarif
  courtesy lint --explain never-decides

Exit codes: 0 nothing found, 1 something found, 2 wrong usage, 3 invalid file,
5 internal error."""


@click.command(epilog=_EPILOG)
@click.argument("policies", nargs=-1, metavar="[POLICY]...", shell_complete=complete_policy)
@click.option(
    "--cases",
    "case_paths",
    multiple=True,
    metavar="PATH",
    type=click.Path(readable=False, path_type=Path),
    help="Files or folders of cases: rules that leave all acts undecided, there and in the tests, are told.",
)
@click.option(
    "--explain",
    type=click.Choice([sense.value for sense in Sense]),
    metavar="SENSE",
    help="Explain one sense, and look at nothing.",
)
@format_option("lint")
def command(policies: tuple[str, ...], case_paths: tuple[Path, ...], explain: str | None, format_name: str) -> int:
    """Find what makes no sense in policies that are valid.

    POLICY is a name, name@version, or path; all policies of the project if left out. Only sense is looked at, never
    style: `courtesy manual linting` explains each sense, and how to have a finding passed over. What a policy inherits
    is told only where the policy itself causes it.
    """
    from courtesy.cli.policy_choice import PolicyChoice  # noqa: PLC0415  cold start of `--help`
    from courtesy.review.linter import lint  # noqa: PLC0415  cold start of `--help`

    if explain is not None:
        return _explain(Sense(explain))
    choice = PolicyChoice(None, "native")
    chosen = [policy for name in policies or _of_project(choice) for policy in _versions(name, choice)]
    reports = [_from_here(lint(policy, cases=_cases(case_paths, policy, choice))) for policy in chosen]
    terminal.emit(_rendered(reports, format_name), format_name)
    return ExitCode.REFUSED if any(report.findings for report in reports) else ExitCode.PERMITTED


def _explain(sense: Sense) -> int:
    from courtesy.rendering.lint.text import explained  # noqa: PLC0415  cold start of `--help`
    from courtesy.review.lint.pages import page_of  # noqa: PLC0415  cold start of `--help`

    terminal.emit(explained(page_of(sense), terminal.paint()))
    return ExitCode.PERMITTED


def _of_project(choice: PolicyChoice) -> Iterable[str | Path]:
    """The policies in the folders of the project, else the one that it names, else hire-wire."""
    from courtesy.api.policies import DEFAULT_POLICY  # noqa: PLC0415  cold start of `--help`
    from courtesy.loading.policy_folders import policies_in  # noqa: PLC0415  cold start of `--help`

    folders = () if choice.project is None else choice.project.policies
    lying = dict.fromkeys(one.location for folder in folders for one in policies_in(folder))
    return lying or (choice.name or DEFAULT_POLICY,)


def _versions(name: str | Path, choice: PolicyChoice) -> tuple[Policy, ...]:
    """All versions that a name or path stands for, whatever was released under them."""
    from courtesy.api.policies import load_versions_as_written  # noqa: PLC0415  cold start of `--help`

    return load_versions_as_written(name, project=choice.project)


def _cases(paths: tuple[Path, ...], policy: Policy, choice: PolicyChoice) -> list[Case]:
    from courtesy.cli.folders import cases_at  # noqa: PLC0415  cold start of `--help`

    return [source.read(policy, choice.zone) for source in cases_at(paths, policy.id)] if paths else []


def _rendered(reports: Iterable[LintReport], format_name: str) -> str:
    from courtesy.rendering import renderer  # noqa: PLC0415  cold start of `--help`

    render = renderer("lint", format_name)
    if format_name != "sarif":
        return render(reports, terminal.paint())
    from courtesy.review.lint.pages import page_of  # noqa: PLC0415  cold start of `--help`

    return render(reports, terminal.paint(), tuple(map(page_of, Sense)))


# ---------------------------------------------------------------- places as they are seen from here


def _from_here(report: LintReport) -> LintReport:
    """The report with the short paths of files that lie below the current folder."""
    return replace(
        report,
        findings=tuple(map(_finding, report.findings)),
        ignored=tuple(replace(one, finding=_finding(one.finding)) for one in report.ignored),
    )


def _finding(finding: LintFinding) -> LintFinding:
    related = tuple(replace(place, span=span_from_here(place.span)) for place in finding.related)
    return replace(finding, span=span_from_here(finding.span), related=related)
