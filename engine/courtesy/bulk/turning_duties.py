"""What cases owe by two audits of the same tables, beside each other: which obligations stand otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courtesy.model.outcome import Standing
from courtesy.model.policy import Level
from courtesy.model.turn import Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from courtesy.bulk.reading.store import Store

_KEY = "rule, case_id, contact, place"


class TurnedOwed(NamedTuple):
    """So many obligations by a rule that stand otherwise, in so many cases; None where nothing of it is open."""

    rule: str
    level: Level
    old: Standing | None
    new: Standing | None
    obligations: int
    cases: int


class TurningDuties:
    """What is owed by two versions, kept in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        columns = "rule text, case_id text, contact text, status text, level text, due_by timestamptz"
        for side in (Side.OLD, Side.NEW):
            store.run(f"CREATE TABLE owed_{side.value} ({columns})")

    def take(self, side: Side, owed: pa.Table) -> None:
        """What is owed in a part of the audit of one version."""
        with self._store.lent({"given_owed": owed}):
            self._store.run(
                f"INSERT INTO owed_{side.value} SELECT rule, case_id, coalesce(contact, ''), status, level, due_by "
                "FROM given_owed"
            )

    def turned(self) -> Iterator[TurnedOwed]:
        """What stands otherwise, those first of which most obligations do."""
        old, new = (
            "(SELECT *, row_number() OVER (PARTITION BY rule, case_id, contact ORDER BY due_by, status) AS place "
            f"FROM owed_{side.value})"
            for side in (Side.OLD, Side.NEW)
        )
        rows = self._store.rows(
            "SELECT rule, any_value(coalesce(new.level, old.level)), old.status, new.status, count(*), "
            f"count(DISTINCT case_id) FROM {old} AS old FULL JOIN {new} AS new USING ({_KEY}) "
            "WHERE old.status IS DISTINCT FROM new.status GROUP BY rule, old.status, new.status "
            "ORDER BY 5 DESC, rule, 3, 4"
        )
        for rule, level, was, now, obligations, cases in rows:
            yield TurnedOwed(rule, Level(level), _standing(was), _standing(now), int(obligations), int(cases))


def _standing(word: str | None) -> Standing | None:
    return None if word is None else Standing(word)
