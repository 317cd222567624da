"""How a request to a ledger is answered: by whoever may ask it, of the right shape, in the ledger of their tenant."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from courtesy.recording import AskedBy
from courtesy.serving.http.active import active, check_match, headers
from courtesy.serving.http.bodies import body_of
from courtesy.serving.http.claims.answers import STEPS, Answer, Step
from courtesy.serving.http.claims.routes import LEDGER_ROUTES, LedgerRoute
from courtesy.serving.http.claims.shape import hold
from courtesy.serving.http.gate import JsonAnswer, refusal
from courtesy.serving.http.notes import Noted, decision
from courtesy.serving.http.problems import RejectedError, rejected
from courtesy.serving.http.tracing import span_of, tell_answer, tell_rejection, trace_id_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from courtesy.ledger import Ledger
    from courtesy.serving.http.claims.desk import Desk
    from courtesy.serving.http.entry import Entry
    from courtesy.serving.http.limits import Limits
    from courtesy.serving.http.metrics import Metrics
    from courtesy.serving.served import Served
    from courtesy.serving.shelf import Shelf

Json = dict[str, Any]


class Claims:
    """Answers requests to a ledger; without one (`desk` is None) it tells so."""

    def __init__(self, desk: Desk | None, served: Served, entry: Entry, limits: Limits, metrics: Metrics) -> None:
        self._desk, self._served, self._entry, self._limits, self._metrics = desk, served, entry, limits, metrics

    def routes(self) -> list[Route]:
        """Every route with what answers it."""
        return [
            Route(
                one.path.replace("{case_id}", "{case_id:path}"),
                self._handler(kind, one),
                methods=[one.method],
                name=kind,
            )
            for kind, one in LEDGER_ROUTES.items()
        ]

    def _handler(self, kind: str, route: LedgerRoute) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            begun, shelf = time.monotonic(), self._served.shelf
            with span_of(kind, route.path, request.headers) as span:
                try:
                    found = await self._answer(kind, route, request, shelf, trace_id_of(span))
                except Exception as error:  # noqa: BLE001  whoever asks is told
                    why = rejected(error)
                    self._metrics.rejected(kind, why.code)
                    tell_rejection(span, why)
                    return refusal(why, headers(shelf))
                self._metrics.answered(kind, time.monotonic() - begun)
                self._count(found)
                if found.result is not None:
                    span.set_attribute("courtesy.claim", found.result)
                decided = _decided(found)
                tell_answer(span, decided)
                return JsonAnswer(found.told, found.status, headers={**headers(shelf, found.told), **decision(decided)})

        return answer

    async def _answer(
        self, kind: str, route: LedgerRoute, request: Request, shelf: Shelf | None, trace_id: str | None
    ) -> Answer:
        caller = await self._entry.admit(request, *route.scopes)
        if self._desk is None:
            raise RejectedError(404, "no-ledger", "this server keeps no cases", fix="start it with `--ledger`")
        held = active(shelf)
        check_match(request, held)
        body: Json = {}
        if route.takes is not None:
            body = await body_of(request, self._limits)
            hold(route.takes.partition(".")[2], body)
        named = request.path_params[route.parameter] if route.parameter else ""

        asked_by = AskedBy(caller.name or None, request.headers.get("x-request-id"), trace_id)

        def step(ledger: Ledger) -> Answer:
            told = Step(ledger=ledger, shelf=held, limits=self._limits, named=named, body=body, asked_by=asked_by)
            return STEPS[kind](told)

        return await self._desk.take(caller.tenant, step)

    def _count(self, found: Answer) -> None:
        if found.result is not None:
            self._metrics.claimed(found.result)
        if found.verdict is not None:
            policy = found.verdict.policy
            self._metrics.decided("claim", str(found.verdict.outcome), policy.id, policy.version)


def _decided(found: Answer) -> list[Noted]:
    """What was decided, if anything was; nothing is judged again where a key was used before."""
    if found.decision is None:
        return []
    if found.verdict is None:
        return [Noted(found.decision)]
    return [Noted(found.decision, str(found.verdict.outcome), found.verdict.policy)]
