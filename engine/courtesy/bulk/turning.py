"""Two audits of the same tables beside each other: on which touches the outcome turns, and which rules decide that."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple, Self

from courtesy.bulk.reading.store import Store
from courtesy.bulk.turning_duties import TurningDuties
from courtesy.instants import Instant, moment
from courtesy.model.outcome import Outcome, Status, outcome_of_rule
from courtesy.model.policy import Level
from courtesy.model.touch_history import TurnedOutcome
from courtesy.model.turn import Side, Turn, turn_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from courtesy.bulk.results import Part

_TURNS = {turn: place for place, turn in enumerate(Turn)}
_KEY = "case_id, seq"
_COLUMNS = "case_id text, seq bigint, outcome text"


class TurnedBy(NamedTuple):
    """A rule that decides how so many touches turn; it is one of the version `by`."""

    turn: Turn
    by: Side
    rule: str
    level: Level
    touches: int


class Turned(NamedTuple):
    """A touch whose outcome turns."""

    case_id: str
    touch_id: str
    turn: Turn


class Judged(NamedTuple):
    """How many touches of how many cases were judged, and when the first and the last of them happened."""

    touches: int
    cases: int
    first: datetime | None
    last: datetime | None


class Turning:
    """The audits of two versions, kept on the disk. Use it as a context, in one thread."""

    def __init__(self, place: Path, *, memory: str | None = None, threads: int | None = None) -> None:
        """`place` is the file in which they are kept, `memory` is as in `4GB`."""
        self._store = Store(place, memory=memory, threads=threads)
        for side in (Side.OLD, Side.NEW):
            self._store.run(f'CREATE TABLE acts_{side.value} ({_COLUMNS}, touch_id text, "at" timestamptz)')
            self._store.run(f"CREATE TABLE decided_{side.value} (case_id text, seq bigint, rule text, level text)")
        self.duties = TurningDuties(self._store)
        self.as_of: datetime | None = None
        """As of when what is owed was judged; None where it was not."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.__exit__()

    def take(self, side: Side, parts: Iterable[Part]) -> None:
        """The audit of one version, part by part: its outcomes, the rules that decide them, and what is owed."""
        for part in parts:
            self.duties.take(side, part.owed)
            self.as_of = part.as_of
            with self._store.lent({"given_acts": part.acts, "given_findings": part.findings}):
                self._store.run(f'INSERT INTO acts_{side.value} SELECT {_KEY}, outcome, touch_id, "at" FROM given_acts')
                self._store.run(
                    f"INSERT INTO decided_{side.value} SELECT DISTINCT {_KEY}, rule, level FROM given_findings "
                    f"JOIN (VALUES {_values(_OF_RULES)}) AS said(level, status, outcome) USING (level, status) "
                    f"JOIN given_acts USING ({_KEY}, outcome)"
                )

    def lay_beside(self) -> None:
        """Compare what was taken; the questions below are asked after that."""
        self._store.keep(
            "turned",
            f'SELECT {_KEY}, old.touch_id, old."at", was, now, turn, side FROM acts_old AS old '
            f"JOIN acts_new AS new USING ({_KEY}) JOIN (VALUES {_values(_PAIRS)}) AS pair(was, now, turn, side) "
            "ON old.outcome = was AND new.outcome = now",
        )
        rules = " UNION ALL ".join(f"SELECT *, '{one}' AS side FROM decided_{one}" for one in ("old", "new"))
        self._store.keep(
            "deciding",
            f"SELECT turned.*, rule, level FROM turned JOIN ({rules}) USING ({_KEY}, side)",
        )

    def judged(self) -> Judged:
        """What was judged by both."""
        ((touches, cases, first, last),) = self._store.rows(
            'SELECT count(*), count(DISTINCT case_id), epoch_us(min("at")), epoch_us(max("at")) FROM acts_new'
        )
        return Judged(int(touches), int(cases), _time(first), _time(last))

    def outcomes(self) -> tuple[TurnedOutcome, ...]:
        """The pairs of outcomes, what is newly permitted first, and of one turn those of most touches."""
        rows = self._store.rows("SELECT turn, was, now, count(*) FROM turned GROUP BY ALL ORDER BY 4 DESC, 2, 3")
        found = (
            TurnedOutcome(turn=Turn(turn), old=Outcome(was), new=Outcome(now), touches=int(touches))
            for turn, was, now, touches in rows
        )
        return tuple(sorted(found, key=lambda one: _TURNS[one.turn]))

    def rules(self) -> tuple[TurnedBy, ...]:
        """The rules that decide, in the same order."""
        rows = self._store.rows(
            "SELECT turn, side, rule, level, count(*) FROM deciding GROUP BY ALL ORDER BY 5 DESC, rule, side"
        )
        found = (TurnedBy(Turn(turn), Side(by), rule, Level(level), int(of)) for turn, by, rule, level, of in rows)
        return tuple(sorted(found, key=lambda one: _TURNS[one.turn]))

    def some(self, turn: Turn, most: int) -> tuple[Turned, ...]:
        """A few touches that turn so: the first by each rule, those of most touches first, then the second, and on."""
        rows = self._store.rows(
            "SELECT case_id, touch_id FROM (SELECT *, "
            'row_number() OVER (PARTITION BY rule, side ORDER BY "at", case_id, seq) AS place, '
            f"count(*) OVER (PARTITION BY rule, side) AS touches FROM deciding WHERE turn = '{turn.value}') "
            f"WHERE place <= {most} ORDER BY place, touches DESC, rule, side"
        )
        return tuple(Turned(case_id, touch_id, turn) for case_id, touch_id in dict.fromkeys(rows))[:most]


def _pairs() -> Iterator[tuple[str, ...]]:
    for old in Outcome:
        for new in Outcome:
            if (turn := turn_between(old, new)) is not None:
                by = Side.OLD if old.severity > new.severity else Side.NEW
                yield old.value, new.value, turn.value, by.value


def _values(rows: Iterable[tuple[str, ...]]) -> str:
    return ", ".join(f"({', '.join(map(Store.literal, row))})" for row in rows)


_PAIRS = tuple(_pairs())
_OF_RULES = tuple(
    (level.value, status.value, outcome_of_rule(level, status).value)
    for level in Level
    for status in (Status.VIOLATED, Status.UNDETERMINED, Status.WAIVED)
)


def _time(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else moment(Instant(microseconds), UTC)
