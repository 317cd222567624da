"""Nothing that tells who a question is about leaves a server but in its answer: no log, trace or count has it."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient

import courtesy
from courtesy import ledger, recording
from courtesy.serving.http import own, tracing
from courtesy.serving.http.app import application
from courtesy.serving.http.recorder import LogSettings
from courtesy.serving.http.settings import Settings
from courtesy.serving.http.tokens import read_tokens
from courtesy.serving.shelf import Shelf
from tests.helpers.planted import POLICY, WORDS, found_in, planted
from tests.helpers.recordings import KEY
from tests.unit.serving.http.conftest import PATIENT
from tests.unit.serving.http.test_server import HOME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LATER = datetime(2026, 11, 27, 16, tzinfo=UTC)
TOKEN = "a-token-that-nobody-can-guess"  # noqa: S105  of a test


def _questions(case: dict[str, Any], subject: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Questions about a case, by their routes; the last ones are wrong."""
    (act,) = case["actions"]
    without = {name: part for name, part in case.items() if name != "actions"}
    properties = {name: act[name] for name in ("id", "cc", "tags", "attributes", "message")}
    asked = {
        "subject": {"type": "candidate", "id": subject},
        "action": {"name": f"{act['channel']}.{act['purpose']}", "properties": properties},
        "resource": {"type": "contact", "id": act["to"][0]},
        "context": {"case": without, "detail": "brief"},
    }
    yield "/v1/check", {"case": case}
    yield "/v1/check", {"case": case, "action": act["id"]}
    yield "/v1/when", {"case": case, "action": act}
    yield "/v1/next", {"case": case}
    yield "/access/v1/evaluation", asked
    yield "/access/v1/evaluation", {**asked, "context": {"case": without}}
    yield "/access/v1/evaluations", {**asked, "evaluations": [{}, {"resource": {"type": "contact", "id": subject}}]}
    yield "/access/v1/search/resource", asked
    yield "/access/v1/evaluation", {**asked, "resource": {"type": "contact", "id": subject}}
    yield "/access/v1/evaluation", {**asked, subject: 1, "subject": subject}
    yield "/v1/check", {"case": {**case, subject: subject, "contacts": {subject: {"emails": subject}}}}
    yield "/v1/check", {"case": case, "policy": subject}
    yield "/v1/check", {"case": case, "action": subject}


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    """What a collector is told."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(tracing, "_TRACER", provider.get_tracer("courtesy"))
    return exporter


@settings(
    max_examples=2,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_nobody_is_named_outside_of_an_answer(
    data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
    spans: InMemorySpanExporter,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Texts of any place of a case, of headers and of tokens are in no log, span, count or line on standard error."""
    folder: Path = tmp_path_factory.mktemp("served")
    case, said = planted(data)
    subject = said["subject"] = data.draw(WORDS.filter(lambda word: word not in said.values()), "subject")
    holder = said["holder"] = data.draw(WORDS.filter(lambda word: word not in said.values()), "holder")
    (folder / "tokens").write_text(f"{holder} check,metrics sha256:{sha256(TOKEN.encode()).hexdigest()}\n")
    shelf = Shelf([courtesy.Policies([courtesy.parse_policy(POLICY, matcher="native")])])
    set_up = Settings(
        searchers=0,
        limits=PATIENT,
        holders=read_tokens(folder / "tokens"),
        log=LogSettings(folder=folder / "logs", key=KEY),
    )
    headers = {"Authorization": f"Bearer {TOKEN}", "X-Request-ID": subject, "traceparent": f"00-{subject}-01"}
    headers |= {"baggage": f"user={subject}", "tracestate": f"a={subject}"}
    with (
        caplog.at_level(logging.DEBUG),
        TestClient(application(shelf, set_up, lambda: LATER), base_url=HOME, headers=headers) as client,
    ):
        statuses = {client.post(path, json=body).status_code for path, body in _questions(case, subject)}
        assert {200, 400, 404} == statuses
        client.get(f"/v1/policies/{quote(subject)}")
        with pytest.MonkeyPatch.context() as broken:
            broken.setattr(own, "_read", _fail)
            assert 500 == client.post("/v1/check", json={"case": case}).status_code
        counted = client.get("/metrics").text
    written = "".join(path.read_text("utf-8") for path in (folder / "logs").iterdir())
    traced = "".join(span.to_json() for span in spans.get_finished_spans())
    told = "\n".join(logging.Formatter().format(one) for one in caplog.records if one.name.startswith("courtesy"))
    assert "ValueError" in told
    assert [len(text) > 100 for text in (written, counted, traced)] == [True] * 3
    assert [] == found_in(written + counted + traced + told, [*said.values(), "23456789"])
    assert recording.verify(folder / "logs", key=KEY).decisions == 6
    caplog.clear()
    spans.clear()


def _fail(_: object, request: dict[str, Any], *__: object) -> None:
    """What nobody has foreseen, with everything that was asked in its words."""
    raise ValueError(json.dumps(request, ensure_ascii=False))


@settings(max_examples=2, deadline=None, database=None, phases=[Phase.generate])
@given(data=st.data())
def test_nobody_is_named_in_the_decisions_of_a_ledger(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """What a claim decides tells nobody, with the key of a log and without it; nor does the log it is moved to."""
    folder: Path = tmp_path_factory.mktemp("ledger")
    case, said = planted(data)
    policy = courtesy.parse_policy(POLICY, matcher="native")
    for number, key in enumerate((KEY, None)):
        address = str(folder / f"{number}.db")
        ledger.init(address)
        with ledger.open(address, policy=policy, clock=lambda: LATER, log_key=key, tenant=said["/id"]) as book:
            book.import_case(case)
            with pytest.raises(courtesy.RefusedError):  # by a channel that nobody knows
                book.claim(case["id"], case["actions"][0]["id"])
            with book._database.transaction() as transaction:
                kept = json.dumps(transaction.rows("select id, record, exported, format from decision"))
            with recording.open(folder / f"{number}.jsonl", key=KEY) as log:
                assert 1 == book.export(log).moved
        moved = (folder / f"{number}.jsonl").read_text("utf-8")
        assert [] == found_in(kept + moved, [*said.values(), "23456789"])
