"""A server with a log writes what it decides before it tells it, and permits nothing that is not written."""

from __future__ import annotations

import errno
import json
import os
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from starlette.testclient import TestClient

import courtesy
from courtesy import recording
from courtesy.serving.http.app import application
from courtesy.serving.http.recorder import LogSettings
from courtesy.serving.http.settings import Settings
from courtesy.serving.http.tokens import read_tokens
from tests.helpers.recordings import KEY, KEYS
from tests.unit.serving.http.conftest import NOW, PATIENT
from tests.unit.serving.http.test_server import CALL, CASE, HOME, QUESTION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from courtesy.serving.shelf import Shelf

MAIL = {"channel": "email", "purpose": "follow_up", "to": "i"}
PERMITTED = {"case": {**CASE, "actions": [CALL]}, "policy": "hire-wire", "action": CALL}
REFUSED = {"case": CASE, "policy": "hire-wire", "action": MAIL}
BRIEF = {**QUESTION, "context": {**QUESTION["context"], "detail": "brief"}}
UNKNOWN = {**QUESTION, "resource": {"type": "contact", "id": "nobody"}}


def _server(shelf: Shelf, folder: Path, **settings: Any) -> TestClient:
    log = LogSettings(folder=folder, key=KEY)
    return TestClient(
        application(shelf, Settings(**{"searchers": 0, "limits": PATIENT, "log": log, **settings}), lambda: NOW),
        base_url=HOME,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the logs of a server are."""
    return tmp_path / "logs"


@pytest.fixture
def logged(shelf: Shelf, folder: Path) -> Iterator[TestClient]:
    """What asks a server with a log."""
    with _server(shelf, folder) as client:
        yield client


def _records(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_bytes().splitlines()]


def test_every_decision_is_written_with_the_id_that_is_told(logged: TestClient, folder: Path) -> None:
    """Evaluations, checks and times are records whose ids the answers bear; what grants nothing is not written."""
    told: list[tuple[str, str]] = []
    for path, kind, body in (
        ("/access/v1/evaluation", "check", BRIEF),
        ("/access/v1/evaluation", "check", QUESTION),
        ("/access/v1/evaluation", "not_judged", UNKNOWN),
        ("/v1/check", "check", PERMITTED),
        ("/v1/check", "check", {**PERMITTED, "action": "a-1", "case": {**CASE, "actions": [{"id": "a-1", **MAIL}]}}),
        ("/v1/check", "check_plan", {"case": PERMITTED["case"], "as_of": True}),
        ("/v1/when", "windows", REFUSED),
    ):
        answer = logged.post(path, json=body)
        assert 200 == answer.status_code, answer.text
        told.append((kind, answer.headers["courtesy-decision"]))
        if "context" in answer.json():
            assert told[-1][1] == answer.json()["context"]["id"]
    batch = logged.post("/access/v1/evaluations", json={**BRIEF, "evaluations": [{}, {"resource": {}}, {}]})
    assert "courtesy-decision" not in batch.headers
    told += [("check", one["context"]["id"]) for one in batch.json()["evaluations"] if "id" in one["context"]]
    for path in ("/v1/plan", "/v1/next", "/access/v1/search/action"):
        assert 200 == logged.post(path, json={"case": CASE} if path.startswith("/v1") else QUESTION).status_code
    records = _records(folder)
    assert told == [(one["kind"], one["id"]) for one in records]
    assert 9 == len(told)
    for record in records:
        jsonschema.validate(record, courtesy.schema("log_record"))
    acting = KEYS.masked("subject", "candidate:me")
    assert [acting] * 3 + [None] * 4 + [acting] * 2 == [one.get("subject") for one in records]


def test_what_is_written_is_whole_and_judged_again(shelf: Shelf, folder: Path) -> None:
    """When the server has ended its checkpoints cover all, and the policies say the same again."""
    with _server(shelf, folder) as client:
        for path, body in (("/access/v1/evaluation", QUESTION), ("/v1/check", REFUSED), ("/v1/when", REFUSED)):
            client.post(path, json=body)
    report = recording.verify(folder, key=KEY)
    assert (True, 3, 3) == (report.whole, report.decisions, report.checked)
    found = recording.replay(folder, courtesy.load_policy("hire-wire"), key=KEY)
    assert ((), (), 3) == (found.changed, found.unreplayed, found.actions)


def test_two_servers_write_logs_of_their_own(logged: TestClient, shelf: Shelf, folder: Path) -> None:
    """Each process has a log in the folder, and all of them are verified together."""
    with _server(shelf, folder) as other:
        for client in (logged, other):
            client.post("/v1/check", json=REFUSED)
    assert ("segment-1.jsonl", "segment-2.jsonl") == (report := recording.verify(folder, key=KEY)).segments
    assert (True, 2) == (report.whole, report.decisions)


def test_a_full_log_is_followed_by_another(shelf: Shelf, folder: Path) -> None:
    """Where a log is as large as it may be the next decision begins another one, and all of them are one."""
    log = LogSettings(folder=folder, key=KEY, largest=1)
    with _server(shelf, folder, log=log) as client:
        for _ in range(3):
            assert 200 == client.post("/v1/check", json=REFUSED).status_code
    report = recording.verify(folder, key=KEY)
    assert (True, 3, 3, 3) == (report.whole, report.decisions, report.checked, len(report.segments))


def test_a_log_that_is_taken_away(
    logged: TestClient, folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Another log is begun where one is taken away, and what is missing is told by whoever verifies."""
    assert 200 == logged.post("/v1/check", json=PERMITTED).status_code
    (folder / "segment-1.jsonl").unlink()
    assert 200 == logged.post("/v1/check", json=PERMITTED).status_code
    assert ["segment-1.jsonl.checkpoints", "segment-2.jsonl"] == sorted(one.name for one in folder.iterdir())
    assert "was taken away while it was written" in caplog.text
    folder.rename(tmp_path / "elsewhere")
    for path in ("/v1/check", "/v1/when"):
        assert 503 == logged.post(path, json=PERMITTED).status_code
    assert 200 == logged.post("/v1/check", json=REFUSED).status_code
    assert 503 == logged.get("/readyz").status_code
    assert not folder.exists()
    (tmp_path / "elsewhere").rename(folder)
    assert {"status": "ready"} == logged.get("/readyz").json()
    assert 200 == logged.post("/v1/check", json=PERMITTED).status_code
    report = recording.verify(folder, key=KEY)
    assert [("cut", "segment-1.jsonl")] == [(flaw.kind.value, flaw.segment) for flaw in report.flaws]
    assert ["check", "refusals_dropped", "check"] == [one["kind"] for one in _records(folder)]


def test_refusals_are_told_in_the_log_that_takes_the_place(logged: TestClient, folder: Path, tmp_path: Path) -> None:
    """What could not be written because the folder was gone is told in the log that is begun when it is back."""
    folder.rename(tmp_path / "elsewhere")
    for _ in range(2):
        assert 200 == logged.post("/v1/check", json=REFUSED).status_code
    folder.mkdir()
    assert {"status": "ready"} == logged.get("/readyz").json()
    assert [("refusals_dropped", 2)] == [(one["kind"], one.get("count")) for one in _records(folder)]


def test_permission_waits_until_it_can_be_written(logged: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk what would be permitted gets 503; refusals are told, counted, and told in the log later."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert 200 == logged.post("/v1/check", json=REFUSED).status_code
    for path, body in (
        ("/v1/check", PERMITTED),
        ("/access/v1/evaluation", BRIEF),
        ("/access/v1/evaluations", {**BRIEF, "evaluations": [{}, {"action": {"name": "email.follow_up"}}]}),
        ("/v1/when", PERMITTED),
    ):
        answer = logged.post(path, json=body)
        assert (503, "log-not-written") == (answer.status_code, answer.json()["error"]["code"])
        assert "decision" not in answer.json()
    for _ in range(2):
        assert {"status": "not ready", "because": ["decisions cannot be written down"]} == logged.get("/readyz").json()
    assert "courtesy_log_dropped_total 1.0" in logged.get("/metrics").text
    monkeypatch.undo()
    assert {"status": "ready"} == logged.get("/readyz").json()
    assert 200 == logged.post("/v1/check", json=PERMITTED).status_code


def test_dropped_refusals_are_told_in_the_log(
    logged: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many refusals were told without being written is the next record."""
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.EIO, "broken")))
    for _ in range(3):
        logged.post("/v1/check", json=REFUSED)
    monkeypatch.undo()
    for _ in range(2):
        logged.post("/v1/check", json=PERMITTED)
    told = [(one["kind"], one.get("count")) for one in _records(folder)]
    assert [("refusals_dropped", 3), ("check", None), ("check", None)] == told


def test_many_are_written_together(logged: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decisions that come while the disk works wait for it once, and each is written once."""
    waits: list[int] = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (waits.append(handle), real(handle))[1])
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: logged.post("/v1/check", json=PERMITTED), range(24)))
    told = [one.headers["courtesy-decision"] for one in answers]
    assert sorted(told) == sorted(one["id"] for one in _records(folder))
    assert len(waits) <= 24


def test_who_asked_is_told_as_a_hash(shelf: Shelf, folder: Path, tmp_path: Path) -> None:
    """The name of a token, and an id of a request in which somebody may be named, are hashes; traces are told."""
    token = "a-token-that-nobody-can-guess"  # noqa: S105  of a test
    (tmp_path / "tokens").write_text(f"nadine check sha256:{sha256(token.encode()).hexdigest()}\n")
    trace = "0af7651916cd43dd8448eb211c80319c"
    headers = {"Authorization": f"Bearer {token}", "traceparent": f"00-{trace}-b7ad6b7169203331-01"}
    with _server(shelf, folder, holders=read_tokens(tmp_path / "tokens")) as client:
        for request_id in ("fenwick", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"):
            answer = client.post("/v1/check", json=REFUSED, headers={**headers, "X-Request-ID": request_id})
            assert request_id == answer.headers["x-request-id"]
    first, second = _records(folder)
    assert KEYS.masked("principal", "nadine") == first["principal"] == second["principal"]
    assert (trace, trace) == (first["trace_id"], second["trace_id"])
    assert KEYS.masked("request", "fenwick") == first["request_id"]
    assert "f81d4fae-7dec-11d0-a765-00a0c91e6bf6" == second["request_id"]


def test_a_log_that_cannot_be_written_keeps_the_server_from_starting(folder: Path) -> None:
    """A key that is too short, and a log that does not end as it should, are told before anything is served."""
    with pytest.raises(recording.UnusableKeyError):
        Settings(log=LogSettings(folder=folder, key=b"short")).check()
    Settings(log=LogSettings(folder=folder, key=KEY)).check()
    (folder / "segment-1.jsonl").write_text("[]\n")
    with pytest.raises(recording.BrokenLogError):
        Settings(log=LogSettings(folder=folder, key=KEY)).check()


def test_keys_are_not_shown(folder: Path) -> None:
    """Whoever prints the settings of a server does not print the key of its log."""
    assert KEY.decode() not in repr(Settings(log=LogSettings(folder=folder, key=KEY)))
