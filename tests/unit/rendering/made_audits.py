"""Reports on audits of small made-up tables, as the command makes them: `audits()`, by name."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.cli.auditor import Auditor, Given
from courtesy.model.origin import EngineReport

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.model.audit_report import AuditedTouch, AuditReport

POLICY = """
courtesy: 1
id: small-agency
version: 2.1.0
title: How a small agency follows up
zone: America/New_York
rules:
  - id: prohibitions.no-text-messages
    title: No text messages
    level: must
    because: Text messages reach people in their private lives.
    forbid: {channel: sms}
  - id: timing.email-after-a-week
    title: An e-mail waits a week
    level: must
    applies_to: {channel: email}
    wait: {at_least: 7 days, after: interview}
  - id: content.short
    title: Messages are short
    level: should
    applies_to: {channel: email}
    require: {message.words: {at_most: 5}}
  - id: obligations.thank-you-note
    title: Every interviewer gets a handwritten thank-you within 24 hours
    level: must
    expect: {act: {channel: handwritten_note}, within: 24 hours, after: interview, for_each: interviewer}
"""
CASES = """\
case_id,zone,interview.ended_at
Northgate,America/New_York,2026-11-02T15:00
Riverside,Europe/London,2026-11-03T10:00
Hilltop,America/New_York,
"""
CONTACTS = """\
case_id,contact_id,roles
Northgate,boss,interviewer
Northgate,hr,hr
Riverside,boss,interviewer
Hilltop,boss,interviewer
"""
TOUCHES = """\
case_id,touch_id,at,channel,purpose,to_ids,cc_ids,sender,subject,body
Northgate,m-1,2026-11-03T09:00,handwritten_note,thank_you,boss,,east,,
Northgate,m-2,2026-11-04T10:00,email,follow_up,boss,hr,east,Our talk,Thank you for the interview.
Northgate,m-3,2026-11-20T10:00,sms,check_in,boss,,east,,
Northgate,m-4,2026-11-21T10:00,sms,check_in,boss,,west,,
Northgate,m-5,2026-11-23T10:00,sms,check_in,boss,,west,,
Northgate,m-6,2026-12-01T10:00,email,newsletter,boss,,west,News,There is a lot to tell you this time.
Riverside,m-7,2026-11-12T10:00,email,follow_up,boss,,,Our talk,Thank you.
Riverside,m-8,2026-11-13T10:00,sms,follow_up,boss,,,,
Hilltop,m-9,2026-11-12T10:00,email,follow_up,boss,,east,Our talk,Thank you.
Hilltop,m-10,2026-11-13T10:00,email,follow_up,boss,,east,Our talk,
"""
HOSTILE = "<b>&amp;|`x`*y*</b> =1+1 https://example.org/\"'" + "long" * 20


@cache
def audits() -> Mapping[str, AuditReport]:
    """What is broken, unknown and owed; only what is unknown; nothing wrong; nothing at all; and hostile names."""
    head, *lines = TOUCHES.splitlines(keepends=True)
    hostile = HOSTILE.replace('"', '""')
    senders = [line.replace(",east,", f',"{hostile} {number}",') for number, line in enumerate(lines[:3])]
    crowd = [f"Northgate,n-{number},2026-11-20T10:00,sms,check_in,boss,,team {number:02},,\n" for number in range(25)]
    return {
        "several": _audit(TOUCHES),
        "unknown": _audit(head + "".join(lines[8:]), owed=False),
        "quiet": _audit(head + lines[0] + lines[6]),
        "empty": _audit(head),
        "crowded": _audit(head + "".join(crowd), worst=1),
        "hostile": _audit((head + "".join(senders)).replace("m-3", f'"{hostile}"')),
    }


def _audit(touches: str, *, owed: bool = True, worst: int = 3) -> AuditReport:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for table, text in (("cases", CASES), ("contacts", CONTACTS), ("touches", touches)):
            (folder / f"{table}.csv").write_text(text, encoding="utf-8")
        (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
        by = ("rule", "month", "channel", "sender")
        given = Given([folder], None, "default")
        auditor = Auditor(
            given, str(folder / "policy.yaml"), None, None, as_of=None, owed=owed, by=by, worst=worst, memory=None,
            threads=1,
        )  # fmt: skip
        return _of_some_version(auditor.report())


def _of_some_version(report: AuditReport) -> AuditReport:
    """The report without the versions of this machine."""
    engine = EngineReport(courtesy="1.0.0", python="3.11.0")

    def touches(given: tuple[AuditedTouch, ...]) -> tuple[AuditedTouch, ...]:
        return tuple(
            replace(one, verdict=None if one.verdict is None else replace(one.verdict, engine=engine)) for one in given
        )

    worst = (replace(one, shown=touches(one.shown), unknown=touches(one.unknown)) for one in report.worst)
    return replace(report, engine=engine, worst=tuple(worst))
