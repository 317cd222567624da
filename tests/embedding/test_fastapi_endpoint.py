"""An endpoint that asks before it sends: every refusal is a problem document, and nothing goes out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from fastapi_endpoint import create_app, from_ledger
from tests.helpers.embedding import TOO_SOON, WEEK_ONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from courtesy.testing import Clock
    from smtp_sender import Mailer
    from tests.helpers.mail_server import MailServer

DRAFT = {"to": ["interviewer"], "cc": ["hr"], "purpose": "follow_up", "subject": "Our talk", "body": "Any news?"}
PROBLEM = "application/problem+json"


@pytest.fixture
def client(mailer: Mailer) -> Iterator[TestClient]:
    """What asks the endpoint."""
    with TestClient(create_app(mailer)) as asking:
        yield asking


def put(client: TestClient, draft: dict[str, Any], case_id: str = "northgate", mail_id: str = "hello") -> Any:
    """What the endpoint answers."""
    return client.put(f"/cases/{case_id}/mails/{mail_id}", json=draft)


def test_a_permitted_mail_is_sent_once(client: TestClient, server: MailServer) -> None:
    """The same mail, put twice, is sent once; another one under its name is a conflict."""
    first, second, other = put(client, DRAFT), put(client, DRAFT), put(client, {**DRAFT, "body": "No news?"})
    assert ([200, 200, 409], first.json()) == ([one.status_code for one in (first, second, other)], second.json())
    assert "urn:courtesy:key-conflict" == other.json()["type"]
    assert [first.json()["message_id"]] == [mail["Message-ID"] for mail in server.mails]


@pytest.mark.parametrize("same", [True, False])
def test_of_many_that_are_put_at_once_one_is_sent(*, same: bool, client: TestClient, server: MailServer) -> None:
    """Of four mails for one slot, and of four requests for one mail, one goes out."""
    with ThreadPoolExecutor(4) as pool:
        names = ["hello" if same else f"hello-{number}" for number in range(4)]
        answers = list(pool.map(lambda name: put(client, DRAFT, mail_id=name).status_code, names))
    assert {200, 409} >= set(answers)
    assert (True, 1) == (same or answers.count(200) == 1, len(server.mails))


def test_a_refusal_says_from_when_on(client: TestClient, server: MailServer, clock: Clock) -> None:
    """What must wait is a conflict with the broken rules and the earliest time, as a header too."""
    clock.set(TOO_SOON)
    answer = put(client, DRAFT)
    told = answer.json()
    assert (409, PROBLEM, "wait") == (answer.status_code, answer.headers["Content-Type"], told["outcome"])
    assert WEEK_ONE.isoformat() == told["earliest"]
    assert str(round((WEEK_ONE - TOO_SOON).total_seconds())) == answer.headers["Retry-After"]
    assert ["timing.email-after-a-week"] == [one["rule"] for one in told["broken"]]
    assert [] == server.mails


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"purpose": "folow_up"}, {"at": "/purpose", "suggestion": "follow_up"}),
        ({"to": ["interveiwer"]}, {"at": "/to/0", "suggestion": "interviewer"}),
        ({"purpos": "follow_up"}, {"at": "/purpos"}),
        ({"to": "interviewer"}, {"at": "/to"}),
    ],
)
def test_a_slip_is_told_with_its_place(
    wrong: dict[str, Any], problem: dict[str, str], client: TestClient, server: MailServer
) -> None:
    """What nobody can read is told with its place in the body, and with what was meant where that is near."""
    answer = put(client, {**DRAFT, **wrong})
    assert (422, PROBLEM) == (answer.status_code, answer.headers["Content-Type"])
    (found,) = answer.json()["problems"]
    assert problem == {key: found[key] for key in problem}
    assert [] == server.mails


def test_an_unknown_case_is_told(client: TestClient) -> None:
    """A case that the ledger does not know is not found."""
    assert (404, "urn:courtesy:unknown-case") == (
        (told := put(client, DRAFT, "nowhere")).status_code,
        told.json()["type"],
    )


def test_a_mail_without_its_text_is_told(client: TestClient, mailer: Mailer, server: MailServer) -> None:
    """A contact without an address is the client's mistake too."""
    document = dict(mailer.book.case("northgate").document or {})
    mailer.book.import_case({**document, "contacts": {**document["contacts"], "hr": {"roles": ["hr"]}}})
    answer = put(client, DRAFT)
    assert (422, "no address is known of `hr`", []) == (answer.status_code, answer.json()["detail"], server.mails)


def test_without_its_database_nothing_is_sent(
    client: TestClient, server: MailServer, outage: Callable[[], None]
) -> None:
    """A ledger that cannot be asked permits nothing: the client may come again."""
    outage()
    answer = put(client, DRAFT)
    assert (503, "urn:courtesy:ledger-unavailable") == (answer.status_code, answer.json()["type"])
    assert [] == server.mails


def test_a_mail_server_that_fails_is_told(client: TestClient, server: MailServer) -> None:
    """What the mail server does not take was not sent, and can be put again."""
    server.answers = "554 no"
    assert 502 == put(client, DRAFT).status_code
    server.answers = "250 OK"
    assert 200 == put(client, DRAFT).status_code


def test_the_application_of_the_docstring_is_made(
    mailer: Mailer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The factory that the docstring names makes the application of the ledger in the current folder."""
    monkeypatch.chdir(tmp_path)
    assert mailer.book.case("northgate").revision
    with TestClient(from_ledger()) as client:
        assert 404 == put(client, DRAFT, "nowhere").status_code
