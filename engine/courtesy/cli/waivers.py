"""`courtesy waivers`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.options import format_option, now_option, policy_option
from courtesy.loading.file_names import seen_from_here

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.api import Policy
    from courtesy.cli.day_times import DayTime
    from courtesy.cli.policy_choice import PolicyChoice
    from courtesy.model.case import Case
    from courtesy.model.waivers import WaiverList

_EPILOG = """\b
Examples:
  courtesy waivers
  courtesy waivers --policy ./northgate
  courtesy waivers cases --format json

Exit codes: 0 all hold, 1 one has expired, is not used or not permitted, or is
of no rule, 2 wrong usage, 3 invalid file, 5 internal error."""


@click.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, metavar="[CASE...]", type=click.Path(readable=False, path_type=Path))
@policy_option
@now_option
@format_option("waivers")
def command(paths: tuple[Path, ...], policy_name: str | None, now: datetime | DayTime | None, format_name: str) -> int:
    """List the exceptions that have been granted from rules, and whether each still holds.

    They are those of the file that the project file names, else of waivers.yaml beside the policy. With CASE, files or
    folders of cases, waivers that none of these needs are told too.
    """
    from courtesy.cli.policy_choice import PolicyChoice  # noqa: PLC0415  cold start of `--help`
    from courtesy.rendering import renderer  # noqa: PLC0415  cold start of `--help`

    listed = _listed(PolicyChoice(policy_name, "native"), paths, now)
    terminal.emit(renderer("waivers", format_name)(listed, terminal.paint()), format_name)
    return ExitCode.PERMITTED if all(one.state.fine for one in listed.waivers) else ExitCode.REFUSED


def _listed(choice: PolicyChoice, paths: tuple[Path, ...], now: datetime | DayTime | None) -> WaiverList:
    from courtesy.api.policies import versions_without_waivers  # noqa: PLC0415  cold start of `--help`
    from courtesy.api.waiver_list import list_waivers  # noqa: PLC0415  cold start of `--help`
    from courtesy.cli.case_input import moment_in, time_asked  # noqa: PLC0415  cold start of `--help`

    versions = versions_without_waivers(choice.name, matcher="native", project=choice.project)
    zone = versions[-1].source.zone or "UTC"
    asked = moment_in(time_asked(now, None), zone, "the policy's `zone`")
    cases = _cases(choice, paths, versions) if paths else None
    listed = list_waivers(versions, choice.project, now=asked, cases=cases)
    waivers = tuple(replace(one, place=str(seen_from_here(Path(one.place)))) for one in listed.waivers)
    file = None if listed.file is None else str(seen_from_here(Path(listed.file)))
    return replace(listed, file=file, waivers=waivers)


def _cases(choice: PolicyChoice, paths: tuple[Path, ...], versions: list[Policy]) -> list[Case]:
    from courtesy.api import Policies  # noqa: PLC0415  cold start of `--help`
    from courtesy.cli.folders import cases_at  # noqa: PLC0415  cold start of `--help`

    policy = Policies(versions)
    return [source.read(policy, choice.zone) for source in cases_at(paths, choice.name)]
