"""Requests that schemathesis makes from the description are answered as it says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from courtesy.serving.http.openapi import document
from courtesy.serving.http.routes import ASKED

schemathesis = pytest.importorskip("schemathesis")

if TYPE_CHECKING:
    from starlette.testclient import TestClient

DESCRIBED = document("http://127.0.0.1:8080")
SCHEMA = schemathesis.openapi.from_dict(DESCRIBED)
MODES = list(schemathesis.GenerationMode)


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("path", ASKED)
def test_answers_are_as_described(client: TestClient, path: str, mode: Any) -> None:
    """Whatever is asked, by the description or against it, has a status and a body that the description names."""
    responses = DESCRIBED["paths"][path]["post"]["responses"]

    @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=SCHEMA[path]["POST"].as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        body = b"" if case.body is schemathesis.core.NOT_SET else case.body
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = client.post(path, content=data, headers={"Content-Type": "application/json"})
        assert answer.status_code < 500
        described = responses[str(answer.status_code)]["content"]["application/json"]["schema"]
        Draft202012Validator({**described, "components": DESCRIBED["components"]}).validate(answer.json())
        assert answer.json().get("decision") is not True or answer.status_code == 200

    ask()
