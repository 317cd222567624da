"""Requests that are odd as such, whatever they ask: none permits anything, and each is told what is wrong with it."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

from courtesy.serving.http.app import application
from courtesy.serving.http.settings import Settings
from courtesy.serving.quoting import quoted

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from courtesy.serving.shelf import Shelf

ASK, CHECK, CASES = "/access/v1/evaluation", "/v1/check", "/v1/cases"
JSON = {"Content-Type": "application/json"}
CASE: dict[str, Any] = {
    "zone": "UTC",
    "interview": {"ended_at": "2026-11-20T15:30"},
    "contacts": {"i": {"roles": ["interviewer"]}},
}
QUESTION: dict[str, Any] = {
    "subject": {"type": "candidate", "id": "me"},
    "action": {"name": "phone.check_in"},
    "resource": {"type": "contact", "id": "i"},
    "context": {"policy": "hire-wire", "case": CASE},
}

HEADS: dict[str, tuple[str, str, dict[str, str], int, str]] = {
    "plain text": ("POST", ASK, {"Content-Type": "text/plain"}, 400, "wrong-content-type"),
    "another charset": ("POST", ASK, {"Content-Type": "application/json; charset=latin-1"}, 400, "wrong-content-type"),
    "a packed body": ("POST", ASK, {**JSON, "Content-Encoding": "gzip"}, 400, "wrong-content-encoding"),
    "a body that is said to be large": ("POST", ASK, {**JSON, "Content-Length": "9" * 5000}, 413, "too-large"),
    "two lengths": ("POST", ASK, {**JSON, "Content-Length": "2", "Transfer-Encoding": "chunked"}, 400, "two-lengths"),
    "a host in brackets": ("POST", ASK, {**JSON, "Host": "[evil"}, 400, "wrong-host"),
    "another method": ("DELETE", ASK, JSON, 405, "wrong-method"),
    "a slash at the end": ("POST", f"{ASK}/", JSON, 404, "no-such-route"),
    "a query that would filter nothing": ("GET", "/v1/claims?case_id=northgate", {}, 400, "unknown-query"),
    "a path in another charset": ("GET", f"{CASES}/M%FCller", {}, 400, "no-text"),
    "half a character": ("GET", f"{CASES}/%ED%A0%80", {}, 400, "no-text"),
}


@pytest.mark.parametrize("name", HEADS)
def test_heads(client: TestClient, name: str) -> None:
    """A head that says what nobody means gets an error with a code of its own: no decision, and no redirection."""
    method, path, headers, status, code = HEADS[name]
    answer = client.request(
        method, path, content=json.dumps(QUESTION).encode(), headers=headers, follow_redirects=False
    )
    assert (status, code) == (answer.status_code, answer.json()["error"]["code"])
    assert "decision" not in answer.json()


TAKEN = ["application/json", "APPLICATION/JSON", "application/json; charset=utf-8", 'application/json; charset="UTF-8"']


@pytest.mark.parametrize("kind", TAKEN)
def test_content_types(client: TestClient, kind: str) -> None:
    """JSON in UTF-8 may be named in every way in which it is named."""
    answer = client.post(ASK, content=json.dumps(QUESTION).encode(), headers={"Content-Type": kind})
    assert answer.json()["decision"] is True


WORDS: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "an empty id": (
        ASK,
        {**QUESTION, "subject": {"type": "candidate", "id": ""}},
        "/subject/id",
        "expected a text, found an empty text",
    ),
    "a revision that is no whole number": (
        ASK,
        {**QUESTION, "context": {"case_id": "n", "at_least_revision": 1.5}},
        "/context/at_least_revision",
        "expected a whole number from 0 on, found `1.5`",
    ),
    "a revision below all": (
        CHECK,
        {"case_id": "n", "at_least_revision": -1},
        "/at_least_revision",
        "expected a whole number from 0 on, found `-1`",
    ),
    "a revision as a text": (
        CHECK,
        {"case_id": "n", "at_least_revision": "1"},
        "/at_least_revision",
        "expected a whole number, found the text `1`",
    ),
    "an action that there is not": (
        CHECK,
        {"case": CASE, "action": "a\u202e\ud800"},
        "/action",
        "expected an action of the case, found `a\\u202e\\ud800`",
    ),
    "no action to look for": (
        "/v1/when",
        {"case": CASE},
        "",
        "expected the key `action` where the case has not one action, but 0, found none",
    ),
    "nothing to check": (CHECK, {"case": CASE}, "/case", "the case proposes no action"),
    "a year that nobody knows": (
        ASK,
        {**QUESTION, "context": {"case": CASE, "policy": "hire-wire", "now": "0001-01-01T00:00Z"}},
        "/context/now",
        "expected a year from 1901 to 2198 in `now`, found 1",
    ),
    "a time before now": (
        "/v1/plan",
        {"case": CASE, "policy": "hire-wire", "until": "2001-01-01T00:00Z"},
        "/until",
        "`until` is not after `now`, or is more than 400 days after it",
    ),
}


@pytest.mark.parametrize("name", WORDS)
def test_words(client: TestClient, name: str) -> None:
    """What is wrong is told in words that can be printed, at the place where it stands."""
    path, question, pointer, message = WORDS[name]
    answer = client.post(path, content=json.dumps(question).encode(), headers=JSON)
    (found,) = answer.json()["error"]["problems"]
    assert (400, pointer, message) == (answer.status_code, found["pointer"], found["message"])


def test_a_method_is_told(client: TestClient) -> None:
    """Who takes another method is told which one is taken."""
    error = client.get(ASK).json()["error"]
    assert "expected the method POST, found `GET`" == error["message"]


QUOTED = {"short": "`short`", "": "``", "a\x00b": "`a\\u0000b`", "x" * 61: f"`{'x' * 60}…`", "ñ 🐦": "`ñ 🐦`"}


@pytest.mark.parametrize("text", QUOTED)
def test_quoted(text: str) -> None:
    """What is quoted can be printed, and its end is not mistaken for that of the text."""
    assert QUOTED[text] == quoted(text)


def test_who_has_gone_is_no_fault(shelf: Shelf, caplog: pytest.LogCaptureFixture) -> None:
    """A client that vanishes before its body has come is counted, and nothing is told on standard error."""
    app = application(shelf, Settings(searchers=0))
    parts = iter([{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}])
    sent: list[Any] = []
    headers = [(b"host", b"localhost"), (b"content-type", b"application/json")]
    scope = {
        "type": "http",
        "method": "POST",
        "path": ASK,
        "raw_path": ASK.encode(),
        "query_string": b"",
        "headers": headers,
    }

    async def receive() -> Any:
        return next(parts)

    async def send(message: Any) -> None:
        sent.append(message)

    with caplog.at_level(logging.WARNING):
        asyncio.run(app(scope, receive, send))
    assert [] == caplog.messages
    assert b"client-gone" in sent[-1]["body"]
