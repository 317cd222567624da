"""Where somebody types is known in a text that is unfinished, and in a finished one as the loader knows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from courtesy.editor.lines import Lines
from courtesy.editor.place import place_at
from courtesy.editor.sketch import Role, sketch
from courtesy.loading.source import read_tree
from courtesy.spans import MappingNode, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.spans import Path as TreePath
    from courtesy.spans import Span, Tree

ROOT = Path(__file__).parents[3]
PLACES = yaml.safe_load((Path(__file__).parent / "places.yaml").read_text("utf-8"))
SHIPPED = [
    path
    for pattern in ("policies/hire-wire/1.0.0/*.yaml", "examples/*/**/*.yaml", "tests/cases/[a-l]*.yaml")
    for path in sorted(ROOT.glob(pattern))
]


@pytest.mark.parametrize("case", PLACES, ids=lambda case: ascii(case["text"][-30:]))
def test_a_place_is_known_while_a_text_is_unfinished(case: dict[str, Any]) -> None:
    """What is typed has the path, the role and the neighbours that the data state."""
    offset = case["text"].index("¦")
    found = place_at(case["text"].replace("¦", ""), offset)
    if case["path"] is None:
        assert found is None
        return
    assert found is not None
    assert case["path"] == list(found.path)
    assert case["role"] == found.role.name.lower()
    assert case.get("typed", "") == found.typed
    if "beside" in case:
        assert case["beside"] == sorted(found.keys_beside())


def _leaves(tree: Tree, path: TreePath = ()) -> Iterator[tuple[Span, bool, TreePath]]:
    """The keys and scalars of a tree."""
    if isinstance(tree, Scalar):
        yield tree.span, False, path
        return
    for step, value in tree.items() if isinstance(tree, MappingNode) else enumerate(tree):
        if isinstance(tree, MappingNode):
            yield tree.key_spans[step], True, (*path, step)
        yield from _leaves(value, (*path, step))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_sketch_of_a_sound_text_is_what_the_loader_reads(file: Path) -> None:
    """Every key and value stands where the loader finds it, with the same path."""
    text = file.read_text("utf-8")
    lines = Lines(text)
    words = {(word.start, word.role is Role.KEY): word.path for word in sketch(text)}
    paths: dict[tuple[int, bool], list[TreePath]] = {}
    for span, is_key, path in _leaves(read_tree(file.read_bytes(), file.name)):
        start, end = lines.offsets(span)
        if end > start and text[start] not in "&!":  # what an anchor names is found behind it
            paths.setdefault((start, is_key), []).append(path)
    assert paths
    for place, alike in paths.items():  # an alias gives one place several paths
        assert words.get(place) in alike


@given(st.text(alphabet=":-{}[],#'\"|>\\ \n\r\tab.&*!\ufeff\U0001f44b", max_size=60), st.data())
def test_no_text_is_too_odd_to_be_sketched(text: str, data: st.DataObject) -> None:
    """Words lie within the text and begin in its order, whatever is typed."""
    words = sketch(text)
    assert all(0 <= word.start <= word.end <= len(text) for word in words)
    assert sorted(words, key=lambda word: word.start) == words
    offset = data.draw(st.integers(0, len(text)))
    found = place_at(text, offset)
    if found is not None:
        assert found.start <= offset <= found.end


@given(st.text(alphabet="a\U0001f44bé\n\r\ufeff\u2028", max_size=30), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_places_of_editors_and_offsets_are_the_same(text: str, encoding: str) -> None:
    """Every offset has a line and column in the editor's own units, which lead back to it."""
    lines = Lines(text, encoding)
    for offset in range(len(text) + 1):
        within = text[offset - 1 : offset + 1] == "\r\n"  # nobody's cursor stands there
        assert within or offset == lines.offset(*lines.place(offset))


def test_a_mark_at_the_beginning_of_a_text_shifts_nothing() -> None:
    """The loader does not count the mark, and what it finds is where the editor shows it."""
    text = "\ufeffid: a"
    tree = read_tree(text.encode(), "policy.yaml")
    start, end = Lines(text).offsets(tree["id"].span)
    assert "a" == text[start:end]
