"""`courtesy diff`."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.options import Moment, as_of_option, complete_policy, format_option
from courtesy.cli.table_places import TablePlace, check_there, memory_option, threads_option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from typing import Unpack

    from courtesy.api import Policy
    from courtesy.cli.case_input import CaseSource
    from courtesy.cli.day_times import DayTime
    from courtesy.cli.history_tables import HistoryTables
    from courtesy.cli.policy_choice import PolicyChoice
    from courtesy.model.case import Case
    from courtesy.model.comparison import Comparison
    from courtesy.review.comparison.history import Allowed
    from courtesy.review.comparison.recorded import GivenCase

_EPILOG = """\b
Examples:
  courtesy diff northgate@1.0.0 northgate@1.1.0
  courtesy diff policies/northgate/1.1.0
  courtesy diff ./old.yaml ./new.yaml --cases cases/
  courtesy diff northgate --format markdown --fail-on permitted
  courtesy diff ./old.yaml ./new.yaml --history export/ --mapping mapping.yaml

Exit codes: 0 compared, 1 what --fail-on names was found, 2 wrong usage,
3 invalid file, 5 a database does not answer, or an internal
error."""


@click.command(epilog=_EPILOG)
@click.argument("old", required=False, shell_complete=complete_policy)
@click.argument("new", required=False, shell_complete=complete_policy)
@click.option(
    "--cases",
    "paths",
    multiple=True,
    metavar="CASE",
    type=click.Path(readable=False, path_type=Path),
    help="Judge these cases by both: a file, or a folder of them. Repeatable.",
)
@click.option(
    "--history",
    "tables",
    multiple=True,
    metavar="TABLES",
    type=TablePlace(),
    help="Judge past touches by both: tables as `courtesy audit` takes them. Repeatable.",
)
@click.option(
    "--mapping",
    "mapping_path",
    metavar="FILE",
    type=click.Path(readable=False, path_type=Path),
    help="Which columns and values of these tables stand for which.",
)
@click.option(
    "--owed/--no-owed",
    "owed",
    default=True,
    show_default=True,
    help="Judge what the cases of --history owe, too: it takes longer.",
)
@memory_option
@threads_option
@click.option(
    "--now", type=Moment(), metavar="TIME", help="Judge cases as of this time.  [default: each as of its own]"
)
@as_of_option
@click.option(
    "--fail-on",
    type=click.Choice(["permitted", "any"]),
    help="Exit with 1 where something newly permitted was found, or anything that judges has changed.",
)
@format_option("comparison")
def command(  # noqa: PLR0917  click gives each option by name
    old: str | None,
    new: str | None,
    paths: tuple[Path, ...],
    tables: tuple[Path | str, ...],
    mapping_path: Path | None,
    now: datetime | DayTime | None,
    as_of: datetime | DayTime | None,
    fail_on: str | None,
    format_name: str,
    **history: Any,
) -> int:
    """Compare two versions of a policy: what they say otherwise, and what they judge otherwise.

    OLD and NEW are names, names with a version, or paths. With one of them, it is compared with the version before it:
    the newest one that is released, or what it builds on. Without any, that is the project's policy.

    First come the rules that have changed, those first that permit more, then how many touches of --history turn and
    the cases of --cases on which a verdict changes, then cases made up for each change. Whatever is shown has been
    judged by both versions. A case is judged as of its own first action or last touch, unless --now or --as-of says
    otherwise, and a touch of --history as of its own time; --as-of leaves out those after it.
    """
    from courtesy.cli.case_input import moment_in  # noqa: PLC0415  cold start of `--help`
    from courtesy.cli.policy_choice import PolicyChoice  # noqa: PLC0415  cold start of `--help`
    from courtesy.rendering import renderer  # noqa: PLC0415  cold start of `--help`
    from courtesy.review.comparison.composing import comparison  # noqa: PLC0415  cold start of `--help`
    from courtesy.review.comparison.history import GivenHistory  # noqa: PLC0415  cold start of `--help`

    if now is not None and as_of is not None:
        message = "use --now or --as-of, not both"
        raise click.UsageError(message)
    owed = history.pop("owed")
    allowed: Allowed = {"memory": history["memory"], "threads": history["threads"]}
    if not tables:
        _check_no_history(mapping=mapping_path, memory=allowed["memory"], threads=allowed["threads"], no_owed=not owed)
    check_there(tables)
    choice = PolicyChoice(None, "native")
    before, after = _pair(choice, old, new)
    cases = list(_cases(choice, paths, after, now or as_of, as_of=as_of is not None)) if paths else None
    with ExitStack() as opened:
        past = None
        if tables:
            known = "say it in UTC with Z", "--as-of"
            until = None if as_of is None else moment_in(as_of, choice.zone, *known)
            read = _history(tables, mapping_path, before, after, **allowed)
            past = GivenHistory(opened.enter_context(read).tables, until, owed, **allowed)
        found = comparison(before, after, cases=cases, history=past)
    terminal.emit(renderer("comparison", format_name)(found, terminal.paint()), format_name)
    return _code(found, fail_on)


def _check_no_history(**given: object) -> None:
    """Raises `click.UsageError` where a flag is given that says something about the tables of --history."""
    for name, value in given.items():
        if value:
            message = f"--{name.replace('_', '-')} is about the tables of --history: name these as well"
            raise click.UsageError(message)


def _pair(choice: PolicyChoice, old: str | None, new: str | None) -> tuple[Policy, Policy]:
    from courtesy import load_policy  # noqa: PLC0415  cold start of `--help`
    from courtesy.review.comparison.earlier import with_earlier  # noqa: PLC0415  cold start of `--help`

    name = old or choice.name
    if name is None:
        message = "name the policies to compare: OLD and NEW, or one of them"
        raise click.UsageError(message)
    if new is None:
        return with_earlier(name, project=choice.project, matcher="native")
    before, after = (load_policy(one, project=choice.project, matcher="native") for one in (name, new))
    return before, after


def _history(
    places: Sequence[Path | str], mapping_path: Path | None, old: Policy, new: Policy, **allowed: Unpack[Allowed]
) -> HistoryTables:
    """The tables, to be read. Raises AuditUnavailableError."""
    from courtesy.bulk.errors import AuditUnavailableError  # noqa: PLC0415  cold start of `--help`

    with AuditUnavailableError.unless_there():
        from courtesy.cli.history_tables import HistoryTables  # noqa: PLC0415  its libraries are an extra
    return HistoryTables(places, mapping_path, old, new, **allowed)


def _cases(
    choice: PolicyChoice, paths: tuple[Path, ...], policy: Policy, asked: datetime | DayTime | None, *, as_of: bool
) -> Iterator[GivenCase]:
    from courtesy.cli.folders import cases_at  # noqa: PLC0415  cold start of `--help`
    from courtesy.review.comparison.own_tests import cases_of  # noqa: PLC0415  cold start of `--help`
    from courtesy.review.comparison.recorded import GivenCase  # noqa: PLC0415  cold start of `--help`
    from courtesy.review.tests.reading import parse_tests  # noqa: PLC0415  cold start of `--help`

    for source in cases_at(paths, str(policy.source.location), with_tests=True):
        if source.holds_tests():
            yield from cases_of(parse_tests(source.data, source.name), source.name)
            continue
        yield GivenCase(source.name, _reader(source, choice.zone), _clock(source, asked), as_of=as_of)


def _reader(source: CaseSource, zone: str | None) -> Callable[[Policy], Case]:
    return lambda policy: source.read(policy, zone)


def _clock(source: CaseSource, asked: datetime | DayTime | None) -> Callable[[Case], datetime] | None:
    """The time that was given, on the clocks of a case; None where each case is judged as of its own."""
    from courtesy.cli.case_input import moment_in  # noqa: PLC0415  cold start of `--help`

    return None if asked is None else lambda case: moment_in(asked, case.zone, source.zone_hint)


def _code(found: Comparison, fail_on: str | None) -> ExitCode:
    from courtesy.model.turn import Side  # noqa: PLC0415  cold start of `--help`

    if found.recorded is not None and any(one.by is Side.BOTH for one in found.recorded.not_run):
        return ExitCode.INVALID_INPUT
    failed = {"permitted": found.permits_more, "any": found.differs}
    return ExitCode.REFUSED if fail_on is not None and failed[fail_on] else ExitCode.PERMITTED
