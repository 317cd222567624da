"""Trials of a ledger by real processes: many that race for one slot, and one that is killed at a point of its way."""

from __future__ import annotations

import os
import signal
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import courtesy
from courtesy import LedgerState, ledger
from tests.helpers.ledgers import NOW, POLICY, SetClock, case, mail

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.synchronize import Barrier

_PROCESSES = get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.helpers.ledgers", "courtesy.ledger.sqlite"])
_PATIENCE = 120
"""Seconds until a process that waits for the others gives up: only one that hangs."""

POINTS = (
    "in the claim's transaction",
    "after the claim",
    "after start, before it sends",
    "after it has sent, before confirm",
    "inside confirm, before it is written",
    "after confirm",
)
"""Where a process can die on its way."""
_SENT = frozenset(POINTS[3:])
_HOLDS = frozenset(POINTS[2:])
_STATE_LATER: dict[str, LedgerState | None] = {
    POINTS[0]: None,
    POINTS[1]: LedgerState.RELEASED,
    POINTS[2]: LedgerState.IN_DOUBT,
    POINTS[3]: LedgerState.IN_DOUBT,
    POINTS[4]: LedgerState.IN_DOUBT,
    POINTS[5]: LedgerState.DONE,
}


def fill(address: str, count: int) -> list[str]:
    """Make a ledger with so many cases, and give their ids."""
    ledger.init(address)
    names = [f"case-{number}" for number in range(count)]
    with ledger.open(address, policy=POLICY, clock=SetClock()) as book:
        for name in names:
            book.import_case(case(name))
    return names


class Race(NamedTuple):
    """What came of a race: the mails of each case, and what was refused."""

    mails: Counter[str]
    refused: int

    def exactly_one(self, cases: Sequence[str]) -> int:
        """In how many cases one mail was sent."""
        return sum(self.mails[name] == 1 for name in cases)


def race(address: str, cases: Sequence[str], processes: int, folder: Path) -> Race:
    """Let so many processes write to the same person in each case, all at the same time."""
    gate = _PROCESSES.Barrier(processes)
    mails = [folder / f"mails-{processes}-{number}" for number in range(processes)]
    senders = [_PROCESSES.Process(target=_rush, args=(address, cases, gate, str(file))) for file in mails]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert [0] * processes == [sender.exitcode for sender in senders]
    lines = [line for file in mails for line in file.read_text("utf-8").split()]
    sent = [line.removeprefix("sent:") for line in lines if line.startswith("sent:")]
    return Race(Counter(sent), len(lines) - len(sent))


def _rush(address: str, cases: Sequence[str], gate: Barrier, mails: str) -> None:
    """Write to the same person in each case, as soon as everybody is ready to."""
    with ledger.open(address, policy=POLICY) as book, Path(mails).open("w", encoding="utf-8") as file:
        for name in cases:
            gate.wait(_PATIENCE)
            try:
                with book.claim(name, mail("proposed"), key=f"{name}-{os.getpid()}") as claim:
                    claim.start()
                    file.write(f"sent:{name}\n")
                    claim.confirm()
            except courtesy.RefusedError:
                file.write(f"refused:{name}\n")


class Death(NamedTuple):
    """What is found eleven minutes after a process has died: the state of its touch, and the mails of both senders."""

    state: LedgerState | None
    mails: int
    mails_of_the_next: int
    in_doubt: int

    @classmethod
    def expected(cls, point: str) -> Death:
        """What has to be found: never two mails, and what may have gone out in doubt."""
        state = _STATE_LATER[point]
        return cls(state, int(point in _SENT), int(point not in _HOLDS), int(state is LedgerState.IN_DOUBT))


def die(address: str, case_id: str, point: str, folder: Path) -> Death:
    """Kill a sender at that point, and look at what is left when its lease is over."""
    mails = folder / f"mail-of-{case_id}"
    sender = _PROCESSES.Process(target=_send_until, args=(address, case_id, point, str(mails)))
    sender.start()
    sender.join()
    assert -signal.SIGKILL == sender.exitcode
    with ledger.open(address, policy=POLICY, clock=SetClock(NOW + timedelta(minutes=11))) as book:
        before = book.case(case_id).entries
        in_doubt = sum(one.case_id == case_id and one.state is LedgerState.IN_DOUBT for one in book.pending().entries)
        next_one = 0
        with suppress(courtesy.RefusedError), book.claim(case_id, mail("next")) as claim:
            claim.start()
            next_one = 1
            claim.confirm()
    return Death(before[0].state if before else None, int(mails.exists()), next_one, in_doubt)


def _send_until(address: str, case_id: str, point: str, mails: str) -> None:
    """Claim, start, send and confirm, and be killed on the way."""
    book = ledger.open(address, policy=POLICY, clock=SetClock())
    _die_at_commit(book, 1 if point == POINTS[0] else 3 if point == POINTS[4] else 0)
    claim = book.claim(case_id, mail(), key=case_id)
    _die_if(point == POINTS[1])
    claim.start()
    _die_if(point == POINTS[2])
    Path(mails).write_text("sent", encoding="utf-8")
    _die_if(point == POINTS[3])
    claim.confirm()
    _die_if(point == POINTS[5])


def _die_at_commit(book: ledger.Ledger, number: int) -> None:
    """Be killed before that transaction ends; 0 is none."""
    database: Any = book._database
    run, seen = database.run, Counter[str]()

    def running(connection: Any, sql: str, values: Sequence[object]) -> Any:
        seen[sql] += 1
        _die_if(sql == "commit" and seen[sql] == number)
        return run(connection, sql, values)

    database.run = running


def _die_if(now: bool) -> None:  # noqa: FBT001  whether it is now
    if now:
        os.kill(os.getpid(), signal.SIGKILL)
