"""An extra that is not installed is told by every command that takes it, with its code, and what installs it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from courtesy.bulk.errors import AuditUnavailableError
from courtesy.cli.missing import MissingAgentServerError, MissingLanguageServerError, MissingServerError
from courtesy.errors import DriverMissingError, MissingExtraError

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = {
    ("audit", "touches.csv"): ("duckdb", AuditUnavailableError, "audit"),
    ("diff", "hire-wire", "hire-wire", "--history", "touches.csv"): ("pyarrow", AuditUnavailableError, "audit"),
    ("audit", "postgresql://localhost/db"): ("psycopg", DriverMissingError, "postgres"),
    ("ledger", "show", "postgresql://localhost/db"): ("psycopg", DriverMissingError, "postgres"),
    ("lsp",): ("pygls", MissingLanguageServerError, "lsp"),
    ("mcp",): ("mcp", MissingAgentServerError, "serve"),
    ("serve",): ("starlette", MissingServerError, "serve"),
    ("bundle", "verify", "bundle.tar.gz"): ("cryptography", MissingServerError, "serve"),
}
WITHOUT = (
    "import sys; sys.modules[sys.argv.pop(1)] = None; from courtesy.cli.main import cli; cli(prog_name='courtesy')"
)


@pytest.mark.no_cover
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_extra_that_is_missing_is_told(command: tuple[str, ...], tmp_path: Path) -> None:
    """The exit code is that of wrong usage, nothing is on standard output, and the module and the extra are named."""
    library, kind, extra = COMMANDS[command]
    (tmp_path / "touches.csv").write_text("case_id,at,channel\n", encoding="utf-8")
    shown = subprocess.run(
        [sys.executable, "-c", WITHOUT, library, *command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (2, "") == (shown.returncode, shown.stdout)
    said = " ".join(shown.stderr.split())
    assert f"error[{kind.code}]: expected {kind.needed}, found that `{library}` is not installed" in said
    assert f"help: `pip install 'courtesy[{extra}]'`" in said


def test_what_is_no_extra_is_a_mistake_of_the_program() -> None:
    """Only a library that comes with the extra is told so: whatever else is missing is raised as it is."""
    with pytest.raises(ModuleNotFoundError) as raised, MissingServerError.unless_there():
        raise ModuleNotFoundError("No module named 'courtesy.serving.nothing'", name="courtesy.serving.nothing")
    assert not isinstance(raised.value, MissingExtraError)
