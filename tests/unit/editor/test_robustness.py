"""Whatever somebody does to a file, every question about it is answered, or has no answer; nothing breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courtesy.bounds import MAX_BYTES
from courtesy.editor.completion import completions
from courtesy.editor.definition import definitions, references
from courtesy.editor.desk import Desk
from courtesy.editor.diagnostics import marks
from courtesy.editor.hover import hover
from courtesy.editor.lenses import lenses
from courtesy.editor.outline import outline
from tests.helpers.desks import FILES, folder

ROOT = Path(__file__).parents[3]
SHIPPED = {
    f"acme/{path.name}": path.read_text("utf-8")
    for path in (
        *sorted((ROOT / "policies/hire-wire/1.0.0").glob("*.yaml")),
        ROOT / "examples/one-file/policy.yaml",
        ROOT / "examples/06-plan.yaml",
    )
}
TEXTS = {**SHIPPED, **FILES}
GARBAGE = (
    *(
        "{",
        "}",
        "[",
        "]",
        ": ",
        ":",
        "- ",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "'",
        '"',
        "|\n",
        "> ",
        "#",
        "\ufeff",
        "\U0001f44b",
    ),
    *("&a ", "*a ", "!t ", "\0", "\u2028", "\x85", "<<: *a", "---\n", "%", ",", " null", "\ud800", "? ", "~", "{{"),
    *("recipient.", "- id: x.y\n", "courtesy: 1\n", "include: [a, b]\n", "extends: ../x\n", "extends: hire-wire\n"),
)


@st.composite
def _spoilt(draw: st.DrawFn) -> tuple[str, str]:
    """A file that lies there with pieces cut out, put in and doubled."""
    name = draw(st.sampled_from(sorted(TEXTS)))
    text = TEXTS[name]
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from((0, 1, 3, 20, 200, 5000))))
        put = draw(st.sampled_from(("", *GARBAGE, text[start:end] * 2)))
        text = text[:start] + put + text[end:]
    return name, text


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small agency."""
    return folder(tmp_path_factory.mktemp("agency"))


def _ask_everything(root: Path, name: str, text: str, offsets: list[int]) -> None:
    desk = Desk()
    desk.put(root / name, text)
    sheet = desk.sheet(root / name)
    assert sheet is not None
    for mark in marks(desk, sheet.path):
        assert 0 <= mark.start <= mark.end <= len(text)
    for entry in outline(sheet):
        assert entry.start <= entry.name_start <= entry.name_end <= entry.end
    lenses(desk, sheet, {})
    for offset in offsets:
        hover(sheet, offset)
        definitions(desk, sheet, offset)
        for offer in completions(sheet, offset):
            assert offer.start <= offset <= offer.end
    references(desk, sheet, offsets[0])


@given(_spoilt(), st.data())
@settings(max_examples=10)
def test_no_text_is_too_spoilt_to_be_helped_with(root: Path, spoilt: tuple[str, str], data: st.DataObject) -> None:
    """A spoilt file is read, and asked about at random places."""
    name, text = spoilt
    _ask_everything(root, name, text, data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))


@pytest.mark.slow
@given(_spoilt(), st.data())
@settings(max_examples=100)
def test_no_text_of_many_is_too_spoilt_to_be_helped_with(
    root: Path, spoilt: tuple[str, str], data: st.DataObject
) -> None:
    """Many spoilt files are read, and asked about at random places."""
    name, text = spoilt
    _ask_everything(root, name, text, data.draw(st.lists(st.integers(0, len(text)), min_size=9, max_size=9)))


@pytest.mark.parametrize("filling", ["a: {b: [", "'a ", "- id: a.b\n"])
def test_a_file_that_is_too_long_is_told_so_and_costs_little(root: Path, filling: str) -> None:
    """Of a text beyond the limit of the loader nothing but that is told, and nothing is offered."""
    text = filling * (MAX_BYTES // len(filling) + 2)
    desk = Desk()
    desk.put(root / "acme/policy.yaml", text)
    sheet = desk.sheet(root / "acme/policy.yaml")
    assert sheet is not None
    assert ["limit-exceeded"] == [mark.code for mark in marks(desk, sheet.path)]
    assert () == completions(sheet, len(text) // 2)
    assert hover(sheet, len(text) // 2) is None


@pytest.mark.parametrize(
    "filling", ["a: {b: [", '"', "'a ", "- ", "{\n\n", "[\n", '"a": "b", ', "a: 'b\n", "- id: a.b\n"]
)
def test_a_long_file_is_read_in_time_that_grows_with_its_length(root: Path, filling: str) -> None:
    """What is written over and over, finished or not, is read to its end."""
    text = filling * (20_000 // len(filling))
    desk = Desk()
    desk.put(root / "cases/long.yaml", text)
    sheet = desk.sheet(root / "cases/long.yaml")
    assert sheet is not None
    completions(sheet, len(text) // 2)
    assert all(word.end <= len(text) for word in sheet.words)
