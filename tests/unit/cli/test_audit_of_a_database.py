"""`courtesy audit` and `courtesy diff --history` ask a database as they read files of the same tables."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.cli import test_audit_command as audited
from tests.unit.cli import test_diff_history as compared

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.helpers.postgres import Server
    from tests.unit.cli.conftest import Run

    Both = Callable[[Mapping[str, str]], tuple[str, str]]

LISTS = {"to_ids", "cc_ids", "roles"}
TIMES = {"at", "interview.ended_at"}


@pytest.fixture
def both(server: Server, tmp_path: Path) -> Both:
    """Put tables of CSV into a folder and into a database, with lists as arrays and local times as timestamps."""
    import psycopg  # noqa: PLC0415  may be absent

    def put(tables: Mapping[str, str]) -> tuple[str, str]:
        folder, address = tmp_path / "tables", server.address()
        folder.mkdir()
        with psycopg.connect(address, autocommit=True) as connection:
            for table, text in tables.items():
                (folder / f"{table}.csv").write_text(text, encoding="utf-8")
                rows = list(csv.DictReader(io.StringIO(text)))
                kinds = {
                    name: "text[]" if name in LISTS else "timestamp" if name in TIMES else "text" for name in rows[0]
                }
                columns = ", ".join(f'"{name}" {kind}' for name, kind in kinds.items())
                connection.execute(f"CREATE TABLE {table} ({columns})")
                for row in rows:
                    marks = ", ".join(["%s"] * len(row))
                    values = [_value(name, value) for name, value in row.items()]
                    connection.execute(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608  a test's own
        return str(folder), address

    return put


def _value(name: str, text: str) -> Any:
    if name in LISTS:
        return text.split(";") if text else []
    return text or None


def test_a_database_is_audited_like_its_files(run: Run, both: Both, tmp_path: Path) -> None:
    """The report on the tables of a database is that on the same tables in files, and so are the findings."""
    places = both({"cases": audited.CASES, "contacts": audited.CONTACTS, "touches": audited.TOUCHES})
    policy = tmp_path / "policy.yaml"
    policy.write_text(audited.POLICY, encoding="utf-8")
    reports = []
    for number, place in enumerate(places):
        out = tmp_path / f"{number}.csv"
        shown = run("audit", place, "--policy", str(policy), "--format", "json", "--out", str(out))
        assert 1 == shown.exit_code
        reports.append((json.loads(shown.stdout), out.read_text("utf-8")))
    assert reports[0] == reports[1]


def test_two_versions_ask_a_database_as_of_one_moment(run: Run, both: Both, tmp_path: Path) -> None:
    """What `courtesy diff --history` counts in a database is what it counts in files."""
    places = both(compared.TABLES)
    for name, text in (("old", compared.OLD), ("new", compared.NEW)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    versions = (str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml"))
    shown = [run("diff", *versions, "--history", place, "--format", "json") for place in places]
    assert [0, 0] == [one.exit_code for one in shown]
    assert shown[0].stdout == shown[1].stdout


def test_an_audit_begins_anew_when_the_rows_have_changed(run: Run, both: Both, tmp_path: Path) -> None:
    """What was judged of other rows is not taken for what the database says now; of the same rows it is."""
    import psycopg  # noqa: PLC0415  may be absent

    from courtesy.bulk.reading.keeping import Kept  # noqa: PLC0415  as the command does
    from courtesy.cli import auditor  # noqa: PLC0415  likewise

    _, address = both({"cases": audited.CASES, "contacts": audited.CONTACTS, "touches": audited.TOUCHES})
    (tmp_path / "policy.yaml").write_text(audited.POLICY, encoding="utf-8")
    marks: list[str] = []

    class Watched(Kept):
        def __init__(self, out: Path, of: str) -> None:
            marks.append(of)
            super().__init__(out, of)

    asked = ("audit", address, "--policy", str(tmp_path / "policy.yaml"), "--out", str(tmp_path / "out.csv"))
    with pytest.MonkeyPatch.context() as patch, psycopg.connect(address, autocommit=True) as connection:
        patch.setattr(auditor, "Kept", Watched)
        for change in ("SELECT 1", "UPDATE touches SET sender = 'carl' WHERE channel = 'sms'", "SELECT 1"):
            run(*asked, "--worst", "0", "--no-owed", "--threads", "1")
            connection.execute(change)
    assert (marks[0], False) == (marks[1], marks[2] == marks[0])


@pytest.mark.parametrize("scheme", ["mysql", "s3", "sqlite"])
def test_other_addresses_are_no_tables(run: Run, scheme: str) -> None:
    """What is neither a path nor a database that is asked is wrong usage, and no password is shown."""
    shown = run("audit", f"{scheme}://user:geheim@host/outreach")
    assert (2, True, False) == (
        shown.exit_code,
        "name files, folders or a database by postgresql://" in " ".join(shown.stderr.split()),
        "geheim" in shown.stderr,
    )


def test_a_database_that_does_not_answer_is_told(run: Run) -> None:
    """The exit code is that of a ledger which does not answer, and JSON is as of all errors."""
    shown = run("audit", "postgresql://user:geheim@127.0.0.1:1/crm", "--format", "json")
    assert (5, "") == (shown.exit_code, shown.stdout)
    error = json.loads(shown.stderr)["error"]
    assert "database-unavailable" == error["code"]
    assert error["message"].startswith("`postgresql://127.0.0.1:1/crm` did not answer: ")
