"""Requests that schemathesis makes from the description are answered as it says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from courtesy import ledger
from courtesy.serving.http.app import application
from courtesy.serving.http.claims.routes import LEDGER_ROUTES
from courtesy.serving.http.openapi import document
from courtesy.serving.http.routes import ASKED
from courtesy.serving.http.settings import Settings
from tests.unit.serving.http.conftest import NOW, PATIENT
from tests.unit.serving.http.test_server import CASE, TOUCH

schemathesis = pytest.importorskip("schemathesis")

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.serving.shelf import Shelf

HOME = "http://127.0.0.1:8080"
DESCRIBED = document(HOME)
SCHEMA = schemathesis.openapi.from_dict(DESCRIBED)
MODES = list(schemathesis.GenerationMode)


@pytest.fixture(scope="module")
def keeping(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """What asks a server with a ledger that has one case and one touch."""
    address = str(tmp_path_factory.mktemp("ledger") / "ledger.db")
    ledger.init(address)
    app = application(shelf, Settings(searchers=0, simulate=True, limits=PATIENT, ledger=address), lambda: NOW)
    with TestClient(app, base_url=HOME) as client:
        client.put("/v1/cases/northgate", json={"case": {**CASE, "id": "northgate"}})
        client.post("/v1/touches", json={"case_id": "northgate", "touch": TOUCH})
        yield client


def hold(answer: Any, path: str, method: str) -> None:
    """Hold an answer to the description."""
    assert answer.status_code < 500, answer.text
    responses = DESCRIBED["paths"][path][method.lower()]["responses"]
    described = responses[str(answer.status_code)]["content"]["application/json"]["schema"]
    Draft202012Validator({**described, "components": DESCRIBED["components"]}).validate(answer.json())


def body_of(case: Any, *, known: bool) -> bytes:
    """The body that was made; it asks about the case that there is where that is `known`."""
    body = b"" if case.body is schemathesis.core.NOT_SET else case.body
    if isinstance(body, bytes):
        return body
    if known and isinstance(body, dict):
        for one in (body, body.get("context")):
            if isinstance(one, dict) and "case_id" in one:
                one["case_id"] = "northgate"
    return json.dumps(body).encode()


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("path", ASKED)
def test_answers_are_as_described(keeping: TestClient, path: str, mode: Any) -> None:
    """Whatever is asked, by the description or against it, has a status and a body that the description names."""

    @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=SCHEMA[path]["POST"].as_strategy(generation_mode=mode), known=st.booleans())
    def ask(case: Any, known: bool) -> None:  # noqa: FBT001
        content = body_of(case, known=known)
        answer = keeping.post(path, content=content, headers={"Content-Type": "application/json"})
        hold(answer, path, "POST")
        assert answer.json().get("decision") is not True or answer.status_code == 200

    ask()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "mode"),
    # Without a body there is nothing to ask against the description.
    [(kind, mode) for kind, route in LEDGER_ROUTES.items() for mode in (MODES if route.takes else MODES[:1])],
)
def test_ledgers_answer_as_described(keeping: TestClient, kind: str, mode: Any) -> None:
    """Whatever is asked of a ledger has a status and a body that the description names, and is never a failure."""
    route = LEDGER_ROUTES[kind]

    @settings(max_examples=5, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=SCHEMA[route.path][route.method].as_strategy(generation_mode=mode), known=st.booleans())
    def ask(case: Any, known: bool) -> None:  # noqa: FBT001
        made = {name: quote(str(one), safe="") for name, one in (case.path_parameters or {}).items()}
        named = {**made, **({"case_id": "northgate", "touch_id": "1"} if known else {})}
        content, headers = body_of(case, known=known), {"Content-Type": "application/json"}
        answer = keeping.request(route.method, route.path.format(**named), content=content, headers=headers)
        hold(answer, route.path, route.method)

    ask()
