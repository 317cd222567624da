"""What is counted of a service, for Prometheus. No label names a person, a case, or what anybody wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from courtesy.serving.shelf import Shelf

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The counters of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._decisions = Counter(
            "courtesy_decisions", "Decisions by what they came to.", ["kind", "outcome", "policy", "version"],
            registry=self._registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "courtesy_answer_seconds", "How long answers took.", ["kind"], buckets=_SECONDS, registry=self._registry
        )
        self._rejected = Counter(
            "courtesy_rejected", "Questions without an answer, by reason.", ["kind", "reason"], registry=self._registry
        )
        self._dropped = Counter(
            "courtesy_log_dropped",
            "Refusals that were answered though they could not be written into the log.",
            registry=self._registry,
        )
        self._depth = Gauge(
            "courtesy_queue_depth", "Questions that wait for their turn.", ["pool"], registry=self._registry
        )
        self._info = Gauge(
            "courtesy_policy_info", "The policies.", ["policy", "version", "digest"], registry=self._registry
        )

    def answered(self, kind: str, seconds: float) -> None:
        """Count an answer."""
        self._seconds.labels(kind).observe(seconds)

    def decided(self, kind: str, outcome: str, policy: str, version: str) -> None:
        """Count a decision."""
        self._decisions.labels(kind, outcome, policy, version).inc()

    def rejected(self, kind: str, reason: str) -> None:
        """Count a question without an answer."""
        self._rejected.labels(kind, reason).inc()

    def dropped(self, refusals: int) -> None:
        """Count refusals that were answered without being written."""
        self._dropped.inc(refusals)

    def waiting(self, pool: str, questions: int) -> None:
        """Say how many wait for their turn in a pool: `check` or `search`."""
        self._depth.labels(pool).set(questions)

    def text(self, shelf: Shelf | None) -> bytes:
        """All of it, with the policies that hold now, in the text format of Prometheus."""
        self._info.clear()
        for policy in () if shelf is None else shelf.policies.values():
            for one in policy.versions:
                self._info.labels(one.id, one.version, one.digest).set(1)
        return generate_latest(self._registry)
