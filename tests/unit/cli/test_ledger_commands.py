"""`courtesy ledger`: tables are made, cases come in, and what waits for people is shown and resolved."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

import courtesy
from courtesy import ledger
from tests.helpers.ledgers import POLICY, mail
from tests.helpers.recordings import KEY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.cli.conftest import Run

CASE = """
id: northgate
zone: America/New_York
contacts: {boss: {}, hr: {}}
history:
  - {channel: handwritten_note, purpose: thank_you, to: boss, cc: hr, at: 2026-11-20T18:00, outcome: no_answer}
  - {channel: email, direction: inbound, from: hr, at: 2026-11-23T09:00, event: reply}
"""
NOW = "2026-11-27T12:00Z"


@pytest.fixture
def book(run: Run, tmp_path: Path) -> str:
    """A ledger with a case, in which one mail is in doubt and another claimed."""
    address = f"sqlite:///{tmp_path}/ledger.db"
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    assert "Made a ledger of version 2.\n" == run("ledger", "init", address).output
    taken = run("ledger", "import", address, str(tmp_path / "case.yaml"), "--now", NOW)
    assert (0, "northgate: new, 2 touches, revision 3\n") == (taken.exit_code, taken.output)
    now = datetime.fromisoformat(NOW)
    with ledger.open(address, policy=POLICY, clock=lambda: now) as opened:
        opened.claim("northgate", mail(), lease=timedelta(minutes=5)).start()
        opened.claim("northgate", mail("for-hr", to="hr"))
    return address


def _document(text: str) -> Any:
    document = json.loads(text)
    jsonschema.Draft202012Validator(courtesy.schema("ledger")).validate(document)
    return document


def test_a_case_is_shown_with_the_states_of_its_touches(book: str, run: Run) -> None:
    """What happened, what is claimed and what is in doubt stand below the case, each on its clock."""
    shown = run("ledger", "show", book, "--now", "2026-11-27T12:06Z")
    assert 0 == shown.exit_code
    lines = shown.output.splitlines()
    assert [
        "northgate, revision 6",
        "  1  done      handwritten_note thank_you to boss, copied to hr, Friday 20",
        "               November 2026, 18:00 EST",
        "               No answer, recorded.",
        "  2  done      email reply from hr, Monday 23 November 2026, 09:00 EST",
        "               Recorded.",
        "  3  in doubt  email follow_up to boss, Friday 27 November 2026, 07:00 EST",
    ] == lines[:7]
    assert "               As `for-hr`, until Friday 27 November 2026, 07:10 EST." == lines[-1]


def test_what_is_shown_as_json_keeps_its_schema(book: str, run: Run) -> None:
    """Every command that shows something prints one document by `courtesy schema ledger`."""
    now = ("--now", "2026-11-27T12:06Z", "--format", "json")
    shown = _document(run("ledger", "show", book, "northgate", *now).output)
    assert [["done", "done", "in_doubt", "claimed"]] == [
        [entry["state"] for entry in case["entries"]] for case in shown["cases"]
    ]
    assert "history" not in shown["cases"][0]["document"]
    pending = run("ledger", "pending", book, *now)
    assert (1, [3, 4]) == (pending.exit_code, [entry["seq"] for entry in _document(pending.output)["entries"]])
    resolved = run("ledger", "resolve", book, "3", "--sent", "--evidence", "seen", "--at", "2026-11-27T12:01Z", *now)
    (entry,) = _document(resolved.output)["entries"]
    assert ("done", "2026-11-27T12:01:00+00:00", "seen") == (entry["state"], entry["touch"]["at"], entry["evidence"])


def test_pending_ends_with_0_once_the_doubt_is_over(book: str, run: Run) -> None:
    """A touch in doubt is resolved by its number or its id, and then nothing waits."""
    late = ("--now", "2026-11-27T13:00Z")
    (entry,) = _document(run("ledger", "pending", book, "--format", "json", *late).output)["entries"]
    resolved = run("ledger", "resolve", book, entry["touch_id"], "--not-sent", "--evidence", "not there", *late)
    assert (0, True) == (resolved.exit_code, "3  released" in resolved.output)
    pending = run("ledger", "pending", book, *late)
    assert (0, "Nothing.\n") == (pending.exit_code, pending.output)


def test_a_file_that_cannot_be_used_does_not_keep_the_others_out(book: str, run: Run, tmp_path: Path) -> None:
    """Of several files each is taken in or told, and the exit code is that of the gravest."""
    texts = {"a": CASE, "b": "zone: UTC\ncontacts: {hr: {}}\n", "c": "{id: south, zone: UTC, contacts: {}}\n"}
    texts["d"] = CASE.replace("northgate", "north").replace("email,", "emial,")
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    taken = run("ledger", "import", book, *(str(tmp_path / f"{name}.yaml") for name in texts), "--now", NOW)
    assert 3 == taken.exit_code
    assert "northgate: as it was, 4 touches, revision 6\nsouth: new, 0 touches, revision 1\n" == taken.stdout
    assert "b.yaml: expected a case with an `id`, found one without" in taken.stderr
    assert "d.yaml:7:15" in taken.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("show", "{}", "south"), 3, "the ledger has no case `south` of the tenant `default`"),
        (("show", "{}", "northgate", "--tenant", "other"), 3, "no case `northgate` of the tenant `other`"),
        (("show", "{}.gone"), 5, "did not answer: there is no such file"),
        (("show", "mysql://host/base"), 3, "found `mysql`"),
        (("show", "{}", "--now", "2026-11-27T12:00"), 2, "add an offset such as -05:00, or say it in UTC with Z"),
        (("resolve", "{}", "3", "--evidence", "x"), 2, "say --sent or --not-sent"),
        (("resolve", "{}", "1", "--sent", "--evidence", "x"), 3, "expected a touch in doubt, found the touch"),
        (("resolve", "{}", "9", "--sent", "--evidence", "x"), 3, "expected the touch `9`"),
        (("import", "{}"), 2, "Missing argument"),
        (("import", "{}", "nowhere.yaml"), 3, "nowhere.yaml"),
    ],
)
def test_what_is_wrong_is_told_with_its_exit_code(
    arguments: tuple[str, ...], code: int, told: str, book: str, run: Run
) -> None:
    """Wrong usage is 2, what is not there 3, and a database that does not answer 5."""
    done = run("ledger", *(argument.format(book) for argument in arguments))
    assert (code, True) == (done.exit_code, told in done.stderr), done.output


def test_an_empty_case_and_an_erased_one_say_so(book: str, run: Run, tmp_path: Path) -> None:
    """A case without touches and one of which nothing is left are told apart."""
    (tmp_path / "case.yaml").write_text("{id: south, zone: UTC}", encoding="utf-8")
    run("ledger", "import", book, str(tmp_path / "case.yaml"), "--now", NOW)
    with ledger.open(book, clock=lambda: datetime.fromisoformat(NOW)) as opened:
        opened.erase("northgate")
    shown = run("ledger", "show", book, "--now", NOW).output
    assert "northgate, revision 7, erased\n" in shown
    assert "south, revision 1\n  Nothing has happened.\n" in shown
    assert "The ledger is of version 2 already.\n" == run("ledger", "init", book).output


def test_decisions_move_into_a_log(book: str, run: Run, tmp_path: Path) -> None:
    """What was claimed is exported once, and it is told where the key of the log had no part in it."""
    (tmp_path / "log.key").write_bytes(KEY)
    (tmp_path / "short.key").write_bytes(b"short")
    log = str(tmp_path / "log.jsonl")
    keyed = ("--log", log, "--key-file", str(tmp_path / "log.key"))
    moved = run("ledger", "export", book, *keyed)
    assert (0, f"Moved 2 decisions to {log}.") == (moved.exit_code, moved.output.splitlines()[0])
    assert moved.output.splitlines()[1].startswith("2 of them were masked without the key of the log")
    assert f"Moved 0 decisions to {log}.\n" == run("ledger", "export", book, *keyed).output
    assert 0 == run("log", "verify", log, *keyed[2:]).exit_code
    refused = run("ledger", "export", book, *keyed[:3], str(tmp_path / "short.key"))
    assert (3, True) == (refused.exit_code, "error[unusable-key]" in refused.stderr)
