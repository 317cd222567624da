"""How long small questions take while large ones are worked on."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection
from random import Random
from threading import Event, Thread
from typing import TYPE_CHECKING

from tests.bench.serving.questions import NOW, questions

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOUCHES, _ACTS, _WORDS = 1_900, 8, 300
_ROUNDS = 400


@dataclass
class Beside:
    """Seconds of each small question, with nothing else asked and beside large ones; and those of the large."""

    alone: dict[str, list[float]] = field(default_factory=dict)
    beside: dict[str, list[float]] = field(default_factory=dict)
    large: list[float] = field(default_factory=list)
    too_late: int = 0
    """How many of the large ones were not answered in time."""


def measured(address: tuple[str, int], *, rounds: int = _ROUNDS) -> Beside:
    """Ask small questions in turn with `/healthz`, first alone, then while two clients ask large ones all the time."""
    small = next(one for one in questions(Random(2), 10) if one.kind == "check")  # noqa: S311  no secret
    asked = {"`/v1/check`": ("POST", small.path, small.body), "`/healthz`": ("GET", "/healthz", b"")}
    found, ending = Beside(), Event()
    found.alone = _timed(address, asked, rounds)
    clients = [Thread(target=_ask_large, args=(address, found, ending)) for _ in range(2)]
    for one in clients:
        one.start()
    found.beside = _timed(address, asked, rounds)
    ending.set()
    for one in clients:
        one.join()
    return found


def _timed(address: tuple[str, int], asked: dict[str, tuple[str, str, bytes]], rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in asked}
    connection = HTTPConnection(*address, timeout=60)
    for _ in range(rounds):
        for name, (method, path, body) in asked.items():
            begun = time.monotonic()
            connection.request(method, path, body, {"Content-Type": "application/json"})
            connection.getresponse().read()
            times[name].append(time.monotonic() - begun)
    connection.close()
    return times


def _ask_large(address: tuple[str, int], found: Beside, ending: Event) -> None:
    body = _large()
    connection = HTTPConnection(*address, timeout=60)
    while not ending.is_set():
        begun = time.monotonic()
        connection.request("POST", "/v1/check", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        found.large.append(time.monotonic() - begun)
        found.too_late += answer.status == 504
    connection.close()


def _large() -> bytes:
    """As much as one question may hold."""
    mail = {"channel": "email", "purpose": "follow_up", "to": "hr"}
    past: Sequence[object] = [
        {**mail, "at": (NOW - timedelta(minutes=place)).isoformat()} for place in range(1, _TOUCHES)
    ]
    text = {"body": "We are so sorry for this. " * _WORDS}
    acts = [
        {**mail, "id": f"act-{place}", "at": (NOW + timedelta(days=place)).isoformat(), "message": text}
        for place in range(_ACTS)
    ]
    case = {
        "zone": "America/New_York",
        "interview": {"ended_at": "2026-11-20T15:30"},
        "contacts": {"hr": {"roles": ["hr"]}},
        "history": past,
        "actions": acts,
    }
    body = json.dumps({"case": case, "policy": "agency", "now": NOW.isoformat()}).encode()
    assert len(body) < 256 * 1024
    return body
