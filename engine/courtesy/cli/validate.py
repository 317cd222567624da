"""`courtesy validate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from courtesy.cli import engine_errors, terminal
from courtesy.cli.exit_codes import ExitCode, gravest
from courtesy.cli.options import policy_option
from courtesy.rendering.ink import Ink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy import Policy
    from courtesy.cli.case_input import CaseSource


@click.command(
    epilog="""\b
Examples:
  courtesy validate policies/hire-wire/1.0.0
  courtesy validate examples --policy hire-wire"""
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(readable=False, path_type=Path))
@policy_option
def command(paths: tuple[Path, ...], policy_name: str) -> int:
    """Check policies and cases for mistakes, and report all at once.

    Policies and cases are told apart by their content. Cases may use the channels, purposes, roles and facts of
    POLICY. Those that lie below PATH in the folder of another policy are counted and not checked.
    """
    codes = [_validate(*subject, policy_name) for subject in dict(_subjects(paths, policy_name)).items()]
    if not codes:
        message = "these folders contain no YAML or JSON files"
        raise click.UsageError(message)
    return gravest(codes)


def _subjects(paths: Iterable[Path], policy_name: str) -> Iterator[tuple[Path, CaseSource | None]]:
    """Every policy, however many files it has, and every case with what it is read from."""
    from courtesy.cli.case_input import case_at  # noqa: PLC0415  cold start
    from courtesy.cli.file_kinds import manifest_of  # noqa: PLC0415  cold start
    from courtesy.cli.folders import policies_and_cases_in  # noqa: PLC0415  cold start

    for path in paths:
        if path.is_dir():
            yield from policies_and_cases_in(path, policy_name)
        else:
            subject = manifest_of(path)
            yield subject, case_at(subject)


def _validate(path: Path, case: CaseSource | None, policy_name: str) -> ExitCode:
    from courtesy import load_policy  # noqa: PLC0415  cold start

    try:
        if case is None:
            policy = load_policy(path)
            said = _policy_summary(policy)
            _warn(policy, path)
        else:
            case.read(load_policy(policy_name, matcher="native"))
            said = "case"
    except Exception as error:  # noqa: BLE001  one bad file does not keep the others from being read
        return engine_errors.report(error)
    terminal.emit(f"{path}: OK, {said}\n")
    return ExitCode.PERMITTED


def _policy_summary(compiled: Policy) -> str:
    from courtesy.wording.text import agree, short_digest  # noqa: PLC0415  cold start

    name = f"{compiled.id} {compiled.version} ({short_digest(compiled.digest)})"
    return f"policy {name}, {agree(len(compiled.rules), 'rule')}"


def _warn(policy: Policy, path: Path) -> None:
    """Tell what is valid and probably not meant."""
    from courtesy.api.oversights import oversights  # noqa: PLC0415  cold start

    paint = terminal.paint(to_error=True)
    for notice in oversights(policy):
        terminal.complain(f"{paint(f'warning[{notice.code}]', Ink.CAUTION)}: {notice.message}\n  {path}\n")
