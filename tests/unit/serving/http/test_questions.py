"""What is asked of hire-wire in the words of AuthZEN, as data, and what holds of every alternative."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.serving.http.test_server import QUESTION

if TYPE_CHECKING:
    from starlette.testclient import TestClient


class _Texts(yaml.SafeLoader):
    """Times stay text, as they are in JSON."""


_Texts.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag != "tag:yaml.org,2002:timestamp"]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
FILE: dict[str, Any] = yaml.load((Path(__file__).parent / "questions.yaml").read_text("utf-8"), _Texts)  # noqa: S506
CASES = FILE["cases"]
ME = {"type": "candidate", "id": "me"}
INTERVIEWER = {"type": "contact", "id": "interviewer"}


def _asked(case: dict[str, Any]) -> dict[str, Any]:
    stated = case.get("context", {"case": FILE["base"]})
    named = {} if "policy" in stated.get("case", {}) else {"policy": "hire-wire"}
    context = {**named, **stated}
    return {
        "subject": case.get("subject", ME),
        "action": case["action"],
        "resource": case.get("resource", INTERVIEWER),
        "context": context,
    }


@pytest.mark.parametrize("name", CASES)
def test_questions(client: TestClient, name: str) -> None:
    """Each question gets the decision, the reasons and the places of problems that are listed."""
    case = CASES[name]

    answer = client.post("/access/v1/evaluation", json=_asked(case))

    found = answer.json()
    assert case.get("status", 200) == answer.status_code, found
    told = found["context"]["courtesy"] if answer.status_code == 200 else found["error"]
    assert case.get("decision") is found.get("decision"), told
    assert case.get("told", {}) == {key: told[key] for key in case.get("told", {})}
    assert case.get("problems", []) == [one["pointer"] for one in told.get("problems", [])]
    assert case.get("missing", []) == sorted(place for one in told.get("missing", ()) for place in one["at"])


CHANNELS = ("email", "phone", "sms", "linkedin_message", "handwritten_note", "public_post", "linkedin_connection")
PURPOSES = ("", ".follow_up", ".thank_you", ".check_in", ".other")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    channel=st.sampled_from(CHANNELS),
    purpose=st.sampled_from(PURPOSES),
    properties=st.fixed_dictionaries(
        {},
        optional={
            "at": st.sampled_from(["2026-11-24T20:00", "2026-11-28T10:00"]),
            "message": st.just({"body": "Thank you for your time. " * 40}),
            "tags": st.just(["first"]),
            "id": st.just("mine"),
        },
    ),
    batch=st.booleans(),
)
def test_alternatives(client: TestClient, channel: str, purpose: str, properties: dict[str, Any], batch: bool) -> None:  # noqa: FBT001
    """Every alternative, sent as it is, gets the outcome that it promises: alone, and as an item of its batch."""
    asked = _asked({"action": {"name": channel + purpose, "properties": properties}})
    if batch:
        context = {"context": asked.pop("context")}
        sent = {**context, "evaluations": [asked]}
        (found,) = client.post("/access/v1/evaluations", json=sent).json()["evaluations"]
        others = found["context"]["courtesy"]["alternatives"]
        again = {**context, "evaluations": [one["request"] for one in others]}
        answers = client.post("/access/v1/evaluations", json=again).json()["evaluations"] if others else []
    else:
        others = client.post("/access/v1/evaluation", json=asked).json()["context"]["courtesy"]["alternatives"]
        answers = [client.post("/access/v1/evaluation", json=one["request"]).json() for one in others]
    assert [one["outcome"] for one in others] == [one["context"]["courtesy"]["outcome"] for one in answers]
    assert all(one["decision"] for one in answers)


def test_action_search_is_true(client: TestClient) -> None:
    """Every action that a search finds is permitted as it is named, and no other of a channel with purposes is."""
    asked = _asked({"action": {"name": "phone"}})
    found = client.post("/access/v1/search/action", json={key: asked[key] for key in asked if key != "action"}).json()
    names = [one["name"] for one in found["results"]]
    items = [{"action": {"name": name}} for name in (*names, "sms", "email.follow_up", "email.check_in")]
    context = {**asked["context"], "detail": "brief"}
    answers = client.post("/access/v1/evaluations", json={**asked, "context": context, "evaluations": items}).json()
    assert {"phone", "email.thank_you"} <= set(names)
    assert [True] * len(names) + [False] * 3 == [one["decision"] for one in answers["evaluations"]]


def test_resource_search_looks_at_the_contacts(client: TestClient) -> None:
    """The contacts with whom an action is permitted are found, and no others."""
    stop = {"channel": "email", "direction": "inbound", "from": "hr", "event": "stop_request", "at": "2026-11-23T10:00"}
    case = {**FILE["base"], "history": [stop]}
    asked = _asked({"action": {"name": "phone.check_in"}, "context": {"case": case}, "resource": {"type": "contact"}})
    answer = client.post("/access/v1/search/resource", json=asked).json()
    assert {"results": [INTERVIEWER]} == answer


def test_brief(client: TestClient) -> None:
    """A brief answer decides as a full one does, and leaves out what takes a search."""
    asked = _asked({"action": {"name": "email.follow_up"}})
    full = client.post("/access/v1/evaluation", json=asked).json()
    asked["context"]["detail"] = "brief"
    brief = client.post("/access/v1/evaluation", json=asked).json()
    searched = {"alternatives", "permitted_until"}
    of_full = full["context"]["courtesy"]
    assert {name: value for name, value in of_full.items() if name not in searched} == brief["context"]["courtesy"]
    assert full["decision"] is brief["decision"] is False


def test_one_time_for_a_batch(client: TestClient) -> None:
    """All questions of a batch are answered at one time; one that states another is told so, and nothing is decided."""
    one, other = "2026-11-24T10:00:00-05:00", "2026-11-24T11:00:00-05:00"
    items = [{"context": {**QUESTION["context"], "now": now}} for now in (one, other)]
    answer = client.post("/access/v1/evaluations", json={**QUESTION, "context": {"now": one}, "evaluations": items})
    same, another = answer.json()["evaluations"]
    assert "error" not in same["context"]
    problem = another["context"]["error"]["problems"][0]
    assert (False, "/evaluations/1/context/now") == (another["decision"], problem["pointer"])
