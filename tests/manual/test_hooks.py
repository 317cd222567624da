"""The hooks run as pre-commit runs them, and every step of the workflow in the manual is a command that works."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from courtesy.cli.main import COMMANDS
from courtesy.cli.manual import topics
from tests.helpers.documents import BLOCK
from tests.helpers.policies_with_tests import GOOD, policy_with_tests

ROOT = Path(__file__).parents[2]
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
PAGE = {block["file"]: block["body"] for block in BLOCK.finditer(topics()["hooks"].read_text("utf-8")) if block["file"]}
KNOWN = {"id", "name", "description", "entry", "language", "files", "pass_filenames"}
NAMED = ("courtesy-validate", "courtesy-lint", "courtesy-test")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of git with a project, in which `courtesy` is found."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])))
    monkeypatch.delenv("COURTESY_PROJECT", raising=False)
    policy_with_tests(Path("policies/acme"), good=GOOD)
    Path("courtesy.yaml").write_text("policies: [policies]\npolicy: acme\n", encoding="utf-8")
    Path("cases").mkdir()
    Path("cases/one.yaml").write_text("zone: UTC\ncontacts: {hr: {roles: [hr]}}\n", encoding="utf-8")
    Path("package.json").write_text("{}", encoding="utf-8")
    Path(".config").mkdir()
    Path(".config/other.yaml").write_text("jobs: {}\n", encoding="utf-8")
    for command in ("init -q", "add -A"):
        subprocess.run(["git", *command.split()], check=True)  # noqa: S607  found where the tests are run
    return tmp_path


def _run(hook: dict[str, Any]) -> tuple[int, str]:
    """What pre-commit runs on all files of the repository: the entry, with the names of those that the hook is for."""
    listed = subprocess.run(["git", "ls-files"], check=True, capture_output=True, text=True)  # noqa: S607  likewise
    names = [name for name in listed.stdout.splitlines() if re.search(hook["files"], name)]
    assert names
    done = subprocess.run(
        [*shlex.split(hook["entry"]), *(names if hook.get("pass_filenames", True) else ())],
        check=False,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_hooks_are_well_formed() -> None:
    """Each has the keys that pre-commit needs, no others, and runs a command that there is."""
    assert list(NAMED) == [hook["id"] for hook in HOOKS]
    for hook in HOOKS:
        assert {"id", "name", "entry", "language"} <= hook.keys() <= KNOWN
        program, command = hook["entry"].split()
        assert ("courtesy", "python", True) == (program, hook["language"], command in COMMANDS)
        assert re.compile(hook["files"])


@pytest.mark.slow
@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("hook", HOOKS, ids=NAMED)
def test_a_hook_passes_where_all_is_well_and_fails_where_it_is_not(hook: dict[str, Any]) -> None:
    """It looks at nothing but the files of policies and cases, and ends with another code once one is wrong."""
    code, output = _run(hook)
    assert 0 == code, output
    policy, tests = Path("policies/acme/policy.yaml"), Path("policies/acme/tests/good.yaml")
    if hook["id"] == "courtesy-test":
        tests.write_text(GOOD.replace("outcome: allow", "outcome: deny"), encoding="utf-8")
    elif hook["id"] == "courtesy-lint":
        text = policy.read_text("utf-8").replace("forbid: true", "forbid: true\n    unless: {action.channel: sms}")
        policy.write_text(text, encoding="utf-8")
    else:
        tests.write_text(GOOD.replace("calls.hours", "calls.huors"), encoding="utf-8")
    code, output = _run(hook)
    assert 0 != code, output


def test_the_page_uses_the_hooks_that_there_are() -> None:
    """The configuration in the manual names each hook, and no other."""
    files = (".pre-commit-config.yaml", "other.pre-commit-config.yaml")
    first, other = (yaml.safe_load(PAGE[file])["repos"][0]["hooks"] for file in files)
    assert list(NAMED) == [hook["id"] for hook in first]
    assert {hook["id"] for hook in other} <= set(NAMED)


@pytest.mark.slow
def test_every_step_of_the_workflow_works(repository: Path) -> None:
    """Each line that the workflow runs is run by a shell as GitHub does, in a project where all is well."""
    steps = yaml.load(PAGE[".github/workflows/policies.yaml"], yaml.BaseLoader)["jobs"]["policies"]["steps"]  # noqa: S506
    tools = repository / "tools"
    tools.mkdir()
    (tools / "pip").write_text('#!/bin/sh\n[ "$*" = "install courtesy" ]\n', encoding="utf-8")
    (tools / "pip").chmod(0o755)
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    for step in (step["run"] for step in steps if "run" in step):
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step],  # noqa: S607  as GitHub does
            check=False,
            capture_output=True,
            text=True,
            env=environment,
        )
        assert 0 == done.returncode, (step, done.stdout, done.stderr)
    assert (repository / "reports/courtesy.xml").read_text("utf-8").startswith("<?xml")
