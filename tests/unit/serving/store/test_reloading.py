"""A service whose policies change while it answers."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from courtesy.cli.main import cli
from courtesy.cli.serve_policies import policies_that_change
from courtesy.serving.http.app import application
from courtesy.serving.http.limits import Limits
from courtesy.serving.http.openapi_store import STORE
from courtesy.serving.http.settings import Settings
from courtesy.serving.store.archive import packed
from courtesy.serving.store.errors import BadBundleError
from courtesy.serving.store.keys import new_pair, read_private
from courtesy.serving.store.manifest import MANIFEST, SIGNATURE
from tests.helpers.stores import NOW, Trial, bundle, files, policy, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from courtesy.serving.store.content import Content

HOME = "http://127.0.0.1:8080"
QUESTION: dict[str, Any] = {
    "case": {
        "zone": "UTC",
        "interview": {"ended_at": "2026-11-20T12:00"},
        "contacts": {"i": {"roles": ["interviewer"]}},
        "actions": [{"id": "a", "channel": "email", "purpose": "follow_up", "to": "i"}],
    }
}


def test_a_service_that_reloads(tmp_path: Path) -> None:
    """Answers name the policies that judged, follow the store, and end with the time of what is served."""
    trial = Trial(tmp_path)
    settings = Settings(searchers=0, limits=Limits(check_seconds=60, search_seconds=60))
    with TestClient(application(trial.follower, settings, lambda: trial.now), base_url=HOME) as client:
        assert (503, "not-ready") == _told(client.post("/v1/check", json=QUESTION))
        trial.step(bundle(1))
        first = client.post("/v1/check", json=QUESTION)
        assert ("allow", "agency@1.0.0") == (first.json()["outcome"], first.headers["courtesy-policy"])
        seen = {"If-Match": first.headers["etag"]}
        assert 200 == client.post("/v1/check", json=QUESTION, headers=seen).status_code

        trial.step(bundle(2, files("1.1.0", 8), expires_at=NOW + timedelta(days=1)))
        second = client.post("/v1/check", json=QUESTION)
        assert ("wait", "agency@1.1.0") == (second.json()["outcome"], second.headers["courtesy-policy"])
        assert (412, "other-policies") == _told(client.post("/v1/check", json=QUESTION, headers=seen))

        trial.step(BadBundleError("given", "a whole archive", "one that is cut"))
        told = client.get("/v1/status").json()["store"]
        assert [] == list(Draft202012Validator(STORE).iter_errors(told))
        assert set(STORE["properties"]) == set(told)
        assert (2, "fetch", {"fetch": 1}) == (told["revision"], told["failure"]["stage"], told["failures"])
        counted = client.get("/metrics").text
        assert 'courtesy_bundle_failures_total{stage="fetch"} 1.0' in counted
        assert "courtesy_policy_revision 2.0" in counted
        assert f"courtesy_policy_activated_timestamp_seconds {NOW.timestamp():.7e}" in counted
        assert 200 == client.get("/readyz").status_code

        trial.now = NOW + timedelta(days=1)
        assert (503, "not-ready") == _told(client.post("/v1/check", json=QUESTION))
        assert "revision 2 expired" in client.get("/readyz").json()["because"][0]


def _told(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


REFUSED = {
    "names and a source": (["hire-wire", "--policies", "good"], 2, "not both"),
    "options of no source": (["--store", "s"], 2, "--store is for policies that can change"),
    "a source that is not there": (["--policies", "none"], 3, "bad-source"),
    "a source of another kind": (["--policies", "ftp://example.com/a.tar.gz"], 3, "bad-source"),
    "a file of a policy": (["--policies", "bad/policy.yaml"], 3, "name the folder that it lies in, `bad`"),
    "a bound that is too short": (["--policies", "good", "--max-stale", "40"], 2, "make it at least 60 seconds"),
    "an address without encryption": (["--policies", "http://example.com/a.tar.gz"], 3, "bad-source"),
    "a key that is none": (["--policies", "good", "--key", "good/agency/1.0.0/policy.yaml"], 3, "bad-key"),
    "a folder that nobody has signed": (["--policies", "good", "--key", "key.pem"], 3, "bad-key"),
    "a policy that is none": (["--policies", "bad"], 3, "bad/policy.yaml:8:10"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_does_not_start(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What keeps policies on this machine from being served at the start is told, and nothing is served."""
    options, code, said = REFUSED[name]
    write(tmp_path / "good", files())
    write(tmp_path / "bad", {"policy.yaml": policy().replace("must", "most").encode()})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("courtesy.serving.store.reading.Disk.settled", 0)
    result = CliRunner().invoke(cli, ["serve", *options])
    assert (code, "") == (result.exit_code, result.stdout), result.stderr
    assert said in result.stderr


def test_an_address_that_does_not_answer_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An address that is down at the start is told, and tried again; until it answers nothing is served."""
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/agency.tar.gz"
    options = {
        "source": address,
        "store": tmp_path / "store",
        "keys": (),
        "every": None,
        "max_stale": None,
        "dev": False,
    }
    with policies_that_change(options) as served:
        assert served.shelf is None
        assert ("no policy is active yet",) == served.hindrances(NOW)
    said = capsys.readouterr().err
    assert "found nothing that can be connected to; nothing is active yet, and the source is looked at again" in said


@pytest.mark.slow
def test_a_process(tmp_path: Path) -> None:
    """A server takes a new bundle while it answers, keeps it when a bad one comes, and has it after a restart."""
    keys = new_pair()
    write(tmp_path, {"key.pem": keys[0], "public.pem": keys[1], "other.pem": new_pair()[0]})
    key = read_private(tmp_path / "key.pem")

    def send(content: Content) -> None:
        held = {**content.files, MANIFEST: content.manifest or b"", SIGNATURE: content.signature or b""}
        (tmp_path / "new").write_bytes(packed(held))
        (tmp_path / "new").replace(tmp_path / "agency.tar.gz")

    send(bundle(1, key=key))
    with _running(tmp_path) as (server, lines):
        assert "policies: revision 1 is active (agency 1.0.0); tests that passed: 2\n" == next(lines)
        connection = HTTPConnection("127.0.0.1", int(next(lines).rpartition(":")[2]))
        assert "agency@1.0.0" == _judged(connection)
        send(bundle(2, files("1.1.0"), key=key))
        assert "policies: revision 2 is active (agency 1.1.0); tests that passed: 2\n" == next(lines)
        assert "agency@1.1.0" == _judged(connection)
        send(bundle(3, files("1.2.0"), key=read_private(tmp_path / "other.pem")))
        assert "expected a signature by a key that is given, found one by another key" in next(lines)
        assert "agency@1.1.0" == _judged(connection)
        connection.close()
        server.send_signal(signal.SIGTERM)
        assert 0 == server.wait()
    with _running(tmp_path) as (server, lines):
        assert "revision 2 stays active" in next(lines)
        connection = HTTPConnection("127.0.0.1", int(next(lines).rpartition(":")[2]))
        assert "agency@1.1.0" == _judged(connection)
        connection.close()


@contextmanager
def _running(folder: Path) -> Iterator[tuple[subprocess.Popen[str], Iterator[str]]]:
    """A server of the bundle in a folder, with what it says; it is gone afterwards."""
    options = ["--policies", "agency.tar.gz", "--key", "public.pem", "--store", "store", "--every", "1"]
    command = [sys.executable, "-m", "courtesy", "serve", *options, "--port", "0", "--searchers", "1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=folder) as server:
        assert server.stderr is not None
        try:
            yield server, iter(server.stderr.readline, "")
        finally:
            server.kill()


def _judged(connection: HTTPConnection) -> str | None:
    connection.request("POST", "/v1/check", json.dumps(QUESTION), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    return answer.headers["Courtesy-Policy"]
