"""`courtesy coverage`."""

from __future__ import annotations

import re
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
    from collections.abc import Iterator

    from courtesy.api import Policy
    from courtesy.model.coverage import Coverage, CoverageMeasure
    from courtesy.review.coverage.missing import MissingCases

_EPILOG = """\b
Examples:
  courtesy coverage
  courtesy coverage ./northgate --rule timing.email-after-a-week --all
  courtesy coverage northgate --write
  courtesy coverage hire-wire --fail-under bounds=100 --fail-under 95

Exit codes: 0 counted, 1 less is tried than --fail-under asks for, 2 wrong
usage, 3 a policy or a file of tests is invalid, 5 internal error."""
_GATE = re.compile(r"(?:(?P<measure>rules|conditions|bounds)=)?(?P<percent>\d{1,3}(?:\.\d)?)")
_ALL = 100
_YAML = {".yaml", ".yml"}
_BESIDE = ""
"""Stands for a new file beside the other tests."""


class _Gate(click.ParamType[tuple["str | None", float]]):
    """`90`, or `bounds=100`."""

    name = "gate"

    def convert(
        self, value: str | tuple[str | None, float], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str | None, float]:
        if isinstance(value, tuple):
            return value
        found = _GATE.fullmatch(value)
        if found is None or float(found["percent"]) > _ALL:
            self.fail(f"`{value}` is no percentage such as `90`, `bounds=100` or `conditions=92.5`", param, ctx)
        return found["measure"], float(found["percent"])


@click.command(epilog=_EPILOG)
@click.argument("policy_name", metavar="[POLICY]", required=False, shell_complete=complete_policy)
@click.option("--rule", "rules", metavar="ID", multiple=True, help="Look at this rule only; repeatable.")
@click.option("--inherited", is_flag=True, help="Look also at rules that the policy takes over as they are.")
@click.option("--all", "everything", is_flag=True, help="Tell also what tests do show.")
@click.option(
    "--write",
    is_flag=False,
    flag_value=_BESIDE,
    metavar="[FILE]",
    help="Write cases for what is missing into a new file, beside the other tests where FILE is left out.",
)
@click.option(
    "--fail-under",
    "gates",
    multiple=True,
    type=_Gate(),
    metavar="[WHAT=]PERCENT",
    help="Exit with 1 where less is tried, of all or of rules, conditions or bounds; repeatable.",
)
@format_option("coverage")
def command(  # noqa: PLR0917  click gives each option by name
    policy_name: str | None,
    rules: tuple[str, ...],
    inherited: bool,  # noqa: FBT001  likewise
    everything: bool,  # noqa: FBT001  likewise
    write: str | None,
    gates: tuple[tuple[str | None, float], ...],
    format_name: str,
) -> int:
    """Tell what the tests of a policy try of its rules, and what they leave out.

    POLICY is a name, name@version, or path; left out, it is that of courtesy.yaml, else hire-wire. Of several versions
    the newest is looked at. Counted are how each rule comes out, which way each condition goes, and the sides of each
    bound: before it, at it, and after it. What layout the files have, and in which order, does not matter.

    With --write, cases for what is missing are made up and judged by the engine, and written with their outcome left
    open: `courtesy test` fails until somebody has said what is right in them.
    """
    from courtesy.cli.policy_choice import check_known_rules, newest_policy  # noqa: PLC0415  cold start of `--help`
    from courtesy.rendering import renderer  # noqa: PLC0415  likewise
    from courtesy.review.coverage.covering import coverage_of  # noqa: PLC0415  likewise

    policy = newest_policy(policy_name)
    check_known_rules(rules, [rule.id for rule in policy.rules])
    found = coverage_of(policy, rules=rules, inherited=inherited)
    missing = None if write is None else _missing(policy, found, write)
    seen = _from_here(found)
    terminal.emit(renderer("coverage", format_name)(seen, terminal.paint(), everything=everything), format_name)
    if missing is not None:
        terminal.complain("".join(f"{line}\n" for line in _told(*missing)))
    short = list(_short(found, gates))
    if short:
        terminal.complain("".join(f"{line}\n" for line in short))
    return ExitCode.REFUSED if short else ExitCode.PERMITTED


def _missing(policy: Policy, found: Coverage, place: str) -> tuple[MissingCases, Path]:
    """The cases for what is missing, written into a file that was not there before. Raises UnwritableFileError."""
    from courtesy.cli.case_writing import create_file  # noqa: PLC0415  after the usage is known
    from courtesy.cli.test_places import own_folder_of_tests  # noqa: PLC0415  likewise
    from courtesy.review.coverage.missing import missing_cases  # noqa: PLC0415  likewise

    if place == _BESIDE:
        fix = f"name a file for the cases, such as `--write {policy.id}-open.yaml`"
        path = _free_place(policy.id, own_folder_of_tests(policy.source, fix))
    else:
        path = Path(place)
    if path.suffix.lower() not in _YAML:
        message = f"tests are written as YAML, into a file such as `{path.with_suffix('.yaml')}`, not `{path}`"
        raise click.UsageError(message)
    cases = missing_cases(policy, found, named=_name_from(path, policy))
    if cases.text:
        path.parent.mkdir(parents=True, exist_ok=True)
        create_file(path, cases.text.encode())
    return cases, path


def _name_from(file: Path, policy: Policy) -> str | None:
    """How a file that lies elsewhere names the policy that its tests are of; None for one beside it."""
    import os  # noqa: PLC0415  only here

    from courtesy.cli.policy_choice import project_here  # noqa: PLC0415  cold start of `--help`
    from courtesy.errors import CourtesyError  # noqa: PLC0415  likewise
    from courtesy.loading.file_names import MANIFESTS  # noqa: PLC0415  likewise
    from courtesy.loading.policy_catalog import find_versions  # noqa: PLC0415  likewise
    from courtesy.loading.policy_files import manifest_path  # noqa: PLC0415  likewise
    from courtesy.review.tests.finding import folder_beside  # noqa: PLC0415  likewise

    manifest, name = Path(policy.source.location).resolve(), f"{policy.id}@{policy.version}"
    if file.resolve().is_relative_to(folder_beside(policy.source).resolve()):
        return None
    try:
        found = find_versions(name, project_here())
    except CourtesyError:  # nobody knows it by its name
        found = ()
    if any(manifest_path(one.location).resolve() == manifest for one in found):
        return name
    place = manifest.parent if manifest.name in MANIFESTS else manifest
    way = Path(os.path.relpath(place, file.resolve().parent)).as_posix()
    return f"{way}/" if way in {".", ".."} else way if way.startswith(".") else f"./{way}"


def _free_place(id_: str, folder: Path) -> Path:
    """A file in the folder that is not there yet."""
    from itertools import count  # noqa: PLC0415  only here

    names = (f"{id_}-open{'' if number == 1 else f'-{number}'}.yaml" for number in count(1))
    return next(folder / name for name in names if not (folder / name).exists())


def _from_here(found: Coverage) -> Coverage:
    """The report with the short paths of files that lie below the current folder."""
    covered = tuple(replace(one, place=span_from_here(one.place)) for one in found.covered)
    return replace(found, covered=covered, looked_in=tuple(str(seen_from_here(Path(one))) for one in found.looked_in))


def _told(cases: MissingCases, path: Path) -> Iterator[str]:
    from courtesy.wording.text import agree  # noqa: PLC0415  cold start of `--help`

    if cases.written:
        yield f"Written: {seen_from_here(path)}, with {agree(len(cases.written), 'case')}. Say of each what is right."
    elif not cases.not_found:
        yield "Nothing is missing, so nothing was written."
    for gap in cases.not_found:
        yield f"No case was found for this: {gap}"


def _short(found: Coverage, gates: tuple[tuple[str | None, float], ...]) -> Iterator[str]:
    """What falls short of what was asked for."""
    for name, percent in gates:
        figure = found.figure(None if name is None else _measure(name))
        if figure.percent < percent:
            yield f"{name or 'all'}: {figure.percent:g} % is tried, and {percent:g} % is asked for"


def _measure(name: str) -> CoverageMeasure:
    from courtesy.model.coverage import CoverageMeasure  # noqa: PLC0415  cold start of `--help`

    return CoverageMeasure(name)
