"""Drafts as mail programs write them: made with the standard library, given by --eml or as an argument."""

from __future__ import annotations

import json
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Run

NOW = ("--now", "2026-11-23T09:00-05:00")
CASE = """\
zone: America/New_York
interview: {ended_at: 2026-11-13T15:30}
contacts:
  interviewer: {roles: [interviewer], emails: [interviewer@example.com, Panel@Example.com], zone: America/Chicago}
  hr: {roles: [hr], emails: [Careers@example.com]}
  manager: {roles: [hiring_manager], emails: [manager@example.com]}
"""
OWN_WORDS = "Thank you again for your time. I would be glad to answer any further question.\n"
QUOTED = "\nOn Friday the interviewer wrote:\n> This is terrible, awful, horrible news, and I hate it.\n> Thanks.\n"


def _draft(**changes: str | None) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    headers: dict[str, Any] = {
        "From": Address("The Candidate", addr_spec="candidate@example.com"),
        "To": (Address("THE Interviewer, Ph.D.", addr_spec="INTERVIEWER@Example.COM"),),
        "Cc": (Address("Büro für Karriere", addr_spec="careers@EXAMPLE.com"), Address(addr_spec="manager@example.com")),
        "Subject": "Büro Köln: our conversation, thank you, and a subject that is “long” enough to be folded",
        "Date": datetime.fromisoformat("2026-11-23T15:30:00+01:00"),
        "In-Reply-To": "<question@example.com>",
    }
    for name, value in {**headers, **changes}.items():
        if value is not None:
            mail[name] = value
    mail.set_content(OWN_WORDS + QUOTED)
    mail.add_alternative(f"<html><body><p>{OWN_WORDS}</p><blockquote>I hate it.</blockquote></body></html>", "html")
    mail.add_attachment(b"%PDF-1.7 \x00\xff", maintype="application", subtype="pdf", filename="Lebensläufe.pdf")
    mail.add_attachment("I hate it. " * 200, filename="notes.txt")
    return mail


@pytest.fixture
def case(tmp_path: Path) -> str:
    """A case in which an e-mail to the interviewer with a copy to hr may go out."""
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return str(path)


def _saved(mail: EmailMessage, tmp_path: Path, name: str = "draft.eml") -> str:
    path = tmp_path / name
    path.write_bytes(bytes(mail))
    return str(path)


def test_draft_is_judged_by_its_own_words(run: Run, case: str, tmp_path: Path) -> None:
    """Addresses are matched whatever their case and names; quotation and attachments do not count as the message."""
    draft = _saved(_draft(), tmp_path)
    result = run("check", case, "--eml", draft, "--purpose", "follow_up", *NOW, "--all", "--format", "json")
    assert (0, "") == (result.exit_code, result.stderr)
    action = json.loads(result.stdout)["actions"][0]
    assert ("allow", "2026-11-23T08:30:00-06:00") == (action["outcome"], action["at"])
    measured = {finding["rule"]: finding["conditions"] for finding in action["findings"]}
    words = [c["observed"] for c in measured["content.short"] if c["fact"] == "message.words"]
    tone = [c["observed"] for c in measured["content.polite"] if c["fact"] == "message.tone"]
    copied = [c["observed"] for c in measured["channels.copy-the-hiring-department"] if c["fact"] == "cc.roles"]
    assert ([15], ["positive"], [["hiring_manager", "hr"]]) == (words, tone, copied)


def test_draft_may_be_an_argument(run: Run, case: str, tmp_path: Path) -> None:
    """A file that ends in .eml is a draft wherever it stands among the arguments."""
    draft = _saved(_draft(), tmp_path, "Entwurf.EML")
    result = run("check", draft, case, "--purpose", "follow_up", *NOW)
    assert (0, "") == (result.exit_code, result.stderr)
    assert result.stdout.startswith("ALLOW  Follow-up e-mail to interviewer, copied to hr and manager\n")


def test_a_draft_in_a_format_of_outlook_s_own_is_named(run: Run, case: str, tmp_path: Path) -> None:
    """A .msg is a draft by its name, and told for what it is; Apple Mail's .emlx is read."""
    message, apple = tmp_path / "draft.msg", tmp_path / "draft.emlx"
    message.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(64))
    result = run("check", case, str(message), "--purpose", "follow_up", *NOW)
    assert (3, "") == (result.exit_code, result.stdout)
    assert "found a message in Outlook's own format (.msg)" in result.stderr
    mail = b"To: interviewer@example.com\nCc: careers@example.com\n\nThank you.\n"
    apple.write_bytes(b"%d\n%s<plist/>\n" % (len(mail), mail))
    result = run("check", case, str(apple), "--purpose", "follow_up", *NOW)
    assert (0, "") == (result.exit_code, result.stderr)


def test_draft_without_copy_is_refused(run: Run, case: str, tmp_path: Path) -> None:
    """The copy line of the draft is what the rule about copies reads."""
    result = run("check", case, "--eml", _saved(_draft(Cc=None), tmp_path), "--purpose", "follow_up", *NOW)
    assert (1, "") == (result.exit_code, result.stderr)
    assert "channels.copy-the-hiring-department" in result.stdout


def test_draft_with_html_alone(run: Run, case: str, tmp_path: Path) -> None:
    """A draft that has only HTML is read without its markup and its quotation."""
    mail = _draft()
    for part in list(mail.walk()):
        if part.get_content_type() == "multipart/alternative":
            part.set_payload([inner for inner in part.iter_parts() if inner.get_content_subtype() == "html"])
    result = run(
        "check", case, "--eml", _saved(mail, tmp_path), "--purpose", "follow_up", *NOW, "--all", "--format", "json"
    )
    findings = json.loads(result.stdout)["actions"][0]["findings"]
    conditions = [c for f in findings if f["rule"] == "content.short" for c in f["conditions"]]
    assert [15] == [c["observed"] for c in conditions if c["fact"] == "message.words"]


def test_draft_to_several_addresses_of_one_contact(run: Run, case: str, tmp_path: Path) -> None:
    """A contact is one person however many addresses they have, in To and Cc alike."""
    mail = _draft(To="interviewer@example.com, Panel <panel@example.com>", Cc="PANEL@example.com, careers@example.com")
    result = run("check", case, "--eml", _saved(mail, tmp_path), "--purpose", "follow_up", *NOW)
    assert result.stdout.startswith("ALLOW  Follow-up e-mail to interviewer, copied to hr\n")


def test_several_drafts_are_a_plan(run: Run, case: str, tmp_path: Path) -> None:
    """Several drafts are judged in time order, and a permitted one counts for the next."""
    later = _draft(Date="Thu, 26 Nov 2026 10:00:00 -0500")
    drafts = ("--eml", _saved(later, tmp_path, "b.eml"), "--eml", _saved(_draft(), tmp_path, "a.eml"))
    result = run("check", case, *drafts, "--purpose", "follow_up", *NOW, "--format", "json")
    actions = json.loads(result.stdout)["actions"]
    assert [("a", "allow"), ("b", "wait")] == [(action["id"], action["outcome"]) for action in actions]


@pytest.mark.parametrize("header", ["Cc", "Bcc"])
def test_draft_with_a_copy_to_someone_who_asked_to_stop(run: Run, case: str, tmp_path: Path, header: str) -> None:
    """Whoever gets a copy, seen by the others or not, is reached by the draft: their request to stop binds."""
    stop = "  - {channel: email, direction: inbound, from: manager, at: 2026-11-20T09:00, event: stop_request}\n"
    Path(case).write_text(f"{CASE}history:\n{stop}", encoding="utf-8")
    headers = {"Cc": "careers@example.com", "Bcc": None, header: "careers@example.com, manager@example.com"}
    if header == "Bcc":
        headers["Cc"] = None
    draft = _saved(_draft(**headers), tmp_path)
    result = run("check", case, "--eml", draft, "--purpose", "follow_up", *NOW, "--format", "json")
    assert (1, "") == (result.exit_code, result.stderr)
    (finding,) = json.loads(result.stdout)["actions"][0]["findings"]
    assert ("prohibitions.respect-a-stop", "manager", True) == (
        finding["rule"],
        finding["recipient"],
        finding["copied"],
    )


def test_the_tone_of_a_draft_may_be_stated(run: Run, case: str, tmp_path: Path) -> None:
    """`--tone` stands in place of what is measured of a draft, and the verdict says so."""
    draft = _saved(_draft(Subject="Your terrible talk"), tmp_path)
    stated = ("--tone", "neutral", "--language", "en")
    result = run("check", case, "--eml", draft, "--purpose", "follow_up", *stated, *NOW, "--all", "--format", "json")
    action = json.loads(result.stdout)["actions"][0]
    assert [["words-left-out", "text-stated"], ["satisfied"]] == [
        [notice["code"] for notice in action["notices"]],
        [one["status"] for one in action["findings"] if one["rule"] == "content.polite"],
    ]


@pytest.mark.parametrize(
    ("subject", "tone"), [("Re: A terrible, awful talk", "positive"), ("Your terrible talk", "negative")]
)
def test_the_subject_of_an_answer_says_nothing_about_the_tone(
    run: Run, case: str, tmp_path: Path, subject: str, tone: str
) -> None:
    """The subject behind `Re:` is the other's, and no sign of the author's temper."""
    draft = _saved(_draft(Subject=subject), tmp_path)
    result = run("check", case, "--eml", draft, "--purpose", "follow_up", *NOW, "--all", "--format", "json")
    findings = json.loads(result.stdout)["actions"][0]["findings"]
    measured = [c["observed"] for f in findings for c in f["conditions"] if c["fact"] == "message.tone"]
    assert {tone} == {*measured}


def test_what_is_left_out_of_a_draft_is_told(run: Run, case: str, tmp_path: Path) -> None:
    """A notice says how many words do not count, and what they are; JSON has the numbers."""
    draft = _saved(_draft(), tmp_path)
    words = "16 words of quoted mail"
    result = run("check", case, "--eml", draft, "--purpose", "follow_up", *NOW)
    assert f"Only the author's own words count: {words} are left out." in " ".join(result.stdout.split())
    result = run("check", case, "--eml", draft, "--purpose", "follow_up", *NOW, "--format", "json")
    (notice,) = json.loads(result.stdout)["actions"][0]["notices"]
    assert ("words-left-out", {"quotation": 16}) == (notice["code"], notice["left_out"])


def test_a_text_that_cannot_be_read_is_unknown(run: Run, case: str, tmp_path: Path) -> None:
    """A blank text beside winmail.dat is not an empty one."""
    mail = EmailMessage(policy=SMTP)
    mail["To"] = "interviewer@example.com"
    mail["Cc"] = "careers@example.com"
    mail.set_content("\n")
    mail.add_attachment(b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    result = run("check", case, "--eml", _saved(mail, tmp_path), "--purpose", "follow_up", *NOW, "--all")
    told = " ".join(result.stdout.split())
    assert (
        "The text of this draft is in winmail.dat, which only Outlook can read: it is not known what it says." in told
    )
    assert "content.short" in told


def test_a_recipient_behind_a_semicolon_who_asked_to_stop(run: Run, case: str, tmp_path: Path) -> None:
    """Outlook's semicolon separates: whoever stands behind it is judged like everyone."""
    stop = "  - {channel: email, direction: inbound, from: interviewer, at: 2026-11-20T09:00, event: stop_request}\n"
    Path(case).write_text(f"{CASE}history:\n{stop}", encoding="utf-8")
    path = tmp_path / "draft.eml"
    path.write_bytes(b"To: Careers@example.com; interviewer@example.com\n\nThank you.\n")
    result = run("check", case, "--eml", str(path), "--purpose", "follow_up", *NOW)
    assert (1, "") == (result.exit_code, result.stderr)
    assert "No more contact with someone who has asked you to stop" in result.stdout


def test_a_draft_by_flags_alone(run: Run, tmp_path: Path) -> None:
    """Without a case --to and --cc say who the addresses are; what is nobody's is left aside by name."""
    path = tmp_path / "draft.eml"
    path.write_bytes(
        b"From: me@example.net\nTo: a@example.com\nCc: b@example.com\nBcc: crm@example.net\n\nThank you.\n"
    )
    flags = ("--to", "interviewer", "--cc", "hr", "--ignore-address", "crm@example.net", "--purpose", "follow_up")
    result = run("check", str(path), *flags, "--interview", "2026-11-13T15:30", "--zone", "America/New_York", *NOW)
    assert (0, "") == (result.exit_code, result.stderr)
    assert result.stdout.startswith("ALLOW  Follow-up e-mail to interviewer, copied to hr\n")


def test_an_address_to_leave_aside_needs_a_draft(run: Run, case: str) -> None:
    """Without a draft there are no addresses that could be left aside."""
    result = run("check", case, "--ignore-address", "crm@example.net")
    assert (2, "") == (result.exit_code, result.stdout)
    assert "--ignore-address names an address in an e-mail draft, but no draft is given" in result.stderr


def test_a_copied_contact_is_named_in_the_text(run: Run, case: str, tmp_path: Path) -> None:
    """The text says that the finding is about a copy, and about whose."""
    stop = "  - {channel: email, direction: inbound, from: manager, at: 2026-11-20T09:00, event: stop_request}\n"
    Path(case).write_text(f"{CASE}history:\n{stop}", encoding="utf-8")
    result = run("check", case, "--eml", _saved(_draft(), tmp_path), "--purpose", "follow_up", *NOW)
    assert "x No more contact with someone who has asked you to stop (copied to manager)\n" in result.stdout
