"""A ledger is asked in threads: so many at once, so long, and by nobody while its database is down."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from courtesy import ledger
from courtesy.serving.http.app import application
from courtesy.serving.http.claims.desk import Desk
from courtesy.serving.http.faults import of_database
from courtesy.serving.http.problems import RejectedError
from courtesy.serving.http.settings import Settings
from tests.helpers.ledgers import NOW, case
from tests.unit.serving.http.test_claims import HOME, MAIL, PATIENT, SHELF

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.helpers.postgres import Server


@pytest.fixture
def desk(tmp_path: Path) -> Callable[..., Desk]:
    """Makes desks of one ledger, with limits."""
    ledger.init(tmp_path / "ledger.db")
    return lambda **limits: Desk(
        Settings(ledger=str(tmp_path / "ledger.db"), limits=replace(PATIENT, **limits)), lambda _: None
    )


def refusal(work: Any) -> RejectedError:
    """Why something is not answered."""
    with pytest.raises(RejectedError) as found:
        asyncio.run(work)
    return found.value


def test_too_many(desk: Callable[..., Desk]) -> None:
    """Where as many wait as may, the next one is told to come again, and those before are answered."""
    asked, go_on = desk(waiting=1), Event()

    async def many() -> tuple[list[str], RejectedError]:
        going = [asyncio.create_task(asked.take("a", lambda one: go_on.wait() and one.tenant)) for _ in range(9)]
        await asyncio.sleep(0)
        with pytest.raises(RejectedError) as found:
            await asked.take("b", lambda one: one.tenant)
        go_on.set()
        return [str(one) for one in await asyncio.gather(*going)], found.value

    answers, error = asyncio.run(many())
    asked.close()
    assert (["a"] * 9, 503, "1", 0) == (answers, error.status, error.headers["Retry-After"], asked.taken)


def test_too_late(desk: Callable[..., Desk]) -> None:
    """A step that is not begun in its time is not taken, and is answered with 504."""
    asked, taken = desk(ledger_seconds=1e-9), []
    error = refusal(asked.take("a", taken.append))
    asked.close()
    assert (504, "deadline-exceeded", []) == (error.status, error.code, taken)


def test_nobody_waits_for_ever(desk: Callable[..., Desk]) -> None:
    """A step that takes too long is answered with 504; it goes on, and what it did is found by its key."""
    asked, go_on = desk(ledger_seconds=0.05), Event()
    error = refusal(asked.take("a", lambda _: go_on.wait()))
    go_on.set()
    asked.close()
    assert (504, "deadline-exceeded") == (error.status, error.code)


def test_what_is_told_of_a_database_names_nobody(desk: Callable[..., Desk]) -> None:
    """What a driver says of how it runs is told to who runs the server; what it says of what was written is not."""
    asked = desk()

    def write(book: ledger.Ledger) -> None:
        with book._database.transaction() as transaction:
            transaction.execute(
                "insert into \"case\" (tenant, case_id, revision) values ('somebody', 'somebody', null)"
            )

    with pytest.raises(ledger.LedgerUnavailableError) as refused:
        asyncio.run(asked.take("a", write))
    asked.close()
    told = of_database(refused.value)
    assert ("IntegrityError" in told, "case.revision" in told) == (True, False)
    away = Desk(Settings(ledger="no/such/folder/ledger.db", limits=PATIENT), lambda _: None)
    with pytest.raises(ledger.LedgerUnavailableError) as refused:
        asyncio.run(away.take("a", write))
    away.close()
    assert "there is no such file" in of_database(refused.value)


@pytest.mark.slow
def test_a_server_of_the_database_that_restarts(server: Server) -> None:
    """While the database is down nothing is permitted, and the same key gives the same claim once it is back."""
    address = server.address()
    ledger.init(address)
    app = application(SHELF, Settings(searchers=0, limits=PATIENT, ledger=address), lambda: NOW)
    body = {"case_id": "northgate", "action": MAIL, "key": "one"}
    with TestClient(app, base_url=HOME) as client:
        client.put("/v1/cases/northgate", json={"case": case()})
        claimed = client.post("/v1/claims", json=body).json()["claim"]
        token = {"token": claimed["token"]}
        start = f"/v1/claims/{claimed['touch_id']}/start"
        server.stop()
        try:
            down = [client.post("/v1/claims", json=body), client.post(start, json=token), client.get("/readyz")]
        finally:
            server.start()
        again = client.post("/v1/claims", json=body)
        assert [503] * 3 == [one.status_code for one in down]
        assert (200, claimed) == (again.status_code, again.json()["claim"])
        assert "sending" == client.post(start, json=token).json()["state"]
        assert 200 == client.get("/readyz").status_code
