"""Holds mails until they may go, with APScheduler: each is asked about anew when its time has come.

From this folder, with the ledger and the server of smtp_sender.py:

    pip install courtesy apscheduler
    python apscheduler_hold.py ledger.db

It sends what the cases of the ledger propose, and goes on until it is stopped. Started again it holds them again: what
has been sent is not sent twice.
"""

from __future__ import annotations

import smtplib
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler

import courtesy
from courtesy import ledger
from smtp_sender import Mailer

BREATH = timedelta(seconds=10)
"""At least so long between two attempts: the clock that judges may be behind that which wakes us."""
OUTAGE = timedelta(minutes=1)
"""When to ask again where nobody could answer."""
OUT_OF_REACH = (courtesy.FaultError, courtesy.DeadlineExceededError, ConnectionError)
"""Nobody could answer, or nobody could take the mail; it may be otherwise in a while."""


@dataclass(frozen=True)
class Mail:
    """An action of a case, which is of no use any more after `until`."""

    case_id: str
    action: courtesy.Action
    until: datetime

    def __str__(self) -> str:
        return f"{self.case_id}/{self.action.id}"


@dataclass(frozen=True)
class Holder:
    """Holds mails. `send` sends one or raises why not; `tell` hears how each ended, with None where it was sent."""

    scheduler: BaseScheduler
    send: Callable[[str, courtesy.Action], object]
    tell: Callable[[Mail, Exception | None], None]
    clock: Callable[[], datetime]

    def hold(self, mail: Mail) -> None:
        """Send it as soon as it may go: perhaps at once, perhaps never."""
        self._ask_at(self.clock(), mail)

    def _ask_at(self, at: datetime, mail: Mail) -> None:
        # By default APScheduler drops, and does not tell, what it finds a second late: after a restart, that is all.
        name = f"{mail} at {at.isoformat()}"
        self.scheduler.add_job(
            self._ask, "date", [mail], run_date=at, id=name, misfire_grace_time=None, replace_existing=True
        )

    def _ask(self, mail: Mail) -> None:
        try:
            self.send(mail.case_id, mail.action)
        except courtesy.RefusedError as refused:
            verdict = refused.verdict
            earliest = verdict.earliest if isinstance(verdict, courtesy.Verdict) else None
            self._hold_on(mail, earliest, refused)
        except ledger.TooEarlyError as early:
            self._hold_on(mail, early.at, early)
        except OUT_OF_REACH as error:
            self._hold_on(mail, self.clock() + OUTAGE, error)
        except Exception as error:  # noqa: BLE001  whatever it was: the mail is held no longer, and somebody has to know
            self.tell(mail, error)
        else:
            self.tell(mail, None)

    def _hold_on(self, mail: Mail, at: datetime | None, reason: Exception) -> None:
        """Ask again at that time; without one, or when it is too late by then, say why it is not sent."""
        if at is None or at > mail.until:
            self.tell(mail, reason)
        else:
            self._ask_at(max(at, self.clock() + BREATH), mail)


def main() -> int:
    """Hold what the cases of a ledger propose."""
    policy = courtesy.load_policies("hire-wire")
    scheduler = BlockingScheduler(timezone=UTC)
    try:
        with suppress(KeyboardInterrupt), ledger.open(sys.argv[1], policy=policy) as book:
            connect = partial(smtplib.SMTP, "127.0.0.1", 8025, timeout=30)
            mailer = Mailer(book, policy, "candidate@example.net", connect)
            holder = Holder(scheduler, mailer.send, told, partial(datetime.now, UTC))
            until = datetime.now(UTC) + timedelta(weeks=4)
            for kept in book.report().cases:
                if kept.document is not None:  # else it was erased
                    for action in mailer.case(kept.case_id).actions:
                        holder.hold(Mail(kept.case_id, action, until))
            scheduler.start()
    except courtesy.CourtesyError as error:
        print(f"nothing is held: {error}", file=sys.stderr)
        return 1
    return 0


def told(mail: Mail, error: Exception | None) -> None:
    """Where a person looks."""
    print(f"{mail}: {'sent' if error is None else f'held no longer: {error}'}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
