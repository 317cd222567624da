"""`courtesy docs`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.options import MomentOrDate, complete_policy
from courtesy.rendering import FORMATS

if TYPE_CHECKING:
    from courtesy.api import Policies, Policy
    from courtesy.cli.day_times import DayTime

_BY_ENDING = {".html": "html", ".htm": "html"}
_EXAMPLES = """\b
Examples:
  courtesy docs hire-wire
  courtesy docs northgate --output handbook.html
  courtesy docs policies/northgate --as-of 2027-01-01 > handbook.md

Exit codes: 0 written, 2 wrong usage, 3 the policy is invalid, or FILE cannot be
written, 5 internal error."""


@click.command(epilog=_EXAMPLES)
@click.argument("policy_name", metavar="[POLICY]", required=False, shell_complete=complete_policy)
@click.option(
    "--as-of",
    "--now",
    "now",
    type=MomentOrDate(),
    metavar="TIME",
    help="The day for which to tell which version and which exceptions hold.  [default: today]",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMATS["handbook"]),
    help="Markdown, or a page by itself.  [default: by the ending of FILE, else markdown]",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write it into FILE.")
def command(
    policy_name: str | None, now: datetime | date | DayTime | None, format_name: str | None, output: Path | None
) -> int:
    """Write the handbook of a policy: what it says, for people who read no policy files.

    POLICY is a name, name@version, or path; left out, it is that of courtesy.yaml, else hire-wire. Of several versions
    it is about the one that holds on the day, and tells which comes next. Each rule stands there in plain words, with
    examples that the engine has judged, its exceptions, its reason and its source.
    """
    from courtesy.review.handbook.writing import handbook  # noqa: PLC0415  cold start of `--help`

    policy, version = _chosen(policy_name)
    wanted = format_name or _BY_ENDING.get(output.suffix.lower() if output is not None else "", "markdown")
    day = _day(now, policy.sources[-1].zone)
    text = handbook(policy, on=day, version=version, before=_before(policy_name, policy), format_name=wanted)
    if output is None:
        terminal.emit(text, wanted)
    else:
        _write(output, text.encode(), policy)
        terminal.emit(f"Written: {output}\n")
    return ExitCode.PERMITTED


def _chosen(name: str | None) -> tuple[Policy | Policies, str | None]:
    """All versions of the policy, and which of them was named exactly; None where none was. Raises `CourtesyError`."""
    from courtesy.api import Policies, Policy  # noqa: PLC0415  cold start of `--help`
    from courtesy.cli.policy_choice import PolicyChoice  # noqa: PLC0415  likewise
    from courtesy.loading.versions import is_version  # noqa: PLC0415  likewise

    choice = PolicyChoice(name, "native")
    called, _, version = (choice.name or "").partition("@")
    exact = is_version(version) and "/" not in called  # else it is a path
    found = (PolicyChoice(called, "native") if exact else choice).of(None).policy
    assert isinstance(found, Policy | Policies)  # noqa: S101
    return found, version if exact else None


def _before(name: str | None, policy: Policy | Policies) -> Policy | None:
    """The version before a single one that was named by a path, from beside it; None where there is none."""
    from courtesy.cli.policy_choice import project_here  # noqa: PLC0415  cold start of `--help`
    from courtesy.review.comparison.earlier import NoEarlierVersionError, with_earlier  # noqa: PLC0415  likewise

    if name is None or "@" in name or len(policy.sources) > 1:
        return None
    try:
        older, newer = with_earlier(name, project=project_here(), matcher="native")
    except NoEarlierVersionError:
        return None
    return older if older.id == newer.id else None  # else it is what the policy builds on


def _day(now: datetime | date | DayTime | None, zone: str | None) -> date:
    """The day in the zone of the policy, today where none is given."""
    from courtesy.cli.case_input import clock, moment_in  # noqa: PLC0415  cold start of `--help`
    from courtesy.cli.day_times import DayTime  # noqa: PLC0415  likewise

    moment = clock() if now is None else now
    if isinstance(moment, datetime | DayTime):
        return moment_in(moment, zone or "UTC", "the policy's `zone`", "--as-of").date()
    return moment


def _write(output: Path, data: bytes, policy: Policy | Policies) -> None:
    """Put the handbook into the file, in place of an older one. Raises UnwritableFileError, `click.UsageError`."""
    from courtesy.cli.case_writing import create_file, replace_file  # noqa: PLC0415  after the usage is known

    read = {Path(file).resolve() for source in policy.sources for one in source.lineage for file in one.files}
    if output.resolve() in read:
        message = f"{output} is a file of the policy: name another one"
        raise click.UsageError(message)
    if output.exists():
        replace_file(output, output.read_bytes(), data)
    else:
        create_file(output, data)
