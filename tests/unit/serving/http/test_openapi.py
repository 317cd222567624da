"""What the server says of itself holds: its routes, their bodies and their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

import courtesy
from courtesy.serving.http.app import application
from courtesy.serving.http.claims.routes import LEDGER_ROUTES
from courtesy.serving.http.routes import ASKED
from courtesy.serving.http.settings import Settings
from tests.unit.serving.http.test_server import CALL, CASE, QUESTION

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from courtesy.serving.shelf import Shelf

OWN = {"/v1/check": "verdict", "/v1/when": "windows", "/v1/plan": "plan", "/v1/next": "next_steps"}
OF_LEDGER = {route.path for route in LEDGER_ROUTES.values()}
ONE = {"case": {**CASE, "actions": [CALL]}, "policy": "hire-wire", "now": "2026-11-24T10:00:00-05:00"}


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    """The description."""
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def _valid(document: dict[str, Any], name: str, value: Any) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    Draft202012Validator(schema).validate(value)


def test_describes_every_route(shelf: Shelf, document: dict[str, Any]) -> None:
    """The routes of the description are those that the server has, each with its method."""
    routes = application(shelf, Settings(searchers=0)).routes  # type: ignore[attr-defined]
    served = {(route.path.replace(":path", ""), method) for route in routes for method in route.methods - {"HEAD"}}
    described = {(path, method.upper()) for path, item in document["paths"].items() for method in item}
    assert served == described


def test_every_part_is_a_schema(document: dict[str, Any]) -> None:
    """Every part of the description is a schema, and is referred to, or refers, by a name that exists."""
    for name, part in document["components"]["schemas"].items():
        Draft202012Validator.check_schema(part)
        for reference in _references(part):
            assert reference.removeprefix("#/components/schemas/") in document["components"]["schemas"], name


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [one for inner in value.values() for one in _references(inner)]
    return [one for inner in value for one in _references(inner)] if isinstance(value, list) else []


@pytest.mark.parametrize("path", OWN)
def test_own_routes_answer_by_the_schemas(client: TestClient, document: dict[str, Any], path: str) -> None:
    """Our own routes take a case, and answer by the published schema and as Python does."""
    answer = client.post(path, json=ONE)
    found = answer.json()
    assert 200 == answer.status_code, found
    Draft202012Validator(courtesy.schema(OWN[path])).validate(found)
    _valid(
        document,
        document["paths"][path]["post"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition(
            "/"
        )[2],
        found,
    )


def test_check_takes_an_action(client: TestClient) -> None:
    """An action is judged that is given, that is named, or all of the case are."""
    two = {**ONE["case"], "actions": [{**CALL, "id": "call"}, {"channel": "sms", "to": "i", "id": "text"}]}
    asked = {**ONE, "case": two, "alternatives": True}
    outcomes = [
        client.post("/v1/check", json={**asked, **more}).json()["outcome"]
        for more in ({}, {"action": "call"}, {"action": "text"}, {"action": {"channel": "phone", "to": ["i"]}})
    ]
    assert ["deny", "allow", "deny", "allow"] == outcomes


WRONG: dict[str, tuple[dict[str, Any], int, list[str]]] = {
    "no case": ({}, 400, [""]),
    "a case that is none": ({"case": 7}, 400, ["/case"]),
    "a key that nobody knows": ({"case": CASE, "cas": 1}, 400, ["/cas"]),
    "a flag that is a word": ({"case": CASE, "as_of": "yes"}, 400, ["/as_of"]),
    "a time without offset": ({"case": CASE, "now": "2026-11-24T10:00"}, 400, ["/now"]),
    "a role that is none": ({**ONE, "case": {"contacts": {"i": {"roles": ["x"]}}}}, 400, ["/case/contacts/i/roles/0"]),
    "an action that is none": ({**ONE, "action": {"channel": "phone", "to": "x"}}, 400, ["/action/to"]),
    "an action that the case has not": ({**ONE, "action": "mine"}, 400, ["/action"]),
    "a touch of the future": (
        {**ONE, "case": {**ONE["case"], "history": [{"channel": "phone", "to": "i", "at": "2026-12-24T10:00"}]}},
        400,
        ["/case/history/0/at"],
    ),
    "a policy that is not served": ({**ONE, "policy": "northgate"}, 404, []),
}


@pytest.mark.parametrize("name", WRONG)
def test_own_routes_tell_what_is_wrong(client: TestClient, document: dict[str, Any], name: str) -> None:
    """A question that cannot be read is told by its place in the request."""
    question, status, pointers = WRONG[name]
    answer = client.post("/v1/check", json=question)
    error = answer.json()["error"]
    assert (status, pointers) == (answer.status_code, [one["pointer"] for one in error.get("problems", [])])
    _valid(document, "Refusal", answer.json())


@pytest.mark.parametrize("path", [path for path in ASKED if path not in OWN])
def test_answers_are_as_described(client: TestClient, document: dict[str, Any], path: str) -> None:
    """Answers in the words of AuthZEN are as they are described, refusals too."""
    described = document["paths"][path]["post"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    for question in (
        QUESTION,
        {**QUESTION, "action": {"name": "email.follow_up"}},
        {**QUESTION, "evaluations": [{}, 7]},
    ):
        answer = client.post(path, json=question)
        assert 200 == answer.status_code
        _valid(document, described.rpartition("/")[2], answer.json())


def test_pages_are_as_described(client: TestClient, document: dict[str, Any]) -> None:
    """The pages that are looked at are as they are described; of an unknown policy there is none."""
    for path, item in document["paths"].items():
        if "get" in item and path not in {"/metrics", "/openapi.json", *OF_LEDGER}:
            answer = client.get(path.replace("{name}", "hire-wire@1.0.0"))
            described = item["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
            _valid(document, described.rpartition("/")[2], answer.json())
    assert 404 == client.get("/v1/policies/northgate").status_code
