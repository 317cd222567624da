"""The server as a process of its own: how it starts, what keeps it from starting, and how it ends."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from courtesy.cli.main import cli
from courtesy.serving.http.running import answer
from courtesy.serving.http.settings import Settings
from courtesy.serving.http.workers.member import Member
from courtesy.serving.http.workers.supervisor import NotStartedError
from courtesy.serving.listening import AddressTakenError
from courtesy.serving.served import Served
from tests.unit.serving.http.test_server import QUESTION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from courtesy import CourtesyError

RECORDS = str(Path(__file__).parent / "records.yaml")


class _Local(HTTPConnection):
    """A connection to a Unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost")
        self._path = path

    def connect(self) -> None:
        """Connect to it."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(self._path)


def _ask(connection: HTTPConnection, path: str, question: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
    body = None if question is None else json.dumps(question)
    method = "GET" if question is None else "POST"
    connection.request(method, path, body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    return answer.status, json.load(answer)


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Any]:
    """Starts servers, and ends those that are left."""
    running: list[subprocess.Popen[str]] = []

    def start(*options: str) -> tuple[subprocess.Popen[str], str]:
        command = [sys.executable, "-m", "courtesy", "serve", *options, "--searchers", "1"]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
        running.append(server)
        assert server.stderr is not None
        return server, server.stderr.readline()

    yield start
    for server in running:
        server.kill()
        server.wait()
        assert server.stderr is not None
        server.stderr.close()


@pytest.mark.slow
def test_runs_until_it_is_told_to_end(started: Any) -> None:
    """On a free port it answers checks and searches, names its address, and ends with 0 once it has answered."""
    server, told = started("hire-wire", RECORDS, "--port", "0")
    found = re.fullmatch(r"serving hire-wire, records on http://127\.0\.0\.1:(\d+)\n", told)
    assert found
    connection = HTTPConnection("127.0.0.1", int(found[1]))
    assert (200, {"status": "ready"}) == _ask(connection, "/readyz")
    _, metadata = _ask(connection, "/.well-known/authzen-configuration")
    assert f"http://127.0.0.1:{found[1]}" == metadata["policy_decision_point"]
    for detail in ("brief", "full"):
        asked = {**QUESTION, "context": {**QUESTION["context"], "detail": detail}}
        status, answer = _ask(connection, "/access/v1/evaluation", asked)
        assert (200, bool) == (status, type(answer["decision"]))
    assert 200 == _ask(connection, "/v1/plan", {"case": QUESTION["context"]["case"]})[0]
    connection.request(
        "POST", "/v1/plan", json.dumps({"case": QUESTION["context"]["case"]}), {"Content-Type": "application/json"}
    )
    server.send_signal(signal.SIGTERM)
    assert 200 == connection.getresponse().status
    connection.close()
    assert ("", 0) == (server.stderr.read(), server.wait())


@pytest.mark.slow
def test_socket(started: Any, tmp_path: Path) -> None:
    """A Unix socket is its owner's alone, replaces one that was left behind, and is gone with the server."""
    path = tmp_path / "s"
    left = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    left.bind(str(path))
    left.close()
    server, told = started("--socket", str(path))
    assert f"serving hire-wire on {path}\n" == told
    assert 0o600 == path.stat().st_mode & 0o777
    connection = _Local(str(path))
    assert (200, {"status": "ok"}) == _ask(connection, "/healthz")
    connection.close()
    server.send_signal(signal.SIGHUP)
    assert 0 == server.wait()
    assert not path.exists()


REFUSED = {
    "a log without its key": (["--log", "logs"], 2, "--log and --key-file go together"),
    "a key that is not there": (["--log", "logs", "--key-file", "none.key"], 3, "unusable-key"),
    "an address that others can reach": (["--host", "192.0.2.1"], 2, "not-protected"),
    "a file of tokens that is not there": (["--tokens", "none.txt"], 3, "bad-tokens"),
    "a policy that is not there": (["northgate-bv"], 3, "policy-not-found"),
    "a socket and a port": (["--socket", "s", "--port", "1"], 2, "not both"),
    "an address that is none": (["--url", "example.com"], 2, "--url example.com"),
    "no searchers": (["--searchers", "0"], 2, "--searchers"),
    "a folder that is not there": (["--socket", "no/such/folder/s"], 3, "address-taken"),
    "a socket with a long path": (["--socket", "s" * 200], 3, "take a shorter path"),
    "a socket where a folder is": (["--socket", "."], 3, "something else lies there"),
    "an address of its own that asks": (["--url", "https://example.com/?a=b"], 2, "leave out `?`"),
    "an address of its own without a name": (["--url", "https://"], 2, "is no address"),
    "tokens in a folder": (["--tokens", "."], 3, "expected a file of tokens, found a folder"),
    "tokens that are not there": (["--tokens", "none"], 3, "found nothing of that name"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_does_not_start(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What keeps a server from starting is told in one line, and nothing is served."""
    options, code, said = REFUSED[name]
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["serve", *options])
    assert (code, "") == (result.exit_code, result.stdout), result.stderr
    assert said in result.stderr


def test_an_address_that_is_taken() -> None:
    """A port on which something listens already is not served."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(cli, ["serve", "--port", str(port)])
    assert (3, True) == (result.exit_code, f"127.0.0.1:{port}" in result.stderr)


class _Unusable(Served):
    """Policies that cannot be followed."""

    error: Exception

    def following(self) -> AbstractContextManager[object]:
        """Fail."""
        raise self.error


FAILURES: dict[str, tuple[Exception, type[CourtesyError], str]] = {
    "an error of ours": (AddressTakenError("a", "taken"), AddressTakenError, "ERROR:    cannot listen on `a`: taken\n"),
    "any other": (RuntimeError("secret"), NotStartedError, "ERROR:    RuntimeError\n"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_cannot_start(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What keeps a server from starting is told by what it is, and of a fault not what it says."""
    error, expected, told = FAILURES[name]
    served = _Unusable(None)
    served.error = error
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.raises(expected) as found:
        answer(served, Settings(searchers=0), listener, Member(ready=lambda: pytest.fail("it is not ready")))
    assert found.value.help()
    said = capsys.readouterr().err
    assert said.startswith(told)
    assert "secret" not in said
