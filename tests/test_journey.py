"""The whole way: from the release of a policy to a decision that is judged again by the next one."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import uvicorn
from click.testing import CliRunner

from courtesy import ledger
from courtesy.cli.main import cli
from courtesy.serving.http.app import application
from courtesy.serving.http.limits import Limits
from courtesy.serving.http.recorder import LogSettings
from courtesy.serving.http.settings import Settings
from courtesy.serving.listening import Address, listening
from courtesy.serving.store import PolicyStore
from courtesy.testing import Clock
from smtp_sender import in_maildir
from tests.helpers.journey_agent import Service, permitted
from tests.helpers.mail_server import MailServer, mail_server

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
AGENCY = ROOT / "examples" / "agency"
PATIENT = Limits(check_seconds=60, search_seconds=60, ledger_seconds=60)
MONDAY = datetime.fromisoformat("2026-11-23T09:00+00:00")
FRIDAY = datetime.fromisoformat("2026-11-27T15:30+00:00")
"""Five business days after the interview: what the agency's version 1.0.0 asks for."""
KEY = b"known to this test alone"
A_WEEK = timedelta(days=7)
CASE = {
    "id": "tester",
    "zone": "Europe/London",
    "interview": {"ended_at": "2026-11-20T15:30"},
    "contacts": {"client": {"roles": ["interviewer"]}, "hr": {"roles": ["hr"]}},
}
MAIL = {"channel": "email", "purpose": "check_in", "to": "client", "cc": "hr"}


class Scene(NamedTuple):
    """Where the story takes place."""

    folder: Path
    clock: Clock
    store: PolicyStore
    server: MailServer
    service: Service

    def agent(self, key: str) -> tuple[int, list[dict[str, Any]]]:
        """How an agent ends that writes to the client, and the steps that it told."""
        agent = self.begin(key)
        told, errors = agent.communicate()
        assert "" == errors
        return agent.returncode, [json.loads(line) for line in told.splitlines()]

    def begin(self, key: str) -> subprocess.Popen[str]:
        """An agent in a process of its own."""
        given = (self.service.address, "tester", key, str(self.server.port))
        command = [sys.executable, "-m", "tests.helpers.journey_agent", *given]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def claim(self, key: str) -> dict[str, Any]:
        """What comes of a claim for the next mail."""
        return self.service.ask("/v1/claims", {"case_id": "tester", "key": key, "action": MAIL})


def courtesy(*arguments: object) -> str:
    """What a command prints that ends well."""
    result = CliRunner().invoke(cli, [str(one) for one in arguments], prog_name="courtesy")
    assert 0 == result.exit_code, result.output
    return result.stdout


def release(folder: Path, revision: int, *policies: str) -> None:
    """Release policies of the project in the current folder, and pack the project as a signed bundle."""
    for name in policies:
        courtesy("release", f"policies/{name}.yaml", "--on", "2026-11-01")
    made = ("--revision", revision, "--key", folder / "agency.private.pem", "-o", folder / "agency.tar.gz")
    courtesy("bundle", "make", ".", *made)


@contextmanager
def served(store: PolicyStore, address: Path, clock: Clock) -> Iterator[Service]:
    """A service at a free port of this machine, with the policies of a store, and a ledger."""
    with listening(Address("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        log = LogSettings(folder=address.parent / "asked", key=KEY)
        settings = Settings(port=port, searchers=0, limits=PATIENT, ledger=str(address), log=log)
        server = uvicorn.Server(uvicorn.Config(application(store.served, settings, clock), log_config=None))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            while not server.started:
                thread.join(0.01)
                assert thread.is_alive()
            yield Service(f"http://127.0.0.1:{port}")
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def started(scene: Scene) -> Iterator[Service]:
    """A service in a process of its own, which lets a question choose its time."""
    where = ("--policies", scene.folder / "agency.tar.gz", "--key", scene.folder / "agency.public.pem")
    kept = ("--store", scene.folder / "another-store", "--ledger", scene.folder / "ledger.db")
    command = [
        sys.executable,
        "-m",
        "courtesy",
        "serve",
        *where,
        *kept,
        "--simulate",
        "--searchers",
        "1",
        "--port",
        "0",
    ]
    server = subprocess.Popen([str(one) for one in command], stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        told = next(line for line in server.stderr if line.startswith("serving "))
        yield Service(told.split()[-1])
    finally:
        server.terminate()
        server.communicate()
    assert 0 == server.returncode


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """A service with the agency's first release, as a bundle, and a ledger with a case; it is the Monday after."""
    clock = Clock(MONDAY)
    shutil.copytree(AGENCY, tmp_path / "agency", ignore=shutil.ignore_patterns("london-1.1.yaml"))
    monkeypatch.chdir(tmp_path / "agency")
    courtesy("bundle", "key", tmp_path / "agency")
    release(tmp_path, 1, "northgate-1.0", "northgate-1.1", "london-1.0")
    bundle, key = tmp_path / "agency.tar.gz", tmp_path / "agency.public.pem"
    store = PolicyStore(bundle, tmp_path / "store", keys=[key], clock=clock)
    store.step()
    ledger.init(tmp_path / "ledger.db")
    with ledger.open(tmp_path / "ledger.db", policy=store.current("london"), clock=clock) as book:
        book.import_case(CASE)
    with mail_server(tmp_path / "mail") as server, served(store, tmp_path / "ledger.db", clock) as service:
        yield Scene(tmp_path, clock, store, server, service)


@pytest.mark.slow
def test_the_whole_way(scene: Scene) -> None:
    """One mail goes out, although its sender is killed; the next one waits a week; the next version judges both."""
    service, clock = scene.service, scene.clock
    assert ["london 1.0.0"] == versions_of(service, "london")

    # A server that the command starts from the same bundle, and that may be told the time, offers the mail with a copy.
    with started(scene) as started_by_command:
        offered = permitted(started_by_command, "tester", MONDAY.isoformat())
    assert ("email", "client", ["hr"]) == (offered["channel"], offered["to"], offered["cc"])

    # On Monday the agent is refused, is offered the mail with a copy on Friday, and cannot claim it yet.
    code, steps = scene.agent("week-one")
    refused, later, early = steps
    assert (0, False, True) == (code, refused["decision"], later["decision"])
    assert {"channels.copy-the-hiring-department", "timing.email-after-a-week"} == set(refused["broken"])
    assert ("refused", FRIDAY.isoformat()) == (early["step"], early["earliest"])

    # On Friday it sends, and is killed before it can say so: the server has the mail, and nobody knows.
    clock.set(FRIDAY)
    whom: SimpleQueue[int] = SimpleQueue()
    scene.server.has = lambda _: os.kill(whom.get(), signal.SIGKILL)
    dying = scene.begin("week-one")
    whom.put(dying.pid)
    told, _ = dying.communicate()
    last = json.loads(told.splitlines()[-1])
    assert (-signal.SIGKILL, "sends") == (dying.returncode, last["step"])
    touch_id = last["touch_id"]
    assert ["sending"] == states(service)

    # Its lease over, the touch is in doubt: the same agent does not send it again, and another one has to wait.
    clock.advance(minutes=11)
    assert ["in_doubt"] == states(service)
    scene.server.has = lambda _: None
    assert {"step": "claimed before", "state": "in_doubt"} == scene.agent("week-one")[1][-1]
    assert {"step": "refused", "earliest": (FRIDAY + A_WEEK).isoformat()} == scene.agent("another")[1][-1]

    # The mailbox has the Message-ID: that ends the doubt.
    assert in_maildir(str(scene.server.folder), f"<{touch_id}@example.net>")
    evidence = {"sent": True, "evidence": "the mailbox has it"}
    assert "done" == service.ask(f"/v1/claims/{touch_id}/resolve", evidence)["state"]
    assert [] == states(service)

    # The next mail waits a week after the first, to the second.
    clock.set(FRIDAY + A_WEEK - timedelta(seconds=1))
    assert not scene.claim("week-two")["claimed"]
    clock.set(FRIDAY + A_WEEK)
    claim = scene.claim("week-two")["claim"]
    assert "released" == service.ask(f"/v1/claims/{claim['touch_id']}/release", {"token": claim["token"]})["state"]
    assert [f"<{touch_id}@example.net>"] == [mail["Message-ID"] for mail in scene.server.mails]

    # The next version, released and served, would have let the first mail wait for ten business days.
    shutil.copyfile(AGENCY / "policies" / "london-1.1.yaml", "policies/london-1.1.yaml")
    release(scene.folder, 2, "london-1.1")
    assert 2 == scene.store.step().revision
    assert ["london 1.1.0", "london 1.0.0"] == versions_of(service, "london")
    log, key = scene.folder / "decisions.jsonl", scene.folder / "log.key"
    key.write_bytes(KEY)
    courtesy("ledger", "export", scene.folder / "ledger.db", "--log", log, "--key-file", key)
    for whole in (log, scene.folder / "asked"):
        assert "whole" in courtesy("log", "verify", whole, "--key-file", key)
    told = courtesy("replay", log, "--policy", "london@1.1.0", "--key-file", key, "--format", "json")
    replay = json.loads(told)
    assert (True, 5, 0, []) == (
        replay["verified"],
        replay["actions"],
        len(replay["newly_permitted"]),
        replay["unreplayed"],
    )
    (first,) = replay["newly_refused"]
    assert ("allow", "wait", ["timing.email-after-a-week"]) == (first["was"], first["would_be"], first["broken"])
    assert (FRIDAY.isoformat(), (FRIDAY + A_WEEK).isoformat()) == (first["now"], first["earliest"])


def versions_of(service: Service, policy: str) -> list[str]:
    """The versions of a policy that are served."""
    listed = service.ask("/v1/policies")["policies"]
    return [f"{one['id']} {one['version']}" for one in listed if one["id"] == policy]


def states(service: Service) -> list[str]:
    """How far what is not settled has come."""
    return [one["state"] for one in service.ask("/v1/claims")["entries"]]
