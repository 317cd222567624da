"""Each question is a span of OpenTelemetry: it says what was decided by what, belongs to the trace of who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from starlette.testclient import TestClient

import courtesy
from courtesy import ledger
from courtesy.serving.http import tracing
from courtesy.serving.http.app import application
from courtesy.serving.http.settings import Settings
from courtesy.serving.shelf import Shelf
from tests.helpers.ledgers import POLICY, SetClock, case
from tests.unit.serving.http.conftest import PATIENT
from tests.unit.serving.http.test_server import CASE, HOME, QUESTION

if TYPE_CHECKING:
    from pathlib import Path

BRIEF = {**QUESTION, "context": {**QUESTION["context"], "detail": "brief"}}
TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    """What a collector is told."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(tracing, "_TRACER", provider.get_tracer("courtesy"))
    return exporter


def _attributes(spans: InMemorySpanExporter) -> list[dict[str, Any]]:
    return [dict(span.attributes or {}) for span in spans.get_finished_spans()]


def test_a_decision_is_told(client: TestClient, spans: InMemorySpanExporter) -> None:
    """The span of an evaluation has its outcome, its id and the policy, and belongs to the trace of the request."""
    answer = client.post("/access/v1/evaluation", json=BRIEF, headers={"traceparent": f"00-{TRACE}-{PARENT}-01"})
    (span,) = spans.get_finished_spans()
    told = answer.json()["context"]
    assert "courtesy.evaluation" == span.name
    assert span.context is not None
    assert span.parent is not None
    assert (TRACE, PARENT) == (f"{span.context.trace_id:032x}", f"{span.parent.span_id:016x}")
    assert {
        "courtesy.kind": "evaluation",
        "http.route": "/access/v1/evaluation",
        "courtesy.decision.id": told["id"],
        "courtesy.outcome": told["courtesy"]["outcome"],
        **{f"courtesy.policy.{name}": told["courtesy"]["policy"][name] for name in ("id", "version", "digest")},
    } == span.attributes


def test_each_decision_of_a_batch_is_an_event(client: TestClient, spans: InMemorySpanExporter) -> None:
    """The span of a batch has an event for each decision."""
    answer = client.post("/access/v1/evaluations", json={**BRIEF, "evaluations": [{}, {"action": {"name": "phone"}}]})
    (span,) = spans.get_finished_spans()
    expected = [one["context"]["id"] for one in answer.json()["evaluations"]]
    assert expected == [(one.attributes or {})["courtesy.decision.id"] for one in span.events]
    assert "courtesy.outcome" not in (span.attributes or {})


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "malformed"),
        ({"case": CASE, "policy": "none"}, 404, "policy-not-served"),
    ],
)
def test_a_rejection_is_told_by_its_code(
    client: TestClient, spans: InMemorySpanExporter, body: dict[str, Any], status: int, code: str
) -> None:
    """Where there is no answer the span has why; the server has not failed by that."""
    assert status == client.post("/v1/check", json=body).status_code
    (span,) = spans.get_finished_spans()
    assert (code, status) == (
        (span.attributes or {})["error.type"],
        (span.attributes or {})["http.response.status_code"],
    )
    assert StatusCode.UNSET is span.status.status_code


def test_a_fault_is_told_without_its_words(
    client: TestClient, spans: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A span of a fault is an error with a code, and has no event with what the error said."""

    def fail(*_: object) -> None:
        raise ValueError("Nadine Fenwick")

    monkeypatch.setattr("courtesy.serving.http.own._read", fail)
    assert 500 == client.post("/v1/check", json={"case": CASE}).status_code
    (span,) = spans.get_finished_spans()
    assert (StatusCode.ERROR, "internal-error", ()) == (span.status.status_code, span.status.description, span.events)
    assert "Nadine" not in span.to_json()


def test_a_claim_tells_what_was_decided(spans: InMemorySpanExporter, tmp_path: Path) -> None:
    """The span of a claim has what came of it, and the decision, whether it was kept or refused."""
    address = str(tmp_path / "ledger.db")
    ledger.init(address)
    set_up = Settings(searchers=0, limits=PATIENT, ledger=address)
    with TestClient(application(Shelf([courtesy.Policies([POLICY])]), set_up, SetClock()), base_url=HOME) as client:
        client.put("/v1/cases/northgate", json={"case": case()})
        spans.clear()
        ids = [
            client.post("/v1/claims", json={"case_id": "northgate", "action": {"channel": one, "to": "boss"}}).headers[
                "courtesy-decision"
            ]
            for one in ("email", "sms")
        ]
    told = _attributes(spans)
    assert ids == [one["courtesy.decision.id"] for one in told]
    assert [("claimed", "allow"), ("refused", "deny")] == [
        (one["courtesy.claim"], one["courtesy.outcome"]) for one in told
    ]
    assert [POLICY.digest] * 2 == [one["courtesy.policy.digest"] for one in told]
