"""Databases to try ledgers in: a file of SQLite, and a place in a PostgreSQL server of the tests' own.

Without PostgreSQL its tests are skipped; with `COURTESY_POSTGRES=required` they fail instead.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from courtesy import ledger
from tests.helpers.postgres import Server, missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server."""
    if absent := missing():
        message = f"no PostgreSQL to try the ledger with: {', '.join(absent)} is not installed"
        if os.environ.get("COURTESY_POSTGRES") == "required":
            pytest.fail(message)
        pytest.skip(message)
    running = Server()
    try:
        yield running
    finally:
        running.remove()


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Which database it is."""
    found: str = request.param
    return found


@pytest.fixture
def new_address(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], str]:
    """Gives addresses of ledgers that are not there yet."""
    if kind == "postgresql":
        return request.getfixturevalue("server").address  # type: ignore[no-any-return]  # of that fixture
    files = (f"sqlite:///{tmp_path}/{number}.db" for number in range(1000))
    return lambda: next(files)


@pytest.fixture
def address(new_address: Callable[[], str]) -> str:
    """The address of a ledger without cases."""
    found = new_address()
    ledger.init(found)
    return found
