"""Every file in `examples/` runs, and gives what tests/examples.yaml says."""

from __future__ import annotations

import json
import os
import re
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
from courtesy.cli.manual import topics
from tests.helpers.embedding import EMBEDDING

ROOT = Path(__file__).parent.parent
EXPECTED = yaml.safe_load((ROOT / "tests" / "examples.yaml").read_text(encoding="utf-8"))
EXAMPLES = EXPECTED["examples"]
COMMANDS = {
    "check": ("verdict", ("text", "json", "markdown")),
    "plan": ("plan", ("text", "json", "markdown", "html", "ics")),
    "when": ("windows", ("text", "json", "markdown")),
    "next": ("next_steps", ("text", "json", "markdown")),
}
"""What each command gives, and in which formats."""
UPDATE = bool(os.environ.get("COURTESY_UPDATE"))


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return CliRunner().invoke(cli, arguments, prog_name="courtesy")


def _arguments(example: dict[str, Any]) -> tuple[str, ...]:
    command, now = example.get("command", "check"), example.get("now", EXPECTED["now"])
    flags = (*example.get("flags", ()), "--policy", example.get("policy", "hire-wire"), "--now", now)
    return (command, example["file"], *flags)


def _name(example: dict[str, Any]) -> str:
    return f"{example.get('command', 'check')} {Path(example['file']).stem}"


@pytest.mark.parametrize("example", EXAMPLES, ids=_name)
def test_example(example: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """An example gives its outcome and exit code in every format, quietly, and JSON that its schema permits."""
    schema, formats = COMMANDS[example.get("command", "check")]
    results = {name: _run(monkeypatch, *_arguments(example), "--format", name) for name in formats}
    assert {(example["exit"], "")} == {(result.exit_code, result.stderr) for result in results.values()}
    found = json.loads(results["json"].stdout)
    jsonschema.Draft202012Validator(courtesy.schema(schema)).validate(found)
    assert example.get("outcome") == found.get("outcome")
    assert [line for line in results["text"].stdout.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("example", [one for one in EXAMPLES if "command" not in one], ids=_name)
@pytest.mark.parametrize("also", [(), ("--all",)], ids=["findings", "all"])
def test_every_format_tells_the_same_outcomes(
    example: dict[str, Any], also: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each action of an example has the same outcome in text, JSON and Markdown, with all findings and without."""
    text, found, markdown = (
        _run(monkeypatch, *_arguments(example), *also, "--format", name).stdout for name in ("text", "json", "markdown")
    )
    outcomes = [action["outcome"] for action in json.loads(found)["actions"]]
    told = {outcome.value.upper(): outcome.value for outcome in courtesy.Outcome}
    headings = [line.split()[1].removesuffix(":") for line in markdown.splitlines() if line.startswith("## ")]
    assert outcomes == [told[word] for word in headings if word in told]
    assert outcomes == [told[word] for line in text.splitlines() if (word := line.partition("  ")[0]) in told]


@pytest.mark.skipif(len(courtesy.available_matchers()) == 1, reason="a plan tells which matchers judged it")
@pytest.mark.parametrize("file", EXPECTED["exported"])
def test_exported_plan(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exported plan is what the plan of the fresh interview gives in that format; COURTESY_UPDATE=1 writes it."""
    fresh = next(one for one in EXAMPLES if one.get("command") == "plan" and "fresh" in one["file"])
    result = _run(monkeypatch, *_arguments(fresh), "--format", EXPECTED["exported"][file])
    if UPDATE:
        (ROOT / file).parent.mkdir(exist_ok=True)
        (ROOT / file).write_bytes(result.stdout_bytes)
    assert (ROOT / file).read_bytes() == result.stdout_bytes


@pytest.mark.parametrize("program", EXPECTED["programs"])
def test_program(program: str) -> None:
    """An example program runs from the top of the repository, and its first line is as expected."""
    done = subprocess.run([sys.executable, program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (0, "", EXPECTED["programs"][program]) == (done.returncode, done.stderr, done.stdout.splitlines()[0])


def test_folder_of_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole folder can be checked at once; what proposes nothing, or lies with another policy, is told of."""
    result = _run(monkeypatch, "check", "examples", "--format", "json", "--now", EXPECTED["now"])
    judged = {item["case"]: item["verdict"]["outcome"] for item in json.loads(result.stdout)}
    alone = [example for example in EXAMPLES if not {"flags", "policy", "command"} & set(example)]
    assert judged == {example["file"]: example["outcome"] for example in alone}
    passed_over = ("examples/07-draft-case.yaml", "examples/09-fresh-interview.yaml")
    notes = [json.loads(line)["note"] for line in result.stderr.splitlines()]
    told = [(f"the case in `{name}` proposes no action", "it is skipped") for name in passed_over]
    count = len(list((ROOT / "examples/one-file").glob("0*.yaml")))
    elsewhere = f"the folder `examples/one-file` holds {count} cases beside a policy of its own"
    told.append((elsewhere, "not checked without --policy examples/one-file/policy.yaml"))
    told.append(("the folder `examples/agency` is a project of its own", "not checked from outside"))
    assert (1, told) == (result.exit_code, [(note["message"], note["consequence"]) for note in notes])


def test_every_example_is_expected() -> None:
    """No file of the folder is forgotten."""
    cases = {
        str(path.relative_to(ROOT))
        for pattern in ("0*.yaml", "1*.yaml")
        for path in ROOT.glob(f"examples/**/{pattern}")
    }
    cases |= {str(path.relative_to(ROOT)) for path in EMBEDDING.glob("*.yaml")}
    programs = [str(path.relative_to(ROOT)) for path in ROOT.glob("examples/*.py")]
    exported = {str(path.relative_to(ROOT)) for path in ROOT.glob("examples/exported/0*")}
    assert (cases, exported) == ({example["file"] for example in EXAMPLES}, set(EXPECTED["exported"]))
    assert programs == list(EXPECTED["programs"])


def test_every_example_of_embedding_is_tried_and_shown() -> None:
    """Each program of the folder has tests of its own, names the command that starts it, and is in the manual."""
    programs = {path.stem: path.read_text(encoding="utf-8") for path in EMBEDDING.glob("*.py")}
    tried = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / "embedding").glob("test_*.py")}
    shown = set(re.findall(r"(?<=<!-- generated: example )\w+", topics()["embedding"].read_text(encoding="utf-8")))
    assert (set(programs), set(programs)) == (tried, shown)
    assert [
        name for name, text in programs.items() if not re.search(rf"^    .*\b{name}(?:\.py|:)", text, re.MULTILINE)
    ] == []
