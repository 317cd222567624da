"""The application: each route with what answers it."""

from __future__ import annotations

import time
from collections.abc import Awaitable
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

import courtesy
from courtesy.recording import AskedBy
from courtesy.serving.http import held as held_cases
from courtesy.serving.http import openapi, shelf_pages
from courtesy.serving.http.active import active, check_match, headers, not_ready
from courtesy.serving.http.asking import Asking
from courtesy.serving.http.bodies import body_of, is_large
from courtesy.serving.http.checks import Checks
from courtesy.serving.http.claims.desk import Desk
from courtesy.serving.http.claims.handling import Claims
from courtesy.serving.http.entry import Entry
from courtesy.serving.http.figures import text_of
from courtesy.serving.http.gate import Gate, JsonAnswer, refusal
from courtesy.serving.http.metrics import Metrics
from courtesy.serving.http.notes import Notes, decision
from courtesy.serving.http.own import KEYS, time_in
from courtesy.serving.http.problems import RejectedError, problem, rejected
from courtesy.serving.http.questions import is_search
from courtesy.serving.http.recorder import Recorder
from courtesy.serving.http.routes import ASKED, METADATA, NEEDS
from courtesy.serving.http.searches import Searches
from courtesy.serving.http.tracing import span_of, tell_answer, tell_rejection, trace_id_of
from courtesy.serving.http.workers.member import Member
from courtesy.serving.quoting import quoted
from courtesy.serving.served import Served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from opentelemetry.trace import Span
    from starlette.requests import Request

    from courtesy.serving.http.scopes import Caller
    from courtesy.serving.http.settings import Settings
    from courtesy.serving.shelf import Shelf

    _Page = Callable[[Request, Shelf | None], dict[str, Any] | Response | Awaitable[dict[str, Any] | Response]]

Json = dict[str, Any]


def _machine_clock() -> datetime:
    return datetime.now(UTC)


def application(
    policies: Shelf | Served,
    settings: Settings,
    clock: Callable[[], datetime] | None = None,
    member: Member | None = None,
) -> Gate:
    """The application that answers by these policies; it is `member` of several that answer, or the only one.

    `clock` tells the time of every question, in tests; else it is the machine's, and in a ledger that of its database.
    """
    served = policies if isinstance(policies, Served) else Served(policies)
    return Gate(_Server(served, settings, clock, member or Member()).app, settings)


class _Server:
    """Answers requests. One serves in one process, and hands what takes long to others."""

    def __init__(
        self, served: Served, settings: Settings, clock: Callable[[], datetime] | None, member: Member
    ) -> None:
        self.served, self.settings, self.clock, self.member = served, settings, clock or _machine_clock, member
        self.entry = Entry(settings, self.clock)
        self.answering: tuple[Checks, Searches] | None = None
        self.recorder: Recorder | None = None
        self.started = self.clock()
        self.metrics = Metrics(member.board)
        self.desk = None if settings.ledger is None else Desk(settings, partial(self.metrics.waiting, "ledger"), clock)
        pages: dict[str, _Page] = {
            METADATA: lambda *_: openapi.metadata(settings.address),
            "/openapi.json": lambda *_: openapi.document(settings.address),
            "/healthz": lambda *_: {"status": "ok"},
            "/readyz": lambda *_: self._readiness(),
            "/metrics": lambda _, shelf: self._counted(shelf),
            "/v1/policies": lambda _, shelf: shelf_pages.listed(active(shelf)),
            "/v1/policies/{name}": lambda request, shelf: shelf_pages.one(active(shelf), request.path_params["name"]),
            "/v1/status": lambda _, shelf: self._status(shelf),
        }
        routes = [
            *(Route(path, self._page(NEEDS.get(path), page), methods=["GET"]) for path, page in pages.items()),
            *(Route(path, self._question(path, kind), methods=["POST"]) for path, kind in ASKED.items()),
            *Claims(self.desk, served, self.entry, settings.limits, self.metrics).routes(),
        ]
        self.app = Starlette(routes=routes, lifespan=self._lifespan, exception_handlers={HTTPException: _no_such_route})
        self.app.router.redirect_slashes = False  # a redirection may lead a token over a connection without encryption

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        settings, waiting, tell = self.settings, self.settings.limits.waiting, self.metrics.waiting
        with self.served.following():
            checks = Checks(settings.limits.checks_at_once, waiting, partial(tell, "check"))
            searches = Searches(settings.searchers, waiting, partial(tell, "search"))
            try:
                await searches.warm_up(self.served.shelf)
                self.recorder = None if settings.log is None else Recorder(settings.log, self.metrics.dropped)
                self.answering = checks, searches
                async with self.member.at_work(lambda: _digest(self.served.shelf)):
                    yield
            finally:
                self.answering = None
                searches.close()
                checks.close()
                if self.desk is not None:
                    self.desk.close()
                if self.recorder is not None:
                    await self.recorder.close()

    def _page(self, scope: str | None, page: _Page) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            shelf = self.served.shelf
            try:
                if scope is not None:
                    await self.entry.admit(request, scope)
                answered = page(request, shelf)
                found = await answered if isinstance(answered, Awaitable) else answered
            except Exception as error:  # noqa: BLE001  whoever asks is told
                return refusal(rejected(error))
            return found if isinstance(found, Response) else JsonAnswer(found, headers=headers(shelf))

        return answer

    def _question(self, path: str, kind: str) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            begun, shelf = time.monotonic(), self.served.shelf
            with span_of(kind, path, request.headers) as span:
                try:
                    caller = await self.entry.admit(request, NEEDS[path])
                    notes = self._notes(request, caller, span)
                    found, seen = await self._answer(kind, request, shelf, caller, notes)
                except Exception as error:  # noqa: BLE001  whoever asks is told
                    why = rejected(error)
                    self.metrics.rejected(kind, why.code)
                    tell_rejection(span, why)
                    return refusal(why, headers(shelf))
                self.metrics.answered(kind, time.monotonic() - begun)
                self._count(kind, found)
                tell_answer(span, notes.decisions)
                return JsonAnswer(found, headers={**headers(shelf, found), **decision(notes.decisions), **seen})

        return answer

    def _notes(self, request: Request, caller: Caller, span: Span) -> Notes:
        """Where what is decided is noted, with who asks."""
        if self.recorder is None:
            return Notes()
        asked_by = AskedBy(caller.name or None, request.headers.get("x-request-id"), trace_id_of(span))
        return Notes(self.recorder.scribe, asked_by)

    async def _answer(
        self, kind: str, request: Request, shelf: Shelf | None, caller: Caller, notes: Notes
    ) -> tuple[Json, dict[str, str]]:
        policies = active(shelf)
        check_match(request, policies)
        body = await body_of(request, self.settings.limits)
        named = held_cases.named(kind, body, self.settings.limits.evaluations)
        held = None
        if named and self.desk is not None:
            held = await self.desk.take(caller.tenant, lambda ledger: held_cases.read(ledger, named))
        now = self._now(kind, body, may_simulate=caller.may_simulate) or (self.clock() if held is None else held.now)
        if self.answering is None:
            raise not_ready()
        checks, searches = self.answering
        search, limits = is_search(kind, body), self.settings.limits
        seconds = limits.search_seconds if search else limits.check_seconds
        asking = Asking(shelf=policies, limits=limits, now=now, seconds=seconds, notes=notes, held=held)
        if search:
            found = await searches.answer(kind, body, asking)
        else:
            found = await checks.answer(kind, body, asking, large=is_large(request, limits))
        if self.recorder is not None:
            await self.recorder.keep(notes.drafts)
        return found, {} if held is None or kind not in KEYS else held.headers

    def _now(self, kind: str, body: Json, *, may_simulate: bool) -> datetime | None:
        """The time that a question states, where it may; else None. Raises RejectedError."""
        stated, at = (body, "/now") if kind in KEYS else (body.get("context"), "/context/now")
        now = time_in(stated, "now", at) if isinstance(stated, dict) else None
        if now is not None and not may_simulate:
            what, fix = (
                "the time of a question is the server's; choosing it takes the scope `simulate`",
                f"leave out `{at}`",
            )
            told = problem(at, what, fix, "not-permitted-to-simulate")
            raise RejectedError(403, told["code"], f"{at}: {what}", fix=fix, problems=[told])
        return now

    async def _readiness(self) -> Json | Response:
        why = await self._hindrances()
        if why:
            return JsonAnswer({"status": "not ready", "because": why}, 503)
        return {"status": "ready"}

    async def _hindrances(self) -> tuple[str, ...]:
        """Why it should not be asked, each as a sentence without a full stop."""
        if self.answering is None:
            return ("it is starting",)
        self.member.tell(_digest(self.served.shelf))
        return (
            *self.served.hindrances(self.clock()),
            *self.member.board.hindrances(),
            *await self.entry.hindrances(),
            *(() if self.desk is None else await self.desk.hindrances()),
            *(() if self.recorder is None else await self.recorder.hindrances()),
        )

    async def _counted(self, shelf: Shelf | None) -> Response:
        of_ledger = () if self.desk is None else await self.desk.figures()
        figures = text_of([*self.served.figures(self.clock()), *of_ledger])
        return Response(self.metrics.text(shelf) + figures, media_type="text/plain; version=0.0.4")

    async def _status(self, shelf: Shelf | None) -> Json:
        now = self.clock()
        return {
            "courtesy": courtesy.__version__,
            "started": self.started.isoformat(),
            "ready": not await self._hindrances(),
            "digest": _digest(shelf),
            "workers": [asdict(one) for one in self.member.board.entries()],
            "waiting": sum(one.waiting for one in self.answering or ()),
            **({"default": None, "policies": []} if shelf is None else shelf_pages.listed(shelf)),
            **self.served.status(now),
        }

    def _count(self, kind: str, answer: Json) -> None:
        """Count what was decided."""
        found = answer.get("evaluations", [answer] if "decision" in answer else [])
        for one in found:
            told = one["context"].get("courtesy", {})
            policy = told.get("policy", {"id": "", "version": ""})
            self.metrics.decided(kind, told.get("outcome") or "not_decided", policy["id"], policy["version"])
        if kind == "check":
            self.metrics.decided(kind, answer["outcome"], answer["policy"]["id"], answer["policy"]["version"])


def _digest(shelf: Shelf | None) -> str | None:
    return None if shelf is None else shelf.digest


async def _no_such_route(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = getattr(error, "headers", None) or {}
    code, what = {
        404: ("no-such-route", "expected a route that `/openapi.json` lists"),
        405: ("wrong-method", f"expected the method {headers.get('Allow')}, found {quoted(request.method)}"),
    }.get(status, ("internal-error", "the server failed; treat the action as not permitted"))
    return refusal(RejectedError(status, code, what, headers=headers))
