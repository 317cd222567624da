"""What is counted of a service, for Prometheus. No label names a person, a case, or what anybody wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client.metrics_core import Metric

    from courtesy.serving.http.workers.board import Board
    from courtesy.serving.shelf import Shelf

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_MOST_NAMED = 100
"""Versions that are counted by their names: a server that lives long may see many."""


class Metrics:
    """What is counted of a server: by all of its workers together where there are several."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._told = CollectorRegistry()
        # Where files are shared all that is in them is told, whatever is registered: then nothing must be.
        registry = None if board.folder else self._told
        if board.folder:
            MultiProcessCollector(self._told, str(board.folder))  # type: ignore[no-untyped-call]
        self._decisions = Counter(
            "courtesy_decisions", "Decisions by what they came to.", ["kind", "outcome", "policy", "version"],
            registry=registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "courtesy_answer_seconds", "How long answers took.", ["kind"], buckets=_SECONDS, registry=registry
        )
        self._rejected = Counter(
            "courtesy_rejected", "Questions without an answer, by reason.", ["kind", "reason"], registry=registry
        )
        self._dropped = Counter(
            "courtesy_log_dropped",
            "Refusals that were answered though they could not be written into the log.",
            registry=registry,
        )
        self._claims = Counter("courtesy_claims", "Claims by what came of them.", ["result"], registry=registry)
        self._depth = Gauge(
            "courtesy_queue_depth", "Questions that wait for their turn.", ["pool"], registry=registry,
            multiprocess_mode="livesum",
        )  # fmt: skip
        Counter("courtesy_worker_starts", "How often a worker has begun.", registry=registry).inc()
        self._named: set[tuple[str, str]] = set()

    def answered(self, kind: str, seconds: float) -> None:
        """Count an answer."""
        self._seconds.labels(kind).observe(seconds)

    def decided(self, kind: str, outcome: str, policy: str, version: str) -> None:
        """Count a decision."""
        if (policy, version) not in self._named:
            if len(self._named) >= _MOST_NAMED:
                policy, version = "other", "other"
            self._named.add((policy, version))
        self._decisions.labels(kind, outcome, policy, version).inc()

    def claimed(self, result: str) -> None:
        """Count a claim: `claimed`, `again` where its key was answered before, `refused`."""
        self._claims.labels(result).inc()

    def rejected(self, kind: str, reason: str) -> None:
        """Count a question without an answer."""
        self._rejected.labels(kind, reason).inc()

    def dropped(self, refusals: int) -> None:
        """Count refusals that were answered without being written."""
        self._dropped.inc(refusals)

    def waiting(self, pool: str, questions: int) -> None:
        """Say how many wait for their turn in a pool: `check`, `search` or `ledger`."""
        self._depth.labels(pool).set(questions)

    def text(self, shelf: Shelf | None) -> bytes:
        """All of it, with the policies that hold now, in the text format of Prometheus."""
        now = CollectorRegistry()
        now.register(_Now(shelf, self._board))
        return generate_latest(self._told) + generate_latest(now)


class _Now(Collector):
    """What is not counted but is so now."""

    def __init__(self, shelf: Shelf | None, board: Board) -> None:
        self._shelf, self._board = shelf, board

    def collect(self) -> Iterator[Metric]:
        """The policies and the workers."""
        info = GaugeMetricFamily("courtesy_policy_info", "The policies.", labels=["policy", "version", "digest"])
        for policy in () if self._shelf is None else self._shelf.policies.values():
            for one in policy.versions:
                info.add_metric([one.id, one.version, one.digest], 1)
        yield info
        workers = len(self._board.entries())
        yield GaugeMetricFamily("courtesy_workers", "Processes that are ready to answer.", workers)
