"""`courtesy validate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from courtesy.cli import engine_errors, terminal
from courtesy.cli.exit_codes import ExitCode, gravest
from courtesy.cli.options import now_option, policy_option
from courtesy.errors import CourtesyError, InvalidInputError
from courtesy.loading.file_names import PROJECT_FILES, RELEASES, SCHEMAS, WAIVER_FILES
from courtesy.rendering.ink import Ink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from courtesy import Notice, Policy
    from courtesy.cli.case_input import CaseSource
    from courtesy.cli.day_times import DayTime
    from courtesy.cli.policy_choice import PolicyChoice
    from courtesy.spans import Span


@click.command(
    epilog="""\b
Examples:
  courtesy validate policies/hire-wire/1.0.0
  courtesy validate examples --policy hire-wire"""
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(readable=False, path_type=Path))
@policy_option
@now_option
def command(paths: tuple[Path, ...], policy_name: str | None, now: datetime | DayTime | None) -> int:
    """Check policies, their tests, and cases for mistakes, and report all at once.

    They are told apart by their content; `courtesy test` runs the tests. Cases may use the channels, purposes,
    roles and facts of POLICY. Waivers that have ended are told, and so is that `courtesy lint` finds something.
    Those cases that lie below PATH in the folder of another policy are counted and not checked. Of a folder with
    several versions of a policy, the dates must follow each other without gaps and overlaps.
    """
    from courtesy.cli.policy_choice import PolicyChoice  # noqa: PLC0415  cold start

    choice = PolicyChoice(policy_name, "native")
    subjects = dict(_subjects(paths, policy_name))
    loaded: dict[Path, Policy] = {}
    told: set[tuple[Span, str]] = set()
    codes = [_validate(path, case, choice, loaded, now, told=told) for path, case in subjects.items()]
    if not codes:
        message = "these folders contain no YAML or JSON files"
        raise click.UsageError(message)
    return gravest([*codes, *_codes_of_lines(paths, loaded)])


def _subjects(paths: Iterable[Path], policy_name: str | None) -> Iterator[tuple[Path, CaseSource | None]]:
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


def _validate(
    path: Path,
    case: CaseSource | None,
    choice: PolicyChoice,
    loaded: dict[Path, Policy],
    now: datetime | DayTime | None,
    *,
    told: set[tuple[Span, str]],
) -> ExitCode:
    """Tell what is wrong with a policy, which is kept in `loaded` where nothing is, or with a case.

    Problems that are `told` already, of waivers with the policy beside them, are not told again.
    """
    from courtesy.api.oversights import oversights  # noqa: PLC0415  cold start
    from courtesy.api.policies import load_as_written  # noqa: PLC0415  cold start
    from courtesy.api.releases import check_releases  # noqa: PLC0415  cold start
    from courtesy.cli.file_kinds import has_tests  # noqa: PLC0415  cold start
    from courtesy.loading.source import read_file  # noqa: PLC0415  cold start

    try:
        if path.name in PROJECT_FILES:
            from courtesy import load_project  # noqa: PLC0415  cold start

            load_project(path)
            said = "project"
        elif path.name in WAIVER_FILES:
            from courtesy.api.waiving import check_waivers  # noqa: PLC0415  cold start
            from courtesy.wording.text import agree  # noqa: PLC0415  cold start

            waivers = check_waivers(path, choice.project)
            said = f"{agree(len(waivers), 'waiver')}"
        elif path.name == RELEASES:
            said = _releases(path)
        elif case is None and path.is_file() and has_tests(read_file(path)):
            from courtesy.review.tests.targets import fitting_tests  # noqa: PLC0415  cold start
            from courtesy.wording.text import agree  # noqa: PLC0415  cold start

            said = agree(len(fitting_tests(path, choice.project).tests), "test")
        elif case is None:
            policy = loaded[path] = load_as_written(path, project=choice.project)
            _warn((*oversights(policy, choice.project), *_ended(policy, now)), path)
            _point_at_lint(policy, path)
            check_releases(policy)
            _refresh_schemas(path, choice)
            said = _policy_summary(policy)
        else:
            case.read(choice.of(case.names_policy).policy, choice.zone)
            said = "case"
    except InvalidInputError as error:
        new = [one for one in error.problems if (one.span, str(one)) not in told]
        told.update((one.span, str(one)) for one in new)
        if len(new) == len(error.problems):
            return engine_errors.report(error)
        return engine_errors.report(InvalidInputError(new)) if new else ExitCode.INVALID_INPUT
    except Exception as error:  # noqa: BLE001  one bad file does not keep the others from being read
        return engine_errors.report(error)
    terminal.emit(f"{path}: OK, {said}\n")
    return ExitCode.PERMITTED


def _refresh_schemas(path: Path, choice: PolicyChoice) -> None:
    """Write the schemas with own words that lie beside a policy anew, where it has other words by now."""
    from courtesy.loading.policy_files import manifest_path  # noqa: PLC0415  cold start

    if not (manifest_path(path).parent / SCHEMAS).is_dir():
        return
    from courtesy.cli.editor_files import refreshed  # noqa: PLC0415  cold start

    try:
        for schema in refreshed(manifest_path(path), choice.project):
            terminal.complain(f"Written anew, with the policy's words: {schema}\n")
    except CourtesyError as error:
        engine_errors.note(error, "the editor goes by the words that the policy had")


def _codes_of_lines(paths: Iterable[Path], loaded: Mapping[Path, Policy]) -> Iterator[ExitCode]:
    """Tell of the gaps and overlaps between the versions of each policy in a folder."""
    from courtesy import Policies  # noqa: PLC0415  cold start
    from courtesy.api.version_line import faults_between  # noqa: PLC0415  cold start

    for folder in filter(Path.is_dir, paths):
        lines: dict[str, dict[str, Policy]] = {}
        for path, policy in loaded.items():
            if path.is_relative_to(folder):
                lines.setdefault(policy.id, {})[policy.version] = policy
        for versions in lines.values():
            try:
                line = Policies(tuple(versions.values()))
            except CourtesyError as error:
                yield engine_errors.report(error)
            else:
                yield from map(engine_errors.report, faults_between(policy.source for policy in line.versions))


def _releases(path: Path) -> str:
    from courtesy.loading.releases import read_releases  # noqa: PLC0415  cold start
    from courtesy.loading.source import read_file  # noqa: PLC0415  cold start
    from courtesy.wording.text import agree  # noqa: PLC0415  cold start

    return agree(len(read_releases(read_file(path), str(path))), "release")


def _policy_summary(compiled: Policy) -> str:
    from courtesy.wording.text import agree, short_digest  # noqa: PLC0415  cold start

    name = f"{compiled.id} {compiled.version} ({short_digest(compiled.digest)})"
    return f"policy {name}, {agree(len(compiled.rules), 'rule')}"


def _ended(policy: Policy, now: datetime | DayTime | None) -> Iterator[Notice]:
    """That waivers of a policy have ended."""
    from courtesy.cli.case_input import moment_in, time_asked  # noqa: PLC0415  cold start
    from courtesy.explanation.notices import waiver_over  # noqa: PLC0415  cold start
    from courtesy.instants import instant  # noqa: PLC0415  cold start
    from courtesy.judging.reach import begin_of  # noqa: PLC0415  cold start

    for waiver in policy.waivers:
        at = moment_in(time_asked(now, None), policy.source.zone or "UTC", "the policy's `zone`")
        if instant(at) >= begin_of(policy.source, waiver.until):
            yield waiver_over(waiver)


def _point_at_lint(policy: Policy, path: Path) -> None:
    """Say that lint finds something, and what it is about."""
    from courtesy import lint  # noqa: PLC0415  cold start
    from courtesy.wording.text import agree, joined  # noqa: PLC0415  cold start

    if findings := lint(policy).findings:
        senses = joined(dict.fromkeys(finding.sense.value for finding in findings))
        terminal.complain(f"note: `courtesy lint {path}` has {agree(len(findings), 'finding')}: {senses}\n")


def _warn(notices: Iterable[Notice], path: Path) -> None:
    """Tell what is valid and probably not meant."""
    paint = terminal.paint(to_error=True)
    for notice in notices:
        terminal.complain(f"{paint(f'warning[{notice.code}]', Ink.CAUTION)}: {notice.message}\n  {path}\n")
