"""`courtesy diff --history`: past touches judged by both versions, counted by rule, with a few in full."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

import courtesy
from courtesy.bulk import turning

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from tests.unit.cli.conftest import Run

    Diff = Callable[..., Result]

OLD = """
courtesy: 1
id: small
version: 1.0.0
title: A small policy
zone: America/New_York
valid: {until: 2025-12-31}
rules:
  - id: prohibitions.no-text-messages
    title: No text messages
    level: must
    forbid: {channel: sms}
  - id: timing.email-waits
    title: An e-mail waits
    level: must
    applies_to: {channel: email}
    wait: {at_least: 3 days, after: interview}
"""
NEW = """
courtesy: 1
id: small
version: 1.1.0
title: A small policy
zone: America/New_York
valid: {from: 2027-01-01}
facts:
  attributes.client_tier: {type: string, title: The tier of the client}
rules:
  - id: timing.email-waits
    title: An e-mail waits a week
    level: must
    applies_to: {channel: email}
    wait: {at_least: 7 days, after: interview}
  - id: calls.only-gold
    title: Calls are for gold clients
    level: should
    applies_to: {channel: phone}
    require: {attributes.client_tier: gold}
"""
TABLES = {
    "cases": "case_id,zone,interview.ended_at,attributes.client_tier\n"
    "east,America/New_York,2026-11-02T15:00,gold\nnorth,America/New_York,2026-11-02T15:00,tin\n",
    "contacts": "case_id,contact_id,roles\neast,boss,interviewer\nnorth,boss,interviewer\n",
    "touches": """\
case_id,at,channel,purpose,to_ids
east,2026-11-04T10:00,email,follow_up,boss
east,2026-11-20T10:00,sms,check_in,boss
north,2026-11-07T10:00,email,follow_up,boss
north,2026-11-12T10:00,sms,follow_up,boss
north,2026-11-13T10:00,phone,follow_up,boss
north,2026-11-16T10:00,email,follow_up,boss
""",
}


@pytest.fixture
def diff(run: Run, tmp_path: Path) -> Diff:
    """Compare two versions by an export of six touches of two cases."""
    for name, text in TABLES.items():
        place = tmp_path / "export" / f"{name}.csv"
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8")
    for name, text in (("old", OLD), ("new", NEW)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")

    def compared(*arguments: str, old: str = "old", new: str = "new") -> Result:
        policies = (str(tmp_path / f"{name}.yaml") for name in (old, new))
        return run("diff", *policies, "--history", str(tmp_path / "export"), *arguments)

    return compared


def _history(result: Result) -> dict[str, Any]:
    report = json.loads(result.stdout)
    jsonschema.Draft202012Validator(courtesy.schema("comparison")).validate(report)
    history: dict[str, Any] = report["history"]
    return history


def test_touches_are_counted_by_rule_and_judged_whatever_the_dates(diff: Diff) -> None:
    """What is newly permitted comes first, and each rule is that of the version whose outcome is worse."""
    history = _history(diff("--format", "json"))
    counts = ("touches", "cases", "newly_permitted", "newly_refused", "otherwise")
    assert [6, 2, 2, 1, 1] == [history[name] for name in counts]
    assert [
        ("newly_permitted", "old", "prohibitions.no-text-messages", 2),
        ("newly_refused", "new", "timing.email-waits", 1),
        ("other", "new", "calls.only-gold", 1),
    ] == [(one["turn"], one["by"], one["rule"], one["touches"]) for one in history["rules"]]
    assert [("deny", "allow", 2), ("allow", "deny", 1), ("allow", "warn", 1)] == [
        (one["old"], one["new"], one["touches"]) for one in history["outcomes"]
    ]


def test_examples_have_the_verdicts_of_the_engine(diff: Diff) -> None:
    """The outcomes in full are those that were counted."""
    examples = _history(diff("--format", "json"))["examples"]
    assert [
        ("north", "row 4", "deny", "allow"),
        ("east", "row 2", "deny", "allow"),
        ("north", "row 3", "allow", "deny"),
        ("north", "row 5", "allow", "warn"),
    ] == [
        (one["case"], one["touch"], one["old"]["verdict"]["outcome"], one["new"]["verdict"]["outcome"])
        for one in examples
    ]


@pytest.mark.parametrize(
    ("old", "new", "fail_on", "code"),
    [
        ("old", "new", (), 0),
        ("old", "new", ("--fail-on", "permitted"), 1),
        ("new", "new", ("--fail-on", "any"), 0),
    ],
)
def test_the_exit_code_is_that_of_a_comparison(
    diff: Diff, old: str, new: str, fail_on: tuple[str, ...], code: int
) -> None:
    """Touches that are newly permitted are found as acts are; of one version with itself none is."""
    assert code == diff(*fail_on, old=old, new=new).exit_code


def test_text_and_markdown_say_the_same(diff: Diff) -> None:
    """Both tell the numbers, the rules, and both verdicts of the examples."""
    for name in ("text", "markdown"):
        said = " ".join(diff("--format", name).stdout.replace("\\", "").split())
        assert "2 newly permitted, 1 newly refused and 1 judged otherwise" in said
        assert "2 by No text messages [prohibitions.no-text-messages], must in the old version" in said
        assert 4 == said.count("By the old version") == said.count("By the new version")


def test_markdown_has_headings_and_lists_that_are_shown_as_such(diff: Diff) -> None:
    """A verdict stands below its touch, no deeper than headings go, and rules below what they decide."""
    lines = diff("--format", "markdown").stdout.splitlines()
    assert not [line for line in lines if line.startswith(("#######", "- ** "))]
    below = lines.index("- *newly permitted* 2 touches: was deny, now allow") + 1
    assert lines[below].startswith("  - 2 by No text messages")


def test_later_touches_are_left_out(diff: Diff) -> None:
    """With --as-of only what had happened by then is judged."""
    history = _history(diff("--format", "json", "--as-of", "2026-11-10T00:00Z"))
    assert (2, 0, 1) == (history["touches"], history["newly_permitted"], history["newly_refused"])


def test_a_mapping_is_read_as_in_an_audit(diff: Diff, tmp_path: Path) -> None:
    """Columns have other names, also one that only the new version declares."""
    touches = tmp_path / "export" / "touches.csv"
    touches.write_text(TABLES["touches"].replace("channel", "kind"), encoding="utf-8")
    cases = tmp_path / "export" / "cases.csv"
    cases.write_text(TABLES["cases"].replace("attributes.client_tier", "tier"), encoding="utf-8")
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "touches: {columns: {channel: kind}}\ncases: {columns: {attributes.client_tier: tier}}\n", encoding="utf-8"
    )
    history = _history(diff("--format", "json", "--mapping", str(mapping)))
    assert (2, 1, 1) == (history["newly_permitted"], history["newly_refused"], history["otherwise"])


def test_what_cannot_be_used_is_an_error(diff: Diff, run: Run, tmp_path: Path) -> None:
    """What is about tables needs them, tables must be there, and a wrong row is told with its place."""
    for flag in (("--mapping", "mapping.yaml"), ("--memory", "1GB"), ("--threads", "1"), ("--no-owed",)):
        alone = run("diff", "hire-wire", "hire-wire", *flag)
        assert (2, True) == (alone.exit_code, f"{flag[0]} is about the tables of --history" in alone.stderr)
    missing = diff("--history", str(tmp_path / "nowhere"))
    assert (3, True) == (missing.exit_code, "nowhere" in missing.stderr)
    (tmp_path / "export" / "touches.csv").write_text("case_id,at,channel\neast,soon,email\n", encoding="utf-8")
    wrong = diff()
    assert (3, True) == (wrong.exit_code, "touches.row 1.at" in wrong.stderr)


def test_words_that_a_version_does_not_know_are_told(diff: Diff, tmp_path: Path) -> None:
    """A channel that only the new version lists stands for itself by the old one, which is said beside the result."""
    declared = "title: A small policy\nchannels: {fax_machine: {noun: fax}}\n"
    (tmp_path / "new.yaml").write_text(NEW.replace("title: A small policy\n", declared, 1), encoding="utf-8")
    (tmp_path / "export" / "touches.csv").write_text(
        TABLES["touches"] + "north,2026-11-17T10:00,fax_machine,follow_up,boss\n", encoding="utf-8"
    )
    result = diff("--format", "json")
    assert 7 == _history(result)["touches"]
    told = "small 1.0.0 does not know the channel `fax_machine`, which 1 row has: it stands for itself"
    assert [told] == result.stderr.splitlines()


CALL = """\
  - id: obligations.call
    title: A call to each interviewer
    level: must
    expect: {act: {channel: phone}, within: %s, after: interview, for_each: interviewer}
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("20 days", "2 days", [(None, "overdue")]),
        ("2 days", "20 days", [("overdue", None)]),
        ("20 days", "20 days", []),
    ],
)
def test_what_is_owed_is_compared(diff: Diff, tmp_path: Path, old: str, new: str, told: list[object]) -> None:
    """Obligations that are overdue by one version alone are counted by rule, as of the last touch of all."""
    for name, text, within in (("old", OLD, old), ("new", NEW, new)):
        (tmp_path / f"{name}.yaml").write_text(text + CALL % within, encoding="utf-8")
    result = diff("--format", "json", "--threads", "1", "--memory", "1GB")
    jsonschema.Draft202012Validator(courtesy.schema("comparison")).validate(json.loads(result.stdout))
    history = _history(result)
    assert "2026-11-20T15:00:00+00:00" == history["owed_as_of"]
    found = [(one["old"], one["new"]) for one in history["obligations"]]
    assert told == found
    text = " ".join(diff().stdout.split())
    words = {"2 days": "newly overdue", "20 days": "no longer overdue"}[new] if found else "nothing stands otherwise"
    assert f"Of what the cases owe as of Friday 20 November 2026, 15:00 UTC: {'1 ' if found else ''}{words}." in text


def test_what_is_owed_may_be_left_out(diff: Diff, tmp_path: Path) -> None:
    """With --no-owed no obligation is judged, and the report says so."""
    for name, text in (("old", OLD), ("new", NEW + CALL % "2 days")):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    history = _history(diff("--format", "json", "--no-owed"))
    assert (None, []) == (history["owed_as_of"], history["obligations"])
    assert "What the cases owe was not judged." in diff("--no-owed").stdout
    assert "1 newly overdue" in diff().stdout


@pytest.mark.usefixtures("diff")
def test_python_takes_tables_of_arrow(tmp_path: Path) -> None:
    """`courtesy.compare` takes what `Policy.audit` does, also readers that give their rows but once."""
    pairs = {
        "cases": "SELECT 'a' AS case_id, 'UTC' AS zone, TIMESTAMPTZ '2026-11-02 15:00Z' AS \"interview.ended_at\", "
        "'tin' AS \"attributes.client_tier\"",
        "contacts": "SELECT 'a' AS case_id, 'boss' AS contact_id",
        "touches": "SELECT 'a' AS case_id, 1 AS seq, 't' AS touch_id, TIMESTAMPTZ '2026-11-04 15:00Z' AS at, "
        "'sms' AS channel, ['boss'] AS to_ids",
    }
    with turning.Store(tmp_path / "made.duckdb") as store:
        for name, query in pairs.items():
            store.keep(name, query)
        tables = {name: store.reader(f"FROM {name}") for name in pairs}
        found = courtesy.compare(tmp_path / "old.yaml", tmp_path / "new.yaml", history=tables, made_up=False)
    assert found.history is not None
    assert (1, 1) == (found.history.touches, found.history.newly_permitted)
    assert (True, True) == (found.permits_more, found.differs)
    (example,) = found.history.examples
    assert "t" == example.old.touch_id
