"""Cases that flags state, for the commands that need no file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from courtesy.cli import flag_source

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Run

NOW = ("--now", "2026-11-20T16:30")
INTERVIEW = ("--interview", "today 15:30", "--zone", "America/New_York")
CALL = ("--channel", "phone", "--purpose", "check_in")


@pytest.mark.parametrize("command", ["plan", "next"])
def test_the_first_plan_needs_no_file(run: Run, command: str) -> None:
    """An interview and a contact are enough for a plan, and for next steps."""
    result = run(command, *INTERVIEW, "--to", "interviewer", *NOW)
    assert (0, "") == (result.exit_code, result.stderr)
    assert "Handwritten thank-you note to interviewer" in result.stdout
    assert "zone of this machine" not in result.stdout


def test_when_needs_no_file(run: Run) -> None:
    """What an act comes to and when can be asked of flags alone."""
    result = run("when", *CALL, *INTERVIEW, "--to", "interviewer", "--days", "3", *NOW)
    assert (0, "") == (result.exit_code, result.stderr)
    assert "Check-in phone call to interviewer" in result.stdout


def test_people_have_roles_zones_and_addresses(run: Run) -> None:
    """What `--contact` says of somebody is told apart by its form, and stands beside what other flags say."""
    people = (
        "--contact",
        "jane:interviewer,Asia/Tokyo",
        "--contact",
        "jane:jane@example.com",
        "--contact",
        "hr",
        "--contact",
        "kim:ceo, owner",
    )
    result = run("plan", *INTERVIEW, *people, "--to", "lee", "--role", "recruiter", *NOW, "--format", "json")
    assert {
        "jane": {"roles": ["interviewer"], "emails": ["jane@example.com"], "zones": ["Asia/Tokyo"]},
        "hr": {"roles": ["hr"], "zones": ["America/New_York"]},
        "kim": {"roles": ["ceo", "owner"], "zones": ["America/New_York"]},
        "lee": {"roles": ["recruiter"], "zones": ["America/New_York"]},
    } == {
        name: {key: contact[key] for key in ("roles", "emails", "zones") if contact.get(key)}
        for name, contact in json.loads(result.stdout)["case"]["contacts"].items()
    }


def test_several_zones_are_all_plausible(run: Run) -> None:
    """Of somebody who may be in two places both zones count."""
    flags = (*INTERVIEW, "--contact", "jane:hr,Europe/London,America/Chicago", *NOW, "--format", "json")
    zones = json.loads(run("plan", *flags).stdout)["case"]["contacts"]["jane"]["zones"]
    assert ["Europe/London", "America/Chicago"] == zones


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("jane:interviewr", "did you mean `interviewer`?"),
        ("jane:Europe/Lodon", "did you mean `Europe/London`?"),
        ("jane:EST", "America/New_York"),
        ("jane:HR", "did you mean `hr`?"),
        (":hr", "expected a contact id"),
        ("a b:hr", "a b"),
    ],
)
def test_a_mistake_in_a_contact_is_told_by_its_flag(run: Run, contact: str, told: str) -> None:
    """A role, zone or id that is none is invalid, and the flag is named."""
    result = run("plan", *INTERVIEW, "--contact", contact, *NOW)
    assert (3, "") == (result.exit_code, result.stdout)
    assert "--contact" in result.stderr
    assert told in result.stderr


@pytest.mark.parametrize("command", [("plan",), ("next",), ("when", *CALL), ("check", *CALL)])
def test_the_zone_is_the_machines_and_that_is_said(
    run: Run, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no zone is given, times are read on the machine's clock, and the result says so."""
    monkeypatch.setattr(flag_source, "machine_zone", lambda: "America/Denver")
    flags = ("--interview", "yesterday 15:30", "--to", "interviewer", *NOW, "--format", "json")
    said = json.loads(run(*command, *flags).stdout)
    assert "2026-11-20T16:30:00-07:00" == said.get("now", said.get("start"))
    assert [
        {
            "code": "machine-zone",
            "message": "No time zone was given. Times are those of America/Denver, the zone of this machine",
        }
    ] == [notice for notice in said["notices"] if notice["code"] == "machine-zone"]


@pytest.mark.parametrize(
    ("set_to", "zone"),
    [
        ("America/Denver", "America/Denver"),
        ("Etc/UTC", "UTC"),
        ("EST5", None),
        ("EST5EDT", None),
    ],
)
def test_the_machines_zone_is_a_place(set_to: str, zone: str | None) -> None:
    """The machine's zone is a place or universal time; where it shows the clock of no place, a zone must be given."""
    program = "from courtesy.cli.machine_zone import machine_zone; print(machine_zone())"
    environment = {**os.environ, "TZ": set_to}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    if zone is None:
        assert "give --zone" in done.stderr
    else:
        assert (f"{zone}\n", "") == (done.stdout, done.stderr)


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan",),
        ("plan", *INTERVIEW),
        ("next", "--zone", "UTC"),
        ("plan", "examples/09-fresh-interview.yaml", "--to", "hr"),
        ("plan", "examples/09-fresh-interview.yaml", "--contact", "hr"),
        ("next", "examples/09-fresh-interview.yaml", "--interview", "today 12:00"),
        ("when", "examples/09-fresh-interview.yaml", *CALL, "--to", "hr", "--zone", "UTC"),
        ("when", "examples/09-fresh-interview.yaml", "examples/11-overdue.yaml", *CALL, "--to", "hr"),
        ("when", *CALL),
    ],
)
def test_usage_errors(run: Run, arguments: tuple[str, ...]) -> None:
    """Flags that say too little for a case, or describe one beside a file, make no sense."""
    result = run(*arguments, *NOW)
    assert (2, "") == (result.exit_code, result.stdout), result.output
