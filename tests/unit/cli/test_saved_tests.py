"""`courtesy check --save-test` keeps a verdict as a test that passes at once, and says no more than the case needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.helpers.policies_with_tests import GOOD, POLICY, policy_with_tests

if TYPE_CHECKING:
    from click.testing import Result

    from tests.unit.cli.conftest import Run

CASE = """\
id: northgate-designer
zone: America/New_York
interview: {ended_at: 2026-11-20T15:30}
candidate: {emails: [candidate@example.org]}
contacts:
  interviewer: {name: Robin Sample, handles: ["@rsample"], roles: [interviewer], emails: [robin@example.org]}
  hr: {roles: [hr], zone: Europe/London}
history:
  - {channel: handwritten_note, to: interviewer, at: 2026-11-20T18:00, message_id: "<1@example.org>"}
actions:
  - {channel: phone, to: interviewer, at: 2026-11-24T08:00, message: {body: "Dear Robin Sample, how is Robin?"}}
"""
NOW = ("--now", "2026-11-23T09:00")
EIGHT = "a call at eight is refused by all"
SAVED = Path("acme/tests/saved.yaml")


@pytest.fixture(autouse=True)
def here(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001  after it has gone to the top
    """A policy with tests, and a case, lie in the current folder, which has no project."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURTESY_PROJECT", "")
    policy_with_tests(Path("acme"), good=GOOD)
    Path("case.yaml").write_text(CASE, encoding="utf-8")


def _save(
    run: Run, sentence: str = EIGHT, *flags: str, case: str | None = "case.yaml", policy: str = "./acme"
) -> Result:
    given = () if case is None else (case,)
    return run("check", *given, "--policy", policy, *NOW, "--save-test", sentence, *flags)


def test_a_verdict_becomes_a_test_that_passes(run: Run) -> None:
    """The verdict is shown as ever; the test states the case, when it was asked, and what was said."""
    plain = run("check", "case.yaml", "--policy", "./acme", *NOW)
    result = _save(run)
    assert (plain.exit_code, plain.stdout) == (result.exit_code, result.stdout)
    assert result.stderr.startswith(f"Written: {SAVED}, a test of acme 1.2.0\n")
    assert SAVED.read_text("utf-8").startswith("# yaml-language-server: $schema=file:///")
    stated = yaml.load(SAVED.read_text("utf-8"), yaml.BaseLoader)["cases"][EIGHT]  # noqa: S506  nothing but text
    assert ("wait", ["calls.hours"], "2026-11-24T09:00:00-05:00", "2026-11-23T09:00:00-05:00") == tuple(
        stated[key] for key in ("outcome", "violated", "earliest", "now")
    )
    assert 0 == run("test", "acme").exit_code


def test_nothing_is_written_by_which_people_are_known(run: Run) -> None:
    """Neither names nor addresses nor the id of the case; a name in a text becomes the id of the contact."""
    _save(run)
    text = SAVED.read_text("utf-8")
    assert [] == [word for word in ("Robin", "Sample", "example.org", "northgate") if word in text]
    assert 'message: {body: "Dear interviewer, how is interviewer?"}' in text
    assert "hr: {roles: [hr], zone: Europe/London}" in text


def test_names_on_which_the_verdict_rests_stay_and_that_is_told(run: Run) -> None:
    """Where a rule looks for names in the text, the verdict is another one without them."""
    rule = "  - {id: calls.no-names, level: must, forbid: {message.names_contacts: true}}\n"
    Path("acme/policy.yaml").write_text(POLICY + rule, encoding="utf-8")
    result = _save(run)
    assert "It holds the names of contacts, on which the verdict rests" in result.stderr
    assert "name: Robin Sample" in SAVED.read_text("utf-8")
    assert 0 == run("test", "acme", "-k", EIGHT).exit_code


def test_tests_are_added_below_those_that_are_there(run: Run) -> None:
    """Comments, order and layout of the file stay, whatever the sentence looks like."""
    _save(run)
    before = SAVED.read_text("utf-8").replace("    zone:", "    # as they asked for it\n    zone:", 1).rstrip("\n")
    SAVED.write_text(f"{before}  # by hand", encoding="utf-8")
    for sentence in ("no: not at eight", "a call, 'at' \"eight\"", "- eight #", "yes"):
        assert 1 == _save(run, sentence).exit_code
    text = SAVED.read_text("utf-8")
    assert text.startswith(f"{before}  # by hand\n  ")
    stated = yaml.safe_load(text)["cases"]
    assert [EIGHT, "no: not at eight", "a call, 'at' \"eight\"", "- eight #", "yes"] == list(stated)
    assert 0 == run("test", "acme").exit_code


@pytest.mark.parametrize(
    "flags",
    [
        ("--channel", "email", "--to", "interviewer"),
        ("--channel", "sms", "--to", "hr", "--at", "2026-11-24T10:00"),
        ("--as-of", "2026-11-20T17:00", "--channel", "phone", "--to", "interviewer"),
    ],
)
def test_an_act_by_flags_is_kept_too(run: Run, flags: tuple[str, ...]) -> None:
    """What flags state of the act, and of the time that is looked back to, is in the test."""
    when = () if "--as-of" in flags else NOW
    result = run("check", "case.yaml", "--policy", "./acme", *when, *flags, "--save-test", "so it is")
    assert "Written" in result.stderr, result.output
    assert 0 == run("test", "acme", "-k", "so it is").exit_code


def test_an_undecided_verdict_is_kept_as_one(run: Run) -> None:
    """Without the end of the interview nobody knows; the test says so."""
    flags = ("--channel", "email", "--to", "interviewer", "--zone", "America/New_York")
    assert "Written" in _save(run, "nobody knows", *flags, case=None).stderr
    assert "undetermined: [mails.wait]" in SAVED.read_text("utf-8")
    assert 0 == run("test", "acme", "-k", "nobody").exit_code


@pytest.mark.slow
def test_every_example_can_be_kept(run: Run) -> None:
    """Every case that the examples hold becomes a test of a copy of hire-wire, and all of them pass."""
    root = Path(__file__).parents[3]
    assert 0 == run("new", "policy", "mine", "--extends", "hire-wire", "--zone", "America/New_York").exit_code
    kept = 0
    for case in sorted(root.glob("examples/0*.yaml")):
        result = run(
            "check", str(case), "--policy", "./mine", "--now", "2026-11-25T09:00-05:00", "--save-test", case.stem
        )
        kept += "Written" in result.stderr
    assert 6 <= kept
    result = run("test", "mine/tests/saved.yaml")
    assert (0, f"{kept} passed") == (result.exit_code, result.stdout.partition(": ")[2].splitlines()[0])


@pytest.mark.parametrize(
    "sentence", ["a call at eight is refused", "A CALL AT EIGHT IS REFUSED", " ", "two\nlines", "long " * 50]
)
def test_a_sentence_is_said_once_and_in_one_line(run: Run, sentence: str) -> None:
    """A sentence that any test beside the policy has, in whatever case, is refused, and so is none."""
    result = _save(run, sentence)
    assert (2, False) == (result.exit_code, SAVED.exists())


def test_what_is_installed_has_no_place_for_tests(run: Run) -> None:
    """A policy that comes with Courtesy cannot be written to; the way out is told."""
    result = _save(run, policy="hire-wire")
    assert 2 == result.exit_code
    assert "courtesy new policy NAME --extends hire-wire" in result.stderr


def test_what_rests_on_a_waiver_is_no_test(run: Run) -> None:
    """Tests do not know the waivers that were granted, so a verdict that rests on one is not kept."""
    waiver = "- {rule: calls.hours, contact: interviewer, because: They are late., by: office, until: 2027-01-01}\n"
    Path("acme/waivers.yaml").write_text(waiver, encoding="utf-8")
    result = _save(run)
    assert (3, False) == (result.exit_code, SAVED.exists())
    assert "rests on a waiver of calls.hours" in result.stderr


def test_one_verdict_at_a_time(run: Run) -> None:
    """Several cases have several verdicts, and one sentence is not enough for them."""
    Path("other.yaml").write_text(CASE, encoding="utf-8")
    result = run("check", "case.yaml", "other.yaml", "--policy", "./acme", *NOW, "--save-test", EIGHT)
    assert (2, False) == (result.exit_code, SAVED.exists())


@pytest.mark.parametrize("text", ["cases: {}\nbase: {}\n", "base: {}\ncases: {a: {outcome: allow, actions: []}}\n"])
def test_a_file_that_cannot_be_added_to_stays_as_it_is(run: Run, text: str) -> None:
    """Where no test can be added to the file, nothing is written, and it is said what to do."""
    SAVED.write_text(text, encoding="utf-8")
    result = _save(run)
    assert (3, text) == (result.exit_code, SAVED.read_text("utf-8"))


def test_a_policy_in_a_single_file_is_named(run: Run) -> None:
    """Several policies may lie in one folder, so the file of its tests says whose they are."""
    for name in ("acme", "bolt"):
        Path(f"{name}.yaml").write_text(POLICY.replace("acme", name), encoding="utf-8")
    assert "Written: tests/bolt-saved.yaml" in _save(run, policy="./bolt.yaml").stderr
    assert "policy: bolt@1.2.0\n" in Path("tests/bolt-saved.yaml").read_text("utf-8")
    assert 0 == run("test", "bolt.yaml").exit_code
