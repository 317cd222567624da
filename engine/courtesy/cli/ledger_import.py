"""`courtesy ledger import`."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from courtesy.cli import engine_errors, terminal
from courtesy.cli.exit_codes import ExitCode, gravest
from courtesy.cli.ledger_options import ledger_argument, opened, tenant_option
from courtesy.cli.options import format_option, now_option, policy_option

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy import LedgerCase
    from courtesy.cli.case_input import CaseSource
    from courtesy.cli.day_times import DayTime
    from courtesy.cli.policy_choice import PolicyChoice
    from courtesy.ledger import Ledger

_EPILOG = """\b
Examples:
  courtesy ledger import ledger.db case.yaml
  courtesy ledger import ledger.db cases/ --policy ./northgate

Exit codes: 0 all are in, 2 wrong usage, 3 a file is invalid, 5 the database
does not answer."""


@click.command(epilog=_EPILOG)
@ledger_argument
@click.argument("paths", nargs=-1, required=True, metavar="CASE...", type=click.Path(readable=False, path_type=Path))
@policy_option
@tenant_option
@now_option
@format_option("ledger")
def command(
    address: str,
    paths: tuple[Path, ...],
    *,
    policy_name: str | None,
    tenant: str,
    now: datetime | DayTime | None,
    format_name: str,
) -> int:
    """Take cases in, or bring them up to date.

    CASE is a file or a folder of cases; each needs an `id`. What the file says takes the place of what it said, and
    touches of its history that the ledger does not know are added, so that a file can come in again. A file that
    cannot be used is told, and the others come in all the same.
    """
    from courtesy.cli.folders import cases_at  # noqa: PLC0415  cold start of `--help`
    from courtesy.cli.policy_choice import PolicyChoice  # noqa: PLC0415  likewise

    choice = PolicyChoice(policy_name, "native")
    told: list[tuple[str, LedgerCase]] = []
    codes = []
    with opened(address, tenant, now) as ledger:
        for source in cases_at(paths, choice.name):
            try:
                told.append(_taken_in(ledger, source, choice))
            except Exception as error:  # noqa: BLE001  the other cases come in all the same
                codes.append(engine_errors.report(error))
        report = replace(ledger.pending(), entries=(), cases=tuple(case for _, case in told))
    if format_name == "text":
        from courtesy.rendering.ledger.text import heading  # noqa: PLC0415  JSON does without

        terminal.emit("".join(f"{heading(case, change)}\n" for change, case in told))
    else:
        from courtesy.rendering import renderer  # noqa: PLC0415  text does without

        terminal.emit(renderer("ledger", format_name)(report, terminal.paint()), format_name)
    return gravest([ExitCode.PERMITTED, *codes])


def _taken_in(ledger: Ledger, source: CaseSource, choice: PolicyChoice) -> tuple[str, LedgerCase]:
    """The case as it is in the ledger now, and what that has changed."""
    from courtesy.ledger import UnknownCaseError, UnnamedCaseError  # noqa: PLC0415  cold start of `--help`

    policy = choice.of(source.names_policy).policy
    case = source.read(policy, choice.zone)
    if case.id is None:
        raise UnnamedCaseError(source.name)
    before = None
    with suppress(UnknownCaseError):
        before = ledger.case(case.id).revision
    kept = ledger.import_case(case, policy=policy)  # type: ignore[arg-type]  # one version, or all of them
    return "new" if before is None else "as it was" if before == kept.revision else "changed", kept
