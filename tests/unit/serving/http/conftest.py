"""A server in this process, at a time that is given."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

import courtesy
from courtesy.serving.http.app import application
from courtesy.serving.http.limits import Limits
from courtesy.serving.http.settings import Settings
from courtesy.serving.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
PATIENT = Limits(check_seconds=60, search_seconds=60)
"""Tests may run on a machine that is busy."""


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    """The policy of the certification, and hire-wire."""
    here = Path(__file__).parent
    return Shelf([courtesy.load_policies(here / "records.yaml"), courtesy.load_policies("hire-wire")])


@pytest.fixture(scope="session")
def client(shelf: Shelf) -> Iterator[TestClient]:
    """What asks a server that needs no token, and may choose the time."""
    app = application(shelf, Settings(searchers=0, simulate=True, limits=PATIENT), lambda: NOW)
    with TestClient(app, base_url="http://127.0.0.1:8080") as client:
        yield client
