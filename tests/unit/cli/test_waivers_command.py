"""`courtesy waivers` lists what has been granted, and `validate` looks at it too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from click.testing import CliRunner

from courtesy.cli.main import cli
from courtesy.loading.schemas import load_schema
from courtesy.model.waivers import WaiverState

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.cli.conftest import Run

POLICY = """
courtesy: 1
id: small
version: 1.0.0
title: Small
zone: America/New_York
rules:
  - {id: act.no-texts, level: must, applies_to: {channel: sms}, forbid: true}
  - {id: act.stop, level: must, forbid: {recipient.asked_to_stop: true}, waivable: false}
"""
CASE = "{id: desk, zone: UTC, contacts: {hr: {}}, actions: [{id: a, channel: sms, to: hr, at: 2026-11-24T10:00}]}"
WAIVERS = """
- {rule: act.no-texts, case: desk, because: They asked for it., by: head of talent, until: 2026-11-25}
- {rule: act.no-texts, contact: boss, because: They asked for it., by: head of talent, until: 2026-12-01}
- {rule: act.stop, contact: boss, because: They asked for it., by: head of talent, until: 2026-12-01}
- {rule: act.no-text, contact: boss, because: They asked for it., by: head of talent, until: 2026-12-01}
"""


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A policy with waivers beside it, and a case."""
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "waivers.yaml").write_text(WAIVERS, encoding="utf-8")
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    monkeypatch.setenv("COURTESY_PROJECT", "")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _listed(*arguments: str) -> tuple[int, list[str], Any]:
    result = CliRunner().invoke(cli, ["waivers", "--policy", "./", "--format", "json", *arguments])
    told = json.loads(result.stdout)
    jsonschema.Draft202012Validator(load_schema("waiver_list")).validate(told)
    return result.exit_code, [one["state"] for one in told["waivers"]], told


@pytest.mark.usefixtures("policy")
def test_every_state() -> None:
    """All are listed, also those with which the policy does not load, each with its place."""
    code, states, told = _listed("--now", "2026-11-24T09:00")
    assert (1, ["holds", "holds", "not_permitted", "unknown_rule"]) == (code, states)
    assert ["waivers.yaml:2", "waivers.yaml:3", "waivers.yaml:4", "waivers.yaml:5"] == [
        one["place"] for one in told["waivers"]
    ]
    assert "expired" == _listed("--now", "2026-11-25T00:00")[1][0]
    assert ["holds", "unused"] == _listed("case.yaml", "--now", "2026-11-24T09:00")[1][:2]
    assert 3 == CliRunner().invoke(cli, ["check", "case.yaml", "--policy", "./", "--now", "2026-11-24T09:00"]).exit_code


def test_the_schema_knows_every_state_and_key() -> None:
    """The schema of the list names the states that there are, and says of a waiver what a verdict says of it."""
    (item,) = [load_schema("waiver_list")["properties"]["waivers"]["items"]]
    assert [one.value for one in WaiverState] == item["properties"]["state"]["enum"]
    own = {key: said for key, said in item["properties"].items() if key not in {"state", "place"}}
    assert load_schema("verdict")["$defs"]["waiver"]["properties"] == own


def test_all_hold(policy: Path) -> None:
    """Where all hold, and where there is none, all is well."""
    (policy / "waivers.yaml").write_text(WAIVERS.partition("- {rule: act.stop")[0], encoding="utf-8")
    assert (0, ["holds", "holds"]) == _listed("--now", "2026-11-24T09:00")[:2]
    (policy / "waivers.yaml").unlink()
    assert (0, []) == _listed("--now", "2026-11-24T09:00")[:2]


def test_validate(policy: Path) -> None:
    """A file of waivers is validated as one, and the policy with it; ended ones are a warning."""
    runner = CliRunner()
    assert 3 == runner.invoke(cli, ["validate", "waivers.yaml"]).exit_code
    (policy / "waivers.yaml").write_text(WAIVERS.partition("- {rule: act.stop")[0], encoding="utf-8")
    result = runner.invoke(cli, ["validate", ".", "--now", "2026-11-25T00:00"])
    assert 0 == result.exit_code
    assert "waivers.yaml: OK, 2 waivers" in result.stdout
    assert "warning[waiver-ended]" in result.stderr
    assert "warning" not in runner.invoke(cli, ["validate", ".", "--now", "2026-11-24T23:59"]).stderr


def test_what_is_wrong_with_waivers_is_told_once(run: Run, tmp_path: Path) -> None:
    """Whoever validates a folder reads each problem once, though the policy is read with its waivers."""
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "waivers.yaml").write_text("waivers: []\n", encoding="utf-8")
    result = run("validate", str(tmp_path))
    assert (3, 1) == (result.exit_code, result.stderr.count("expected a list, found a mapping"))
    assert "leave out `waivers:` and start with the first `- rule: ...`" in result.stderr
