"""The conformance list of AuthZEN's certification, as data, and what holds of all of its requests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from starlette.testclient import TestClient

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "certification.yaml").read_text("utf-8"))["cases"]
READ = CASES["rule 1, Alice reads"]["send"]


@pytest.mark.parametrize("name", CASES)
def test_certification(client: TestClient, name: str) -> None:
    """Each request of the certification gets the status and the answer that it demands."""
    case = CASES[name]
    said = {"content": case["text"].encode()} if "text" in case else {"json": case["send"]}
    headers = {"X-Request-ID": name, **({"Content-Type": case["as"]} if "as" in case else {})}
    if "text" in case and "as" not in case:
        headers["Content-Type"] = "application/json"

    answer = client.post(f"/access/v1/{case['to']}", headers=headers, **said)

    found = answer.json()
    assert (case.get("status", 200), name) == (answer.status_code, answer.headers["X-Request-ID"])
    assert answer.headers["Content-Type"] == "application/json"
    assert ("error" in found) is (answer.status_code != 200)
    assert answer.status_code == 200 or not {"decision", "evaluations", "results"} & found.keys()
    assert case.get("decision") is found.get("decision")
    assert case.get("decisions") == (
        [one["decision"] for one in found["evaluations"]] if "evaluations" in found else None
    )
    if "results" in case:
        assert case["results"] == found["results"]
    assert all(one in found["results"] for one in case.get("among", ()))


def test_no_request_id(client: TestClient) -> None:
    """A request without an id is answered without one."""
    assert "X-Request-ID" not in client.post("/access/v1/evaluation", json=READ).headers


def test_asked_again(client: TestClient) -> None:
    """The same question gets the same decision each time."""
    assert [True] * 3 == [client.post("/access/v1/evaluation", json=READ).json()["decision"] for _ in range(3)]


def test_metadata(client: TestClient) -> None:
    """The metadata name the server and its routes, each of which answers."""
    answer = client.get("/.well-known/authzen-configuration")

    found = answer.json()
    assert answer.headers["Content-Type"] == "application/json"
    assert found.pop("policy_decision_point") == "http://127.0.0.1:8080"
    assert {
        "access_evaluation_endpoint",
        "access_evaluations_endpoint",
        "search_subject_endpoint",
        "search_resource_endpoint",
        "search_action_endpoint",
    } == found.keys()
    assert all(client.post(url, json={}).status_code == 400 for url in found.values())
