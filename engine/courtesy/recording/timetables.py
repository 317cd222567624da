"""Two timetables of one act compared: where somebody would be permitted who was not, or the opposite."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import courtesy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.recording.keys import Record


class Difference(NamedTuple):
    """The first time at which two timetables differ in a way, what each says of it, and the rules behind that."""

    at: datetime
    was: courtesy.Outcome
    would_be: courtesy.Outcome
    rules_were: frozenset[str]
    rules: frozenset[str]

    @property
    def gravity(self) -> int:
        """What is newly permitted cannot be taken back: it comes first, then what is newly refused."""
        if self.was.permitted is self.would_be.permitted:
            return 2
        return 0 if self.would_be.permitted else 1


class _Stretch(NamedTuple):
    start: datetime
    end: datetime
    outcome: courtesy.Outcome
    rules: frozenset[str]


def differing_stretch(record: Record, table: courtesy.Timetable) -> Difference | None:
    """The gravest difference between a recorded timetable and one that is made again; None where there is none."""
    were = [
        _Stretch(
            datetime.fromisoformat(one["start"]),
            datetime.fromisoformat(one["end"]),
            courtesy.Outcome(one["outcome"]),
            frozenset(one["rules"]),
        )
        for one in record["windows"]
    ]
    are = [_Stretch(one.start, one.end, one.outcome, frozenset(one.rules)) for one in table.windows]
    return min(_differences(were, are), key=lambda one: one.gravity, default=None)


def _differences(were: list[_Stretch], are: list[_Stretch]) -> Iterator[Difference]:
    """All times at which something changes and the outcomes differ, in their order."""
    for at in sorted({one.start.astimezone(UTC) for one in (*were, *are)}):
        was, would_be = _at(at, were), _at(at, are)
        if was is not None and would_be is not None and was.outcome is not would_be.outcome:
            shown = max(was.start, would_be.start, key=lambda start: start.astimezone(UTC))
            yield Difference(shown, was.outcome, would_be.outcome, was.rules, would_be.rules)


def _at(at: datetime, stretches: list[_Stretch]) -> _Stretch | None:
    return next((one for one in stretches if one.start.astimezone(UTC) <= at < one.end.astimezone(UTC)), None)
