"""A mail that a ledger permits is sent once; what is in doubt is settled by its Message-ID."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

import courtesy
from courtesy import LedgerState, ledger
from smtp_sender import Mailer, NoMailError, NotToAllError, in_maildir, main
from tests.helpers.embedding import TOO_SOON, WEEK_ONE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from courtesy.testing import Clock
    from tests.helpers.mail_server import MailServer

LEASE_OVER = timedelta(minutes=11)


def states(book: ledger.Ledger) -> list[str]:
    """How far the mails of the case have come."""
    return [one.state for one in book.case("northgate").entries if one.touch.channel == "email"]


def test_what_is_permitted_is_sent_once(mailer: Mailer, action: courtesy.Action, server: MailServer) -> None:
    """A mail goes to those who were judged, bears the id of its touch, and is sent once however often it is asked."""
    first, second = mailer.send("northgate", action), mailer.send("northgate", action)
    assert LedgerState.DONE == first.state
    assert first == second
    (mail,) = server.mails
    assert f"<{first.touch_id}@example.net>" == mail["Message-ID"]
    assert ("interviewer@example.com", "careers@example.com") == (mail["To"], mail["Cc"])
    assert str(mail.get_payload()).startswith("Thank you for the talk.")


def test_what_is_refused_is_not_sent(mailer: Mailer, action: courtesy.Action, server: MailServer, clock: Clock) -> None:
    """A refusal comes with its verdict, and nothing goes out."""
    clock.set(TOO_SOON)
    with pytest.raises(courtesy.RefusedError) as refused:
        mailer.send("northgate", action)
    assert isinstance(refused.value.verdict, courtesy.Verdict)
    assert WEEK_ONE == refused.value.verdict.earliest
    assert [] == server.mails


@pytest.mark.parametrize(
    ("wrong", "error", "told"),
    [
        ({"purpose": "folow_up"}, courtesy.InvalidInputError, "expected a known purpose, found `folow_up`"),
        ({"to": ("interveiwer",)}, courtesy.InvalidInputError, "expected a known contact, found `interveiwer`"),
        ({"channel": "emial"}, courtesy.RefusedError, "expected a permission, found the outcome `deny`"),
        ({"channel": "in_person"}, NoMailError, "`week-one` is for the channel `in_person`, not for e-mail"),
        ({"to": ()}, courtesy.InvalidInputError, "expected"),
        ({"message": None}, NoMailError, "`week-one` has no text to send"),
        ({"message": courtesy.Message(subject="News\nBcc: x@example.com", body="Any news?")}, NoMailError, "linefeed"),
    ],
)
def test_a_slip_is_told_and_nothing_is_sent(
    *,
    wrong: dict[str, Any],
    error: type[Exception],
    told: str,
    mailer: Mailer,
    action: courtesy.Action,
    server: MailServer,
) -> None:
    """What cannot be read or written as a mail is an error, nothing goes out, and the slot is free."""
    with pytest.raises(error, match=told):
        mailer.send("northgate", action.with_(**wrong))
    assert [] == server.mails
    assert LedgerState.DONE == mailer.send("northgate", action).state


def test_a_contact_without_an_address_is_told(mailer: Mailer, action: courtesy.Action, server: MailServer) -> None:
    """Nobody is left out in silence: who has no address is named, and nobody gets the mail."""
    document = dict(mailer.book.case("northgate").document or {})
    mailer.book.import_case({**document, "contacts": {**document["contacts"], "hr": {"roles": ["hr"]}}})
    with pytest.raises(NoMailError, match="no address is known of `hr`"):
        mailer.send("northgate", action)
    assert [] == server.mails


def test_a_case_that_was_erased_is_told(mailer: Mailer, action: courtesy.Action, server: MailServer) -> None:
    """Nobody is written to in a case that was erased."""
    mailer.book.erase("northgate")
    with pytest.raises(ledger.UnknownCaseError):
        mailer.send("northgate", action)
    assert [] == server.mails


def test_without_its_database_nothing_is_sent(
    mailer: Mailer, action: courtesy.Action, server: MailServer, outage: Callable[[], None]
) -> None:
    """A ledger that cannot be asked permits nothing."""
    outage()
    with pytest.raises(ledger.LedgerUnavailableError):
        mailer.send("northgate", action)
    assert [] == server.mails


def test_a_server_that_does_not_take_it_gives_the_slot_back(
    mailer: Mailer, action: courtesy.Action, server: MailServer
) -> None:
    """A mail that was not taken is not in doubt: it can be sent again at once."""
    server.answers = "452 try again later"
    with pytest.raises(smtplib.SMTPDataError):
        mailer.send("northgate", action)
    assert ["released"] == states(mailer.book)
    server.answers = "250 OK"
    assert LedgerState.DONE == mailer.send("northgate", action).state
    assert 1 == len(server.mails)


def test_a_recipient_that_is_refused_is_told(mailer: Mailer, action: courtesy.Action, server: MailServer) -> None:
    """A mail that went to some of its recipients has gone out, and who did not get it is named."""
    server.refuses = "careers@example.com"
    with pytest.raises(NotToAllError, match=r"not to careers@example\.com"):
        mailer.send("northgate", action)
    assert (["done"], 1) == (states(mailer.book), len(server.mails))


def test_an_answer_that_is_no_refusal_leaves_a_doubt(
    mailer: Mailer, action: courtesy.Action, server: MailServer
) -> None:
    """A server that answers with another word of success than is expected may well have the mail."""
    server.answers = "251 OK"
    with pytest.raises(smtplib.SMTPDataError):
        mailer.send("northgate", action)
    assert (["in_doubt"], 1) == (states(mailer.book), len(server.mails))


def test_a_server_that_is_not_there_costs_no_slot(mailer: Mailer, action: courtesy.Action) -> None:
    """Where no server can be reached nothing has begun."""

    def nobody() -> smtplib.SMTP:
        raise ConnectionRefusedError

    with pytest.raises(ConnectionRefusedError):
        Mailer(mailer.book, mailer.policy, mailer.address, nobody).send("northgate", action)
    assert ["released"] == states(mailer.book)


@pytest.mark.parametrize(("taken", "state", "mails"), [(True, "done", 1), (False, "released", 0)])
def test_doubt_is_settled_by_the_mailbox(
    *,
    taken: bool,
    state: str,
    mails: int,
    mailer: Mailer,
    action: courtesy.Action,
    server: MailServer,
) -> None:
    """A connection that is lost while sending leaves a doubt, which keeps the slot until the mailbox is looked at."""
    if taken:
        server.has = lambda connection: connection.transport.close()
    else:
        server.answers = None
    with pytest.raises(smtplib.SMTPServerDisconnected):
        mailer.send("northgate", action)
    with pytest.raises(ledger.ClaimLostError):
        mailer.send("northgate", action)
    assert ["in_doubt"] == states(mailer.book)
    assert [] == mailer.resolve(lambda _: None)
    (settled,) = mailer.resolve(partial(in_maildir, str(server.folder)))
    assert (state, mails) == (settled.state, len(server.mails))
    server.answers = "250 OK"
    server.has = lambda _: None
    assert LedgerState.DONE == mailer.send("northgate", action).state
    assert 1 == len(server.mails)


def test_a_mail_whose_confirmation_is_lost_is_in_doubt(
    mailer: Mailer,
    action: courtesy.Action,
    server: MailServer,
    clock: Clock,
    outage: Callable[[], Callable[[], None]],
) -> None:
    """Where the database goes while the mail is sent, the mail is found by its id once the lease is over."""
    back: list[Callable[[], None]] = []
    server.has = lambda _: back.append(outage())
    with pytest.raises(ledger.LedgerUnavailableError):
        mailer.send("northgate", action)
    back[0]()
    clock.advance(LEASE_OVER)
    (settled,) = mailer.resolve(partial(in_maildir, str(server.folder)))
    assert ("done", settled) == (settled.state, mailer.send("northgate", action))
    assert 1 == len(server.mails)


@pytest.mark.usefixtures("book")
def test_the_command_sends_and_settles(
    *,
    server: MailServer,
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The commands of its docstring send the mail of the case once, say why not, and settle what is in doubt."""
    monkeypatch.setattr(ledger, "open", partial(ledger.open, clock=clock))

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["smtp_sender.py", str(tmp_path / "ledger.db"), *arguments])
        return (main(), *capsys.readouterr())

    port = ("--port", str(server.port))
    clock.set(TOO_SOON)
    assert (1, "", "not sent: wait; permitted from 2026-10-09T15:30:00-04:00\n") == run("northgate", "week-one", *port)
    clock.set(WEEK_ONE)
    code, told, errors = run("northgate", "week-one", *port)
    assert (0, f"week-one: done, {server.mails[0]['Message-ID']}\n", "") == (code, told, errors)
    assert (0, "", "") == run("--resolve", str(server.folder))
    code, told, errors = run("northgte", *port)
    assert (1, "") == (code, told)
    assert "northgte" in errors
