"""`courtesy record` as a person uses it: by the id of an action, by flags, with the e-mail itself."""

from __future__ import annotations

import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator

import courtesy
from courtesy.cli import case_writing, record_flags
from courtesy.cli.case_writing import ChangedMeanwhileError, UnwritableFileError, replace_file

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.cli.conftest import Run

NOW = ("--now", "2026-11-28T09:00")
CASE = """\
# Northgate
zone: America/New_York   # the office
interview: {ended_at: 2026-11-20T15:30}
candidate: {emails: [sam@example.net]}
contacts:
  interviewer: {roles: [interviewer], emails: [interviewer@example.com]}
  hr: {roles: [hr], emails: [careers@example.com]}
history:
  - {channel: handwritten_note, purpose: thank_you, to: interviewer, at: 2026-11-20T18:00}

# next
actions:
  - {id: week-one, channel: email, purpose: follow_up, to: interviewer, cc: [hr], at: 2026-11-27T15:30, tags: [status],
     message: {subject: News}}
  - {channel: phone, purpose: check_in, to: hr}
"""
ADDED = "  - {channel: handwritten_note, purpose: thank_you, to: interviewer, at: 2026-11-20T18:00}\n"
SENT = """\
From: sam@example.net
To: interviewer@example.com
Cc: careers@example.com
Subject: Our talk
Date: Fri, 27 Nov 2026 15:31:40 -0500
Message-ID: <sent-1@example.net>

Is there any news?
"""
REPLY = """\
From: careers@example.com
To: sam@example.net
Subject: Re: Our talk
Date: Fri, 27 Nov 2026 16:31:40 -0500
Message-ID: <reply-1@example.com>
In-Reply-To: <sent-1@example.net>

Please do not write again.
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case with a touch, and two actions of which one has no id."""
    (tmp_path / "sent.eml").write_text(SENT, encoding="utf-8")
    (tmp_path / "reply.eml").write_text(REPLY, encoding="utf-8")
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


def _added(case: Path) -> str:
    """The lines that stand below the touch that was there, with everything else as it was."""
    before, after = CASE.split(ADDED)
    text = case.read_text(encoding="utf-8")
    assert text.startswith(before + ADDED)
    assert text.endswith(after)
    return text[len(before + ADDED) : len(text) - len(after)]


WEEK_ONE = "id: week-one, channel: email, purpose: follow_up, to: interviewer, cc: [hr]"
STOPPED = "channel: email, direction: inbound, from: hr, at: 2026-11-27T16:31:40, event: stop_request"


@pytest.mark.parametrize(
    ("flags", "added"),
    [
        ("--done week-one --at 2026-11-27T15:30", f"{WEEK_ONE}, at: 2026-11-27T15:30, tags: [status]"),
        (
            "--channel phone --purpose check_in --to hr --outcome no_answer",
            "channel: phone, purpose: check_in, to: hr, at: 2026-11-28T09:00, outcome: no_answer",
        ),
        (
            "--channel phone --from hr --event call --at 2026-11-27T23:00+01:00",
            "channel: phone, direction: inbound, from: hr, at: 2026-11-27T17:00, event: call",
        ),
        (
            "--channel email --to hr --to interviewer --tags a --tags b",
            "channel: email, to: [hr, interviewer], at: 2026-11-28T09:00, tags: [a, b]",
        ),
        ("--channel public_post", "channel: public_post, at: 2026-11-28T09:00"),
        (
            "--eml sent.eml --done week-one",
            f"{WEEK_ONE}, at: 2026-11-27T15:31:40, tags: [status], message_id: sent-1@example.net",
        ),
        ("reply.eml --event stop_request", f"{STOPPED}, message_id: reply-1@example.com"),
    ],
)
def test_one_line_is_added(run: Run, case: Path, flags: str, added: str) -> None:
    """What was done or came in is one line more in the case, and a second run adds nothing."""
    words = [str(case.parent / word) if word.endswith(".eml") else word for word in flags.split()]
    result = run("record", str(case), *NOW, *words)
    assert (0, "") == (result.exit_code, result.stderr)
    assert f"  - {{{added}}}\n" == _added(case)
    assert result.stdout.startswith(f"Recorded in {case}:\n")
    again = run("record", str(case), *NOW, *words)
    assert f"  - {{{added}}}\n" == _added(case)
    assert again.stdout.startswith(f"Nothing new for {case}:\n")


def test_an_action_without_an_id_gets_it(run: Run, case: Path) -> None:
    """What is named by its place alone is given that name in the file, so that it is known to be done."""
    assert 0 == run("record", str(case), *NOW, "--done", "action-2").exit_code
    text = case.read_text(encoding="utf-8")
    assert "  - {id: action-2, channel: phone, purpose: check_in, to: hr}\n" in text
    assert "  - {id: action-2, channel: phone, purpose: check_in, to: hr, at: 2026-11-28T09:00}\n" in text
    assert "done" in run("check", str(case), *NOW).stdout


def test_a_step_of_the_plan_can_be_done(run: Run, case: Path) -> None:
    """An action that only the plan has is recorded with all that the plan says of it, and leaves the plan."""
    planned = json.loads(run("plan", str(case), *NOW, "--format", "json").stdout)["actions"]
    step = next(one for one in planned if one["id"] not in {"week-one", "action-2"})
    assert 0 == run("record", str(case), *NOW, "--done", step["id"]).exit_code
    touch = yaml.safe_load(case.read_text(encoding="utf-8"))["history"][-1]
    assert (step["id"], step["cc"]) == (touch["id"], touch["cc"])
    later = json.loads(run("plan", str(case), *NOW, "--format", "json").stdout)["actions"]
    assert step["id"] not in [one["id"] for one in later]


def test_an_outcome_that_is_said_later_is_written(run: Run, case: Path) -> None:
    """The outcome of what is done can be said again; another time cannot."""
    run("record", str(case), *NOW, "--done", "action-2")
    changed = run("record", str(case), *NOW, "--done", "action-2", "--outcome", "voicemail")
    assert "`outcome` written into `history[1]`." in changed.stdout
    refused = run("record", str(case), *NOW, "--done", "action-2", "--at", "2026-11-27T15:00")
    assert (3, True) == (refused.exit_code, "it is recorded as done, at 2026-11-28T09:00" in refused.stderr)


def test_what_was_written_by_flags_can_be_said_to_be_an_action(run: Run, case: Path) -> None:
    """The same act, told first by flags and then by its id, or the other way round, is one touch."""
    call = ("--channel", "phone", "--purpose", "check_in", "--to", "hr")
    run("record", str(case), *NOW, *call)
    result = run("record", str(case), *NOW, "--done", "action-2")
    assert "`id` written into `history[1]`: it is in the history already." in result.stdout
    assert "Nothing new" in run("record", str(case), *NOW, *call).stdout
    history = yaml.safe_load(case.read_text(encoding="utf-8"))["history"]
    assert (2, "action-2") == (len(history), history[1]["id"])


def test_a_dry_run_writes_nothing(run: Run, case: Path) -> None:
    """What would be written is shown, and the file stays as it is."""
    result = run("record", str(case), *NOW, "--done", "week-one", "--dry-run")
    assert (0, CASE) == (result.exit_code, case.read_text(encoding="utf-8"))
    assert result.stdout.startswith(f"Not yet written into {case}:\n")


def test_what_is_not_certain_is_not_written(run: Run, case: Path) -> None:
    """Without a terminal all questions are told at once, with the flags that answer them, and nothing is written."""
    mails = [("--eml", str(case.parent / name)) for name in ("reply.eml", "sent.eml")]
    result = run("record", str(case), *NOW, *mails[0], *mails[1])
    assert (2, CASE) == (result.exit_code, case.read_text(encoding="utf-8"))
    told = " ".join(result.stderr.split())
    assert "sent.eml: what was the purpose of this e-mail to interviewer? say so with --done week-one, " in told
    assert "“Please do not write again.” say so with --event stop_request, --event reply or --event invitation" in told
    assert told.endswith("Nothing was written.")


def test_what_is_not_certain_is_asked_on_a_terminal(run: Run, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal each question is a list to choose from; a mail that was a proposed action can be said to be it."""
    monkeypatch.setattr(record_flags, "at_a_terminal", lambda: True)
    mails = [("--eml", str(case.parent / name)) for name in ("reply.eml", "sent.eml")]
    result = run("record", str(case), *NOW, *mails[0], *mails[1], stdin="1\n1\n")
    assert 0 == result.exit_code, result.stderr
    history = yaml.safe_load(case.read_text(encoding="utf-8"))["history"]
    assert ["week-one", "stop_request"] == [history[1]["id"], history[2]["event"]]
    assert "  1  week-one             the action that the case proposes\n" in result.stderr
    assert "  1  stop_request  they ask you to stop\n" in result.stderr


@pytest.mark.parametrize("outcome", ["bounced", "failed", "cancelled"])
def test_what_reached_nobody_can_be_done_again(run: Run, case: Path, outcome: str) -> None:
    """An action that came back is open, and is recorded once more under its id; its outcome can still be corrected."""
    for flags in (("--outcome", outcome), ("--outcome", "delivered"), ("--outcome", outcome)):
        assert 0 == run("record", str(case), *NOW, "--done", "week-one", *flags).exit_code
    assert 1 == [one.get("id") for one in _history(case)].count("week-one")
    checked = json.loads(run("check", str(case), *NOW, "--format", "json").stdout)
    assert None is next(one["done_at"] for one in checked["actions"] if one["id"] == "week-one")
    result = run("record", str(case), *NOW, "--done", "week-one")
    assert "done as `week-one`" in result.stdout
    again = run("record", str(case), *NOW, "--done", "week-one")
    assert "`week-one` is recorded as done" in again.stdout
    assert [outcome, None] == [one.get("outcome") for one in _history(case) if one.get("id") == "week-one"]


def _history(case: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(case.read_text(encoding="utf-8"))["history"]
    return found


def test_what_was_done_is_asked_where_nothing_is_said(run: Run, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal the bare command lists what is open, of the case and of its plan, and records what is chosen."""
    monkeypatch.setattr(record_flags, "at_a_terminal", lambda: True)
    result = run("record", str(case), *NOW, stdin="1\n")
    assert 0 == result.exit_code, result.stderr
    assert "what was done?\n" in result.stderr
    assert re.search(r"^  1  week-one +follow-up e-mail to interviewer, copied to hr$", result.stderr, re.MULTILINE)
    assert re.search(r"^  3  email-follow_up-interviewer-\d ", result.stderr, re.MULTILINE)
    assert f"  - {{{WEEK_ONE}, at: 2026-11-28T09:00, tags: [status]}}\n" == _added(case)


@pytest.mark.parametrize("known", [False, True])
def test_a_mail_that_may_turn_somebody_down_is_told(run: Run, case: Path, known: bool) -> None:  # noqa: FBT001  a row
    """It is a reply, and the sentence is quoted with what to write, unless the case says already how it ended."""
    if known:
        case.write_text(f"case: {{status: rejected}}\n{CASE}", encoding="utf-8")
    mail = case.parent / "no.eml"
    text = REPLY.replace("Please do not write again.", "We have chosen another candidate.")
    mail.write_text(text, encoding="utf-8")
    told = json.loads(run("record", str(case), *NOW, "--eml", str(mail), "--format", "json").stdout)["entries"][0]
    says = "it may turn you down: “We have chosen another candidate.” If it does, write `case: {status: rejected}`"
    assert ("added", "reply", None if known else says) == (told["change"], told["touch"]["event"], told["advice"])


def test_a_bounce_frees_the_slot(run: Run, case: Path) -> None:
    """A mail that came back is marked as such, and then counts for nothing."""
    run("record", str(case), *NOW, "--eml", str(case.parent / "sent.eml"), "--purpose", "follow_up")
    notice = case.parent / "bounce.eml"
    notice.write_text(
        "From: MAILER-DAEMON@mx.example.net\nSubject: failure notice\nIn-Reply-To: <sent-1@example.net>\n"
        "X-Failed-Recipients: interviewer@example.com, careers@example.com\n\nSorry.\n",
        encoding="utf-8",
    )
    result = run("record", str(case), *NOW, "--eml", str(notice))
    assert "`outcome` written into `history[1]`" in result.stdout
    checked = run(
        "check", str(case), "--channel", "email", "--purpose", "follow_up", "--to", "interviewer", "--cc", "hr", *NOW
    )
    assert 0 == checked.exit_code, checked.stdout


@pytest.mark.parametrize(
    ("flags", "says", "code"),
    [
        ((), "nothing to record", 2),
        (("--to", "hr"), "what happened needs --channel", 2),
        (("--channel", "phone", "--from", "hr"), "needs --event too", 2),
        (("--channel", "phone", "--to", "hr", "--event", "call"), "add --from", 2),
        (("--channel", "phone", "--to", "hr", "--from", "hr"), "give one of them", 2),
        (("--channel", "phone", "--done", "week-one"), "--channel cannot be used with --done", 2),
        (("--done", "week-one", "--purpose", "other"), "--done is about an action of yours", 2),
        (("--done", "week-one", "--done", "action-2", "--eml", "sent.eml"), "give one of each", 2),
        (("--channel", "phone", "--to", "hr", "--direction", "inbound"), "--direction is about an e-mail", 2),
        (("--eml", "a.eml", "--eml", "b.eml", "--at", "2026-11-27T10:00"), "several e-mails are given", 2),
        (("--done", "week-one", "--at", "2026-11-29T10:00"), "is later than now", 2),
        (("--done", "week-two"), "help: did you mean `week-one`?", 3),
        (("--channel", "phone"), "--to", 3),
        (("--channel", "phone", "--to", "her"), "expected a known contact, found `her`\n  --to", 3),
        (("--channel", "fone", "--to", "hr"), "expected a known channel, found `fone`\n  --channel", 3),
        (("--channel", "phone", "--to", "hr", "--outcome", "no_anser"), "--outcome", 3),
        (("--eml", "missing.eml"), "expected a file, found none", 3),
        (("--eml", "sent.eml", "--purpose", "folow_up"), "expected a known purpose, found `folow_up`\n  --purpose", 3),
        (("--eml", "sent.eml", "--outcome", "delivred"), "expected a known outcome, found `delivred`\n  --outcome", 3),
        (("--eml", "reply.eml", "--event", "repyl"), "expected a known event, found `repyl`\n  --event", 3),
        (("--eml", "reply.eml", "--from", "hrr"), "expected a known contact, found `hrr`\n  --from", 3),
        (("missing.eml",), "expected a file, found none", 3),
        (("other.yaml", "--done", "week-one"), "other.yaml is no e-mail", 2),
    ],
)
def test_what_cannot_be_recorded_is_refused(run: Run, case: Path, flags: tuple[str, ...], says: str, code: int) -> None:
    """Flags that make no sense, and what the case does not know, are told by the flag; nothing is written."""
    result = run("record", str(case), *NOW, *flags)
    assert (code, CASE) == (result.exit_code, case.read_text(encoding="utf-8")), result.output
    assert says in " ".join(result.stderr.split()) or says in result.stderr


def test_the_case_is_named_first(run: Run, case: Path) -> None:
    """An e-mail in the place of the case is told as such."""
    result = run("record", str(case.parent / "reply.eml"), "--event", "reply")
    assert (2, True) == (result.exit_code, "is an e-mail; name the case first" in result.stderr)


def test_a_history_that_is_not_known_is_not_added_to(run: Run, tmp_path: Path) -> None:
    """One touch would make a history that is not known one of a single touch; the message says what to write."""
    case = tmp_path / "case.yaml"
    case.write_text("zone: UTC\ncontacts: {hr: {roles: [hr]}}\nhistory: unknown\n", encoding="utf-8")
    result = run("record", str(case), *NOW, "--channel", "phone", "--to", "hr")
    assert 3 == result.exit_code
    assert "help: list under `history` what is known; `[]` says that nothing has happened" in result.stderr


def test_a_case_from_standard_input_goes_to_standard_output(run: Run) -> None:
    """With `-` the case is a filter: what was recorded is told on standard error."""
    result = run("record", "-", *NOW, "--done", "week-one", stdin=CASE)
    assert 0 == result.exit_code, result.stderr
    added = f"  - {{{WEEK_ONE}, at: 2026-11-28T09:00, tags: [status]}}\n"
    assert CASE.replace(ADDED, ADDED + added) == result.stdout
    assert result.stderr.startswith("Recorded in <stdin>:\n")
    assert 2 == run("record", "-", "--done", "week-one", "--format", "json", stdin=CASE).exit_code


def test_json_keeps_its_contract(run: Run, case: Path) -> None:
    """The JSON says file, place and touch, and is valid by its schema."""
    shown = json.loads(
        run("record", str(case), *NOW, "--channel", "phone", "--to", "hr", "--format", "json", "--dry-run").stdout
    )
    Draft202012Validator(courtesy.schema("record")).validate(shown)
    entry: dict[str, Any] = shown["entries"][0]
    assert (True, True, "added", "/history/1") == (
        shown["changed"], shown["dry_run"], entry["change"], entry["pointer"]
    )  # fmt: skip
    assert {"channel": "phone", "at": "2026-11-28T09:00:00-05:00", "to": ["hr"]} == entry["touch"]


# ------------------------------------------------------------------------------------------------ the file


def test_links_are_followed_and_permissions_kept(run: Run, case: Path) -> None:
    """A link stays a link, and the file behind it keeps its permissions; no other file is left behind."""
    link = case.parent / "link.yaml"
    link.symlink_to(case)
    case.chmod(0o640)
    before = set(case.parent.iterdir())
    assert 0 == run("record", str(link), *NOW, "--done", "week-one").exit_code
    assert (True, 0o640, before) == (link.is_symlink(), case.stat().st_mode & 0o777, set(case.parent.iterdir()))
    assert "id: week-one, channel: email, purpose: follow_up, to: interviewer, cc: [hr], at: 2026-11-28T09:00" in (
        case.read_text(encoding="utf-8")
    )


def test_what_somebody_else_has_written_is_not_lost(case: Path) -> None:
    """A file that changed since it was read is left as it is."""
    before = case.read_bytes()
    case.write_text("zone: UTC\n", encoding="utf-8")
    with pytest.raises(ChangedMeanwhileError):
        replace_file(case, before, b"new")
    assert ("zone: UTC\n", 3) == (case.read_text(encoding="utf-8"), len(list(case.parent.iterdir())))


def test_a_file_that_may_not_be_written_is_not_replaced(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is written into only by who may write it, although its folder would let it be replaced."""
    monkeypatch.setattr(case_writing.os, "access", lambda *_: False)
    with pytest.raises(UnwritableFileError, match="permission denied"):
        replace_file(case, case.read_bytes(), b"new")
    assert (CASE, 3) == (case.read_text(encoding="utf-8"), len(list(case.parent.iterdir())))


def test_of_several_at_once_nothing_is_lost(case: Path) -> None:
    """Those that write at the same time write one after the other; who comes too late is told so, and tries again."""
    case.write_bytes(b"")

    def add(word: bytes) -> None:
        while True:
            before = case.read_bytes()
            try:
                replace_file(case, before, before + word)
            except ChangedMeanwhileError:
                continue
            return

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, [b"%d " % number for number in range(24)]))
    assert sorted(range(24)) == sorted(map(int, case.read_bytes().split()))


def test_a_file_is_whole_or_as_it_was(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk refuses, the case is as it was, and nothing lies beside it."""

    def full(_: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(case_writing.os, "fsync", full)
    with pytest.raises(UnwritableFileError, match="no space left"):
        replace_file(case, case.read_bytes(), b"new")
    assert (CASE, 3) == (case.read_text(encoding="utf-8"), len(list(case.parent.iterdir())))
