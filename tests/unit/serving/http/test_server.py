"""What holds of the server whatever is asked: who may ask, how much, and that no failure permits anything."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

import courtesy
from courtesy.serving.http.app import application
from courtesy.serving.http.asking import Asking
from courtesy.serving.http.checks import Checks
from courtesy.serving.http.limits import Limits
from courtesy.serving.http.problems import RejectedError
from courtesy.serving.http.questions import is_search
from courtesy.serving.http.routes import ASKED
from courtesy.serving.http.searches import Searches
from courtesy.serving.http.settings import NotProtectedError, Settings
from courtesy.serving.http.tokens import BadTokensError, read_tokens
from courtesy.serving.served import Served
from courtesy.serving.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
LIMITS = Limits(check_seconds=60, search_seconds=60)
HOME = "http://127.0.0.1:8080"
CASE: dict[str, Any] = {
    "zone": "America/New_York",
    "interview": {"ended_at": "2026-11-20T15:30"},
    "contacts": {"i": {"roles": ["interviewer"]}},
}
CALL = {"channel": "phone", "purpose": "check_in", "to": "i"}
QUESTION: dict[str, Any] = {
    "subject": {"type": "candidate", "id": "me"},
    "action": {"name": "phone.check_in"},
    "resource": {"type": "contact", "id": "i"},
    "context": {"policy": "hire-wire", "case": CASE},
}


def _served(shelf: Shelf, **changed: Any) -> TestClient:
    settings = Settings(**{"searchers": 0, "limits": LIMITS, **changed})
    return TestClient(application(shelf, settings, lambda: NOW), base_url=HOME)


def _with(case: dict[str, Any], **action: Any) -> dict[str, Any]:
    found = {**QUESTION, "context": {"policy": "hire-wire", "case": {**CASE, **case}}}
    return {**found, "action": {**QUESTION["action"], **action}}


TOUCH = {"channel": "phone", "to": "i", "at": "2026-11-23T10:00"}
TOO_MUCH: dict[str, tuple[str, dict[str, Any]]] = {
    "body": ("/access/v1/evaluation", {"x": "y" * 300_000}),
    "touches": ("/access/v1/evaluation", _with({"history": [TOUCH] * 2001})),
    "contacts": ("/access/v1/evaluation", _with({"contacts": {f"c{n}": {} for n in range(201)}})),
    "text": ("/access/v1/evaluation", _with({}, properties={"message": {"body": "a" * 20_001}})),
    "evaluations": ("/access/v1/evaluations", {**QUESTION, "evaluations": [{}] * 101}),
    "actions": ("/v1/check", {"case": {**CASE, "actions": [CALL] * 101}}),
    "contacts_of_a_plan": ("/v1/plan", {"case": {"contacts": {f"c{n}": {} for n in range(21)}}}),
}


@pytest.mark.parametrize("limit", TOO_MUCH)
def test_limits(client: TestClient, limit: str) -> None:
    """What is larger than a limit is not read, and the limit is named."""
    path, question = TOO_MUCH[limit]
    answer = client.post(path, json=question)
    error = answer.json()["error"]
    assert (413, limit, getattr(LIMITS, limit)) == (answer.status_code, error["limit"]["name"], error["limit"]["most"])


@pytest.mark.parametrize("path", ASKED)
def test_deadline(shelf: Shelf, path: str) -> None:
    """A question that is not answered in its time gets 504 and no decision; so does each item of a batch."""
    own = {"policy": "hire-wire", "case": {**CASE, "actions": [CALL]}}
    with _served(shelf, limits=replace(LIMITS, check_seconds=1e-9, search_seconds=1e-9)) as client:
        answer = client.post(path, json=own if path.startswith("/v1/") else QUESTION)
        assert (504, {"error"}) == (answer.status_code, answer.json().keys())


@pytest.mark.parametrize("pool", [Checks, Searches])
def test_queue(shelf: Shelf, pool: type[Checks | Searches]) -> None:
    """Where as many wait as may, the next one is told to come again; checks and searches wait apart."""
    asking = Asking(shelf=shelf, limits=LIMITS, now=NOW, seconds=60)

    async def ask() -> RejectedError:
        questions = pool(1, 0, lambda _: None)
        await questions._turns.take(asking)
        with pytest.raises(RejectedError) as found:
            await questions.answer("evaluation", QUESTION, asking)
        questions.close()
        return found.value

    error = asyncio.run(ask())
    assert (503, {"Retry-After": "1"}) == (error.status, error.headers)


BRIEF = {**QUESTION, "context": {**QUESTION["context"], "detail": "brief"}}
LONG: dict[str, tuple[str, dict[str, Any], bool]] = {
    "one decision alone": ("evaluation", BRIEF, False),
    "with what could be done instead": ("evaluation", QUESTION, True),
    "a few decisions": ("evaluations", {**BRIEF, "evaluations": [{}] * 10}, False),
    "many": ("evaluations", {**BRIEF, "evaluations": [{}] * 11}, True),
    "one of a few with a search": ("evaluations", {**BRIEF, "evaluations": [{}, {"context": {}}]}, True),
    "a plan that is judged": ("check", {}, False),
    "a plan with alternatives": ("check", {"alternatives": True}, True),
    "a plan": ("plan", {}, True),
}


@pytest.mark.parametrize("name", LONG)
def test_what_takes_long(name: str) -> None:
    """What takes more than a look at one time is answered where checks need not wait for it."""
    kind, question, expected = LONG[name]
    assert expected is is_search(kind, question)


def _raising(error: Exception) -> Callable[..., Any]:
    def check(*_: Any, **__: Any) -> Any:
        raise error

    return check


@pytest.mark.parametrize("error", [courtesy.FaultError("the matchers disagree"), RuntimeError("secret")])
def test_failures_permit_nothing(client: TestClient, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """A disagreement, or any mistake of ours, is 500 without a decision; in a batch it refuses its item."""
    monkeypatch.setattr(courtesy.Policies, "check", _raising(error))
    single = client.post("/access/v1/evaluation", json=QUESTION)
    batch = client.post("/access/v1/evaluations", json={**QUESTION, "evaluations": [{}, {"subject": 7}]})
    assert (500, {"error"}) == (single.status_code, single.json().keys())
    assert [(False, 500), (False, 400)] == [
        (one["decision"], one["context"]["error"]["status"]) for one in batch.json()["evaluations"]
    ]
    assert "secret" not in single.text + batch.text


TOKENS = {"checker": "check", "watcher": "policies,metrics", "tester": "check,simulate"}


@pytest.fixture(scope="module")
def guarded(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A server that answers who holds a token; each is called as its holder."""
    file = tmp_path_factory.mktemp("tokens") / "tokens"
    lines = [f"{name} {scopes} sha256:{sha256(name.encode()).hexdigest()}" for name, scopes in TOKENS.items()]
    file.write_text("\n".join(["# who may ask", "", *lines]), "utf-8")
    return _served(shelf, host="192.0.2.1", holders=read_tokens(file))


@pytest.mark.parametrize(
    ("token", "expected"),
    {
        None: [401, 401, 401, 401],
        "nobody": [401, 401, 401, 401],
        "checker": [200, 403, 403, 403],
        "watcher": [403, 403, 200, 200],
        "tester": [200, 200, 403, 403],
    }.items(),
)
def test_tokens(guarded: TestClient, token: str | None, expected: list[int]) -> None:
    """A token admits to what its scopes name, and what is open to all needs none."""
    simulated = {**QUESTION, "context": {**QUESTION["context"], "now": "2026-11-24T10:00:00-05:00"}}
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    with guarded as client:
        answers = [
            client.post("/access/v1/evaluation", json=QUESTION, headers=headers),
            client.post("/access/v1/evaluation", json=simulated, headers=headers),
            client.get("/v1/policies", headers=headers),
            client.get("/metrics", headers=headers),
        ]
        assert expected == [one.status_code for one in answers]
        assert all("WWW-Authenticate" in one.headers for one in answers if one.status_code == 401)
        assert [200] * 4 == [
            client.get(path).status_code
            for path in ("/healthz", "/readyz", "/openapi.json", "/.well-known/authzen-configuration")
        ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a check",
        "a check sha256:12",
        "a chek sha256:" + "0" * 64,
        "a check sha256:" + "0" * 64 + " b",
        "a check sha256:" + "0" * 64 + " tenant=",
        "a check sha256:" + "0" * 64 + "\nb policies sha256:" + "0" * 64,
    ],
)
def test_bad_tokens(tmp_path: Path, text: str) -> None:
    """A file of tokens with a line that cannot be read admits nobody: it is an error, which says what a line is."""
    file = tmp_path / "tokens"
    file.write_text(text, "utf-8")
    with pytest.raises(BadTokensError) as found:
        read_tokens(file)
    assert str(found.value).startswith(str(file))
    assert "SCOPE" in found.value.help()


@pytest.mark.parametrize("text", ["a {} check", "{} check x", "a check {}", "a check sha256:{}", "a check x tenant={}"])
def test_a_token_in_its_own_place_is_not_told(tmp_path: Path, text: str) -> None:
    """Who writes a token where its scopes or its digest belong does not find it in the error."""
    file, token = tmp_path / "tokens", "f00dfacef00dfacef00dface"
    file.write_text(text.format(token), "utf-8")
    with pytest.raises(BadTokensError) as found:
        read_tokens(file)
    assert token not in f"{found.value}{found.value.help()}"


def test_tokens_have_tenants(tmp_path: Path) -> None:
    """A token may be of a tenant, whose cases its holder asks about."""
    file = tmp_path / "tokens"
    file.write_text(f"a check sha256:{'0' * 64} tenant=northern\nb claim sha256:{'1' * 64}\n", "utf-8")
    assert [("a", "northern"), ("b", "default")] == [(one.name, one.tenant) for one in read_tokens(file)]


@pytest.mark.parametrize("host", ["192.0.2.2", "::", "192.0.2.1", "courtesy.example.com", ""])
def test_others_need_tokens(host: str) -> None:
    """An address that others can reach is not served without tokens."""
    with pytest.raises(NotProtectedError, match="without tokens"):
        Settings(host=host).check()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.8.8"])
def test_this_machine_needs_none(host: str) -> None:
    """An address of this machine alone is served without."""
    Settings(host=host).check()


def test_another_name_is_not_answered(client: TestClient) -> None:
    """A page that was sent here under the name of another site is not answered."""
    answer = client.post("/access/v1/evaluation", json=QUESTION, headers={"Host": "evil.example.com"})
    assert (400, "wrong-host") == (answer.status_code, answer.json()["error"]["code"])


def test_who_may_not_simulate_does_not_choose_the_time(shelf: Shelf) -> None:
    """Without tokens a question chooses its time only where the server was started so."""
    with _served(shelf) as client:
        answer = client.post("/v1/plan", json={"case": CASE, "now": "2026-11-24T10:00:00-05:00"})
        assert (403, "not-permitted-to-simulate") == (answer.status_code, answer.json()["error"]["code"])


def test_other_policies_do_not_answer(client: TestClient) -> None:
    """Who names the policies that they have seen is answered by those, and by no others."""
    seen = client.get("/v1/status").headers["ETag"]
    statuses = [
        client.post("/access/v1/evaluation", json=QUESTION, headers={"If-Match": tag}).status_code
        for tag in (seen, "*", f'"other", {seen}', '"other"')
    ]
    assert [200, 200, 200, 412] == statuses


def test_no_person_is_counted(client: TestClient) -> None:
    """What is counted names outcomes, policies and reasons, and nothing that a question says."""
    secret = {**QUESTION, "resource": {"type": "contact", "id": "unheard-of"}}
    client.post("/access/v1/evaluation", json=secret)
    client.post("/access/v1/evaluation", json={**secret, "action": "unheard-of"})
    text = client.get("/metrics").text
    assert 'courtesy_decisions_total{kind="evaluation",outcome="not_decided",policy="",version=""}' in text
    assert 'courtesy_rejected_total{kind="evaluation",reason="malformed"}' in text
    assert "unheard-of" not in text


def test_permitted_until() -> None:
    """A permitted act is told when it would first be refused."""
    policy = courtesy.parse_policy(
        "courtesy: 1\nid: hours\nversion: 1.0.0\ntitle: Hours\nrules:\n"
        '  - {id: timing.day, title: By day, level: must, hours: {from: "09:00", to: "17:00"}}\n'
    )
    with _served(Shelf([courtesy.Policies([policy])])) as client:
        question = {**QUESTION, "context": {"case": CASE}}
        told = client.post("/access/v1/evaluation", json=question).json()["context"]["courtesy"]
    assert ("allow", "2026-11-24T17:00:00-05:00") == (told["outcome"], told["permitted_until"])


BAD_BODIES = [
    *(b"null", b"[]", b'"x"', b"{", b'{"a": NaN}', b'{"a": 1, "a": 2}', b"\xff{}", b"[" * 100_000),
    b'{"subject": ' + b'{"a": ' * 70 + b"1" + b"}" * 70 + b"}",
    b'{"a": ' + b"9" * 5000 + b"}",
]


@pytest.mark.parametrize("path", ASKED)
def test_bad_bodies(client: TestClient, path: str) -> None:
    """What is no JSON object of usual size and depth is malformed, wherever it is sent."""
    answers = [client.post(path, content=data, headers={"Content-Type": "application/json"}) for data in BAD_BODIES]
    assert [400] * len(answers) == [one.status_code for one in answers]
    assert all(one.json()["error"]["problems"] for one in answers)


def test_strange_text_comes_back(client: TestClient) -> None:
    """Half a character is told like any other text."""
    body = json.dumps({**QUESTION, "action": {"name": "\ud800"}}).encode()
    answer = client.post("/access/v1/evaluation", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in {200, 400}
    assert answer.json().get("decision") is not True


class _Changing(Served):
    """Served policies that a test changes."""

    why: tuple[str, ...] = ()

    def put(self, shelf: Shelf | None) -> None:
        self._shelf = shelf

    def hindrances(self, now: datetime) -> tuple[str, ...]:
        return (*super().hindrances(now), *self.why)


def test_policies_that_change(shelf: Shelf) -> None:
    """Every answer comes from the policies that hold when it is asked for; without any there is none."""
    served = _Changing(None)
    app = application(served, Settings(searchers=0, limits=LIMITS), lambda: NOW)
    with TestClient(app, base_url=HOME) as client:
        for refused in (client.post("/access/v1/evaluation", json=QUESTION), client.get("/v1/policies")):
            assert (503, "not-ready") == (refused.status_code, refused.json()["error"]["code"])
            assert "etag" not in refused.headers
        not_ready = client.get("/readyz")
        assert (503, ["no policy is active yet"]) == (not_ready.status_code, not_ready.json()["because"])
        assert (False, None, []) == tuple(
            client.get("/v1/status").json()[key] for key in ("ready", "digest", "policies")
        )
        assert "courtesy_policy_info{" not in client.get("/metrics").text

        served.put(shelf)
        seen = client.post("/access/v1/evaluation", json=QUESTION)
        assert (200, f'"{shelf.digest}"') == (seen.status_code, seen.headers["etag"])
        assert 'policy="records"' in client.get("/metrics").text

        served.put(Shelf([courtesy.load_policies("hire-wire")]))
        behind = client.post("/access/v1/evaluation", json=QUESTION, headers={"If-Match": seen.headers["etag"]})
        assert 412 == behind.status_code
        assert 'policy="records"' not in client.get("/metrics").text
        assert 404 == client.get("/v1/policies/records").status_code

        served.why = ("the policies are older than an hour",)
        assert 503 == client.get("/readyz").status_code
        assert 200 == client.post("/access/v1/evaluation", json=QUESTION).status_code
