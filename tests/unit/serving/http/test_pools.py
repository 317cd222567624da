"""Checks and searches: none keeps another from its answer, and each is answered by the policies it was asked with."""

from __future__ import annotations

import asyncio
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

import courtesy
from courtesy.serving.http.app import application
from courtesy.serving.http.asking import Asking
from courtesy.serving.http.bodies import is_large
from courtesy.serving.http.checks import Checks
from courtesy.serving.http.limits import Limits
from courtesy.serving.http.problems import RejectedError
from courtesy.serving.http.questions import ANSWERS
from courtesy.serving.http.searcher import EndedError
from courtesy.serving.http.searches import Searches
from courtesy.serving.http.settings import Settings
from courtesy.serving.shelf import Shelf
from tests.unit.serving.http.conftest import NOW, PATIENT
from tests.unit.serving.http.test_server import CALL, CASE, QUESTION

ACTS = {**CASE, "actions": [CALL]}
BRIEF = {**QUESTION, "context": {"case": CASE, "detail": "brief"}}


def _policy(level: str) -> Shelf:
    """A policy that forbids a call where the level is `must`, and would rather have none where it is `should`."""
    return Shelf([courtesy.Policies([courtesy.parse_policy(
        "courtesy: 1\nid: calls\nversion: 1.0.0\ntitle: Calls\nrules:\n"
        f"  - {{id: calls.none, title: No calls, level: {level}, forbid: {{channel: phone}}}}\n"
    )])])  # fmt: skip


def _asking(shelf: Shelf) -> Asking:
    return Asking(shelf=shelf, limits=Limits(), now=NOW, seconds=60)


class _Late(Asking):
    """A question with all the time to be worked on, for which nobody waits any more."""

    @property
    def waiting(self) -> float:
        """None at all."""
        return 0.0

    def left(self) -> float:
        """More than is needed."""
        return 60.0


def _silent(_: int) -> None:
    return None


def test_a_long_check_keeps_nobody_waiting(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a check works, the server says that it is well, and answers other checks."""
    begun, go_on, check = Event(), Event(), ANSWERS["check"]

    def long(*given: Any) -> Any:
        begun.set()
        assert go_on.wait(60)
        return check(*given)

    monkeypatch.setitem(ANSWERS, "check", long)  # type: ignore[arg-type]  # a table that nobody else changes
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(client.post, "/v1/check", json={"case": ACTS, "policy": "hire-wire"})
        assert begun.wait(60)
        assert 200 == client.get("/healthz").status_code
        assert 200 == client.post("/access/v1/evaluation", json=BRIEF).status_code
        assert not answer.done()
        go_on.set()
        assert 200 == answer.result(60).status_code


def test_large_checks_take_turns(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many large checks are asked at once, one is worked on at a time."""
    go_on, at_once, most, check = Event(), list[int](), list[int](), ANSWERS["check"]

    def counted(*given: Any) -> Any:
        at_once.append(1)
        most.append(len(at_once))
        assert go_on.wait(60)
        at_once.pop()
        return check(*given)

    monkeypatch.setitem(ANSWERS, "check", counted)  # type: ignore[arg-type]  # a table that nobody else changes
    app = application(shelf, Settings(searchers=0, limits=replace(PATIENT, large_body=1)), lambda: NOW)
    large = {"case": ACTS, "policy": "hire-wire"}
    with TestClient(app, base_url="http://127.0.0.1:8080") as client, ThreadPoolExecutor(5) as pool:
        answers = [pool.submit(client.post, "/v1/check", json=large) for _ in range(4)]
        go_on.set()
        assert [200] * 4 == [one.result(60).status_code for one in answers]
    assert [1] * 4 == most


@pytest.mark.parametrize("length", [None, "", "-1", "32768", "32767"])
def test_what_is_large(length: str | None) -> None:
    """A body is large from 32 KiB on, and where nobody says how large it is."""
    headers = [] if length is None else [(b"content-length", length.encode())]
    request = Request({"type": "http", "headers": headers})
    assert is_large(request, Limits()) is (length != "32767")


@pytest.mark.parametrize("pool", [Checks, Searches])
def test_nobody_waits_for_what_never_ends(monkeypatch: pytest.MonkeyPatch, pool: type[Checks | Searches]) -> None:
    """A question whose work goes on and on is told in time that it has no answer, and its turn lasts until the end."""
    go_on = Event()
    late = _Late(shelf=_policy("must"), limits=Limits(), now=NOW, seconds=1)
    monkeypatch.setitem(ANSWERS, "check", lambda *_: {} if go_on.wait(60) else None)  # type: ignore[arg-type]

    async def ask() -> tuple[RejectedError, bool]:
        questions = pool(1 if pool is Checks else 0, 0, _silent)
        try:
            with pytest.raises(RejectedError) as found:
                await questions.answer("check", {}, late)
            return found.value, questions._turns._free.locked()
        finally:
            go_on.set()
            questions.close()

    error, taken = asyncio.run(ask())
    assert (504, "deadline-exceeded", True) == (error.status, error.code, taken)


def test_policies_of_the_question() -> None:
    """A search is answered by the policies that it was asked with, whatever others have been asked with since."""
    strict, mild = _policy("must"), _policy("should")

    async def ask() -> list[Any]:
        searches = Searches(0, 8, _silent)
        await searches.warm_up(strict)
        found = [await searches.answer("evaluation", BRIEF, _asking(shelf)) for shelf in (strict, mild, strict)]
        searches.close()
        return [one["decision"] for one in found]

    assert [False, True, False] == asyncio.run(ask())


def test_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system starts no process there is no answer, and the next question tries again."""
    tried = list[int]()

    def start(_: Any) -> None:
        tried.append(1)
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", start)

    async def ask() -> list[RejectedError]:
        searches, found = Searches(1, 8, _silent), list[RejectedError]()
        with pytest.raises(EndedError):
            await searches.warm_up(None)
        for _ in range(2):
            with pytest.raises(RejectedError) as failed:
                await searches.answer("evaluation", BRIEF, _asking(_policy("must")))
            found.append(failed.value)
        searches.close()
        return found

    assert [500, 500] == [one.status for one in asyncio.run(ask())]
    assert 3 < len(tried)


@pytest.mark.slow
def test_a_process_that_ends_takes_no_answer_with_it() -> None:
    """Where the process that searches has been killed, another one takes its place and answers."""
    strict, mild = _policy("must"), _policy("should")

    async def ask() -> list[Any]:
        searches = Searches(1, 8, _silent)
        await searches.warm_up(strict)
        (before,) = searches._all
        assert before.pid is not None
        os.kill(before.pid, signal.SIGKILL)
        found = [await searches.answer("evaluation", BRIEF, _asking(shelf)) for shelf in (strict, mild)]
        (after,) = searches._all
        searches.close()
        return [after is before, *(one["decision"] for one in found)]

    assert [False, False, True] == asyncio.run(ask())
