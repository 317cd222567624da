"""What a folder holds is checked, or it is told that it is not.

Each entry of `folders.yaml` has `files` (each with what it holds, see `_CONTENTS`), what to `run`, the `exit` code, the
files that are `ok`, and those that errors are `told` of, or all of `stderr`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Run

CASES: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("folders.yaml").read_text(encoding="utf-8"))
_HEAD = "courtesy: 1\nid: northgate\nversion: 1.0.0\ntitle: A\n"
_FACTS = (
    "facts: {attributes.urgent: {type: boolean, title: whether it is urgent, says: it is urgent, "
    "denies: it is not urgent}}\n"
)
_CONTENTS = {
    "policy": f"{_HEAD}{_FACTS}rules: [{{id: a.b, level: must, forbid: {{attributes.urgent: true}}}}]\n",
    "manifest": f"{_HEAD}include: [rules/timing.yaml]\n",
    "rules": "- {id: timing.b, level: must, forbid: true}\n",
    "good": "zone: UTC\n",
    "own": "zone: UTC\nattributes: {urgent: true}\n",
    "broken": "zone: UTC\ncontacts: {client: {role: [hr]}}\n",
    "torn": '{"zone": "UTC", "contacts": {',
    "notes": "id: notes\nopenapi: 3.1.0\n",
}


@pytest.mark.parametrize("name", CASES)
def test_folder(name: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file of a policy or a case is passed over in silence."""
    monkeypatch.chdir(tmp_path)
    wanted = CASES[name]
    for file, content in wanted["files"].items():
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        Path(file).write_text(_CONTENTS[content], encoding="utf-8")
    result = run(*wanted["run"].split())
    assert wanted["exit"] == result.exit_code
    assert wanted.get("ok", []) == re.findall(r"^(\S+): OK, ", result.stdout, re.MULTILINE)
    if "stderr" in wanted:
        assert wanted["stderr"] == result.stderr
    else:
        assert wanted.get("told", []) == sorted(set(re.findall(r"^  ([^\s:]+):\d+:\d+", result.stderr, re.MULTILINE)))
