"""What agents are told is written down first, and nothing is permitted that is not written."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from courtesy import recording
from courtesy.cli.main import cli
from courtesy.serving.agents import tools
from tests.helpers.agents import CASE, TEXT, ask, desk, told
from tests.helpers.recordings import KEY

if TYPE_CHECKING:
    from pathlib import Path

CALL: dict[str, Any] = {"channel": "phone", "purpose": "check_in", "to": "interviewer"}


def test_answers_of_tools_are_written(tmp_path: Path) -> None:
    """Checks and times are records of a log, and steps are not: they permit nothing."""
    with recording.open_segment(tmp_path, key=KEY) as log:
        found = desk(log=log)
        for name, arguments in (
            (tools.CHECK, {"case": CASE, "action": TEXT}),
            (tools.CHECK, {"case": CASE, "action": CALL}),
            (tools.WHEN, {"case": CASE, "action": CALL}),
            (tools.NEXT, {"case": CASE}),
        ):
            assert not ask(found, name, **arguments).is_error
        kinds = [one["kind"] for one in log.backwards()]
    assert ["windows", "check", "check"] == kinds
    assert () == recording.replay(tmp_path, found.policy.versions[-1], key=KEY).changed  # type: ignore[union-attr]


def test_what_cannot_be_written_is_not_permitted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk an agent is told that it may not; a refusal is told all the same, and counted."""
    with recording.open_segment(tmp_path, key=KEY, drop_refusals=True) as log:
        found = desk(log=log)
        monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
        refused = ask(found, tools.CHECK, case=CASE, action=TEXT)
        permitted = ask(found, tools.CHECK, case=CASE, action=CALL)
        monkeypatch.undo()
    assert (False, "deny") == (refused.is_error, told(refused)["outcome"])
    assert (True, False, "log-not-written") == (
        permitted.is_error,
        told(permitted)["permitted"],
        told(permitted)["error"],
    )
    assert 1 == log.dropped


@pytest.mark.parametrize("options", [("--log", "logs"), ("--key-file", "log.key")])
def test_a_log_and_its_key_go_together(options: tuple[str, str]) -> None:
    """One without the other is wrong usage."""
    result = CliRunner().invoke(cli, ["mcp", *options])
    assert (2, True) == (result.exit_code, "--log and --key-file go together" in result.stderr)
