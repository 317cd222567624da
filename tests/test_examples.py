"""Every file in `examples/` runs, and gives what tests/examples.yaml says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

import courtesy
from courtesy.cli.main import cli

ROOT = Path(__file__).parent.parent
EXPECTED = yaml.safe_load((ROOT / "tests" / "examples.yaml").read_text(encoding="utf-8"))
EXAMPLES = EXPECTED["examples"]
NOW = ("--now", "2026-11-23T09:00-05:00")


def _check(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return CliRunner().invoke(cli, ("check", *arguments, *NOW), prog_name="courtesy")


def _arguments(example: dict[str, Any]) -> tuple[str, ...]:
    return (example["file"], *example.get("flags", ()), "--policy", example.get("policy", "hire-wire"))


def _worst(words: list[str]) -> str:
    return max(words, key=[outcome.value for outcome in reversed(courtesy.Outcome)].index)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: Path(example["file"]).stem)
@pytest.mark.parametrize("also", [(), ("--all",)], ids=["findings", "all"])
def test_example(example: dict[str, Any], also: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """An example gives its outcome and exit code in every format, quietly, and JSON that its schema permits."""
    results = {
        name: _check(monkeypatch, *_arguments(example), *also, "--format", name)
        for name in ("text", "json", "markdown")
    }
    assert {(example["exit"], "")} == {(result.exit_code, result.stderr) for result in results.values()}
    verdict = json.loads(results["json"].stdout)
    jsonschema.Draft202012Validator(courtesy.schema("verdict")).validate(verdict)
    outcomes = [action["outcome"] for action in verdict["actions"]]
    assert (example["outcome"], example["outcome"]) == (verdict["outcome"], _worst(outcomes))
    text, markdown = results["text"].stdout.splitlines(), results["markdown"].stdout.splitlines()
    told = {outcome.value.upper(): outcome.value for outcome in courtesy.Outcome}
    assert outcomes == [told[line.split()[1].removesuffix(":")] for line in markdown if line.startswith("## ")]
    assert outcomes == [told[word] for line in text if (word := line.partition("  ")[0]) in told]
    assert [line for line in text if len(line) > 80] == []


@pytest.mark.parametrize("program", EXPECTED["programs"])
def test_program(program: str) -> None:
    """An example program runs from the top of the repository, and its first line is as expected."""
    done = subprocess.run([sys.executable, program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (0, "", EXPECTED["programs"][program]) == (done.returncode, done.stderr, done.stdout.splitlines()[0])


def test_folder_of_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole folder can be checked at once; what proposes nothing, or goes with another policy, is passed over."""
    result = _check(monkeypatch, "examples", "--format", "json")
    judged = {item["case"]: item["verdict"]["outcome"] for item in json.loads(result.stdout)}
    alone = [example for example in EXAMPLES if not {"flags", "policy"} & set(example)]
    assert judged == {example["file"]: example["outcome"] for example in alone}
    note = "note: the case in `examples/07-draft-case.yaml` proposes no action; it is passed over\n"
    assert (1, note) == (result.exit_code, result.stderr)


def test_every_example_is_expected() -> None:
    """No file of the folder is forgotten."""
    cases = [str(path.relative_to(ROOT)) for path in ROOT.glob("examples/**/0*.yaml")]
    programs = [str(path.relative_to(ROOT)) for path in ROOT.glob("examples/**/*.py")]
    assert sorted(cases) == sorted(example["file"] for example in EXAMPLES)
    assert programs == list(EXPECTED["programs"])
