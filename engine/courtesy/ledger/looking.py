"""What is in a ledger, for whoever looks: nothing is locked, and nothing written."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Self

from courtesy import LedgerCase, LedgerReport, LedgerState, UnusableArgumentError
from courtesy.ledger.arguments import is_text, named, text_of
from courtesy.ledger.errors import UnknownCaseError, UnknownEntryError
from courtesy.ledger.migrations import VERSION
from courtesy.ledger.rows import entry_of
from courtesy.recording import Scribe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime
    from types import TracebackType

    from courtesy import LedgerEntry, Policies, Policy
    from courtesy.ledger.database import Clock, Database, Row, Transaction


class Looking:
    """A ledger as far as it is looked at."""

    def __init__(
        self,
        database: Database,
        *,
        tenant: str = "default",
        policy: Policy | Policies | None = None,
        clock: Clock | None = None,
        scribe: Scribe | None = None,
    ) -> None:
        self.tenant = text_of("tenant", tenant)
        self._database, self._policy, self._clock = database, policy, clock
        self._scribe = scribe or Scribe(None)

    def case(self, case_id: str) -> LedgerCase:
        """A case with all its touches. Raises UnknownCaseError."""
        found = self.report(case_id).cases
        return found[0]

    def now(self) -> datetime:
        """The time by the clock of the database."""
        with self._transaction(looking=True) as transaction:
            return transaction.now()

    def entry(self, touch: str | int | None = None, *, token: str | None = None) -> LedgerEntry:
        """A touch by its id or number, or a claim by its token. Raises UnknownEntryError, UnusableArgumentError."""
        column, name = named("" if touch is None else touch) if token is None else ("token", text_of("token", token))
        with self._transaction(looking=True) as transaction:
            row = transaction.row(
                f"select * from touch where tenant = ? and {column} = ?",  # noqa: S608  our own names
                (self.tenant, name),
            )
            if row is None:
                raise UnknownEntryError(self.tenant, str(name), secret=token is not None)
            return entry_of(row, transaction.now())

    def report(self, *case_ids: str, lenient: bool = False) -> LedgerReport:
        """These cases, or all there are. Raises UnknownCaseError, unless `lenient` leaves out what is not there."""
        names = tuple(name for name in case_ids if is_text(name) or (not lenient and text_of("case_id", name)))
        with self._transaction(looking=True) as transaction:
            now = transaction.now()
            nothing = case_ids and not names  # while no names at all mean all cases
            cases = [] if nothing else self._cases(transaction, names, lenient=lenient)
            entries = {} if nothing else self._entries(transaction, names, now)
        return LedgerReport(
            version=VERSION,
            tenant=self.tenant,
            now=now,
            cases=tuple(_case(row, tuple(entries[row["case_id"]])) for row in cases),
        )

    def reports(self, at_a_time: int = 500) -> Iterator[LedgerReport]:
        """All cases in the order of their ids, so many at a time, so that not all have to fit into memory.

        Each report is of one moment, and the next one of a later one. Raises UnusableArgumentError.
        """
        if at_a_time < 1:
            raise UnusableArgumentError(f"`at_a_time` is {at_a_time!r}", "give how many cases a report has, at least 1")
        last = ""
        while names := self._names_after(last, at_a_time):
            yield self.report(*names, lenient=True)
            last = names[-1]

    def pending(self) -> LedgerReport:
        """The touches that are claimed, being sent or in doubt, in the order of their claims."""
        with self._transaction(looking=True) as transaction:
            now = transaction.now()
            rows = transaction.rows(
                "select * from touch where tenant = ? and state in ('claimed', 'sending', 'in_doubt') order by seq",
                (self.tenant,),
            )
        entries = (entry_of(row, now) for row in rows)
        return LedgerReport(
            version=VERSION,
            tenant=self.tenant,
            now=now,
            entries=tuple(one for one in entries if one.state is not LedgerState.RELEASED),
        )

    def in_doubt(self) -> int:
        """How many touches of all tenants may have gone out, and wait for somebody to say."""
        with self._transaction(looking=True) as transaction:
            in_doubt = "state = 'in_doubt' or (state = 'sending' and lease_until <= ?)"
            rows = transaction.rows(f"select count(*) as number from touch where {in_doubt}", (transaction.now(),))  # noqa: S608  our own words
        return int(rows[0]["number"])

    def to_export(self) -> int:
        """How many decisions of all tenants wait to be moved into a log."""
        with self._transaction(looking=True) as transaction:
            rows = transaction.rows("select count(*) as number from decision where format = 1 and not exported")
        return int(rows[0]["number"])

    def close(self) -> None:
        """Close the connections to the database; a ledger that is used again opens others."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _transaction(self, *, looking: bool = False) -> AbstractContextManager[Transaction]:
        return self._database.transaction(self._clock, looking=looking)

    def _names_after(self, last: str, number: int) -> list[str]:
        with self._transaction(looking=True) as transaction:
            rows = transaction.rows(
                'select case_id from "case" where tenant = ? and case_id > ? order by case_id limit ?',
                (self.tenant, last, number),
            )
        return [row["case_id"] for row in rows]

    def _cases(self, transaction: Transaction, case_ids: tuple[str, ...], *, lenient: bool) -> list[Row]:
        """The rows of those cases, or of all. Raises UnknownCaseError."""
        if not case_ids:
            return transaction.rows('select * from "case" where tenant = ? order by case_id', (self.tenant,))
        found = []
        for name in dict.fromkeys(case_ids):
            row = transaction.row('select * from "case" where tenant = ? and case_id = ?', (self.tenant, name))
            if row is not None:
                found.append(row)
            elif not lenient:
                raise UnknownCaseError(self.tenant, name)
        return found

    def _entries(
        self, transaction: Transaction, case_ids: tuple[str, ...], now: datetime
    ) -> dict[str, list[LedgerEntry]]:
        """The touches of those cases, or of all, by case."""
        marks = ", ".join("?" * len(case_ids))
        chosen = f" and case_id in ({marks})" if case_ids else ""
        rows = transaction.rows(
            f"select * from touch where tenant = ?{chosen} order by seq",  # noqa: S608  marks alone
            (self.tenant, *case_ids),
        )
        found: dict[str, list[LedgerEntry]] = defaultdict(list)
        for row in rows:
            found[row["case_id"]].append(entry_of(row, now))
        return found


def _case(row: Row, entries: tuple[LedgerEntry, ...]) -> LedgerCase:
    return LedgerCase(
        tenant=row["tenant"],
        case_id=row["case_id"],
        revision=row["revision"],
        document=None if row["document"] is None else json.loads(row["document"]),
        entries=entries,
    )
