"""`courtesy audit --ledger`: the cases of a ledger are judged by what has happened in them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pyarrow import parquet

import courtesy
from courtesy import Touch, ledger
from tests.helpers.ledgers import NOW, POLICY, SetClock, case, mail

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.cli.conftest import Run

TEXT = """
courtesy: 1
id: small
version: 1.0.0
title: A small policy
rules:
  - {id: small.one-a-week, level: must, applies_to: {channel: email},
     limit: {at_most: 1, per: 7 days, counting: {channel: email}}}
  - {id: small.letter, level: must, expect: {act: {channel: phone}, within: 7 days, after: interview,
     for_each: interviewer}}
"""


@pytest.fixture
def address(tmp_path: Path) -> str:
    """A ledger: one case with two e-mails, one of them in doubt, a claim and a call that failed, and other cases."""
    place = f"sqlite:///{tmp_path}/ledger.db"
    ledger.init(place)
    clock = SetClock()
    with ledger.open(place, policy=POLICY, clock=clock) as book:
        book.import_case(case(interview={"ended_at": (NOW - timedelta(days=9)).isoformat()}))
        book.import_case(case("silent", interview={"ended_at": (NOW - timedelta(days=9)).isoformat()}))
        book.import_case(case("gone"))
        book.erase("gone")
        book.for_tenant("other").import_case(case())
        book.record("northgate", Touch("email", at=NOW - timedelta(days=3), to=("boss",), id="first"))
        book.record("northgate", Touch("phone", at=NOW - timedelta(days=2), to=("boss",), id="call", outcome="failed"))
        with ledger.open(place, policy=OPEN, clock=clock) as lenient:
            sent = lenient.claim("northgate", mail("second"))
            lenient.start(sent.token)
            lenient.doubt(sent.token)
            lenient.claim("northgate", mail("third"))
    (tmp_path / "policy.yaml").write_text(TEXT, encoding="utf-8")
    return place


OPEN = courtesy.parse_policy(
    "{courtesy: 1, id: open, version: 1.0.0, title: Open, rules: [{id: open.texts, level: must, "
    "applies_to: {channel: sms}, forbid: true}]}"
)


def test_the_cases_of_a_ledger_are_judged(address: str, run: Run, tmp_path: Path) -> None:
    """What was done or may have gone out is judged; what is only claimed, erased or of others is not."""
    out = tmp_path / "out"
    shown = run(
        "audit", "--ledger", address, "--policy", str(tmp_path / "policy.yaml"), "--threads", "1", "--format", "json",
        "--out", str(out),
    )  # fmt: skip
    report = json.loads(shown.stdout)
    assert (1, 2, 1) == (shown.exit_code, report["counts"]["touches"], report["counts"]["broken"])
    assert "not judged: 1 case of which all was erased" in shown.stderr
    assert ["first", "second"] == parquet.read_table(out / "acts.parquet")["touch_id"].to_pylist()
    owed = parquet.read_table(out / "owed.parquet")
    assert {"northgate", "silent"} == set(owed["case_id"].to_pylist())
    assert ["second"] == [touch["touch"] for one in report["worst"] for touch in one["touches"]]


def test_another_tenant_has_its_own_cases(address: str, run: Run, tmp_path: Path) -> None:
    """In the cases of the other tenant nothing has happened."""
    shown = run("audit", "--ledger", address, "--tenant", "other", "--policy", str(tmp_path / "policy.yaml"))
    assert (0, True) == (shown.exit_code, "There is no touch to judge" in shown.stdout)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name TABLES, or a ledger by --ledger"),
        (("touches.csv", "--ledger", "sqlite:///ledger.db"), "name one of them"),
        (("--ledger", "sqlite:///ledger.db", "--mapping", "mapping.yaml"), "--mapping is for TABLES"),
    ],
)
def test_one_source_is_named(run: Run, arguments: tuple[str, ...], message: str) -> None:
    """Neither none nor two."""
    shown = run("audit", *arguments)
    assert (2, True) == (shown.exit_code, message in " ".join(shown.stderr.split()))


@pytest.mark.parametrize(
    ("address", "exit_code", "code"),
    [("sqlite:///none.db", 5, "ledger-unavailable"), ("mysql://host/db", 3, "bad-address")],
)
def test_a_ledger_that_does_not_answer_is_told(run: Run, address: str, exit_code: int, code: str) -> None:
    """Errors are those of all commands about ledgers."""
    shown = run("audit", "--ledger", address, "--policy", "hire-wire")
    assert (exit_code, True) == (shown.exit_code, code in shown.stderr)


def test_a_case_that_the_policy_cannot_read_is_named(address: str, run: Run, tmp_path: Path) -> None:
    """What one policy took in another may not know: the error says in which case."""
    with ledger.open(address, policy=POLICY, clock=SetClock()) as book:
        book.record(
            "silent", {"channel": "letter", "to": "boss", "at": NOW - timedelta(days=1), "purpose": "follow_up"}
        )
    shown = run("audit", "--ledger", address, "--policy", str(tmp_path / "policy.yaml"))
    assert 3 == shown.exit_code
    assert "in the case `silent` of the ledger:" in shown.stderr
    assert "expected a known channel, found `letter`" in " ".join(shown.stderr.split())
