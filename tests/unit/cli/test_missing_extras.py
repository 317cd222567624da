"""An extra that is not installed is told by every command that takes it, with its code, and what installs it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from courtesy.bulk.errors import AuditUnavailableError
from courtesy.cli.missing import MissingAgentServerError, MissingLanguageServerError, MissingServerError
from courtesy.errors import DriverMissingError, MissingExtraError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.cli.conftest import Run

COMMANDS = {
    ("audit", "touches.csv"): ("duckdb", "courtesy.cli.auditor", AuditUnavailableError, "audit"),
    ("diff", "hire-wire", "hire-wire", "--history", "touches.csv"): (
        "duckdb",
        "courtesy.cli.history_tables",
        AuditUnavailableError,
        "audit",
    ),
    ("audit", "postgresql://localhost/db"): ("psycopg", "", DriverMissingError, "postgres"),
    ("ledger", "show", "postgresql://localhost/db"): ("psycopg", "", DriverMissingError, "postgres"),
    ("lsp",): ("pygls", "courtesy.editor.server", MissingLanguageServerError, "lsp"),
    ("mcp",): ("mcp", "courtesy.serving.agents.transports", MissingAgentServerError, "serve"),
    ("serve",): ("starlette", "courtesy.serving.http", MissingServerError, "serve"),
    ("bundle", "verify", "bundle.tar.gz"): ("cryptography", "courtesy.serving", MissingServerError, "serve"),
}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_extra_that_is_missing_is_told(
    command: tuple[str, ...], run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The exit code is that of wrong usage, nothing is on standard output, and the module and the extra are named."""
    library, made_with, kind, extra = COMMANDS[command]
    for name in [*sys.modules]:
        if name.partition(".")[0] == library or (made_with and name.startswith(made_with)):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    (tmp_path / "touches.csv").write_text("case_id,at,channel\n", encoding="utf-8")
    arguments = [str(tmp_path / one) if one.endswith((".csv", ".gz")) else one for one in command]
    shown = run(*arguments)
    assert (2, "") == (shown.exit_code, shown.stdout)
    said = " ".join(shown.stderr.split())
    assert f"error[{kind.code}]: expected {kind.needed}, found that `{library}` is not installed" in said
    assert f"help: `pip install 'courtesy[{extra}]'`" in said


def test_what_is_no_extra_is_a_mistake_of_the_program() -> None:
    """Only a library that comes with the extra is told so: whatever else is missing is raised as it is."""
    with pytest.raises(ModuleNotFoundError) as raised, MissingServerError.unless_there():
        raise ModuleNotFoundError("No module named 'courtesy.serving.nothing'", name="courtesy.serving.nothing")
    assert not isinstance(raised.value, MissingExtraError)
