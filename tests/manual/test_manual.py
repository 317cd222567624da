"""The manual tells the truth: its examples are executed, and what can be generated in it is.

With COURTESY_UPDATE=1 the output on its pages, and what is generated there, is written anew.
"""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest

import courtesy
from courtesy.cli.manual import GUIDE, MANUAL, summary, topics
from courtesy.model.predicate import Period
from courtesy.rules import RULE_TYPES
from courtesy.values import DurationUnit
from tests.helpers.documents import BLOCK, Session, hold
from tests.helpers.spark import need_java
from tests.manual import blocks as manual_blocks
from tests.manual.blocks.errors import errors
from tests.manual.blocks.rooms import siblings

AGENCY = Path(__file__).parents[2] / "examples" / "agency"
OF_EDITORS = ("jsonc", "lua", "elisp")
"""Settings of editors, which only they can try."""
PICTURE = re.compile(r"(?<=## The journey of a verdict\n\n)```text\n.*?```", re.DOTALL)


@pytest.mark.parametrize("topic", topics())
def test_pages_show_real_output(topic: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is generated on a page is as it is now, and every command and program prints what stands below it."""
    if topic == "spark":
        need_java()
    page = topics()[topic]
    text = manual_blocks.renewed(page.read_text(encoding="utf-8"))
    monkeypatch.chdir(tmp_path)
    hold(page, Session().renewed(text))


@pytest.mark.parametrize("topic", topics())
def test_every_block_is_executed(topic: str) -> None:
    """Every block of a page is a file that is used further down, commands, a program, or what was generated."""
    text = topics()[topic].read_text(encoding="utf-8")
    for block in BLOCK.finditer(PICTURE.sub("", manual_blocks.MARKED.sub("", text))):
        if block["kind"] in {"yaml", "json", "eml"}:
            assert block["file"], block["body"]
            assert re.search(rf"^(?:\$.*| .*|[A-Za-z].*){re.escape(block['file'])}", text, re.MULTILINE), block["file"]
        else:
            assert block["kind"] in {"console", "python", *OF_EDITORS}, block["body"]
            assert not block["file"], block["body"]


@pytest.mark.parametrize("topic", topics())
def test_commands_mean_the_same_in_a_shell(topic: str) -> None:
    """A shell reads each command as it is meant, and tells with `echo $?` how a command of Courtesy ended."""
    commands = re.findall(r"^\$ (.*)$", topics()[topic].read_text(encoding="utf-8"), re.MULTILINE)
    assert [one for one in commands if re.search(r'"[^"]*`[^"]*"', re.sub(r"'[^']*'", "", one))] == []
    ends = [before for before, one in pairwise(commands) if one == "echo $?"]
    assert [one for one in ends if " | " in one] == []


def test_the_picture_shows_the_stages() -> None:
    """The journey of a verdict leads through the stages of the import contract, and through no others."""
    picture = PICTURE.search(topics()["architecture"].read_text(encoding="utf-8"))
    assert picture
    assert siblings() == set(re.findall(r"(?<=--)[a-z]+(?=--)|\b[a-z]+(?=:)", picture[0]))


def test_every_rule_type_has_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each rule type has a page, made from its docstring, and there is no page of any other."""
    monkeypatch.chdir(tmp_path)
    if os.environ.get("COURTESY_UPDATE"):
        for name in set(RULE_TYPES) - set(topics()):
            page = manual_blocks.renewed(f"# {name}\n\n<!-- generated: rule {name} -->\n<!-- end -->\n")
            (MANUAL / "rules" / f"{name}.md").write_text(Session().renewed(page), encoding="utf-8")
    pages = {page.stem for page in (MANUAL / "rules").glob("*.md")}
    assert set(RULE_TYPES) == pages
    assert [
        name
        for name in pages
        if f"<!-- generated: rule {name} -->" not in (MANUAL / "rules" / f"{name}.md").read_text("utf-8")
    ] == []


def test_every_diff_is_shown() -> None:
    """The page about extending shows each diff that is tried, and no other."""
    shown = set(re.findall("(?<=<!-- generated: diff )[a-z_]+", topics()["extending"].read_text(encoding="utf-8")))
    assert {file.stem for file in manual_blocks.DIFFS.glob("*.diff")} == shown


def test_topics_are_told_apart() -> None:
    """No two pages have one name, and the guide has an order."""
    assert len(list(MANUAL.rglob("*.md"))) == len(topics())
    assert set(GUIDE) == {page.stem for page in MANUAL.glob("*.md")}


def test_the_story_takes_eight_commands() -> None:
    """From the interview to the second week it takes eight commands, each of which succeeds or says to wait."""
    text = topics()["loop"].read_text(encoding="utf-8")
    told = re.findall(r"^\$ courtesy (\w+)", text, re.MULTILINE)
    assert ["new", "next", "record", "check", "plan", "record", "record", "next"] == told
    assert "error" not in text


def test_the_agency_of_the_page_is_that_of_the_examples() -> None:
    """The files of the page about an agency lie in `examples/agency/`, with no others but more tests.

    COURTESY_UPDATE=1 writes them.
    """
    blocks = BLOCK.finditer(topics()["agency"].read_text(encoding="utf-8"))
    files = {block["file"]: block["body"] for block in blocks if block["file"] not in {None, "hasty.yaml"}}
    if os.environ.get("COURTESY_UPDATE"):
        for name, text in files.items():
            (AGENCY / name).parent.mkdir(parents=True, exist_ok=True)
            (AGENCY / name).write_text(text, encoding="utf-8")
    there = {path.relative_to(AGENCY).as_posix(): path for path in AGENCY.rglob("*") if path.is_file()}
    shown = {name: path for name, path in there.items() if name in files or "tests" not in path.parts[-2:]}
    assert files == {name: path.read_text(encoding="utf-8") for name, path in shown.items()}


@pytest.mark.parametrize("topic", topics())
def test_pages_begin_with_a_title_and_a_sentence(topic: str) -> None:
    """A page begins with its title and a sentence, which the list shows on one line; of a rule type, its docstring."""
    page = topics()[topic]
    assert re.match(r"# \S.*\n\n", page.read_text(encoding="utf-8"))
    assert page.parent.name == "rules" or len(summary(page)) <= 60


@pytest.mark.parametrize("topic", topics())
def test_pages_name_topics_that_there_are(topic: str) -> None:
    """Every `courtesy manual TOPIC` that a page names, and every link of it, leads to a page."""
    text = topics()[topic].read_text(encoding="utf-8")
    assert set(re.findall(r"courtesy manual ([a-z-]+)", text)) <= set(topics())
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    assert [link for link in links if not (topics()[topic].parent / link).is_file()] == []


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("durations", [f"{unit.value}s" for unit in DurationUnit]),
        ("windows", [f"calendar {unit.value}" for unit in Period]),
        ("copies", list(courtesy.Concerns)),
        ("obligations", list(courtesy.Standing)),
        ("glossary", list(courtesy.Outcome)),
    ],
)
def test_pages_tell_every_word(topic: str, words: list[str]) -> None:
    """A page that explains the words for something explains all that there are."""
    text = topics()[topic].read_text(encoding="utf-8")
    assert [word for word in words if f"`{word}`" not in text] == []


def test_every_error_is_on_its_page() -> None:
    """Every code that the engine can give stands on the page of errors, with a cause and a way out."""
    page = topics()["errors"].read_text(encoding="utf-8")
    listed = set(re.findall(r"^- `([a-z-]+)`: ", page, re.MULTILINE))
    assert {error.code for error in errors()} <= listed
    assert [error for error in errors() if not getattr(error, "way_out", "")] == []
