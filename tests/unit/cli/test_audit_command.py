"""`courtesy audit`: tables are judged, the report says what broke the policy, and findings are kept whole or not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from pyarrow import csv, parquet

import courtesy
from courtesy.api.audits import Audits
from courtesy.bulk import audit as auditing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from click.testing import Result

    from courtesy.bulk.results import Part
    from tests.unit.cli.conftest import Run

    Audit = Callable[..., Result]

CASES = "case_id,zone,interview.ended_at\n" + "".join(
    f"{name},America/New_York,2026-11-02T15:00\n" for name in ("east", "north", "west")
)
CONTACTS = "case_id,contact_id,roles\n" + "".join(
    f"{name},boss,interviewer\n{name},hr,hr\n" for name in ("east", "north", "west")
)
POLICY = """
courtesy: 1
id: small
version: 1.0.0
title: A small policy
zone: America/New_York
rules:
  - id: prohibitions.no-text-messages
    title: No text messages
    level: must
    forbid: {channel: sms}
  - id: timing.email-after-a-week
    title: An e-mail waits a week
    level: must
    applies_to: {channel: email}
    wait: {at_least: 7 days, after: interview}
"""
TOUCHES = """\
case_id,at,channel,purpose,to_ids,cc_ids,sender,subject,body
east,2026-11-04T10:00,email,follow_up,boss,hr,anna,Our talk,Thank you for the interview.
east,2026-11-20T10:00,sms,check_in,boss,,anna,,
north,2026-11-12T10:00,email,follow_up,boss,hr,,Our talk,Thank you for the interview.
west,2026-12-01T10:00,email,newsletter,boss,hr,bert,Our talk,Thank you for the interview.
"""


@pytest.fixture
def audit(run: Run, tmp_path: Path) -> Audit:
    """Audit tables of three cases, of which one broke a small policy twice; `rows` are those of the touches."""
    folder = tmp_path / "export"
    folder.mkdir()
    for name, text in (("cases", CASES), ("contacts", CONTACTS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    head, *lines = TOUCHES.splitlines(keepends=True)

    def audited(*arguments: str, rows: Sequence[int] = range(4)) -> Result:
        text = head + "".join(lines[number] for number in rows)
        if not (folder / "touches.csv").exists():
            (folder / "touches.csv").write_text(text, encoding="utf-8")
        return run("audit", str(folder), "--policy", str(tmp_path / "policy.yaml"), "--threads", "1", *arguments)

    return audited


def test_the_report_counts_what_checks_say(audit: Audit) -> None:
    """Numbers are those of the touches, and the worst case has the verdicts of the engine."""
    report = json.loads(audit("--format", "json").stdout)
    jsonschema.Draft202012Validator(courtesy.schema("audit")).validate(report)
    counts = report["counts"]
    assert (4, 3, 2, 1) == (counts["touches"], counts["cases"], counts["broken"], counts["broken_cases"])
    assert {"timing.email-after-a-week": 1, "prohibitions.no-text-messages": 1} == {
        one["rule"]: one["violated"] for one in report["rules"]
    }
    assert [("anna", 2, 2), ("bert", 1, 0), (None, 1, 0)] == [
        (one["name"], one["touches"], one["broken"]) for one in report["groups"]["sender"]
    ]
    assert ["2026-11", "2026-12"] == [one["name"] for one in report["groups"]["month"]]
    (worst,) = report["worst"]
    outcomes = [one["verdict"]["outcome"] for one in worst["touches"]]
    assert ("east", ["deny", "deny"]) == (worst["case"], outcomes)
    assert [{"column": "purpose", "word": "newsletter", "rows": 1}] == report["words"]


@pytest.mark.parametrize(("rows", "code"), [((0, 1), 1), ((2,), 0), ((), 0)])
def test_the_exit_code_says_whether_something_was_broken(audit: Audit, rows: tuple[int, ...], code: int) -> None:
    """It is 1 where a rule that must be kept was broken, and 0 where none was, or nothing was done."""
    assert code == audit("--worst", "0", rows=rows).exit_code


def test_later_touches_are_left_out(audit: Audit) -> None:
    """With --as-of only what had happened by then is judged."""
    assert "1 touch of 1 case" in audit("--as-of", "2026-11-10T00:00Z").stdout


def test_what_is_not_known_has_a_code_of_its_own(tmp_path: Path, run: Run) -> None:
    """Touches alone do not tell what a policy asks of the interview: the exit code is 4."""
    head, *lines = TOUCHES.splitlines(keepends=True)
    (tmp_path / "touches.csv").write_text(head + lines[2].replace("T10:00", "T10:00Z"), encoding="utf-8")
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    shown = run("audit", str(tmp_path / "touches.csv"), "--policy", str(tmp_path / "policy.yaml"), "--threads", "1")
    assert (4, True) == (shown.exit_code, "For 1 touch nobody can tell: something is not known." in shown.stdout)
    assert "north: 1 touch not known" in shown.stdout
    assert "north, row 1: not known\nUNDETERMINED  Follow-up e-mail to boss" in shown.stdout


def test_a_touch_that_bounced_is_none_of_the_worst(audit: Audit, tmp_path: Path) -> None:
    """What reached nobody is not judged, also where it comes before what is shown."""
    head, first, *_ = TOUCHES.splitlines(keepends=True)
    rows = [head.replace("subject", "outcome,subject"), first.replace("Our talk", "bounced,Our talk")]
    rows.append(first.replace("Our talk", "delivered,Our talk").replace("T10:00", "T11:00"))
    (tmp_path / "export" / "touches.csv").write_text("".join(rows), encoding="utf-8")
    shown = audit().stdout
    assert "east: 1 touch broken" in shown
    assert "east, row 2: broken" in shown
    assert "east, row 1" not in shown


@pytest.mark.parametrize("name", ["findings.csv", "audit"])
def test_findings_are_kept_by_the_ending_of_the_name(audit: Audit, tmp_path: Path, name: str) -> None:
    """A file of CSV has the findings, a folder the acts too, and nothing else is left behind."""
    out = tmp_path / "kept" / name
    audit("--out", str(out))
    assert [name] == [file.name for file in out.parent.iterdir()]
    if name == "audit":
        assert 4 == parquet.read_table(out / "acts.parquet").num_rows
        out /= "findings.parquet"
    found = csv.read_csv(out) if out.suffix == ".csv" else parquet.read_table(out)
    assert ["timing.email-after-a-week", "prohibitions.no-text-messages"] == found["rule"].to_pylist()


def test_no_text_of_others_is_a_formula_in_a_spreadsheet(audit: Audit, tmp_path: Path) -> None:
    """In CSV a sender that begins with a sign has an apostrophe before it; Parquet keeps it as it is."""
    touches = TOUCHES.replace(",anna,", ",=HYPERLINK(1),")
    (tmp_path / "export" / "touches.csv").write_text(touches, encoding="utf-8")
    for name, sender in (("findings.csv", "'=HYPERLINK(1)"), ("findings.parquet", "=HYPERLINK(1)")):
        audit("--out", str(tmp_path / name))
        read = csv.read_csv if name.endswith("csv") else parquet.read_table
        assert [sender] * 2 == read(tmp_path / name)["sender"].to_pylist()


def test_an_audit_goes_on_where_it_was_cut_off(audit: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing stands in its place until all is judged; parts that are kept are not judged again."""
    monkeypatch.setitem(auditing.audit.__kwdefaults__, "part", 1)
    whole_audit, judged = Audits.audit_in_parts, list[int]()

    def watched(self: Audits, *given: Any, **options: Any) -> Iterator[Part]:
        for part in whole_audit(self, *given, **options):
            if judged == [0]:
                judged.append(-1)
                raise KeyboardInterrupt
            judged.append(part.number)
            yield part

    out = tmp_path / "findings.parquet"
    monkeypatch.setattr(Audits, "audit_in_parts", watched)
    assert (130, False) == (audit("--out", str(out)).exit_code, out.exists())
    shown = audit("--out", str(out))
    assert "goes on: 1 part had been judged" in shown.stderr
    assert "4 touches of 3 cases" in shown.stdout
    assert [0, -1] == judged[:2]
    assert 0 not in judged[2:]
    assert 2 == parquet.read_table(out).num_rows


OWED = """\
  - id: obligations.note
    title: A note to each interviewer
    level: must
    expect: {act: {channel: handwritten_note}, within: 24 hours, after: interview, for_each: interviewer}
"""


def test_what_is_owed_is_told_kept_and_decides_the_exit_code(audit: Audit, tmp_path: Path) -> None:
    """What must be done and was not is as good as broken, unless it is left out; a folder keeps it, a file does not."""
    with (tmp_path / "policy.yaml").open("a", encoding="utf-8") as file:
        file.write(OWED)
    out = tmp_path / "kept"
    shown = audit("--out", str(out), "--format", "json", rows=(2,))
    report = json.loads(shown.stdout)
    jsonschema.Draft202012Validator(courtesy.schema("audit")).validate(report)
    (owed,) = report["owed"]
    assert (1, 0, 3, 3) == (shown.exit_code, report["counts"]["broken"], owed["overdue"], owed["cases"])
    assert "2026-11-12T15:00:00+00:00" == report["as_of"]
    assert ["boss"] * 3 == parquet.read_table(out / "owed.parquet")["contact"].to_pylist()
    text = audit("--out", str(tmp_path / "findings.csv"))
    assert "3 obligations are overdue, as of Thursday 12 November 2026, 15:00 UTC." in " ".join(text.stdout.split())
    assert "not written: what is owed" in text.stderr
    without = audit("--no-owed")
    assert (0, True) == (without.exit_code, "What the cases owe was not judged." in without.stdout)


@pytest.mark.parametrize("format_name", ["text", "markdown", "html"])
def test_every_form_of_the_report_names_what_was_broken(audit: Audit, format_name: str) -> None:
    """Text, Markdown and the page tell the same numbers, rules and worst case; the page asks for nothing."""
    shown = audit("--format", format_name).stdout
    said = " ".join(shown.split())
    for words in (
        "4 touches of 3 cases",
        "2 touches of 1 case broke a rule",
        "east: 2 touches broken",
        "No text messages",
    ):
        assert words in said
    if format_name == "html":
        assert "<script" not in shown
        assert "http" not in shown.replace("http-equiv", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--by", "rule,colour"), "`colour` is none of rule, month, channel, sender"),
        (("--out", "findings.xlsx"), "name a .parquet or .csv file, or a folder"),
        (("--out", "s3a://bucket/found"), "an address, which only --engine spark writes to"),
        (("s3a://bucket/cases.parquet",), "`s3a:` is an address of which TABLES are not taken"),
        (("--master", "local"), "--master is for --engine spark"),
        (("--engine", "spark", "--out", "findings.csv"), "on Spark name a folder, into which the executors write"),
        (("--engine", "spark", "postgresql://host/crm"), "a database, which is judged on one machine"),
    ],
)
def test_wrong_usage_is_told(audit: Audit, arguments: tuple[str, ...], message: str) -> None:
    """What the command cannot do is told with what it can."""
    shown = audit(*arguments)
    assert (2, True) == (shown.exit_code, message in " ".join(shown.stderr.split()))


def test_spark_takes_no_ledger(run: Run, tmp_path: Path) -> None:
    """What lies in a ledger is judged on one machine, and the command says so."""
    shown = run("audit", "--ledger", str(tmp_path / "ledger.db"), "--engine", "spark")
    assert (2, True) == (shown.exit_code, "a ledger is judged on one machine" in shown.stderr)


def test_spark_takes_parquet(audit: Audit) -> None:
    """What Spark does not read is told before Spark is started."""
    shown = audit("--engine", "spark")
    said = " ".join(shown.stderr.split())
    assert (3, True) == (shown.exit_code, "expected Parquet, for Spark, in" in said)


def test_a_place_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    """Tables that are not there are an error of input, with the name of the place."""
    shown = run("audit", str(tmp_path / "none.csv"))
    assert (3, True) == (shown.exit_code, "none.csv" in shown.stderr)
