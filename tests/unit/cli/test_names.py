"""Names of policies, projects, versions, parents and releases, and lint, on the command line: as files beside say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Run

RUNS: dict[str, Any] = {
    sentence: stated
    for name in ("names.yaml", "inherits.yaml", "releases.yaml", "lint.yaml")
    for sentence, stated in yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))["runs"].items()
}
ASKS = {"check", "when", "plan", "next"}
NOW = ("--now", "2026-12-29T09:00-05:00")


@pytest.mark.parametrize("sentence", RUNS)
def test_names(sentence: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command says and does with these files what the entry states."""
    stated = RUNS[sentence]
    for name, content in stated["files"].items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path / stated.get("cwd", "."))
    monkeypatch.delenv("COURTESY_PROJECT", raising=False)
    if "env" in stated:
        monkeypatch.setenv("COURTESY_PROJECT", stated["env"])
    arguments = stated["run"].split()
    result = run(*arguments, *(NOW if arguments[0] in ASKS else ()))
    out, err = (" ".join(text.split()) for text in (result.stdout, result.stderr))
    assert stated["exit"] == result.exit_code, result.output
    assert ([], []) == (
        [text for text in stated.get("out", ()) if " ".join(text.split()) not in out],
        [text for text in stated.get("err", ()) if " ".join(text.split()) not in err],
    ), result.output
    assert [] == [text for text in stated.get("none", ()) if text in out]
    for name, texts in stated.get("holds", {}).items():
        content = Path(name).read_text("utf-8")
        assert [] == [text for text in texts if text not in content], content
