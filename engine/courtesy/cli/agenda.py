"""What `plan` and `next` answer for several cases: one agenda over all that can be read."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import click

from courtesy.bounds import LOOK_AHEAD_WEEKS
from courtesy.cli import engine_errors, terminal
from courtesy.cli.case_input import moment_in, time_asked
from courtesy.cli.exit_codes import for_outcome, gravest
from courtesy.cli.folders import cases_at
from courtesy.cli.machine_zone import machine_zone, zone_notice
from courtesy.cli.policy_choice import PolicyChoice
from courtesy.deadline import within
from courtesy.errors import InvalidInputError, Problem
from courtesy.loading.scalars import read_zone
from courtesy.model.agenda import AgendaCase, Unread
from courtesy.rendering import renderer
from courtesy.spans import Scalar, Span
from courtesy.wording.text import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from courtesy.cli.case_input import CaseSource
    from courtesy.cli.exit_codes import ExitCode
    from courtesy.cli.inquiry import Inquiry
    from courtesy.model.case import Case
    from courtesy.model.verdict import Notice

_T = TypeVar("_T")
_HINT = "--zone"


def run_agenda(inquiry: Inquiry, deadline: float | None, format_name: str) -> ExitCode:
    """Show the agenda over the cases that are asked about. What is wrong with a case is told, and the others shown."""
    from courtesy.planning.agenda import agenda  # noqa: PLC0415  cold start: one case needs none of it

    choice, tried = PolicyChoice(inquiry.policy_name, inquiry.matcher), _Attempts(deadline)
    choice.load()

    def read(source: CaseSource) -> Case:
        return source.read(choice.of(source.names_policy).policy, choice.zone)

    cases = tried.each(_once(cases_at(inquiry.paths, inquiry.policy_name)), read)
    zone, notices = _zone_for(inquiry.flags.zone, cases.values(), choice.zone)
    now = moment_in(time_asked(inquiry.now, inquiry.as_of), zone, _HINT)
    until = inquiry.end(zone, now, _HINT) or now + timedelta(weeks=LOOK_AHEAD_WEEKS)
    names = _names(cases, inquiry.paths)

    def planned(source: CaseSource) -> AgendaCase:
        """The case with its plan, which is the one that `plan` gives for it alone."""
        chosen, case = choice.of(source.names_policy), cases[source]
        start, end = (moment_in(moment, case.zone, source.zone_hint) for moment in (now, until))
        plan = chosen.told(chosen.policy.plan(case, now=start, until=end, as_of=inquiry.as_of is not None))
        return AgendaCase(name=names[source], source=source.name, plan=plan, policy=chosen.policy.to_read(start))

    plans = tuple(tried.each(cases, planned).values())
    shown = agenda(plans, now, until, unread=tried.unread, notices=(*notices, *_same_ids(cases)))
    if plans or format_name == "json":
        terminal.emit(renderer("agenda", format_name)(shown, terminal.paint()), format_name)
    return gravest([*tried.codes, for_outcome(shown.outcome)])


def _once(sources: Iterable[CaseSource]) -> Iterator[CaseSource]:
    """Each file once, however often it is named or lies in a folder that is."""
    seen: set[Path | None] = set()
    for source in sources:
        place = source.path.resolve() if source.path is not None else None
        if place not in seen:
            seen.add(place)
            yield source


class _Attempts:
    """What is tried with each of several cases: what is wrong with one does not keep the others from being shown."""

    def __init__(self, deadline: float | None) -> None:
        self._deadline = deadline
        self.codes: list[ExitCode] = []
        self.unread: list[Unread] = []

    def each(self, sources: Iterable[CaseSource], what: Callable[[CaseSource], _T]) -> dict[CaseSource, _T]:
        """What comes of each case; those of which nothing comes are told, and left out."""
        found = {}
        for source in sources:
            try:
                with within(self._deadline):
                    found[source] = what(source)
            except click.ClickException:
                raise
            except Exception as error:  # noqa: BLE001  one bad file does not keep the others from being shown
                self._failed(source, source.plainer(error))
        return found

    def _failed(self, source: CaseSource, error: Exception) -> None:
        self.codes.append(engine_errors.report(error))
        first = error.problems[0] if isinstance(error, InvalidInputError) else error
        self.unread.append(Unread(source=source.name, message=str(first)))


def _zone_for(asked: str | None, cases: Iterable[Case], own: str | None) -> tuple[str, tuple[Notice, ...]]:
    """On whose clock the agenda is: as asked, else that of all its cases, else the project's `own`, else the machine's.

    That it is the machine's is said. Raises InvalidInputError where there is no such zone.
    """
    if asked is not None:
        found = read_zone(Scalar(asked, Span(_HINT)))
        if isinstance(found, Problem):
            raise InvalidInputError([found])
        return found, ()
    zones = {case.zone for case in cases}
    common = zones.pop() if len(zones) == 1 else None
    if common is not None or own is not None:
        return common or own or "", ()
    zone = machine_zone()
    return zone, (zone_notice(zone),)


def _same_ids(cases: Mapping[CaseSource, Case]) -> Iterator[Notice]:
    """What there is to tell of cases with one id."""
    bearers: dict[str, list[str]] = {}
    for source, case in cases.items():
        if case.id is not None:
            bearers.setdefault(case.id, []).append(source.name)
    return (_same_id(case_id, names) for case_id, names in bearers.items() if len(names) > 1)


def _same_id(case_id: str, names: Sequence[str]) -> Notice:
    """Cases in one agenda have the same id, by which calendars know them."""
    from courtesy.model.verdict import Notice  # noqa: PLC0415  cold start

    message = f"The id `{case_id}` is that of {joined(names)}: give each case one of its own"
    return Notice(code="same-id", message=message)


def _names(cases: Mapping[CaseSource, Case], paths: Sequence[Path]) -> dict[CaseSource, str]:
    """What to call each case: by its id, else by its file without the ending, from the folder on that was given.

    Where two would be called alike it is the whole path.
    """
    short = {source: case.id or _below(source, paths) for source, case in cases.items()}
    counted = Counter(short.values())
    return {source: name if counted[name] == 1 else source.name for source, name in short.items()}


def _below(source: CaseSource, paths: Sequence[Path]) -> str:
    if source.path is None:
        return source.name
    folder = next((path for path in paths if path in source.path.parents), source.path.parent)
    return source.path.relative_to(folder).with_suffix("").as_posix()
