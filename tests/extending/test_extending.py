"""Adding to the engine is what the diffs of this folder say: each, applied to a copy, is whole and works."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
EXTENSIONS: dict[str, Any] = yaml.safe_load((HERE / "extensions.yaml").read_text("utf-8"))
COPIED = ("engine", "schemas", "policies", "examples", "tests", "pyproject.toml", "README.md", ".pre-commit-hooks.yaml")
LEFT_OUT = shutil.ignore_patterns("corpus", "bench")
"""What is compiled goes along, so that only what a diff changes is compiled anew."""
PYTEST = ("pytest", "-q", "-p", "no:cacheprovider", "-p", "no:schemathesis")
"""Without the plugin that takes longest to load, and which nothing here uses."""


def _run(copy: Path, folder: Path, *arguments: str, update: bool = False) -> subprocess.CompletedProcess[str]:
    """What a module of Python prints that is run in a folder, by the engine of the copy."""
    settings = {"PYTHONPATH": str(copy / "engine"), "COURTESY_UPDATE": "1" if update else ""}
    command = [sys.executable, "-m", *arguments]
    environment = {**os.environ, **settings}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def _at(document: Any, path: str) -> Any:
    for step in path.split("."):
        document = document[int(step) if step.isdigit() else step]
    return document


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what the engine and its tests are made of."""
    folder = tmp_path / "copy"
    folder.mkdir()
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=LEFT_OUT)
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


def test_every_diff_is_tried() -> None:
    """There is no diff that is not applied below."""
    assert {file.stem for file in HERE.glob("*.diff")} == set(EXTENSIONS)


@pytest.mark.parametrize("name", EXTENSIONS)
def test_a_diff_still_applies(name: str) -> None:
    """Whoever changes a line that a diff stands on is told so at once."""
    command = ["git", "apply", "--check", HERE / f"{name}.diff"]  # whichever git there is
    applied = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (0, "") == (applied.returncode, applied.stderr)


@pytest.mark.slow
@pytest.mark.parametrize("name", EXTENSIONS)
def test_an_extension_is_whole_and_works(name: str, copy: Path, tmp_path: Path) -> None:
    """With the diff applied the house tests pass, and the commands do what the extension is for."""
    extension = EXTENSIONS[name]
    applied = subprocess.run(["git", "apply", HERE / f"{name}.diff"], cwd=copy, capture_output=True, check=False)  # noqa: S607  whichever git there is
    assert (0, b"") == (applied.returncode, applied.stderr)
    if generated := extension.get("generated"):
        _run(copy, copy, *PYTEST, *generated, update=True)
    checked = _run(copy, copy, *PYTEST, "-m", "not slow", *extension["checked"])
    assert 0 == checked.returncode, checked.stdout
    for file, text in extension.get("files", {}).items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    for command in extension["commands"]:
        result = _run(copy, tmp_path, "courtesy", *command["run"].split())
        assert command.get("exit", 0) == result.returncode, result.stdout + result.stderr
        assert [line for line in command.get("prints", ()) if line not in result.stdout.splitlines()] == [], (
            result.stdout
        )
        found = command.get("found", {})
        assert found == {path: _at(json.loads(result.stdout), path) for path in found}
