"""A ledger over HTTP: what is claimed, started, confirmed and written down, in both databases."""

from __future__ import annotations

import json
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

import courtesy
from courtesy import ledger
from courtesy.serving.http.app import application
from courtesy.serving.http.claims.routes import LEDGER_ROUTES
from courtesy.serving.http.limits import Limits
from courtesy.serving.http.openapi import document
from courtesy.serving.http.settings import Settings
from courtesy.serving.http.tokens import read_tokens
from courtesy.serving.shelf import Shelf
from tests.helpers.ledgers import NOW, POLICY, SetClock, case
from tests.unit.conftest import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOME = "http://127.0.0.1:8080"
DESCRIBED = document(HOME)
COACHING = courtesy.parse_policy(
    "courtesy: 1\nid: coaching\nversion: 1.0.0\ntitle: Coaching\nroles: {coach: {}}\nrules:\n"
    "  - {id: slot.no-texts, level: must, applies_to: {channel: sms}, forbid: true}\n",
    matcher="native",
)
SHELF = Shelf([courtesy.Policies([POLICY]), courtesy.Policies([COACHING])])
PATIENT = Limits(check_seconds=60, search_seconds=60, ledger_seconds=60)
MAIL = {"channel": "email", "purpose": "follow_up", "to": "boss"}
SMS = {"channel": "sms", "to": "boss"}
CALL = {"channel": "phone", "purpose": "check_in", "to": "boss"}
STOP = {"channel": "email", "direction": "inbound", "from": "boss", "event": "stop_request", "at": "2026-11-26T09:00"}


class Asked:
    """A server with a ledger, its clock, and one case for each story."""

    def __init__(self, client: TestClient, clock: SetClock, file: Path | None = None) -> None:
        self.client, self.clock, self.file = client, clock, file
        self.case_id, self.claim = "", {"touch_id": "none", "token": "none"}

    def tell(self, name: str, of: str = "northgate") -> None:
        """Begin a story in a case of its own."""
        self.case_id, self.claim = name, {"touch_id": "none", "token": "none"}
        known = {key: part for key, part in case(of).items() if key != "id"}
        assert 200 == self.send("put-case", {"case": known}).status_code

    def records(self) -> list[dict[str, Any]]:
        """The decisions in the ledger's outbox."""
        assert self.file is not None
        with closing(sqlite3.connect(self.file)) as connection:
            return [json.loads(one) for (one,) in connection.execute("select record from decision order by seq")]

    def send(self, kind: str, body: Any = None, **named: str) -> Any:
        """What a route answers, which is as it is described; `{token}` in a body is that of the last claim."""
        route = LEDGER_ROUTES[kind]
        path = route.path.format(**{"case_id": self.case_id, "touch_id": self.claim["touch_id"], **named})
        if body is not None and "/token" in body:
            body = {"token": self.claim["token"], **{key: part for key, part in body.items() if key != "/token"}}
        answer = self.client.request(route.method, path, json=body)
        described = DESCRIBED["paths"][route.path][route.method.lower()]["responses"][str(answer.status_code)]
        schema = {**described["content"]["application/json"]["schema"], "components": DESCRIBED["components"]}
        Draft202012Validator(schema).validate(answer.json())
        own = (
            {name.lower() for name in described.get("headers", ())} if answer.status_code < 400 else set(answer.headers)
        )
        assert {name for name in answer.headers if name.startswith("courtesy-")} <= own
        if route.takes is not None and answer.status_code < 400:
            Draft202012Validator(courtesy.schema("ledger_request")).validate(body)
        if kind == "claim" and answer.status_code in {200, 201}:
            Draft202012Validator(courtesy.schema("claim")).validate(answer.json())
            self.claim = answer.json()["claim"] or self.claim
        return answer


@pytest.fixture(scope="module", params=KINDS)
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """A server that needs no token, with a ledger in each database."""
    if request.param == "postgresql":
        address = request.getfixturevalue("server").address()
    else:
        address = str(tmp_path_factory.mktemp("ledger") / "ledger.db")
    ledger.init(address)
    clock = SetClock()
    app = application(SHELF, Settings(searchers=0, limits=PATIENT, ledger=address), clock)
    with TestClient(app, base_url=HOME) as client:
        yield Asked(client, clock)


OVER = "the lease is over"
Steps = list[tuple[str, Any, int, dict[str, Any]]]
"""What is sent: the kind of request, or that time passes, its body, the status, and some of the answer."""
HELD = {"/token": True}
STORIES: dict[str, Steps] = {
    "a mail is claimed, started and confirmed": [
        ("claim", {"action": MAIL}, 201, {"claimed": True}),
        ("show-claim", None, 200, {"state": "claimed", "late": False}),
        ("start-claim", HELD, 200, {"state": "sending"}),
        ("confirm-claim", {**HELD, "provider_id": "mail-1"}, 200, {"state": "done", "provider_id": "mail-1"}),
        ("show-claim", None, 200, {"state": "done", "provider_id": "mail-1"}),
        ("confirm-claim", HELD, 200, {"state": "done", "provider_id": "mail-1"}),
    ],
    "a refusal is an answer": [
        ("claim", {"action": {**MAIL, "channel": "sms"}}, 200, {"claimed": False, "claim": None}),
        ("claim", {"action": MAIL}, 201, {"claimed": True}),
        ("claim", {"action": MAIL}, 200, {"claimed": False, "claim": None}),
    ],
    "the same key gives the same claim": [
        ("claim", {"action": MAIL, "key": "k"}, 201, {"claimed": True}),
        ("claim", {"action": MAIL, "key": "k"}, 200, {"claimed": True, "verdict": None}),
        ("claim", {"action": CALL, "key": "k"}, 409, {"code": "key-conflict"}),
        ("start-claim", HELD, 200, {"state": "sending"}),
        ("claim", {"action": MAIL, "key": "k"}, 200, {"claimed": True}),
        ("start-claim", HELD, 409, {"code": "claim-lost", "state": "sending"}),
    ],
    "a claim that is over is lost, and its slot is free": [
        ("claim", {"action": MAIL, "lease_seconds": 60}, 201, {}),
        (OVER, 60, 0, {}),
        ("start-claim", HELD, 409, {"code": "claim-lost", "state": "released"}),
        ("claim", {"action": MAIL}, 201, {"claimed": True}),
    ],
    "what has gone out is told late, too": [
        ("claim", {"action": MAIL}, 201, {}),
        (OVER, 600, 0, {}),
        ("confirm-claim", HELD, 200, {"state": "done", "late": True}),
        ("claim", {"action": MAIL}, 200, {"claimed": False}),
    ],
    "a slot is given back": [
        ("claim", {"action": MAIL}, 201, {}),
        ("release-claim", HELD, 200, {"state": "released"}),
        ("claim", {"action": MAIL}, 201, {}),
        ("start-claim", HELD, 200, {}),
        ("release-claim", HELD, 409, {"code": "wrong-state", "state": "sending"}),
        ("release-claim", {**HELD, "not_sent": True}, 200, {"state": "released"}),
    ],
    "what may have gone out counts until somebody says": [
        ("claim", {"action": MAIL}, 201, {}),
        ("resolve-claim", {"sent": True, "evidence": "none"}, 409, {"code": "wrong-state", "state": "claimed"}),
        ("start-claim", HELD, 200, {}),
        (OVER, 600, 0, {}),
        ("show-claim", None, 200, {"state": "in_doubt"}),
        ("claim", {"action": CALL}, 201, {}),
    ],
    "doubts are ended": [
        ("claim", {"action": MAIL}, 201, {}),
        ("start-claim", HELD, 200, {}),
        (OVER, 600, 0, {}),
        ("resolve-claim", {"sent": False, "evidence": "not in the provider's log"}, 200, {"state": "released"}),
    ],
    "what came in counts": [
        ("record-touch", {"touch": STOP, "key": "in-1"}, 200, {"recorded": True, "state": "done"}),
        ("record-touch", {"touch": STOP, "key": "in-1"}, 200, {"key": "in-1"}),
        ("record-touch", {"touch": {**STOP, "event": "reply"}, "key": "in-1"}, 409, {"code": "key-conflict"}),
        ("claim", {"action": CALL}, 200, {"claimed": False}),
    ],
    "what bounced no longer counts": [
        ("claim", {"action": MAIL}, 201, {}),
        ("amend-touch", {"outcome": "bounced"}, 409, {"code": "wrong-state", "state": "claimed"}),
        ("confirm-claim", HELD, 200, {"state": "done"}),
        ("amend-touch", {"outcome": "bounced", "evidence": "550"}, 200, {"evidence": "550"}),
        ("claim", {"action": MAIL}, 201, {"claimed": True}),
    ],
    "an action of the case is claimed by its id": [
        ("put-case", {"case": {**case(), "actions": [{**MAIL, "id": "week-one"}]}}, 400, {"code": "malformed"}),
        ("put-case", {"case": {"contacts": {"boss": {}}, "actions": [{**MAIL, "id": "w"}], "zone": "UTC"}}, 200, {}),
        ("claim", {"action": "w"}, 201, {"claimed": True}),
        ("claim", {"action": "x"}, 400, {"code": "malformed"}),
    ],
    "what is planned for later is not claimed": [
        ("claim", {"action": {**CALL, "at": "2027-11-28T10:00"}}, 409, {"code": "too-early"}),
    ],
    "a touch has an id, and a claim its token": [
        ("show-claim", None, 404, {"code": "unknown-entry"}),
        ("start-claim", HELD, 404, {"code": "unknown-entry"}),
        ("resolve-claim", {"sent": True, "evidence": "x"}, 404, {"code": "unknown-entry"}),
        ("amend-touch", {"outcome": "bounced"}, 404, {"code": "unknown-entry"}),
        ("claim", {"action": MAIL}, 201, {}),
        ("start-claim", {"token": "another"}, 404, {"code": "unknown-entry"}),
    ],
    "a case that names its policy is claimed by no other": [
        ("put-case", {"case": {"zone": "UTC", "contacts": {"boss": {}}, "policy": "slot"}}, 200, {}),
        ("claim", {"action": MAIL, "policy": "coaching"}, 409, {"code": "other-policy"}),
        ("claim", {"action": MAIL, "policy": "slot"}, 201, {}),
        ("claim", {"action": CALL}, 201, {}),
    ],
    "who is erased is named no more, and what was done to them counts": [
        ("claim", {"action": {**MAIL, "cc": "hr"}}, 201, {"claimed": True}),
        ("erase", {"contact_id": "hr"}, 200, {"revision": 3}),
        ("erase", {"contact_id": "hr"}, 400, {"code": "malformed"}),
        ("claim", {"action": MAIL}, 200, {"claimed": False}),
        ("claim", {"action": {**CALL, "to": "erased-1"}}, 201, {"claimed": True}),
        ("erase", {}, 200, {"document": None}),
        ("claim", {"action": MAIL}, 404, {"code": "unknown-case"}),
        ("erase", {}, 404, {"code": "unknown-case"}),
        ("put-case", {"case": {}}, 404, {"code": "unknown-case"}),
    ],
    "a policy that is not served": [
        ("claim", {"action": MAIL, "policy": "northgate"}, 404, {"code": "policy-not-served"}),
        ("claim", {"action": MAIL, "policy": "slot@1.0.0"}, 201, {}),
    ],
}


@pytest.mark.parametrize("name", STORIES)
def test_stories(asked: Asked, name: str) -> None:
    """Each step of a story has its status, and says what is listed; bodies and answers are as they are described."""
    asked.tell(name)
    for kind, stated, status, expected in STORIES[name]:
        if kind == OVER:
            asked.clock.now += timedelta(seconds=stated)
            continue
        in_case = {"case_id": asked.case_id} if kind in {"claim", "record-touch", "erase"} else {}
        answer = asked.send(kind, None if stated is None else {**in_case, **stated})
        told = answer.json()
        assert status == answer.status_code, (kind, told)
        told = told["error"] if status >= 400 else told
        assert expected == {key: told[key] for key in expected}


WRONG: dict[str, tuple[str, Any, list[str]]] = {
    "no key": ("claim", {}, ["", ""]),
    "a tenant": ("claim", {"case_id": "c", "action": "a", "tenant": "other"}, ["/tenant"]),
    "an action that is a number": ("claim", {"case_id": "c", "action": 7}, ["/action"]),
    "a lease that is none": ("claim", {"case_id": "c", "action": "a", "lease_seconds": 0}, ["/lease_seconds"]),
    "a lease of years": ("claim", {"case_id": "c", "action": "a", "lease_seconds": 1e12}, ["/lease_seconds"]),
    "a lease that is true": ("claim", {"case_id": "c", "action": "a", "lease_seconds": True}, ["/lease_seconds"]),
    "an empty key": ("claim", {"case_id": "c", "action": "a", "key": ""}, ["/key"]),
    "a key that cannot be printed": ("claim", {"case_id": "c", "action": "a", "key": "\x07"}, ["/key"]),
    "an unknown purpose": ("claim", {"action": {**MAIL, "purpose": "folow_up"}}, ["/action/purpose"]),
    "an unknown contact": ("claim", {"action": {**MAIL, "to": "bos"}}, ["/action/to"]),
    "a time that is none": ("claim", {"action": {**MAIL, "at": "soon"}}, ["/action/at"]),
    "no token": ("start-claim", {}, [""]),
    "an outcome that is none": ("confirm-claim", {"token": "t", "outcome": "deliverd"}, ["/outcome"]),
    "a time without offset": ("confirm-claim", {"/token": 1, "happened_at": "2026-11-27T10:00"}, ["/happened_at"]),
    "a doubt that is a word": ("resolve-claim", {"sent": "yes", "evidence": "x"}, ["/sent"]),
    "a touch without a time": ("record-touch", {"touch": {**CALL}}, ["/touch"]),
    "a touch of nobody": ("record-touch", {"touch": {**STOP, "from": "bos"}}, ["/touch/from"]),
    "a case with another id": ("put-case", {"case": {"id": "another"}}, ["/case/id"]),
    "a case with an unknown role": (
        "put-case",
        {"case": {"contacts": {"i": {"roles": ["x"]}}}},
        ["/case/contacts/i/roles/0"],
    ),
    "a case without a history": ("put-case", {"case": {"history": "unknown"}}, ["/case/history"]),
    "a case of the future": (
        "put-case",
        {"case": {**case(), "id": "wrong", "history": [{**CALL, "at": "2027-01-01T10:00"}]}},
        ["/case/history"],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told(asked: Asked, name: str) -> None:
    """What cannot be read is told by its place in the body, and changes nothing."""
    kind, body, pointers = WRONG[name]
    asked.tell("wrong")
    asked.send("claim", {"case_id": "wrong", "action": CALL})
    if kind in {"claim", "record-touch"} and body and "case_id" not in body:
        body = {"case_id": "wrong", **body}
    before = asked.send("show-case").json()
    answer = asked.send(kind, body)
    assert (400, pointers) == (answer.status_code, [one["pointer"] for one in answer.json()["error"]["problems"]])
    assert before == asked.send("show-case").json()


def test_a_case_that_does_not_fit_is_told_by_its_name(asked: Asked) -> None:
    """What a policy finds wrong in a case of the ledger is told at what names it, with its place in the case."""
    asked.case_id = "coached"
    stated = {"zone": "UTC", "contacts": {"boss": {"roles": ["coach"]}}}
    assert 200 == asked.send("put-case", {"case": stated, "policy": "coaching"}).status_code
    answers = [
        asked.send("claim", {"case_id": "coached", "action": MAIL}),
        asked.send("record-touch", {"case_id": "coached", "touch": STOP}),
        asked.client.post("/v1/check", json={"case_id": "coached"}),
        asked.client.post("/access/v1/evaluation", json=evaluation("coached")),
    ]
    found = [problem for one in answers for problem in one.json()["error"]["problems"]]
    assert ["/case_id"] * 3 + ["/context/case_id"] == [one["pointer"] for one in found]
    assert {"/contacts/boss/roles/0 of the case: expected a known role, found `coach`"} == {
        one["message"] for one in found
    }
    asked.send("claim", {"case_id": "coached", "action": MAIL, "policy": "coaching"})


@pytest.mark.parametrize("name", ["%00", "%7f", "x" * 2000])
def test_a_path_that_names_nothing(asked: Asked, name: str) -> None:
    """A path that cannot be the name of a case or touch is no good, whatever database there is."""
    answers = [asked.client.get(f"/v1/{kind}/{name}") for kind in ("cases", "claims")]
    assert [(400, "unusable-argument")] * 2 == [(one.status_code, one.json()["error"]["code"]) for one in answers]


def test_one_slot_for_many(asked: Asked) -> None:
    """Of many who claim one slot at once, one gets it."""
    asked.tell("race")
    body = {"case_id": "race", "action": MAIL}
    with ThreadPoolExecutor(6) as senders:
        answers = list(senders.map(lambda _: asked.client.post("/v1/claims", json=body), range(6)))
    assert [200] * 5 + [201] == sorted(one.status_code for one in answers)
    assert [False] * 5 + [True] == sorted(one.json()["claimed"] for one in answers)


def test_pending(asked: Asked) -> None:
    """What is claimed, sent or in doubt is listed, without its token."""
    asked.tell("pending")
    asked.send("claim", {"case_id": "pending", "action": MAIL})
    answer = asked.send("pending-claims")
    assert ["claimed"] == [one["state"] for one in answer.json()["entries"] if one["case_id"] == "pending"]
    assert asked.claim["token"] not in answer.text + asked.send("show-claim").text + asked.send("show-case").text


def test_claims_are_counted(asked: Asked) -> None:
    """What came of claims is counted, and their decisions are; no case and no person is named."""
    asked.clock.now += timedelta(minutes=10)  # what others have left is settled
    asked.tell("counted-case")
    for _ in range(2):
        asked.send("claim", {"case_id": "counted-case", "action": MAIL, "key": "counted"})
    asked.send("claim", {"case_id": "counted-case", "action": MAIL})
    asked.send("start-claim", HELD)
    doubts = asked.client.get("/metrics").text.partition("\ncourtesy_claims_in_doubt ")[2].partition("\n")[0]
    asked.clock.now += timedelta(minutes=10)
    text = asked.client.get("/metrics").text
    assert f"\ncourtesy_claims_in_doubt {float(doubts) + 1}\n" in text
    assert re.search(r"\ncourtesy_claims_to_export [1-9]", text)
    for line in (
        'courtesy_claims_total{result="claimed"}',
        'courtesy_claims_total{result="again"}',
        'courtesy_claims_total{result="refused"}',
        'courtesy_decisions_total{kind="claim",outcome="wait",policy="slot",version="1.0.0"}',
    ):
        assert line in text
    assert "counted-case" not in text
    assert "boss" not in text


ME = {"type": "candidate", "id": "me"}
BOSS = {"type": "contact", "id": "boss"}


def evaluation(case_id: str, **context: Any) -> dict[str, Any]:
    """A question about an e-mail in a case of the ledger."""
    return {
        "subject": ME,
        "action": {"name": "email.follow_up"},
        "resource": BOSS,
        "context": {"case_id": case_id, **context},
    }


def test_questions_about_a_case_of_the_ledger(asked: Asked) -> None:
    """A question that names a case is answered by all that was done in it, claimed and in doubt included."""
    asked.tell("asked")
    path = "/access/v1/evaluation"
    before = asked.client.post(path, json=evaluation("asked")).json()
    claim = asked.send("claim", {"case_id": "asked", "action": MAIL}).json()["claim"]
    seen = {"at_least_revision": claim["revision"]}
    after = asked.client.post(path, json=evaluation("asked", **seen)).json()["context"]["courtesy"]
    assert (True, 1) == (before["decision"], before["context"]["courtesy"]["revision"])
    assert ("wait", claim["revision"]) == (after["outcome"], after["revision"])
    batch = {
        **{key: part for key, part in evaluation("asked").items() if key != "context"},
        "evaluations": [{"context": {"case_id": "asked"}}, {"context": {"case_id": "none"}}, {"context": {}}],
    }
    answers = asked.client.post("/access/v1/evaluations", json=batch).json()["evaluations"]
    assert [False, False, False] == [one["decision"] for one in answers]
    assert ["/context/case_id"] == [one["pointer"] for one in answers[1]["context"]["courtesy"]["problems"]]
    search = {"subject": ME, "action": {"name": "phone"}, "resource": {"type": "contact"}}
    found = asked.client.post("/access/v1/search/resource", json={**search, "context": {"case_id": "asked"}}).json()
    assert ["boss", "hr"] == [one["id"] for one in found["results"]]


@pytest.mark.parametrize("kind", ["check", "when", "plan", "next"])
def test_own_questions_name_a_case(asked: Asked, kind: str) -> None:
    """Our own routes take the case of a ledger by its name, say which revision they saw, and know its actions."""
    asked.case_id = f"own-{kind}"
    stated = {"zone": "UTC", "contacts": {"boss": {}}, "actions": [{**MAIL, "id": "mine"}]}
    asked.send("put-case", {"case": stated})
    answer = asked.client.post(f"/v1/{kind}", json={"case_id": asked.case_id})
    assert (200, "1") == (answer.status_code, answer.headers["Courtesy-Revision"]), answer.text
    assert "mine" in answer.text
    more = {"case_id": asked.case_id, "at_least_revision": 2}
    assert 409 == asked.client.post(f"/v1/{kind}", json=more).status_code


NAMED: dict[str, tuple[dict[str, Any], int, list[str]]] = {
    "a case that the ledger has not": ({"case_id": "none"}, 404, ["/case_id"]),
    "a name that cannot be printed": ({"case_id": "a\x00b"}, 404, ["/case_id"]),
    "both": ({"case_id": "none", "case": {}}, 400, ["/case_id"]),
    "neither": ({}, 400, [""]),
    "a name that is none": ({"case_id": 7}, 400, ["/case_id"]),
    "a revision that is none": ({"case_id": "none", "at_least_revision": "x"}, 400, ["/at_least_revision"]),
    "a revision of nothing": ({"case": {}, "at_least_revision": 1}, 400, ["/at_least_revision"]),
}


@pytest.mark.parametrize("name", NAMED)
def test_cases_that_are_named_wrongly(asked: Asked, name: str) -> None:
    """A question that names no case as it should is told by its place: in our own words, and in those of AuthZEN."""
    body, status, pointers = NAMED[name]
    own = asked.client.post("/v1/check", json=body)
    assert (status, pointers) == (own.status_code, [one["pointer"] for one in own.json()["error"]["problems"]])
    if body:
        answer = asked.client.post("/access/v1/evaluation", json={**evaluation(""), "context": body})
        told = answer.json()["error"] if answer.status_code == 400 else answer.json()["context"]["courtesy"]
        assert {400: 400, 404: 200}[status] == answer.status_code
        assert [f"/context{one}" for one in pointers] == [one["pointer"] for one in told["problems"]]
        search = asked.client.post("/access/v1/search/action", json={"subject": ME, "resource": BOSS, "context": body})
        assert answer.status_code == search.status_code
        found = search.json()
        assert status == 400 or ([], told["problems"]) == (found["results"], found["context"]["courtesy"]["problems"])


TOKENS = {
    "sender": ("claim", ""),
    "reader": ("check,touches,erase", ""),
    "other": ("claim,touches,check", " tenant=other"),
    "watcher": ("policies,metrics,simulate", ""),
}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """A server that takes tokens, with a ledger of two tenants."""
    folder = tmp_path_factory.mktemp("guarded")
    digests = {name: sha256(name.encode()).hexdigest() for name in TOKENS}
    lines = [f"{name} {scopes} sha256:{digests[name]}{tenant}" for name, (scopes, tenant) in TOKENS.items()]
    (folder / "tokens").write_text("\n".join(lines), "utf-8")
    ledger.init(folder / "ledger.db")
    holders, address = read_tokens(folder / "tokens"), str(folder / "ledger.db")
    clock = SetClock()
    app = application(SHELF, Settings(searchers=0, limits=PATIENT, holders=holders, ledger=address), clock)
    with TestClient(app, base_url=HOME) as client:
        yield Asked(client, clock, folder / "ledger.db")


@pytest.mark.parametrize("kind", LEDGER_ROUTES)
def test_scopes(guarded: Asked, kind: str) -> None:
    """A route admits who has one of its scopes, and nobody else."""
    for name, (scopes, _) in {**TOKENS, "nobody": ("", "")}.items():
        guarded.client.headers["Authorization"] = f"Bearer {name}"
        guarded.case_id = "none"
        status = guarded.send(kind, {}).status_code
        admitted = not set(scopes.split(",")).isdisjoint(LEDGER_ROUTES[kind].scopes)
        assert {"nobody": 401}.get(name, 403) == status if not admitted else status in {200, 400, 404}


def test_who_claimed_is_recorded(guarded: Asked) -> None:
    """The decision of a claim has an id, and its record says by whose token, and in which request, it was asked."""
    guarded.client.headers["Authorization"] = "Bearer other"
    guarded.tell("recorded")
    headers = {"X-Request-ID": "0123456789abcdef"}
    answer = guarded.client.post("/v1/claims", json={"case_id": "recorded", "action": CALL}, headers=headers)
    decision = answer.headers["Courtesy-Decision"]
    assert decision == guarded.client.get(f"/v1/claims/{answer.json()['claim']['touch_id']}").json()["decision_id"]
    (record,) = [one for one in guarded.records() if one["id"] == decision]
    assert ("0123456789abcdef", True) == (record["request_id"], record["principal"].startswith("principal_"))
    refused = guarded.client.post("/v1/claims", json={"case_id": "recorded", "action": SMS}, headers=headers)
    assert (False, "deny") == (refused.json()["claimed"], guarded.records()[-1]["outcome"])
    assert guarded.records()[-1]["id"] == refused.headers["Courtesy-Decision"]


def test_tenants_are_apart(guarded: Asked) -> None:
    """Cases, keys, claims and tokens of one tenant are nothing to another; who belongs where is said by the token."""
    claimed = {}
    for name, writer in (("sender", "reader"), ("other", "other")):
        guarded.client.headers["Authorization"] = f"Bearer {writer}"
        guarded.tell("shared")
        guarded.client.headers["Authorization"] = f"Bearer {name}"
        answer = guarded.send("claim", {"case_id": "shared", "action": MAIL, "key": "one"})
        assert 201 == answer.status_code
        claimed[name] = answer.json()["claim"]
    guarded.client.headers["Authorization"] = "Bearer other"
    guarded.claim = claimed["sender"]
    assert [404] * 2 == [guarded.send(kind, HELD).status_code for kind in ("start-claim", "confirm-claim")]
    assert 404 == guarded.send("show-claim").status_code
    listed = guarded.send("pending-claims").json()
    assert ("other", [claimed["other"]["touch_id"]]) == (
        listed["tenant"],
        [one["touch_id"] for one in listed["entries"] if one["case_id"] == "shared"],
    )


@pytest.mark.parametrize("kind", LEDGER_ROUTES)
def test_without_a_ledger(kind: str) -> None:
    """A server without a ledger has none of its routes."""
    with TestClient(application(SHELF, Settings(searchers=0), lambda: NOW), base_url=HOME) as client:
        answer = Asked(client, SetClock()).send(kind, {}, case_id="c")
    assert (404, "no-ledger") == (answer.status_code, answer.json()["error"]["code"])


def test_a_database_that_is_down(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Without its database nothing is permitted, and the server is not ready; once it is back, all is well.

    Who asks is not told where the database is; who runs the server is.
    """
    address = tmp_path / "ledger.db"
    app = application(SHELF, Settings(searchers=0, limits=PATIENT, ledger=str(address)), SetClock())
    with TestClient(app, base_url=HOME) as client:
        down = Asked(client, SetClock())
        answers = [
            down.send("claim", {"case_id": "c", "action": MAIL}),
            client.post("/access/v1/evaluation", json=evaluation("c")),
            client.post("/v1/check", json={"case_id": "c"}),
            client.get("/readyz"),
        ]
        assert [503] * 4 == [one.status_code for one in answers]
        assert {"ledger-unavailable"} == {one.json()["error"]["code"] for one in answers[:3]}
        assert ["the ledger's database does not answer"] == answers[3].json()["because"]
        assert ["the ledger's database did not answer: there is no such file"] == caplog.messages
        assert not [one for one in answers if "no such file" in one.text]
        ledger.init(address)
        assert 200 == client.get("/readyz").status_code
        assert "the ledger's database answers again" == caplog.messages[-1]
        down.tell("c")
        assert 201 == down.send("claim", {"case_id": "c", "action": MAIL}).status_code
