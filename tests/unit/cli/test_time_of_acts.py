"""What has passed, what is done, and what is later than now, on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.cli.conftest import Run

NOW = ("--now", "2026-11-27T16:00-05:00")
CASE = """zone: America/New_York
interview: {ended_at: 2026-11-13T15:30}
contacts: {interviewer: {roles: [interviewer]}, hr: {roles: [hr]}}
history:
- {id: sent, channel: email, purpose: thank_you, to: interviewer, at: 2026-11-25T10:00}
- {id: first, channel: handwritten_note, purpose: thank_you, to: interviewer, at: 2026-11-13T18:00}
actions:
- {id: sent, channel: email, purpose: thank_you, to: interviewer, at: 2026-11-28T10:00, message: {body: Thank you.}}
- {id: missed, channel: email, purpose: follow_up, to: hr, at: 2026-11-26T10:00, message: {body: Thank you.}}
"""


@pytest.fixture
def case(tmp_path: Path) -> str:
    """A case that proposes what is done, and what was missed."""
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    "command",
    [
        ("check",),
        ("plan",),
        ("next",),
        ("when", "--channel", "phone", "--to", "hr"),
        ("check", "--channel", "phone", "--to", "hr"),
    ],
)
def test_a_touch_later_than_now_is_an_error_at_its_place(run: Run, case: str, command: tuple[str, ...]) -> None:
    """Every command points at the time of a touch that lies after now."""
    result = run(command[0], case, *command[1:], "--now", "2026-11-25T09:59-05:00")
    assert (3, "") == (result.exit_code, result.stdout)
    assert f"{case}:5:71" in result.stderr
    assert "error[future-touch]: expected a time up to now" in result.stderr
    assert "found `2026-11-25T10:00:00-05:00`" in result.stderr


@pytest.mark.parametrize("command", ["check", "plan", "next"])
def test_looking_back_later_touches_are_left_out(run: Run, case: str, command: str) -> None:
    """With --as-of touches after that time are left out, and their number is told."""
    result = run(command, case, "--as-of", "2026-11-25T09:59-05:00", "--format", "json")
    assert result.exit_code in {0, 1}
    assert ["touches-left-out"] == [notice["code"] for notice in json.loads(result.stdout)["notices"]]


def test_now_and_as_of_are_two_questions(run: Run, case: str) -> None:
    """Both at once are a mistake of usage."""
    result = run("check", case, *NOW, "--as-of", "2026-11-25T09:59-05:00")
    assert (2, "") == (result.exit_code, result.stdout)
    assert "use --now or --as-of, not both" in result.stderr


def test_check_tells_what_is_done_and_what_has_passed(run: Run, case: str) -> None:
    """The headline says when an act was done, or was to be done, and a note what that means."""
    said = " ".join(run("check", case, *NOW).stdout.split())
    assert "done on Wednesday 25 November 2026, 10:00 EST This is done" in said
    assert "planned for Thursday 26 November 2026, 10:00 EST" in said
    assert "That time has passed, so it is judged as of now." in said
    assert "1 is done" in said


def test_plans_leave_out_what_is_done_and_move_what_was_missed(run: Run, case: str) -> None:
    """A plan holds what was missed at a time to come, says so, and has nothing that is done."""
    plan = json.loads(run("plan", case, *NOW, "--format", "json").stdout)
    times = {one["id"]: one["at"] for one in plan["actions"]}
    assert "sent" not in times
    assert times["missed"] >= "2026-11-27T16:00"
    assert {"sent", "missed"} == {notice.get("action") for notice in plan["notices"]}
    calendar = run("plan", case, *NOW, "--format", "ics").stdout
    assert "UID" in calendar
    assert "20261125T" not in calendar.replace("\r\n ", "")


def test_markdown_has_the_notes_too(run: Run, case: str) -> None:
    """What is to be noted stands under a heading of its own in Markdown."""
    for command in ("check", "plan", "next"):
        assert "# Please note" in run(command, case, *NOW, "--format", "markdown").stdout


def test_an_act_of_flags_is_none_of_the_history(run: Run, tmp_path: Path) -> None:
    """An act that flags state is a new one, whatever ids the case has."""
    path = tmp_path / "case.yaml"
    path.write_text(CASE.replace("id: first", "id: proposed"), encoding="utf-8")
    flags = ("--channel", "email", "--purpose", "thank_you", "--to", "interviewer", "--format", "json")
    (judged,) = json.loads(run("check", str(path), *flags, *NOW).stdout)["actions"]
    assert ("proposed-2", None) == (judged["id"], judged["done_at"])


def test_an_invitation_by_flag_is_known_now(run: Run) -> None:
    """Who has asked to be contacted has done so by now, whenever the act is planned."""
    flags = ("--channel", "email", "--purpose", "follow_up", "--to", "hr", "--invited", "--at", "2026-11-30T10:00")
    about = ("--interview", "2026-11-26T15:30", "--zone", "America/New_York", "--body", "Thank you.")
    result = run("check", *flags, *about, *NOW)
    assert (0, "") == (result.exit_code, result.stderr)


def test_a_missed_deadline_is_not_allowed(run: Run, tmp_path: Path) -> None:
    """What is answered too late is told by the outcome and the exit code, before its time is over and after."""
    policy, path = tmp_path / "policy.yaml", tmp_path / "case.yaml"
    policy.write_text(
        "{courtesy: 1, id: answers, version: 1.0.0, title: Answers, defaults: {calendar: DE}, rules: [{id: answer.all, "
        "level: must, expect: {act: {channel: email}, within: 1 business day, after: {last: {direction: inbound}}}}]}",
        encoding="utf-8",
    )
    path.write_text(
        "zone: Europe/Berlin\ncontacts: {c: {roles: [interviewer]}}\n"
        "history: [{channel: email, direction: inbound, from: c, at: 2024-12-07T11:00, event: reply}]\n"
        "actions: [{id: a, channel: email, to: c, at: 2024-12-09T12:30}]\n",
        encoding="utf-8",
    )
    for now, status in (("2024-12-07T12:00+01:00", "due"), ("2024-12-09T11:30+01:00", "overdue")):
        result = run("check", str(path), "--policy", str(policy), "--now", now, "--format", "json")
        verdict = json.loads(result.stdout)
        (owed,) = verdict["obligations"]
        assert (1, "deny") == (result.exit_code, verdict["outcome"])
        assert (status, None, "2024-12-09T12:30:00+01:00") == (owed["status"], owed["met_at"], owed["planned_for"])
        assert (0, 1 if status == "overdue" else 0) == (owed["done"], owed["planned"])
