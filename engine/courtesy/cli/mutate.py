"""`courtesy mutate`."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.options import complete_policy, format_option
from courtesy.cli.places import span_from_here
from courtesy.loading.file_names import seen_from_here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from courtesy.model.mutation import Mutant, MutationReport

_EPILOG = """\b
Examples:
  courtesy mutate northgate
  courtesy mutate policies/northgate/2.0.0 --rule timing.email-after-a-week
  courtesy mutate hire-wire --fail-under 95

Exit codes: 0 all changes noticed (or as many as --fail-under asks for), 1 fewer,
or a test fails as it is, 2 wrong usage, 3 a file is invalid, 5 internal error."""


@click.command(epilog=_EPILOG)
@click.argument("policy_name", metavar="[POLICY]", required=False, shell_complete=complete_policy)
@click.option("--rule", "rules", metavar="ID", multiple=True, help="Change only this rule; repeatable.")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    default=100,
    show_default=True,
    metavar="PERCENT",
    help="How many of a hundred changes the tests have to notice.",
)
@format_option("mutation")
def command(policy_name: str | None, rules: tuple[str, ...], fail_under: float, format_name: str) -> int:
    """Change each number, level, entry and condition of a policy once, and see whether its tests notice.

    POLICY is a name, name@version, or path; left out, it is that of courtesy.yaml, else hire-wire. Of several versions
    the newest is tried. A change that no test notices is shown with its line, and with the sentence that it makes
    another: write a test that tells the two apart. The policy itself is left as it is.
    """
    from courtesy.cli.policy_choice import (  # noqa: PLC0415  cold start of `--help`
        check_known_rules,
        newest_policy,
        project_here,
    )
    from courtesy.rendering import renderer  # noqa: PLC0415  likewise
    from courtesy.review.mutation.asking import mutate  # noqa: PLC0415  likewise

    if isnan(fail_under):
        raise click.BadParameter("nan is no percentage such as `90` or `92.5`", param_hint="--fail-under")
    policy = newest_policy(policy_name)
    check_known_rules(rules, [rule.id for rule in policy.rules])
    with _counting() as tell:
        report = _from_here(mutate(policy, rules=rules, project=project_here(), tell=tell))
    terminal.emit(renderer("mutation", format_name)(report, terminal.paint()), format_name)
    return _code(report, fail_under)


@contextmanager
def _counting() -> Iterator[Callable[[Mutant], None] | None]:
    """For people who watch, how many changes have been tried; nothing for files and pipes."""
    if not sys.stderr.isatty():
        yield None
        return
    tried = 0

    def tell(_: Mutant) -> None:
        nonlocal tried
        tried += 1
        click.echo(f"\r{tried:,} changes tried", nl=False, err=True)

    yield tell
    click.echo("\r\x1b[K", nl=False, err=True)


def _from_here(report: MutationReport) -> MutationReport:
    """The report with the short paths of files that lie below the current folder."""
    places = ((one, replace(one.part, span=span_from_here(one.part.span))) for one in report.mutants)
    mutants = tuple(replace(one, part=part) for one, part in places)
    return replace(report, mutants=mutants, place=str(seen_from_here(Path(report.place))))


def _code(report: MutationReport, fail_under: float) -> ExitCode:
    # What holds no number at all cannot be changed unnoticed.
    enough = not report.failing and (report.percent >= fail_under or not report.mutants)
    return ExitCode.PERMITTED if enough else ExitCode.REFUSED
