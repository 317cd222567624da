"""Mails are held until they may go: asked about anew each time, never in a loop, and never lost in silence."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from apscheduler.schedulers import base

import courtesy
from apscheduler_hold import BREATH, OUTAGE, Holder, Mail, main
from courtesy import ledger
from tests.helpers.embedding import TOO_SOON, WEEK_ONE, WEEK_TWO

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from courtesy.testing import Clock
    from smtp_sender import Mailer
    from tests.helpers.mail_server import MailServer

MOST = 50
"""More wake-ups than any of these mails takes; one that loops takes more."""


class Driven(base.BaseScheduler):  # type: ignore[misc]  # it publishes no types
    """A scheduler of the library whose time passes only from one job to the next."""

    def __init__(self, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(executors={"default": {"type": "debug"}}, timezone="UTC")
        self.clock, self.woken = clock, list[datetime]()

        class Now(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]  # no subclass is needed
                return clock.now().astimezone(tz)

        monkeypatch.setattr(base, "datetime", Now)
        self.start()

    def wakeup(self) -> None:
        """Nobody sleeps."""

    def shutdown(self, wait: bool = True) -> None:  # noqa: FBT001, FBT002  as the library has it
        """Nothing runs."""

    def run(self, until: datetime | None = None) -> None:
        """Let time pass until nothing is left to do, or until then."""
        while jobs := [one for one in self.get_jobs() if until is None or one.next_run_time <= until]:
            self.clock.set(max(self.clock.now(), min(one.next_run_time for one in jobs)))
            self.woken.append(self.clock.now())
            assert MOST >= len(self.woken)
            self._process_jobs()


@pytest.fixture
def scheduler(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Driven:
    """A scheduler that begins on the Monday after the interview."""
    clock.set(TOO_SOON)
    return Driven(clock, monkeypatch)


@pytest.fixture
def told() -> list[str]:
    """What a person was told, in its order."""
    return []


@pytest.fixture
def holder(scheduler: Driven, mailer: Mailer, clock: Clock, told: list[str]) -> Holder:
    """The holder of the example, with the sender of the other one."""
    return Holder(scheduler, mailer.send, partial(note, told), clock)


def note(told: list[str], mail: Mail, error: Exception | None) -> None:
    """Write down how a mail ended."""
    told.append(f"{mail}: {'sent' if error is None else error}")


def held(action: courtesy.Action, weeks: int = 4) -> Mail:
    """A mail of the case that is of use for so many weeks."""
    return Mail("northgate", action, TOO_SOON + timedelta(weeks=weeks))


def test_a_mail_goes_as_soon_as_it_may(
    holder: Holder, scheduler: Driven, action: courtesy.Action, server: MailServer, told: list[str]
) -> None:
    """A mail that must wait is asked about at once and at its earliest time, and goes out then."""
    holder.hold(held(action))
    scheduler.run(WEEK_ONE - timedelta(seconds=1))
    assert ([TOO_SOON], [], []) == (scheduler.woken, server.mails, told)
    scheduler.run()
    assert ([TOO_SOON, WEEK_ONE], ["northgate/week-one: sent"]) == (scheduler.woken, told)
    assert 1 == len(server.mails)


def test_it_is_asked_anew_when_its_time_has_come(
    *, holder: Holder, scheduler: Driven, action: courtesy.Action, mailer: Mailer, server: MailServer, told: list[str]
) -> None:
    """Another mail that was sent meanwhile moves the time; a request to stop ends the waiting for good."""
    holder.hold(held(action))
    scheduler.run(TOO_SOON)
    mailer.book.record(
        "northgate", {"channel": "email", "purpose": "follow_up", "to": "interviewer", "cc": "hr", "at": TOO_SOON}
    )
    scheduler.run(WEEK_ONE)
    week_later = TOO_SOON + timedelta(weeks=1)
    assert [week_later] == [one.next_run_time for one in scheduler.get_jobs()]
    stop = {"channel": "email", "direction": "inbound", "from": "hr", "event": "stop_request", "at": WEEK_ONE}
    mailer.book.record("northgate", stop)
    scheduler.run()
    assert [TOO_SOON, WEEK_ONE, week_later] == scheduler.woken
    assert ["northgate/week-one: expected a permission, found the outcome `deny`"] == told
    assert [] == server.mails


def test_several_mails_take_their_turns(
    holder: Holder, scheduler: Driven, action: courtesy.Action, server: MailServer, told: list[str]
) -> None:
    """Of two mails for one slot a week the second waits for the next."""
    holder.hold(held(action))
    holder.hold(held(action.with_(id="week-two", purpose="check_in")))
    scheduler.run()
    assert [WEEK_ONE, WEEK_TWO] == sorted(set(scheduler.woken))[1:]
    assert ["northgate/week-one: sent", "northgate/week-two: sent"] == told
    assert 2 == len(server.mails)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"purpose": "folow_up"}, "actions[0].purpose: expected a known purpose, found `folow_up`"),
        ({"channel": "sms"}, "expected a permission, found the outcome `deny`"),
        ({"channel": "linkedin_connection"}, "expected a permission, found the outcome `undetermined`"),
    ],
)
def test_what_never_may_go_is_told_at_once(
    *,
    wrong: dict[str, Any],
    reason: str,
    holder: Holder,
    scheduler: Driven,
    action: courtesy.Action,
    server: MailServer,
    told: list[str],
) -> None:
    """A slip, a refusal for ever and a missing fact are not tried again: somebody is told."""
    holder.hold(held(action.with_(**wrong)))
    scheduler.run()
    assert ([TOO_SOON], [f"northgate/week-one: {reason}"], []) == (scheduler.woken, told, server.mails)


def test_what_would_come_too_late_is_told(
    holder: Holder, scheduler: Driven, action: courtesy.Action, server: MailServer, told: list[str]
) -> None:
    """A mail that may go only when it is of no use any more is not sent."""
    holder.hold(Mail("northgate", action, WEEK_ONE - timedelta(seconds=1)))
    scheduler.run()
    assert (["northgate/week-one: expected a permission, found the outcome `wait`"], []) == (told, server.mails)


def test_an_action_with_a_time_is_held_until_then(
    holder: Holder, scheduler: Driven, action: courtesy.Action, told: list[str]
) -> None:
    """A mail that is planned for later is not asked about before."""
    planned = WEEK_ONE + timedelta(days=1)
    holder.hold(held(action.with_(at=planned)))
    scheduler.run()
    assert ([TOO_SOON, planned], ["northgate/week-one: sent"]) == (scheduler.woken, told)


def test_a_clock_that_is_behind_makes_no_loop(
    *, scheduler: Driven, mailer: Mailer, action: courtesy.Action, clock: Clock, told: list[str], tmp_path: Path
) -> None:
    """Where the clock that judges is half a minute behind, the mail is asked about with a pause between."""
    with ledger.open(
        tmp_path / "ledger.db", policy=mailer.policy, clock=lambda: clock.now() - timedelta(seconds=25)
    ) as behind:
        late = type(mailer)(behind, mailer.policy, mailer.address, mailer.connect)
        Holder(scheduler, late.send, partial(note, told), clock).hold(held(action))
        scheduler.run()
    assert [TOO_SOON, *(WEEK_ONE + BREATH * count for count in range(4))] == scheduler.woken
    assert ["northgate/week-one: sent"] == told


def test_an_outage_is_survived(
    *,
    holder: Holder,
    scheduler: Driven,
    action: courtesy.Action,
    server: MailServer,
    told: list[str],
    outage: Callable[[], Callable[[], None]],
) -> None:
    """While the database is away nothing is sent; the mail is asked about once a minute, and goes when it is back."""
    back = outage()
    holder.hold(held(action))
    scheduler.run(TOO_SOON + OUTAGE)
    assert ([TOO_SOON, TOO_SOON + OUTAGE], [], []) == (scheduler.woken, told, server.mails)
    back()
    scheduler.run()
    assert (["northgate/week-one: sent"], 1) == (told, len(server.mails))


def test_what_was_sent_before_a_restart_is_not_sent_again(
    holder: Holder, scheduler: Driven, action: courtesy.Action, server: MailServer, told: list[str]
) -> None:
    """A holder that is started again holds all mails anew, and learns which of them are sent."""
    for _ in range(2):
        holder.hold(held(action))
        scheduler.run()
    assert (["northgate/week-one: sent"] * 2, 1) == (told, len(server.mails))


def test_doubt_is_told_and_not_sent_again(
    holder: Holder, scheduler: Driven, action: courtesy.Action, server: MailServer, told: list[str]
) -> None:
    """Where the server was lost while it took the mail, a person is told, and it is not tried again."""
    server.has = lambda connection: connection.transport.close()
    holder.hold(held(action))
    scheduler.run()
    assert ([TOO_SOON, WEEK_ONE], 1, 1) == (scheduler.woken, len(server.mails), len(told))


def test_the_command_holds_what_a_ledger_proposes(
    mailer: Mailer, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command of its docstring holds the mails of all cases that the ledger has, erased ones aside."""
    clock.set(WEEK_ONE)
    mailer.book.import_case({**(mailer.book.case("northgate").document or {}), "id": "erased"})
    mailer.book.erase("erased")
    driven = Driven(clock, monkeypatch)
    monkeypatch.setattr(driven, "start", driven.run)
    monkeypatch.setattr("apscheduler_hold.BlockingScheduler", lambda **_: driven)
    monkeypatch.setattr(ledger, "open", partial(ledger.open, clock=clock))
    monkeypatch.setattr("apscheduler_hold.smtplib.SMTP", lambda *_, **__: mailer.connect())
    monkeypatch.setattr("sys.argv", ["apscheduler_hold.py", str(tmp_path / "ledger.db")])
    assert 0 == main()
    assert "northgate/week-one: sent\n" == capsys.readouterr().out


def test_a_ledger_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without its ledger nothing is held, and the command says so."""
    monkeypatch.setattr("sys.argv", ["apscheduler_hold.py", str(tmp_path / "none.db")])
    assert (1, True) == (main(), capsys.readouterr().err.startswith("nothing is held: "))
