"""The server for agents as a process: over standard input and output, over HTTP, and what it refuses to serve."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import anyio
import pytest
from click.testing import CliRunner
from mcp import Client, StdioServerParameters

from courtesy.cli.main import cli
from courtesy.serving.agents.transports import MAX_BODY
from tests.helpers.agents import CASE, CLOCK, TEXT, meet, reach_permission, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVER = ("-m", "courtesy", "mcp", "--clock", CLOCK)
HEADERS = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
LIST = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
CALL = {"name": "plan_follow_up", "arguments": {"case": CASE, "days": 60}}
PLAN = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": CALL})


@contextmanager
def serving(*flags: str) -> Iterator[str]:
    """A server over HTTP, by the address that it tells; it ends well when it is told to."""
    command = [sys.executable, *SERVER, *flags]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            yield server.stderr.readline().removeprefix("Serving agents at ").strip()
        finally:
            server.terminate()
            out, errors = server.communicate(timeout=60)
        assert (0, "", False) == (server.returncode, out, "Traceback" in errors)


def post(url: str, body: str | bytes, **headers: str) -> tuple[int, str]:
    """The status and the text of the answer to a request."""
    where = urlsplit(url)
    with closing(HTTPConnection(where.hostname or "", where.port)) as connection:
        connection.request("POST", where.path, body, {**HEADERS, **headers})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def leave(url: str, body: str) -> None:
    """Send a request, and be gone before the answer comes."""
    where = urlsplit(url)
    with closing(HTTPConnection(where.hostname or "", where.port)) as connection:
        connection.request("POST", where.path, body, HEADERS)


@pytest.mark.slow
def test_an_agent_is_served_over_standard_input_and_output() -> None:
    """The official client starts the server, and an agent reaches what is permitted; nothing else is on the wire."""
    turns = meet(
        StdioServerParameters(command=sys.executable, args=list(SERVER)),
        lambda client: reach_permission(client, TEXT),
    )
    assert ["deny", "allow"] == [said["outcome"] for _, said in turns]


@pytest.mark.slow
def test_garbage_on_standard_input_does_not_stop_it() -> None:
    """Lines that are no messages are passed over, and the next one is answered."""
    lines = "garbage\n\n[]\n{}\n\x00\n" + LIST + "\n"
    done = subprocess.run([sys.executable, *SERVER], input=lines, capture_output=True, text=True, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert answers
    assert all(answer["jsonrpc"] == "2.0" for answer in answers)


@pytest.mark.slow
def test_agents_are_served_over_http() -> None:
    """Many agents at once, one that goes away, garbage, and what is too large: each gets its own answer."""
    with serving("--http", "127.0.0.1:0") as url:

        async def crowd(client: Client) -> list[dict[str, Any]]:
            said: list[dict[str, Any]] = []

            async def one() -> None:
                said.append(told(await client.call_tool("check_action", {"case": CASE, "action": TEXT})))

            async with anyio.create_task_group() as group:
                for _ in range(12):
                    group.start_soon(one)
            return said

        assert ["deny", "allow"] == [said["outcome"] for _, said in meet(url, lambda one: reach_permission(one, TEXT))]
        leave(url, PLAN)
        answers = meet(url, crowd)
        assert (12, 1) == (len(answers), len({json.dumps(one) for one in answers}))
        status, text = post(url, b"x" * (MAX_BODY + 1))
        assert (413, f"expected at most {MAX_BODY:,} bytes in a request\n") == (status, text)
        assert post(url, "{garbage")[0] == 400
        assert post(url, LIST, host="evil.example")[0] == 421
        assert post(url, LIST, origin="https://evil.example")[0] == 403
        assert post(url, LIST)[0] == 200


@pytest.mark.slow
def test_a_socket_is_for_its_owner(tmp_path: Path) -> None:
    """On a Unix socket the owner alone is served; one that was left behind is replaced, one in use is not."""
    path = tmp_path / "courtesy.sock"
    left_behind = socket.socket(socket.AF_UNIX)
    left_behind.bind(str(path))
    left_behind.close()
    with serving("--socket", str(path)) as told_of:
        assert told_of.startswith(str(path))
        assert path.stat().st_mode & 0o777 == 0o600
        taken = CliRunner().invoke(cli, ["mcp", "--socket", str(path)])
        assert (3, True) == (taken.exit_code, "error[address-taken]" in taken.stderr)
    assert not path.exists()


@pytest.mark.parametrize("address", ["0.0.0.0:8765", "example.org:80", "[::]:8765", "192.0.2.1:80"])
def test_only_this_machine_is_served(address: str) -> None:
    """Without authentication no address is served that others can reach."""
    done = CliRunner().invoke(cli, ["mcp", "--http", address])
    assert (3, "", True) == (done.exit_code, done.stdout, "error[not-local]" in done.stderr)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--http", "nonsense"], "`nonsense` is no address such as 127.0.0.1:8765"),
        (["--http", "127.0.0.1:99999"], "is no address"),
        (["--http", "127.0.0.1:1", "--socket", "s"], "use --http or --socket, not both"),
        (["--case", "nowhere.yaml"], "does not exist"),
        (["--deadline", "0"], "Invalid value"),
    ],
)
def test_wrong_flags_are_wrong_usage(flags: list[str], said: str) -> None:
    """What makes no sense is told before anything is served."""
    done = CliRunner().invoke(cli, ["mcp", *flags])
    assert (2, True) == (done.exit_code, said in done.stderr)


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the package of the protocol is not installed, the command says what to install."""
    for name in [*sys.modules]:
        if name.partition(".")[0] in {"mcp", "mcp_types"} or name.startswith("courtesy.serving.agents.transports"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp", None)
    done = CliRunner().invoke(cli, ["mcp"])
    assert (2, "", True) == (done.exit_code, done.stdout, "pip install 'courtesy[serve]'" in done.stderr)


def test_a_case_that_cannot_be_read_is_told_at_once(tmp_path: Path) -> None:
    """The cases of a server are read before it serves."""
    (tmp_path / "case.yaml").write_text("zone: EST\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["mcp", "--cases", str(tmp_path)])
    assert (3, "", True) == (done.exit_code, done.stdout, "case.yaml:1:7" in done.stderr)
