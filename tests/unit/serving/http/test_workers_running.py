"""A server of two workers, as it runs: what holds while workers are killed, and when it is told to end."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

import pytest

import courtesy
from courtesy import recording
from tests.helpers.recordings import KEY
from tests.unit.serving.http.test_running import RECORDS, _ask
from tests.unit.serving.http.test_server import QUESTION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow
BRIEF = {**QUESTION, "context": {**QUESTION["context"], "detail": "brief"}}
_PATIENCE = 60


class Running:
    """A server that runs, and what it has said."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process, self.port = process, port

    def connect(self) -> HTTPConnection:
        """A connection that one of the workers keeps."""
        return HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)

    def ask(self, path: str, question: dict[str, Any] | None = None) -> tuple[int, Any]:
        """What is answered on a new connection, which whoever is free takes."""
        connection = self.connect()
        try:
            return _ask(connection, path, question)
        finally:
            connection.close()

    def workers(self) -> dict[int, dict[str, Any]]:
        """Those that are ready, by their numbers."""
        return {one["number"]: one for one in self.ask("/v1/status")[1]["workers"]}

    def counted(self, name: str) -> float:
        """The sum of a counter over all its labels."""
        connection = self.connect()
        connection.request("GET", "/metrics")
        lines = connection.getresponse().read().decode().splitlines()
        connection.close()
        return sum(float(line.split()[-1]) for line in lines if re.match(rf"{name}[{{ ]", line))


@contextmanager
def _running(*options: str) -> Iterator[Running]:
    command = [sys.executable, "-m", "courtesy", "serve", "hire-wire", RECORDS, "--port", "0"]
    command += ["--workers", "2", "--searchers", "1", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        told = process.stderr.readline()
        found = re.fullmatch(r"serving hire-wire, records on http://127\.0\.0\.1:(\d+)\n", told)
        assert found, told + process.stderr.read()
        yield Running(process, int(found[1]))
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def test_two_workers(tmp_path: Path) -> None:
    """All are ready when the address is told; who is killed is replaced, and who is told to end answers before.

    Each writes a log of its own, and what searches decide is in it; who takes a place goes on with the log.
    """
    (tmp_path / "key").write_bytes(KEY)
    with _running("--log", str(tmp_path / "logs"), "--key-file", str(tmp_path / "key")) as server:
        _all_are_ready(server)
        _another_one_takes_the_place(server)
        _answers_before_it_ends(server)
    report = recording.verify(tmp_path / "logs", key=KEY)
    assert (True, 3, 3) == (report.whole, report.decisions, report.checked)
    assert ("segment-1.jsonl", "segment-2.jsonl") == report.segments
    assert () == recording.replay(tmp_path / "logs", courtesy.load_policy("hire-wire"), key=KEY).changed


def _all_are_ready(server: Running) -> None:
    assert (200, {"status": "ready"}) == server.ask("/readyz")
    workers = server.workers()
    pids = {one["pid"] for one in workers.values()} - {server.process.pid}
    assert ({1, 2}, 2, 1) == (workers.keys(), len(pids), len({one["digest"] for one in workers.values()}))


def _another_one_takes_the_place(server: Running) -> None:
    """Questions are answered meanwhile, what was counted stays counted, and it is said."""
    for detail in ("brief", "full"):
        asked = {**QUESTION, "context": {**QUESTION["context"], "detail": detail}}
        assert 200 == server.ask("/access/v1/evaluation", asked)[0]
    before, decisions = server.workers(), server.counted("courtesy_decisions_total")
    killed = before[1]["pid"]
    os.kill(killed, signal.SIGKILL)
    assert server.process.stderr is not None
    said = [server.process.stderr.readline() for _ in range(2)]
    pid = server.workers()[1]["pid"]
    assert [
        f"worker 1 (process {killed}) was ended by SIGKILL; another one takes its place\n",
        f"worker 1 (process {pid}) is ready\n",
    ] == said
    assert (200, {"status": "ready"}) == server.ask("/readyz")
    assert 200 == server.ask("/access/v1/evaluation", BRIEF)[0]
    assert (2, before[2]) == (server.workers()[1]["starts"], server.workers()[2])
    assert (2, decisions + 1, 3, 2, 0) == (
        decisions,
        server.counted("courtesy_decisions_total"),
        server.counted("courtesy_worker_starts_total"),
        server.counted("courtesy_workers"),
        server.counted("courtesy_queue_depth"),
    )


def _answers_before_it_ends(server: Running) -> None:
    connection = server.connect()
    assert 200 == _ask(connection, "/healthz")[0]
    question = json.dumps({"case": QUESTION["context"]["case"]})
    connection.request("POST", "/v1/plan", question, {"Content-Type": "application/json"})
    server.process.send_signal(signal.SIGTERM)
    assert 200 == connection.getresponse().status
    connection.close()
    assert server.process.stderr is not None
    assert ("", 0) == (server.process.stderr.read(), server.process.wait(_PATIENCE))


def test_no_worker_outlives_its_supervisor() -> None:
    """Where the supervisor is killed, the workers end as if they had been told to, and nobody listens any more."""
    with _running() as running:
        kept = running.connect()
        assert 200 == _ask(kept, "/healthz")[0]
        running.process.kill()
        assert not kept.sock.recv(1)
        kept.close()
        assert running.process.stderr is not None
        assert not running.process.stderr.read()  # the last of all processes has closed it
        with pytest.raises(ConnectionRefusedError):
            running.ask("/healthz")
