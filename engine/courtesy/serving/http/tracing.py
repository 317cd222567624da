"""What is told to OpenTelemetry: a span for each question. Nothing in it tells who is asked about, or what is written.

Only the interface is used: without its SDK nothing is collected, and a trace that a request is part of is known all
the same.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from opentelemetry import propagate, trace

import courtesy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from courtesy.serving.http.notes import Noted
    from courtesy.serving.http.problems import RejectedError

_TRACER = trace.get_tracer("courtesy", courtesy.__version__)
_SERVER_FAILED = 500


@contextmanager
def span_of(kind: str, route: str, headers: Mapping[str, str]) -> Iterator[trace.Span]:
    """The span in which a question is answered; it belongs to the trace that the headers name (`traceparent`)."""
    with _TRACER.start_as_current_span(
        f"courtesy.{kind}",
        context=propagate.extract(headers),
        kind=trace.SpanKind.SERVER,
        attributes={"courtesy.kind": kind, "http.route": route},
        record_exception=False,  # what an error says may be about somebody
        set_status_on_exception=False,
    ) as span:
        yield span


def trace_id_of(span: trace.Span) -> str | None:
    """The trace, as W3C Trace Context writes it; None where there is none."""
    context = span.get_span_context()
    return trace.format_trace_id(context.trace_id) if context.is_valid else None


def tell_answer(span: trace.Span, decisions: Sequence[Noted]) -> None:
    """Tell what was decided: on the span where that is one decision, else each as an event."""
    if len(decisions) == 1:
        span.set_attributes(_attributes(decisions[0]))
        return
    for one in decisions:
        span.add_event("courtesy.decision", _attributes(one))


def tell_rejection(span: trace.Span, why: RejectedError) -> None:
    """Tell why there is no answer."""
    span.set_attributes({"error.type": why.code, "http.response.status_code": why.status})
    if why.status >= _SERVER_FAILED:
        span.set_status(trace.StatusCode.ERROR, why.code)


def _attributes(one: Noted) -> dict[str, str]:
    found = {"courtesy.decision.id": one.id}
    if one.outcome is not None:
        found["courtesy.outcome"] = one.outcome
    if one.policy is not None:
        found |= {
            "courtesy.policy.id": one.policy.id,
            "courtesy.policy.version": one.policy.version,
            "courtesy.policy.digest": one.policy.digest,
        }
    return found
