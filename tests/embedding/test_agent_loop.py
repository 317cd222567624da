"""An agent claims what it sends, follows what a refusal offers, and stops where nothing is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from agent_loop import MOST_TURNS, Ending, NotSentError, act, main
from courtesy.serving.agents.claims import LedgerCases
from tests.helpers.agents import desk, meet
from tests.helpers.embedding import TOO_SOON, WEEK_ONE, WEEK_TWO

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mcp import Client

    import courtesy
    from courtesy import ledger
    from courtesy.testing import Clock
    from tests.helpers.mail_server import MailServer

MAIL: dict[str, Any] = {
    "channel": "email",
    "purpose": "follow_up",
    "to": "interviewer",
    "message": {"body": "Is there any news?"},
}


class Sent(list[tuple[dict[str, Any], str]]):
    """What an agent has sent."""

    def __call__(self, action: dict[str, Any], touch_id: str) -> None:
        """Send it."""
        self.append((action, touch_id))


@pytest.fixture
def sent() -> Sent:
    """Nothing yet."""
    return Sent()


@pytest.fixture
def agent(book: ledger.Ledger, policy: courtesy.Policies, clock: Clock) -> Callable[..., Ending]:
    """An agent that proposes an action, and asks the server by the official client."""

    def acting(action: dict[str, Any], send: Callable[[dict[str, Any], str], object]) -> Ending:
        async def talk(client: Client) -> Ending:
            return await act(client, "northgate", action, send)

        return meet(desk(policy, LedgerCases(book), clock=clock.now()), talk)

    return acting


def states(book: ledger.Ledger) -> list[str]:
    """How far the mails of the case have come."""
    return [one.state for one in book.case("northgate").entries if one.touch.channel == "email"]


def test_a_refusal_leads_to_what_is_permitted(agent: Callable[..., Ending], book: ledger.Ledger, sent: Sent) -> None:
    """A mail without its copy is refused; the one that is offered instead, with its own text, is sent and confirmed."""
    ending = agent(MAIL, sent)
    ((action, touch_id),) = sent
    assert ("sent", ["hr"], MAIL["message"]) == (ending.outcome, action["cc"], action["message"])
    assert ["done"] == states(book)
    assert touch_id == book.case("northgate").entries[-1].touch_id


def test_what_has_to_wait_is_left_for_later(agent: Callable[..., Ending], clock: Clock, sent: Sent) -> None:
    """A mail that is too early, or whose slot is taken, ends with the time from when on it may go; nothing is sent."""
    clock.set(TOO_SOON)
    early = agent(MAIL, sent)
    assert ("later", WEEK_ONE.isoformat(), []) == (early.outcome, early.earliest, sent)
    clock.set(WEEK_ONE)
    assert "sent" == agent({**early.action}, sent).outcome
    again = agent(MAIL, sent)
    assert ("later", WEEK_TWO.isoformat(), 1) == (again.outcome, again.earliest, len(sent))


@pytest.mark.parametrize(
    ("action", "outcome", "said"),
    [
        ({"channel": "linkedin_connection", "to": "interviewer"}, "to_tell", "candidate.linkedin.recommendations"),
        ({"channel": "sms", "to": "interviewer"}, "stopped", "Do not do this: text message to interviewer"),
        ({**MAIL, "purpose": "folow_up"}, "stopped", "did you mean `follow_up`?"),
        ({**MAIL, "to": "interveiwer"}, "stopped", "did you mean `interviewer`?"),
    ],
)
def test_where_nothing_is_offered_it_stops(
    *, action: dict[str, Any], outcome: str, said: str, agent: Callable[..., Ending], book: ledger.Ledger, sent: Sent
) -> None:
    """A missing fact, a refusal for ever and a slip end the loop with what a person has to know; nothing is sent."""
    ending = agent(action, sent)
    assert (outcome, [], []) == (ending.outcome, list(sent), states(book))
    assert said in ending.say


def test_what_certainly_did_not_go_out_frees_the_slot(
    agent: Callable[..., Ending], book: ledger.Ledger, sent: Sent
) -> None:
    """A mail that could not be sent gives its slot back, and one that failed otherwise keeps it."""

    def failing(error: Exception) -> Callable[..., object]:
        def send(*_: object) -> object:
            raise error

        return send

    assert "stopped" == agent(MAIL, failing(NotSentError("no server"))).outcome
    assert ["released"] == states(book)
    assert "in_doubt" == agent(MAIL, failing(TimeoutError("lost"))).outcome
    assert ["released", "sending"] == states(book)
    assert ("later", []) == (agent(MAIL, sent).outcome, sent)


def test_without_its_database_nothing_is_sent(
    agent: Callable[..., Ending], outage: Callable[[], None], sent: Sent
) -> None:
    """A server whose ledger cannot be asked permits nothing."""
    outage()
    assert ("stopped", []) == (agent(MAIL, sent).outcome, sent)


def test_an_agent_does_not_go_round_in_circles(
    agent: Callable[..., Ending], sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that only ever proposes what is refused stops after some turns."""
    asked: list[dict[str, Any]] = []

    def stubborn(action: dict[str, Any], _: object) -> dict[str, Any]:
        asked.append(action)
        return action

    monkeypatch.setattr("agent_loop.revised", stubborn)
    assert ("stopped", MOST_TURNS, []) == (agent(MAIL, sent).outcome, len(asked), sent)


@pytest.mark.slow
def test_the_command_of_its_docstring_sends(
    book: ledger.Ledger,
    server: MailServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With a server in a process of its own, the agent sends the mail with its copy through a mail server."""
    connect = server.connect
    monkeypatch.setattr("agent_loop.smtplib.SMTP", lambda *_, **__: connect())
    monkeypatch.setattr("sys.argv", ["agent_loop.py", str(tmp_path / "ledger.db"), "--clock", WEEK_ONE.isoformat()])
    assert 0 == main()
    assert capsys.readouterr().out.startswith("sent: ")
    (mail,) = server.mails
    assert ("careers@example.com", ["done"]) == (mail["Cc"], states(book))


def test_a_ledger_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without its ledger the agent does not start."""
    monkeypatch.setattr("sys.argv", ["agent_loop.py", str(tmp_path / "none.db")])
    assert (1, True) == (main(), capsys.readouterr().err.startswith("stopped: "))
