"""What an editor is told about a place of a file that somebody types: what fits, what it means, where it leads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from courtesy.editor.completion import completions
from courtesy.editor.definition import definitions, references
from courtesy.editor.desk import Desk
from courtesy.editor.hover import hover
from courtesy.editor.server.converting import plain
from tests.helpers.desks import folder, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.editor.offers import Offer

HERE = Path(__file__).parent
COMPLETIONS, HOVERS, LEADS = (
    yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8")) for name in ("completions", "hovers", "leads")
)


@pytest.fixture(scope="module")
def desk() -> Desk:
    """One desk for all: whatever was typed before is gone once the file is closed."""
    return Desk()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small agency; nothing in it is written by these tests."""
    return folder(tmp_path_factory.mktemp("agency"))


@pytest.fixture(autouse=True)
def _closed(desk: Desk) -> Iterator[None]:
    yield
    for path in desk.paths:
        desk.take(path)


def _named(case: dict[str, Any]) -> str:
    return ascii(f"{case['file']} {case['text'][-40:]}")


@pytest.mark.parametrize("case", COMPLETIONS, ids=_named)
def test_the_words_that_fit_are_offered(root: Path, desk: Desk, case: dict[str, Any]) -> None:
    """What fits a place is offered while the text is unfinished, and taken it stands as it should."""
    _, sheet, offset = opened(root, case["file"], case["text"], desk)
    found = {offer.label: offer for offer in completions(sheet, offset)}
    if "only" in case:
        assert sorted(case["only"]) == sorted(found)
    assert set(case.get("offers", ())) <= found.keys()
    assert not set(case.get("never", ())) & found.keys()
    for label, line in case.get("becomes", {}).items():
        assert line in _taken(sheet.text, found[label]).splitlines()


def _taken(text: str, offer: Offer) -> str:
    """A text in which an offer was taken, with what it suggests."""
    return text[: offer.start] + (plain(offer.text) if offer.snippet else offer.text) + text[offer.end :]


@pytest.mark.parametrize("case", HOVERS, ids=_named)
def test_what_stands_in_a_place_is_explained(root: Path, desk: Desk, case: dict[str, Any]) -> None:
    """A rule reads as it is shown to people, and its keys, words and numbers are explained."""
    _, sheet, offset = opened(root, case["file"], case["text"], desk)
    found = hover(sheet, offset)
    if case["says"] is None:
        assert found is None
        return
    assert found is not None
    assert found.start <= offset <= found.end
    for text in case["says"]:
        assert text in found.markdown


@pytest.mark.parametrize("case", LEADS, ids=_named)
def test_names_lead_to_what_they_name(root: Path, desk: Desk, case: dict[str, Any]) -> None:
    """Rules, facts, channels, sources and files lead to where they are declared."""
    _, sheet, offset = opened(root, case["file"], case["text"], desk)
    found = [
        f"{one.path.name} {(desk.text(one.path) or '')[one.start : one.end]}"
        for one in definitions(desk, sheet, offset)
    ]
    assert case["to"] == found


def test_a_rule_knows_who_names_it(root: Path) -> None:
    """References of a rule are found in the rule file, in waivers and in tests."""
    desk, sheet, offset = opened(root, "acme/contact.yaml", "- id: contact.c¦alls\n  level: may\n  forbid: true\n")
    found = sorted({one.path.name for one in references(desk, sheet, offset)})
    assert ["contact.yaml", "waivers.yaml"] == found
    assert 4 == len(references(desk, sheet, offset))
