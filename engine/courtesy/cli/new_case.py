"""`courtesy new case`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from courtesy.cli import engine_errors, terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.options import TimeText, policy_option

if TYPE_CHECKING:
    from courtesy.api.case_reading import CaseReading

_STANDARD_OUTPUT = "-"
_EXAMPLES = """\b
Examples:
  courtesy new case
  courtesy new case northgate.yaml --interview "yesterday 15:30"
           --contact interviewer:interviewer@example.com,America/Chicago --contact hr
  courtesy new case - --interview 2026-11-20T15:30 --zone America/New_York
           --contact interviewer

Exit codes: 0 written, 2 wrong usage, or the file is there, 3 something is
invalid."""


@click.command(epilog=_EXAMPLES)
@click.argument("file", type=click.Path(readable=False, path_type=Path), default="case.yaml")
@policy_option
@click.option("--id", "case_id", metavar="ID", help="A name for the engagement.  [default: that of the file]")
@click.option(
    "--interview", type=TimeText(or_date=True), metavar="TIME", help="When it ended, such as `yesterday 15:30`."
)
@click.option("--zone", metavar="ZONE", help="Your time zone, such as Europe/Berlin.  [default: the machine's]")
@click.option(
    "--contact",
    multiple=True,
    metavar="CONTACT[:ABOUT,...]",
    help="A contact, with roles, a time zone or an e-mail address, such as desk:hr,Europe/London. Repeatable.",
)
@click.option("--to", multiple=True, metavar="CONTACT", help="The same, by the id alone. Repeatable.")
@click.option("--email", multiple=True, metavar="ADDRESS", help="An e-mail address of yours. Repeatable.")
def command(file: Path, policy_name: str | None, **options: Any) -> int:
    """Write a case to start from.

    FILE ends in .yaml or .json, and must not be there yet; with - the case goes to standard output. On a terminal you
    are asked for what no flag says. Contacts may have the roles that POLICY knows; one whose id is a role has it. A
    policy that is named, and not given by its path, stands in the case.
    """
    to_file = str(file) != _STANDARD_OUTPUT
    if to_file and (file.exists() or file.is_symlink()):
        message = f"{file} is there already: name another file, or write into that one"
        raise click.UsageError(message)
    from courtesy.cli.case_draft import CaseDraft, completed  # noqa: PLC0415  after the usage is known to be right

    draft = completed(CaseDraft(file=file, policy_name=policy_name, **options))
    try:
        text = draft.text(_policy(policy_name))
        if not to_file:
            terminal.emit_file(text.encode())
            return ExitCode.PERMITTED
        from courtesy.cli.case_writing import create_file  # noqa: PLC0415  cold start of `--help`

        create_file(file, text.encode())
    except click.ClickException:
        raise
    except Exception as error:  # noqa: BLE001  users never see a traceback
        return engine_errors.report(error)
    by = f" --policy {policy_name}" if draft.by_path else ""
    terminal.emit(f"Written: {file}\n`courtesy next {file}{by}` says what to do now.\n")
    return ExitCode.PERMITTED


def _policy(name: str | None) -> CaseReading:
    from courtesy.cli.policy_choice import PolicyChoice  # noqa: PLC0415  after the usage is known to be right

    return PolicyChoice(name, "native").of(None).policy
