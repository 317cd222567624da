"""`courtesy schema --for`: what is written for editors, and where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from courtesy.cli.editor_files import with_line
from courtesy.cli.main import cli

if TYPE_CHECKING:
    from click.testing import Result

POLICY = """\
courtesy: 1
id: acme
version: 1.0.0
title: Acme
include: [contact.yaml]
"""
LINE = "# yaml-language-server: $schema="


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A policy with a rule file and a test, in the current folder."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "acme"
    (folder / "tests").mkdir(parents=True)
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (folder / "contact.yaml").write_text("- {id: contact.a, level: must, forbid: true}\n", encoding="utf-8")
    (folder / "tests" / "a.yaml").write_text(f"{LINE}elsewhere\nbase: {{}}\n", encoding="utf-8")
    return folder


def _run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["schema", *words])


def test_schemas_are_written_beside_a_policy_and_named_in_its_files(acme: Path) -> None:
    """Each file names the schema from where it is; a second run changes nothing."""
    said = _run("policy", "--for", "./acme", "--install")
    assert said.exit_code == 0
    assert said.stdout.splitlines() == [
        "Written: acme/.courtesy/policy.schema.json",
        "Written: acme/policy.yaml",
        "Written: acme/contact.yaml",
        "Written: acme/.courtesy/tests.schema.json",
        "Written: acme/tests/a.yaml",
    ]
    firsts = {
        name: (acme / name).read_text("utf-8").splitlines()[0]
        for name in ("policy.yaml", "contact.yaml", "tests/a.yaml")
    }
    assert firsts == {
        "policy.yaml": f"{LINE}.courtesy/policy.schema.json",
        "contact.yaml": f"{LINE}.courtesy/policy.schema.json#/$defs/rule_file",
        "tests/a.yaml": f"{LINE}../.courtesy/tests.schema.json",
    }
    assert (acme / "policy.yaml").read_text("utf-8").endswith(POLICY)
    assert _run("policy", "--for", "./acme", "--install").stdout == "All is up to date.\n"


def test_validate_keeps_the_schema_fresh(acme: Path) -> None:
    """After a word was declared, validating the policy writes the schema anew and says so; else it writes nothing."""
    _run("policy", "--for", "./acme", "--install")
    schema = acme / ".courtesy" / "policy.schema.json"
    quiet = CliRunner().invoke(cli, ["validate", "acme/policy.yaml"])
    assert (quiet.exit_code, quiet.stderr) == (0, "")
    manifest = acme / "policy.yaml"
    manifest.write_text(f"{manifest.read_text('utf-8')}channels: {{whatsapp: WhatsApp message}}\n", encoding="utf-8")
    told = CliRunner().invoke(cli, ["validate", "acme/policy.yaml"])
    assert told.exit_code == 0
    assert "policy.schema.json" in told.stderr
    assert '"whatsapp"' in schema.read_text("utf-8")


def test_without_an_installed_schema_validate_writes_nothing(acme: Path) -> None:
    """Validating leaves a policy's folder as it is."""
    before = sorted(acme.rglob("*"))
    assert CliRunner().invoke(cli, ["validate", "acme/policy.yaml"]).exit_code == 0
    assert sorted(acme.rglob("*")) == before


@pytest.mark.usefixtures("acme")
def test_a_schema_is_printed_or_written_where_asked() -> None:
    """What is printed and what is written is the same schema, which any JSON reader takes."""
    printed = _run("policy", "--for", "acme/contact.yaml")
    assert _run("policy", "--for", "./acme", "--output", "deep/s.json").stdout == "Written: deep/s.json\n"
    written = Path("deep/s.json").read_text("utf-8")
    assert printed.stdout == written
    assert "contact.a" in json.loads(written)["$defs"]["manifest"]["properties"]["locked"]["then"]["items"]["enum"]


def test_what_cannot_be_read_is_told_beside_the_schema(acme: Path) -> None:
    """The schema of a policy that is half written goes to standard output, and what is missing to standard error."""
    with (acme / "policy.yaml").open("a", encoding="utf-8") as file:
        file.write("facts: {attributes.x: {type: bool")
    said = _run("policy", "--for", "./acme")
    assert said.exit_code == 0
    assert json.loads(said.stdout)
    assert "policy.yaml:7:1: what stands under `facts`" in said.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("verdict", "--for", "hire-wire"),
        ("policy", "--install"),
        ("tests", "--for", "hire-wire", "--install"),
        ("policy", "--for", "hire-wire", "--install"),
        ("policy", "--for", "hire-wire", "--install", "--output", "x.json"),
    ],
)
def test_what_makes_no_sense_is_a_matter_of_usage(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Results have no words of a policy, and what ships is not changed."""
    monkeypatch.chdir(tmp_path)
    assert _run(*words).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_policy_that_is_none_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that nobody knows is invalid input."""
    monkeypatch.chdir(tmp_path)
    said = _run("policy", "--for", "nobody")
    assert (said.exit_code, said.stdout) == (3, "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"a: 1\n", b"# yaml-language-server: $schema=s\na: 1\n"),
        (b"a: 1\r\nb: 2\r\n", b"# yaml-language-server: $schema=s\r\na: 1\r\nb: 2\r\n"),
        (b"\xef\xbb\xbfa: 1\n", b"\xef\xbb\xbf# yaml-language-server: $schema=s\na: 1\n"),
        (
            b"# about\n# yaml-language-server: $schema=old\r\na: 1",
            b"# about\n# yaml-language-server: $schema=s\r\na: 1",
        ),
        (b"", b"# yaml-language-server: $schema=s\n"),
    ],
)
def test_the_line_takes_the_place_of_the_old_one(text: bytes, expected: bytes) -> None:
    """A file has one such line, with its own line ends, and nothing else in it changes."""
    assert with_line(text, "s") == expected
    assert with_line(expected, "s") == expected


def test_a_rule_that_is_added_is_known_to_the_schema(acme: Path) -> None:
    """`courtesy new rule` writes an installed schema anew, which knows the rule, and names it in a new file."""
    _run("policy", "--for", "./acme", "--install")
    with (acme / "policy.yaml").open("a", encoding="utf-8") as file:
        file.write("zone: UTC\n")
    words = ["new", "rule", "forbid", "other.b", "--policy", "./acme", "--title", "Some", "--because", "A reason."]
    said = CliRunner().invoke(cli, words)
    assert said.exit_code == 0
    assert ".courtesy/policy.schema.json" in said.stdout
    assert (acme / "other.yaml").read_text("utf-8").startswith(f"{LINE}.courtesy/policy.schema.json#/$defs/rule_file\n")
    assert '"other.b"' in (acme / ".courtesy" / "tests.schema.json").read_text("utf-8")
