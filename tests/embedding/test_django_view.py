"""A view that asks a service before it sends: whatever is not a clear yes is a no."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError

import pytest
from django.conf import settings
from django.test import Client
from starlette.testclient import TestClient

import django_view
from courtesy.serving.http.app import application
from courtesy.serving.http.limits import Limits
from courtesy.serving.http.settings import Settings
from courtesy.serving.shelf import Shelf
from tests.helpers.embedding import TOO_SOON, WEEK_ONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from urllib.request import Request

    import courtesy
    from courtesy import ledger
    from courtesy.testing import Clock
    from tests.helpers.mail_server import MailServer

DRAFT: dict[str, Any] = {
    "to": ["interviewer"],
    "cc": ["hr"],
    "purpose": "follow_up",
    "subject": "Our talk",
    "body": "Any news?",
}
PATIENT = Limits(check_seconds=60, search_seconds=60, ledger_seconds=60)


@pytest.fixture
def service(
    book: ledger.Ledger, policy: courtesy.Policies, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    """The service that the view asks, with the ledger of the case, in this process."""
    assert book.case("northgate").revision
    keeping = Settings(searchers=0, limits=PATIENT, ledger=str(tmp_path / "ledger.db"))
    app = application(Shelf([policy]), keeping, clock)
    with TestClient(app, base_url="http://127.0.0.1:8080") as running:

        def opened(request: Request, timeout: float) -> io.BytesIO:
            assert timeout > 0
            headers = {name: value for name, value in request.header_items() if name != "Host"}
            answer = running.request(request.get_method(), request.full_url, content=request.data, headers=headers)
            if answer.status_code >= 400:
                raise HTTPError(request.full_url, answer.status_code, "", None, io.BytesIO(answer.content))  # type: ignore[arg-type]
            return io.BytesIO(answer.content)

        monkeypatch.setattr(django_view, "urlopen", opened)
        yield running


@pytest.fixture
def outbox(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> MailServer:
    """The mail server that Django sends to."""
    monkeypatch.setattr(settings, "MAIL_SERVER", ("127.0.0.1", server.port))
    return server


def put(draft: Any, mail_id: str = "hello", case_id: str = "northgate") -> tuple[int, dict[str, Any]]:
    """What the view answers."""
    answer = Client().put(f"/cases/{case_id}/mails/{mail_id}", json.dumps(draft), content_type="application/json")
    return answer.status_code, json.loads(answer.content)


@pytest.mark.usefixtures("service")
def test_a_permitted_mail_is_sent_once(outbox: MailServer, book: ledger.Ledger) -> None:
    """The same mail, put twice, is sent once and bears the id of its touch; another one of its name is a conflict."""
    first, second, other = put(DRAFT), put(DRAFT), put({**DRAFT, "body": "No news?"})
    assert ([200, 200, 409], first) == ([status for status, _ in (first, second, other)], second)
    (sent,) = outbox.mails
    entry = book.case("northgate").entries[-1]
    assert (f"<{entry.touch_id}@example.net>", "done") == (sent["Message-ID"], entry.state)
    assert ("interviewer@example.com", "careers@example.com") == (sent["To"], sent["Cc"])


@pytest.mark.usefixtures("service")
def test_a_mail_without_a_copy_is_sent_to_one(outbox: MailServer) -> None:
    """A mail that copies nobody has no such header, and goes to whom it addresses."""
    assert 200 == put({"to": ["hr"], "purpose": "other", "body": "Hi"})[0]
    (sent,) = outbox.mails
    assert ("careers@example.com", None) == (sent["X-RcptTo"], sent["Cc"])


@pytest.mark.usefixtures("service")
def test_a_refusal_says_from_when_on(outbox: MailServer, clock: Clock) -> None:
    """What must wait is a conflict with the broken rules and the earliest time; nothing goes out."""
    clock.set(TOO_SOON)
    status, told = put(DRAFT)
    assert (409, "wait", WEEK_ONE.isoformat()) == (status, told["outcome"], told["earliest"])
    assert ["timing.email-after-a-week"] == [one["rule"] for one in told["broken"]]
    assert [] == outbox.mails


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    ("draft", "status", "said"),
    [
        ({**DRAFT, "purpose": "folow_up"}, 400, "/action/purpose"),
        ({**DRAFT, "to": ["interveiwer"]}, 422, "interveiwer"),
        ({**DRAFT, "to": "hr"}, 422, "no draft"),
        ({"to": ["hr"]}, 422, "body"),
        ({**DRAFT, "subject": "News\nBcc: x@example.com"}, 422, "linefeed"),
        ({**DRAFT, "to": []}, 400, "/action"),
        ([], 422, "no draft"),
    ],
)
def test_a_slip_is_told_and_nothing_is_sent(draft: Any, status: int, said: str, outbox: MailServer) -> None:
    """What nobody can read is told with what is wrong about it."""
    found, told = put(draft)
    assert (status, []) == (found, outbox.mails)
    assert said in json.dumps(told)


@pytest.mark.usefixtures("service")
def test_an_unknown_case_is_told(outbox: MailServer) -> None:
    """A case that the service does not know is not found."""
    assert (404, []) == (put(DRAFT, case_id="nowhere")[0], outbox.mails)


@pytest.mark.usefixtures("service")
def test_without_the_database_of_the_service_nothing_is_sent(outbox: MailServer, outage: Callable[[], None]) -> None:
    """A service whose ledger cannot be asked permits nothing."""
    outage()
    assert (503, []) == (put(DRAFT)[0], outbox.mails)


def _raising(error: Exception) -> Callable[..., io.BytesIO]:
    def opened(*_: object, **__: object) -> io.BytesIO:
        raise error

    return opened


def _saying(text: str) -> Callable[..., io.BytesIO]:
    return lambda *_, **__: io.BytesIO(text.encode())


@pytest.mark.parametrize(
    "opened",
    [
        _raising(ConnectionRefusedError()),
        _raising(TimeoutError()),
        _raising(HTTPError("", 500, "", None, io.BytesIO(b"no JSON"))),  # type: ignore[arg-type]
        _raising(HTTPError("", 401, "", None, io.BytesIO(b'{"error": {"message": "no token"}}'))),  # type: ignore[arg-type]
        _raising(HTTPError("", 599, "", None, io.BytesIO())),  # type: ignore[arg-type]
        _raising(HTTPError("", 504, "", None, io.BytesIO(b'{"error": []}'))),  # type: ignore[arg-type]
        _saying("no JSON"),
        _saying("[]"),
        _saying("{}"),
        _saying('{"claimed": true}'),
        _saying('{"claimed": true, "claim": {"touch_id": "t", "token": "t", "state": "claimed"}}'),
        _saying('{"claimed": true, "claim": {"touch_id": "t", "token": "t", "state": "claimed"}'),
        _saying('{"claimed": "true", "claim": {"touch_id": "t", "token": "t", "state": "claimed"}}'),
        _saying('{"claimed": 1, "claim": {"touch_id": "t", "token": "t", "state": "claimed"}}'),
        _saying('{"claimed": false, "verdict": {"actions": []}}'),
        _saying('{"claimed": false, "verdict": null}'),
    ],
)
def test_what_is_not_a_clear_yes_is_a_no(
    opened: Callable[..., io.BytesIO], outbox: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No answer, an answer that is late or cannot be read, and one that says neither yes nor no: nothing goes out."""
    monkeypatch.setattr(django_view, "urlopen", opened)
    status, told = put(DRAFT)
    assert (True, status, []) == (status >= 500, told["status"], outbox.mails)


@pytest.mark.usefixtures("service")
def test_a_mail_that_is_not_taken_gives_its_slot_back(outbox: MailServer, book: ledger.Ledger) -> None:
    """What the mail server does not take can be put again at once; where it was lost the touch is in doubt."""
    outbox.answers = "554 no"
    assert 502 == put(DRAFT)[0]
    assert "released" == book.case("northgate").entries[-1].state
    outbox.answers = None
    assert 502 == put(DRAFT)[0]
    assert "sending" == book.case("northgate").entries[-1].state
    outbox.answers = "250 OK"
    assert (409, []) == (put(DRAFT)[0], outbox.mails)


@pytest.mark.usefixtures("service")
def test_a_recipient_that_is_refused_is_told(outbox: MailServer, book: ledger.Ledger) -> None:
    """A mail that went to some of its recipients has gone out, and who did not get it is named."""
    outbox.refuses = "careers@example.com"
    status, told = put(DRAFT)
    assert (502, "it has gone out, but not to careers@example.com") == (status, told["detail"])
    assert (1, "done") == (len(outbox.mails), book.case("northgate").entries[-1].state)


@pytest.mark.usefixtures("service")
def test_a_mail_server_that_is_not_there_costs_no_doubt(
    book: ledger.Ledger, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no mail server can be reached the mail does not count as being sent."""

    def nobody(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django_view.smtplib.SMTP", nobody)
    assert (502, []) == (put(DRAFT)[0], server.mails)
    assert "claimed" == book.case("northgate").entries[-1].state


def test_a_token_is_sent_where_there_is_one(
    service: TestClient, outbox: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The token of the program goes with every question, and only where it has one."""
    asked: list[str | None] = []
    opened = django_view.urlopen

    def noting(request: Request, timeout: float) -> Any:
        asked.append(request.get_header("Authorization"))
        return opened(request, timeout=timeout)

    monkeypatch.setattr(django_view, "urlopen", noting)
    assert 200 == put(DRAFT)[0]
    monkeypatch.setattr(settings, "COURTESY_TOKEN", "a-token")
    assert 200 == put(DRAFT)[0]
    assert [None, None, None, "Bearer a-token"] == asked
    assert (1, 200) == (len(outbox.mails), service.get("/readyz").status_code)
