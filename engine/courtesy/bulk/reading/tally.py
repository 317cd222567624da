"""What an audit comes to, counted part by part: cases are whole in each, so that its numbers add up."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from courtesy.instants import Instant, moment
from courtesy.model.audit_report import AuditedGroup, AuditedObligation, AuditedRule
from courtesy.model.outcome import Outcome, Standing, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from courtesy.bulk.reading.store import Store
    from courtesy.bulk.results import Part

GROUPS: Mapping[str, str] = {
    "month": "strftime(make_timestamp(epoch_us(acts.at)), '%Y-%m')",
    "channel": "touch.channel",
    "sender": "touch.sender",
}
"""What touches are counted by beside rules. Months are those of UTC."""
MOST_TOUCHES = 3
"""So many touches of each of the worst cases are remembered."""
_REFUSED = ", ".join(f"'{one.value}'" for one in Outcome if one.refused)
_COUNTED = (
    "count(*) AS touches, "
    f"count(*) FILTER (acts.outcome IN ({_REFUSED})) AS broken, "
    f"count(*) FILTER (acts.outcome = '{Outcome.UNDETERMINED.value}') AS undetermined, "
    f"count(*) FILTER (acts.outcome = '{Outcome.WARN.value}') AS warned"
)


_COUNTS = {"touches": "bigint", "broken": "bigint", "undetermined": "bigint", "warned": "bigint"}
_BY_RULE = {"rule": "text", "level": "text"}
COUNTS: Mapping[str, Mapping[str, str]] = {
    "tally_totals": {
        **dict.fromkeys(("touches", "cases", "broken", "undetermined", "warned", "broken_cases"), "bigint"),
        "first": "timestamptz",
        "last": "timestamptz",
    },
    "tally_groups": {"kind": "text", "name": "text", **_COUNTS},
    "tally_cases": {"case_id": "text", "broken": "bigint", "undetermined": "bigint"},
    "tally_first": {"case_id": "text", "touch_id": "text", "at": "timestamptz", "place": "bigint", "broken": "boolean"},
    "tally_rules": {**_BY_RULE, "violated": "bigint", "undetermined": "bigint", "waived": "bigint"},
    "tally_owed": {**_BY_RULE, "overdue": "bigint", "undetermined": "bigint", "waived": "bigint", "cases": "bigint"},
    "tally_versions": {"version": "text"},
}
"""The tables of counts, which can be added to those of other parts; their columns with types of SQL."""
MOST_CASES = 100
"""So many of the worst cases can be asked for."""
_BY_WORST = "WHERE broken + undetermined > 0 ORDER BY broken DESC, undetermined DESC, case_id"
_WORST = f"SELECT * FROM tally_cases {_BY_WORST} LIMIT {MOST_CASES}"
_WORST_OF = {
    "tally_cases": _WORST,
    "tally_first": f"SELECT tally_first.* FROM tally_first SEMI JOIN ({_WORST}) AS worst USING (case_id)",
}


class Totals(NamedTuple):
    """The numbers of the whole."""

    touches: int
    cases: int
    broken: int
    undetermined: int
    warned: int
    broken_cases: int
    first: datetime | None
    last: datetime | None


class WorstCase(NamedTuple):
    """A case by how many of its touches are broken and undetermined; `first` are some of them, broken ones first."""

    case_id: str
    broken: int
    undetermined: int
    first: tuple[Judged, ...]


class Judged(NamedTuple):
    """A touch that is broken, or else undetermined."""

    touch_id: str
    at: datetime
    broken: bool


class Tally:
    """Counts in a store in which the tables were read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        for name, columns in COUNTS.items():
            store.fill(name, columns, ())

    def counts(self) -> Iterator[tuple[str, pa.Table]]:
        """All that has been counted, to be taken by another tally; of its cases the worst."""
        for name in COUNTS:
            query = _WORST_OF.get(name, f"FROM {name}")
            yield name, self._store.reader(query).read_all()

    def take(self, counts: Mapping[str, pa.Table]) -> None:
        """Count what other tallies have counted."""
        for name in COUNTS:
            with self._store.lent({"counted": counts[name]}):
                self._store.run(f"INSERT INTO {name} FROM counted")

    def add(self, part: Part) -> None:
        """Count what came of one part."""
        store = self._store
        with store.lent({"acts": part.acts, "found": part.findings, "owed": part.owed}):
            for kind, value in GROUPS.items():
                store.run(
                    f"INSERT INTO tally_groups SELECT '{kind}', {value} AS name, {_COUNTED} FROM acts "
                    "JOIN given_touches AS touch USING (case_id, seq) GROUP BY name"
                )
            of_cases = (
                f"SELECT case_id, {_COUNTED}, min(acts.at) AS first, max(acts.at) AS last FROM acts GROUP BY case_id"
            )
            store.run(f"INSERT INTO tally_cases SELECT case_id, broken, undetermined FROM ({of_cases})")
            store.run(
                "INSERT INTO tally_totals SELECT coalesce(sum(touches), 0), count(*), coalesce(sum(broken), 0), "
                "coalesce(sum(undetermined), 0), coalesce(sum(warned), 0), count(*) FILTER (broken > 0), "
                f"min(first), max(last) FROM ({of_cases})"
            )
            counted = ", ".join(
                f"count(DISTINCT (case_id, seq)) FILTER (status = '{status.value}')"
                for status in (Status.VIOLATED, Status.UNDETERMINED, Status.WAIVED)
            )
            store.run(f"INSERT INTO tally_rules SELECT rule, level, {counted} FROM found GROUP BY rule, level")
            standing = ", ".join(
                f"count(*) FILTER (status = '{one.value}')"
                for one in (Standing.OVERDUE, Standing.UNDETERMINED, Standing.WAIVED)
            )
            store.run(
                f"INSERT INTO tally_owed SELECT rule, level, {standing}, count(DISTINCT case_id) FROM owed "
                "GROUP BY rule, level"
            )
            store.run("INSERT INTO tally_versions SELECT DISTINCT version FROM acts")
            order = f'ORDER BY outcome NOT IN ({_REFUSED}), "at", seq'
            store.run(
                'INSERT INTO tally_first SELECT case_id, touch_id, "at", '
                f"row_number() OVER (PARTITION BY case_id {order}) AS place, outcome IN ({_REFUSED}) FROM acts "
                f"WHERE outcome IN ({_REFUSED}, '{Outcome.UNDETERMINED.value}') QUALIFY place <= {MOST_TOUCHES}"
            )

    def totals(self) -> Totals:
        """The numbers of the whole."""
        (found,) = self._store.rows(
            "SELECT coalesce(sum(touches), 0), coalesce(sum(cases), 0), coalesce(sum(broken), 0), "
            "coalesce(sum(undetermined), 0), coalesce(sum(warned), 0), coalesce(sum(broken_cases), 0), "
            "epoch_us(min(first)), epoch_us(max(last)) FROM tally_totals"
        )
        *numbers, first, last = found
        touches, cases, broken, undetermined, warned, broken_cases = map(int, numbers)
        return Totals(touches, cases, broken, undetermined, warned, broken_cases, _time(first), _time(last))

    def versions(self) -> Sequence[str]:
        """The versions that judged."""
        return [version for (version,) in self._store.rows("SELECT DISTINCT version FROM tally_versions ORDER BY 1")]

    def rules(self, title: Callable[[str], str]) -> tuple[AuditedRule, ...]:
        """The rules, those that most touches broke first."""
        rows = self._store.rows(
            "SELECT rule, level, sum(violated), sum(undetermined), sum(waived) FROM tally_rules GROUP BY rule, level "
            "ORDER BY 3 DESC, 4 DESC, 5 DESC, rule, level"
        )
        return tuple(
            AuditedRule(
                rule=rule,
                level=level,
                title=title(rule),
                violated=int(violated),
                undetermined=int(undetermined),
                waived=int(waived),
            )
            for rule, level, violated, undetermined, waived in rows
        )

    def owed(self, title: Callable[[str], str]) -> tuple[AuditedObligation, ...]:
        """The rules by which something is owed, those that most is overdue of first."""
        rows = self._store.rows(
            "SELECT rule, level, sum(overdue), sum(undetermined), sum(waived), sum(cases) FROM tally_owed "
            "GROUP BY rule, level ORDER BY 3 DESC, 4 DESC, 5 DESC, rule, level"
        )
        return tuple(
            AuditedObligation(
                rule=rule,
                level=level,
                title=title(rule),
                overdue=int(overdue),
                undetermined=int(undetermined),
                waived=int(waived),
                cases=int(cases),
            )
            for rule, level, overdue, undetermined, waived, cases in rows
        )

    @property
    def owes(self) -> bool:
        """Whether anything is owed that is not met."""
        return self._store.number("SELECT count(*) FROM tally_owed") > 0

    def groups(self, kind: str) -> tuple[AuditedGroup, ...]:
        """The touches by month, in order, or by channel or sender, those with most broken touches first."""
        order = "name" if kind == "month" else "broken DESC, touches DESC, name"
        rows = self._store.rows(
            "SELECT name, sum(touches) AS touches, sum(broken) AS broken, sum(undetermined), sum(warned) "
            f"FROM tally_groups WHERE kind = '{kind}' GROUP BY name ORDER BY {order}"
        )
        return tuple(
            AuditedGroup(
                name=name,
                touches=int(touches),
                broken=int(broken),
                undetermined=int(undetermined),
                warned=int(warned),
            )
            for name, touches, broken, undetermined, warned in rows
        )

    def worst(self, most: int) -> Sequence[WorstCase]:
        """The cases with most broken touches, and if there is room those with most undetermined ones."""
        rows = self._store.rows(f"SELECT case_id, broken, undetermined FROM tally_cases {_BY_WORST} LIMIT {most}")
        return [WorstCase(case_id, broken, unknown, self._first(case_id)) for case_id, broken, unknown in rows]

    def _first(self, case_id: str) -> tuple[Judged, ...]:
        rows = self._store.rows(
            'SELECT touch_id, epoch_us("at"), broken FROM tally_first '
            f"WHERE case_id = {self._store.literal(case_id)} ORDER BY place"
        )
        return tuple(Judged(touch_id, moment(Instant(at), UTC), broken) for touch_id, at, broken in rows)


def _time(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else moment(Instant(microseconds), UTC)
