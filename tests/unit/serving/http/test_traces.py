"""Each question is a span of OpenTelemetry: it says what was decided by what, belongs to the trace of who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from courtesy.serving.http import tracing
from tests.unit.serving.http.test_server import CASE, QUESTION

if TYPE_CHECKING:
    from starlette.testclient import TestClient

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
