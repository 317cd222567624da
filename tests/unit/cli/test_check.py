"""`courtesy check`: every source of cases and actions, every exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

import courtesy

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Run

NOW = ("--now", "2026-11-23T09:00-05:00")
OUTCOMES = [
    ("01-allow", "allow", 0),
    ("02-warn", "warn", 0),
    ("03-wait", "wait", 1),
    ("04-deny", "deny", 1),
    ("05-undetermined", "undetermined", 4),
]
AD_HOC = ("check", "--channel", "email", "--purpose", "follow_up", "--to", "interviewer", "--cc", "hr", *NOW)
INTERVIEW = ("--interview", "2026-11-20T15:30", "--zone", "America/New_York")
CASE = """
zone: America/New_York
interview: {ended_at: 2026-11-13T15:30}
contacts: {interviewer: {roles: [interviewer]}, hr: {roles: [hr], zones: [America/Chicago, America/Denver]}}
"""
ACTION = "actions: [{id: note, channel: handwritten_note, purpose: thank_you, to: interviewer, at: 2026-11-13T16:00}]"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case that proposes nothing."""
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


@pytest.mark.parametrize(("name", "outcome", "code"), OUTCOMES)
def test_outcome_and_exit_code_as_text(run: Run, name: str, outcome: str, code: int) -> None:
    """Each outcome is the first word of the text, and has its exit code; nothing goes to standard error."""
    result = run("check", f"examples/{name}.yaml", *NOW)
    assert (outcome.upper(), code, "") == (result.stdout.split()[0], result.exit_code, result.stderr)


@pytest.mark.parametrize(("name", "outcome", "code"), OUTCOMES)
def test_outcome_and_exit_code_as_json(run: Run, name: str, outcome: str, code: int) -> None:
    """The same outcome and exit code with JSON, which is valid by the schema."""
    result = run("check", f"examples/{name}.yaml", *NOW, "--format", "json", "--all")
    verdict = json.loads(result.stdout)
    jsonschema.Draft202012Validator(courtesy.schema("verdict")).validate(verdict)
    assert (outcome, code) == (verdict["outcome"], result.exit_code)


def test_markdown(run: Run) -> None:
    """The verdict can be had as Markdown."""
    assert run("check", "examples/03-wait.yaml", *NOW, "--format", "markdown").stdout.startswith("## WAIT: ")


def test_several_cases_take_the_gravest_code(run: Run) -> None:
    """Several cases are shown under their names, and a refusal outweighs what is undetermined."""
    result = run("check", *(f"examples/{name}.yaml" for name, _, _ in OUTCOMES), *NOW)
    assert result.exit_code == 1
    assert [f"examples/{name}.yaml" in result.stdout for name, _, _ in OUTCOMES] == [True] * 5


def test_brief_has_a_line_for_each_action(run: Run) -> None:
    """`--brief` shows a line for each action, and then what all of them come to; the exit code stays the same."""
    paths = ("examples/01-allow.yaml", "examples/03-wait.yaml", "examples/06-plan.yaml")
    result = run("check", *paths, "--brief", *NOW)
    assert (1, "") == (result.exit_code, result.stderr)
    *lines, empty, summary, judged = result.stdout.splitlines()
    assert 9 == len(lines)
    assert "" == empty
    assert summary.startswith("Of 9 actions in 3 cases, ")
    assert "Judged by hire-wire 1.0.0, since no policy was named." == judged
    assert "permitted from Fri 27 Nov 2026, 14:30 CST; A follow-up e-mail waits a full week" in lines[1]
    assert " ".join(run("check", *paths, *NOW).stdout.split()).endswith(summary)


@pytest.mark.parametrize("flags", [("--format", "json"), ("--format", "markdown"), ("--all",)])
def test_brief_shortens_the_text(run: Run, flags: tuple[str, ...]) -> None:
    """What is brief is the text, and it leaves out what `--all` asks for."""
    assert 2 == run("check", "examples/01-allow.yaml", "--brief", *flags, *NOW).exit_code


def test_several_cases_as_json_are_an_array(run: Run) -> None:
    """Several cases as JSON are one array that names each case."""
    result = run("check", "examples/01-allow.yaml", "examples/03-wait.yaml", *NOW, "--format", "json")
    listed = [(item["case"], item["verdict"]["outcome"]) for item in json.loads(result.stdout)]
    assert listed == [("examples/01-allow.yaml", "allow"), ("examples/03-wait.yaml", "wait")]


def test_folder_is_searched(run: Run, tmp_path: Path) -> None:
    """All cases of a folder and its folders are checked; policies, hidden files and other files are passed over."""
    (tmp_path / "b" / "policy").mkdir(parents=True)
    (tmp_path / "b" / "policy" / "policy.yaml").write_text("courtesy: 1\n", encoding="utf-8")
    (tmp_path / "b" / "one.json").write_text('{"courtesy": 1, "rules": []}', encoding="utf-8")
    (tmp_path / "b" / ".hidden.yaml").write_text("?", encoding="utf-8")
    (tmp_path / "b" / "notes.txt").write_text("?", encoding="utf-8")
    for name in ("b/two.yaml", "a.yml"):
        (tmp_path / name).write_text(CASE + ACTION, encoding="utf-8")
    result = run("check", str(tmp_path), *NOW, "--format", "json")
    assert result.exit_code == 0
    names = [str(Path(item["case"]).relative_to(tmp_path)) for item in json.loads(result.stdout)]
    assert names == ["a.yml", str(Path("b/two.yaml"))]


def test_folder_without_cases_is_a_mistake(run: Run, tmp_path: Path) -> None:
    """A folder in which there is nothing to check is a usage error, not a success."""
    result = run("check", str(tmp_path), *NOW)
    assert result.exit_code == 2
    assert "contains no cases" in result.stderr


def test_invalid_case_does_not_hide_the_others(run: Run, tmp_path: Path) -> None:
    """An invalid file is reported on standard error, the others are judged, and the code says invalid."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("contcats: {}\n", encoding="utf-8")
    result = run("check", "examples/03-wait.yaml", str(bad), *NOW)
    assert result.exit_code == 3
    assert "WAIT" in result.stdout
    assert f"{bad}:1:1" in result.stderr
    assert "contacts" in result.stderr


def test_standard_input(run: Run) -> None:
    """A case can come from standard input."""
    result = run("check", "-", *NOW, stdin=CASE + ACTION)
    assert (0, "") == (result.exit_code, result.stderr)
    assert result.stdout.startswith("WARN")


def test_invalid_standard_input_is_shown(run: Run) -> None:
    """What is wrong with standard input is shown with the line, though it lies in no file."""
    result = run("check", "-", *NOW, stdin="zone: America/New_York\ncontcats: {}\n")
    assert result.exit_code == 3
    assert "<stdin>:2:1" in result.stderr
    assert "2 | contcats: {}" in result.stderr


def test_undecodable_standard_input_is_invalid(run: Run) -> None:
    """Bytes that are no text are invalid input."""
    assert run("check", "-", *NOW, stdin=b"\xff\xfe\x00\xd8").exit_code == 3


def test_too_much_standard_input_is_invalid(run: Run) -> None:
    """More than a case may have is invalid, and not read to its end."""
    assert run("check", "-", *NOW, stdin=b"#" * (1 << 21)).exit_code == 3


def test_draft_with_a_case(run: Run) -> None:
    """An e-mail draft is matched to the contacts of a case and stands in for its actions."""
    result = run(
        "check", "examples/07-draft-case.yaml", "--eml", "examples/07-draft.eml", "--purpose", "follow_up", *NOW
    )
    assert (0, "") == (result.exit_code, result.stderr)
    assert result.stdout.startswith("ALLOW")


def test_draft_among_the_paths(run: Run) -> None:
    """A draft may stand among the paths as well."""
    result = run("check", "examples/07-draft-case.yaml", "examples/07-draft.eml", "--purpose", "follow_up", *NOW)
    assert result.stdout.startswith("ALLOW")


def test_draft_without_a_case(run: Run) -> None:
    """A draft can be checked with flags alone, which say whom it addresses."""
    result = run("check", "examples/07-draft.eml", "--to", "interviewer", "--purpose", "follow_up", *INTERVIEW, *NOW)
    assert result.exit_code in {0, 1, 3, 4}
    assert "Traceback" not in result.output


def test_flags_alone_wait(run: Run) -> None:
    """An action given by flags alone is judged; a contact whose name is a role has that role."""
    result = run(*AD_HOC, *INTERVIEW)
    assert (1, "") == (result.exit_code, result.stderr)
    assert result.stdout.startswith("WAIT  Follow-up e-mail to interviewer, copied to hr\n")
    assert "Friday 27 November 2026, 15:30 EST" in result.stdout


def test_flags_state_time_and_text(run: Run, tmp_path: Path) -> None:
    """Time, subject and text of the action can be given too, the text in a file."""
    text = tmp_path / "body.txt"
    text.write_text("Thank you for your time.", encoding="utf-8")
    flags = ("--at", "2026-11-27T15:30", "--subject", "Our talk", "--body-file", str(text))
    assert run(*AD_HOC, *INTERVIEW, *flags).exit_code == 0


def test_invitation_lifts_the_wait(run: Run) -> None:
    """Who has asked to be contacted need not be kept waiting."""
    assert run(*AD_HOC, *INTERVIEW, "--invited").exit_code == 0


def test_roles_and_acquaintance_by_flags(run: Run) -> None:
    """Roles of the recipient, and whether you met, can be given by flags."""
    flags = ("check", "--channel", "linkedin_connection", "--to", "someone", "--role", "employee", *INTERVIEW, *NOW)
    met, stranger = (run(*flags, flag, "--format", "json", "--all").stdout for flag in ("--met", "--not-met"))
    rule = "channels.linkedin-people-you-met"
    assert (_status(met, rule), _status(stranger, rule)) == ("satisfied", "violated")


def _status(verdict: str, rule: str) -> str:
    findings = json.loads(verdict)["actions"][0]["findings"]
    return next(finding["status"] for finding in findings if finding["rule"] == rule)


def test_flags_with_a_case(run: Run, case: Path) -> None:
    """An action from flags is judged in the light of a case, and stands in for the actions of it."""
    result = run("check", str(case), *AD_HOC[1:], "--body", "Thank you for your time.")
    assert (0, "") == (result.exit_code, result.stderr)


def test_unknown_contact_in_flags_is_invalid(run: Run, case: Path) -> None:
    """A contact that the case does not have is invalid, with the nearest one."""
    result = run("check", str(case), "--channel", "email", "--to", "interviwer", *NOW)
    assert result.exit_code == 3
    assert "interviewer" in result.stderr


def test_case_without_actions_is_invalid(run: Run, case: Path) -> None:
    """A case that proposes nothing is told so, with what to do."""
    result = run("check", str(case), *NOW)
    assert (3, "") == (result.exit_code, result.stdout)
    assert "error[no-action]" in result.stderr
    assert "--channel" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("examples/03-wait.yaml", "--zone", "Europe/Berlin"),
        ("examples/03-wait.yaml", "--not-met"),
        ("examples/03-wait.yaml", "examples/01-allow.yaml", "--channel", "email"),
        ("--to", "interviewer"),
        ("examples/07-draft-case.yaml", "--eml", "examples/07-draft.eml", "--subject", "x"),
        ("--channel", "email", "--body", "x", "--body-file", "README.md"),
        ("examples/03-wait.yaml", "--format", "sarif"),
        ("examples/03-wait.yaml", "--now", "today"),
        ("examples/03-wait.yaml", "--now", "2026-11-23"),
        ("--channel", "email", "--at", "2026-11-23", "--to", "hr"),
        ("--channel", "email", "--interview", "Friday", "--to", "hr"),
        ("--channel", "email", "--to", "hr", "--zone", "America/New_York", "--now", "2026-03-08T02:30"),
        ("--channel", "email", "--to", "hr", "--zone", "America/New_York", "--now", "2026-11-01T01:30"),
        ("--no-such-flag",),
    ],
)
def test_usage_errors(run: Run, arguments: tuple[str, ...]) -> None:
    """A command line that makes no sense exits with 2, and prints nothing to standard output."""
    result = run("check", *arguments)
    assert (2, "") == (result.exit_code, result.stdout)


@pytest.mark.parametrize(
    ("moment", "first", "second"),
    [
        ("2026-03-08T02:30", "2026-03-08T01:30:00-05:00", "2026-03-08T03:30:00-04:00"),
        ("2026-11-01T01:30", "2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00"),
    ],
)
def test_unclear_now_shows_both_readings(run: Run, moment: str, first: str, second: str) -> None:
    """A time that the clock skips or shows twice is refused with both readings."""
    result = run("check", "--channel", "email", "--to", "hr", "--zone", "America/New_York", "--now", moment)
    assert f"write {first} or {second}" in " ".join(result.stderr.split())


def test_local_now_is_read_in_the_zone_of_the_case(run: Run) -> None:
    """A time without offset is local time where the case is."""
    by_offset = run("check", "examples/03-wait.yaml", *NOW, "--format", "json")
    by_zone = run("check", "examples/03-wait.yaml", "--now", "2026-11-23T09:00", "--format", "json")
    assert by_offset.stdout == by_zone.stdout


def test_clock_is_the_default(run: Run) -> None:
    """Without --now the machine's clock is used."""
    assert run("check", "examples/01-allow.yaml").exit_code in {0, 1}


@pytest.mark.parametrize("name", ["no-such-policy", "hire-wire@9.9.9", "./nowhere.yaml"])
def test_unknown_policy_is_invalid_input(run: Run, name: str) -> None:
    """A policy that is not at hand is told once, with exit code 3."""
    result = run("check", "examples/01-allow.yaml", "examples/03-wait.yaml", "--policy", name, *NOW)
    assert (3, "") == (result.exit_code, result.stdout)
    assert result.stderr.count("error[") == 1


def test_act_before_the_policy_is_refused(run: Run) -> None:
    """An act on a day for which no version of the policy is valid is told so."""
    result = run("check", "--channel", "phone", "--to", "hr", "--now", "2001-01-01T09:00Z", "--zone", "UTC")
    assert result.exit_code == 3


def test_one_matcher_alone(run: Run) -> None:
    """One matcher can be asked alone, and the verdict says so."""
    result = run("check", "examples/03-wait.yaml", *NOW, "--matcher", "native", "--format", "json")
    assert json.loads(result.stdout)["matcher"] == {"used": ["native"], "agreed": None}


@pytest.mark.parametrize("demanding", ["durable", "both"])
def test_missing_matcher_is_a_usage_error(demanding: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Demanding durable-rules where it cannot be imported is a usage error."""
    monkeypatch.setattr("courtesy.matching.crosscheck.available", lambda: False)
    result = run("check", "examples/03-wait.yaml", *NOW, "--matcher", demanding)
    assert result.exit_code == 2
    assert "--matcher native" in result.stderr
