"""An agenda over several cases, in every format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from courtesy.loading.schemas import SCHEMAS, load_schema
from courtesy.model.outcome import Outcome
from courtesy.rendering import FORMATS, renderer
from courtesy.rendering.ink import Ink, plain
from tests.unit.rendering.usual_agendas import AGENDAS

if TYPE_CHECKING:
    from collections.abc import Callable

SUFFIXES = {"text": "txt", "markdown": "md", "json": "json", "html": "html"}


def _shown(name: str, format_name: str) -> str:
    text: str = renderer("agenda", format_name)(AGENDAS[name], plain)
    return text


@pytest.mark.parametrize("format_name", SUFFIXES)
@pytest.mark.parametrize("name", AGENDAS)
def test_agenda_is_as_recorded(name: str, format_name: str, snapshot: Callable[[str, str], None]) -> None:
    """Each agenda reads exactly as its snapshot does."""
    if format_name in {"json", "html"} and name != "several":
        pytest.skip("one snapshot shows all of it")
    snapshot(f"agenda/{name}.{SUFFIXES[format_name]}", _shown(name, format_name))


@pytest.mark.parametrize("name", AGENDAS)
def test_text_fits_a_terminal(name: str) -> None:
    """No line is wider than a terminal."""
    assert max(map(len, _shown(name, "text").splitlines())) <= 80


@pytest.mark.parametrize("name", AGENDAS)
def test_json_keeps_the_contract(name: str) -> None:
    """The JSON is valid by its schema, and by no other."""
    document = json.loads(_shown(name, "json"))
    for kind in SCHEMAS:
        valid = jsonschema.Draft202012Validator(load_schema(kind)).is_valid(document)
        assert (kind == "agenda") == valid, kind


@pytest.mark.parametrize("format_name", FORMATS["agenda"])
def test_no_entry_is_lost(format_name: str) -> None:
    """Every format tells every act, every case with a question, and every file that could not be read."""
    text = _shown("several", format_name)
    for entry in AGENDAS["several"].entries:
        if entry.planned is not None:
            assert entry.planned.verdict.description[1:15] in text
    for name in ("dan-evans", "eve-fox", "torn.yaml"):
        assert name in text


def test_a_suggestion_for_later_is_no_failure() -> None:
    """A case of which all that is left is a suggestion for after the end has nothing to do, and refuses nothing."""
    assert Outcome.ALLOW is AGENDAS["quiet"].outcome
    assert "Nothing to do in 2 cases" in _shown("quiet", "text")


def test_colour_changes_nothing_but_the_look() -> None:
    """Without its marks the coloured text is the plain one."""

    def braces(text: str, ink: Ink) -> str:
        return f"{{{ink.value}:{text}}}"

    coloured = renderer("agenda", "text")(AGENDAS["several"], braces)
    for ink in Ink:
        coloured = coloured.replace(f"{{{ink.value}:", "")
    assert _shown("several", "text").replace("}", "") == coloured.replace("}", "")
