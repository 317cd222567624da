"""The story of an edit, as the manual's page `editing` tells it, from the changed number to the branch."""

from __future__ import annotations

import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

import courtesy
from courtesy.cli.main import cli
from courtesy.cli.manual import topics
from courtesy.wording.text import short_digest
from tests.helpers.documents import Session
from tests.helpers.lsp_client import Client

HEADQUARTERS = Path("policies/northgate")
EDITED = HEADQUARTERS / "1.1.0/policy.yaml"
OLD_WORDS = "waits five business days"
DECEMBER, JANUARY = date(2026, 12, 31), date(2027, 1, 1)


class Page:
    """The page, executed bit by bit in the current folder."""

    def __init__(self, text: str) -> None:
        self.text, self._rest, self._session = text, text, Session()

    def on_to(self, words: str) -> None:
        """Execute the page up to the place where these words stand."""
        before, at, after = self._rest.partition(words)
        assert at, words
        self._rest = after
        self._session.renewed(before)

    def to_its_end(self) -> None:
        """Execute what is left."""
        self._session.renewed(self._rest)


def ask(*arguments: str) -> tuple[int, Any]:
    """The exit code of a command, and what it says as data."""
    result = CliRunner().invoke(cli, [*arguments, "--format", "json"], prog_name="courtesy")
    return result.exit_code, json.loads(result.stdout)


def code(*arguments: str) -> int:
    """The exit code of a command."""
    return CliRunner().invoke(cli, arguments, prog_name="courtesy").exit_code


def place_of(words: str, file: Path) -> tuple[int, int]:
    """Line and column, counted from 1, at which words stand in a file."""
    before, found, _ = file.read_text(encoding="utf-8").partition(words)
    assert found, words
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def in_an_editor(file: Path) -> tuple[list[str], list[tuple[int, int, str | int | None]]]:
    """What an editor tells of the number in a file, and what it marks there: nothing once the title is right."""
    with Client((sys.executable, "-m", "courtesy", "lsp"), Path.cwd()) as editor:
        editor.open(file)
        marked = [(*told.place, told.code) for told in editor.problems(file)]
        reads = editor.hover(file, *place_of("10 business days", file))
        editor.open(file, file.read_text("utf-8").replace(OLD_WORDS, "waits {at_least}"))
        assert [] == editor.problems(file)
    return [line.strip() for line in reads.splitlines()], marked


def identity(told: Any) -> tuple[str, str, str]:
    """Which policy some data are about."""
    return told["id"], told["version"], told["digest"]


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    """The page, in a folder in which there is nothing yet."""
    monkeypatch.chdir(tmp_path)
    return Page(topics()["editing"].read_text(encoding="utf-8"))


@pytest.mark.slow
def test_a_changed_number_is_followed_until_a_branch_works_by_it(page: Page) -> None:
    """Editor, lint, diff, test, coverage, mutate, docs and release tell of one edit, and the branch works by it."""
    page.on_to("An editor with the language server")
    reads, marked = in_an_editor(EDITED.absolute())
    assert [line.removeprefix(">").strip() for line in re.findall("^>.*$", page.text, re.MULTILINE)] == reads
    stated, linted = ask("lint", "northgate@1.1.0")
    (finding,) = linted["reports"][0]["findings"]
    assert (1, [(finding["line"], finding["column"], finding["sense"])]) == (stated, marked)
    assert (*place_of(f"A follow-up e-mail {OLD_WORDS}", EDITED), "other-number") == marked[0]

    page.on_to("## Who is told something else")
    assert 0 == code("lint", "northgate@1.1.0")
    stated, compared = ask("diff", "northgate", "--cases", "cases", "--fail-on", "permitted")
    edited = identity(compared["new"])
    assert (1, identity(linted["reports"][0]["policy"])) == (stated, edited)
    turns = [(one["case"], one["turn"]) for one in compared["recorded"]["changes"]]
    assert [("cases/manager.yaml", "newly_permitted"), ("cases/analyst.yaml", "newly_refused")] == turns

    page.on_to("Both failures are meant.")
    stated, tested = ask("test", "northgate@1.1.0")
    assert (1, 2, edited) == (stated, tested["counts"]["failed"], identity(tested["policies"][0]))
    assert 0 == code("test", "northgate@1.0.0")
    page.on_to("## What nobody has tried")
    assert 0 == code("test", "northgate")

    assert 1 == code("coverage", "northgate", "--fail-under", "100")
    page.on_to("The cases are written with")
    stated, tested = ask("test", "northgate@1.1.0")
    assert (1, 4) == (stated, tested["counts"]["open"])
    page.on_to("## What people read")
    stated, covered = ask("coverage", "northgate", "--fail-under", "100")
    assert (0, edited) == (stated, identity(covered["policy"]))
    stated, mutated = ask("mutate", "northgate")
    assert (0, 100, edited) == (stated, mutated["percent"], identity(mutated["policy"]))
    assert 0 == code("test", "northgate")

    page.on_to("## The release")
    handbook = CliRunner().invoke(cli, ["docs", "northgate", "--as-of", "2027-01-04"]).stdout
    assert f"{short_digest(edited[2])} / " in handbook
    page.on_to("## The branch")
    recorded = yaml.safe_load((HEADQUARTERS / "releases.yaml").read_text("utf-8"))["releases"]
    assert [identity(compared["old"]), edited] == [identity(release) for release in recorded]

    page.to_its_end()
    versions = courtesy.load_policies("london", project=courtesy.load_project("courtesy.yaml"))
    judges = {str(day): [str(one.author) for one in versions.on(day).source.lineage] for day in (DECEMBER, JANUARY)}
    assert {
        "2026-12-31": ["london 1.0.0", "northgate 1.0.0"],
        "2027-01-01": ["london 1.1.0", "northgate 1.1.0"],
    } == judges

    corrected = HEADQUARTERS / "1.1.1/policy.yaml"
    corrected.parent.mkdir()
    corrected.write_text(EDITED.read_text("utf-8").replace("1.1.0", "1.1.1"), encoding="utf-8")
    versions = courtesy.load_policies("london", project=courtesy.load_project("courtesy.yaml"))
    parents = [version.source.parent for version in versions.versions]
    assert ["northgate 1.0.0", "northgate 1.1.1"] == [str(one.author) for one in parents if one is not None]
