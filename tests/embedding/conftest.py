"""What the examples of `examples/embedding` are tried with: their case in a ledger, and a mail server."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

import courtesy
from courtesy import ledger
from courtesy.testing import Clock
from smtp_sender import Mailer
from tests.helpers.embedding import EMBEDDING, TOO_SOON, WEEK_ONE
from tests.helpers.mail_server import MailServer, mail_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    """A mail server."""
    with mail_server(tmp_path_factory.mktemp("mails") / "none") as running:
        yield running


@pytest.fixture
def server(running: MailServer, tmp_path: Path) -> MailServer:
    """The mail server, without a mail."""
    running.begin(tmp_path / "mail")
    return running


@pytest.fixture
def clock() -> Clock:
    """The time, at which the mail of the case may go."""
    return Clock(WEEK_ONE)


@pytest.fixture(scope="session")
def policy() -> courtesy.Policies:
    """The policy of the examples."""
    return courtesy.load_policies("hire-wire")


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory, policy: courtesy.Policies) -> Path:
    """A ledger with the case of the examples, as it was just imported."""
    address = tmp_path_factory.mktemp("imported") / "ledger.db"
    ledger.init(address)
    with ledger.open(address, policy=policy, clock=Clock(TOO_SOON)) as opened:
        opened.import_case(courtesy.to_dict(policy.load_case(EMBEDDING / "northgate.yaml")))
    return address


@pytest.fixture
def book(imported: Path, tmp_path: Path, policy: courtesy.Policies, clock: Clock) -> Iterator[ledger.Ledger]:
    """A ledger with that case."""
    shutil.copyfile(imported, tmp_path / "ledger.db")
    with ledger.open(tmp_path / "ledger.db", policy=policy, clock=clock) as opened:
        yield opened


@pytest.fixture
def mailer(book: ledger.Ledger, policy: courtesy.Policies, server: MailServer) -> Mailer:
    """The sender of the examples."""
    return Mailer(book, policy, "candidate@example.net", server.connect)


@pytest.fixture
def action(mailer: Mailer) -> courtesy.Action:
    """The mail that the case proposes."""
    (proposed,) = mailer.case("northgate").actions
    return proposed


@pytest.fixture
def outage(book: ledger.Ledger, tmp_path: Path) -> Callable[[], Callable[[], None]]:
    """What takes the database of the ledger away, and gives what brings it back."""
    there, away = tmp_path / "ledger.db", tmp_path / "ledger.away"

    def begin() -> Callable[[], None]:
        book.close()
        there.rename(away)
        return lambda: void(away.rename(there))

    return begin


def void(_: object) -> None:
    """Nothing."""
