"""An agenda over several cases, in every format."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING

import jsonschema
import pytest
from msgspec.structs import replace

from courtesy.loading.schemas import SCHEMAS, load_schema
from courtesy.model.agenda import AgendaCase
from courtesy.model.outcome import Outcome
from courtesy.planning.agenda import agenda
from courtesy.rendering import FORMATS, renderer
from courtesy.rendering.ink import Ink, plain
from tests.unit.rendering.calendars import entries as calendar_entries
from tests.unit.rendering.calendars import parsed
from tests.unit.rendering.plan_policy import POLICY
from tests.unit.rendering.usual_agendas import AGENDAS
from tests.unit.rendering.usual_plans import FRESH

if TYPE_CHECKING:
    from collections.abc import Callable

SUFFIXES = {"text": "txt", "markdown": "md", "json": "json", "html": "html", "ics": "ics"}


def _shown(name: str, format_name: str) -> str:
    text: str = renderer("agenda", format_name)(AGENDAS[name], plain).replace("\r\n", "\n")
    return text


@pytest.mark.parametrize(
    ("name", "format_name"),
    [*product(AGENDAS, ("text", "markdown")), *product(("several",), ("json", "html", "ics"))],
)
def test_agenda_is_as_recorded(name: str, format_name: str, snapshot: Callable[[str, str], None]) -> None:
    """Each agenda reads exactly as its snapshot does."""
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


@pytest.mark.parametrize("format_name", [name for name in FORMATS["agenda"] if name != "ics"])
def test_no_entry_is_lost(format_name: str) -> None:
    """Every format tells every act, every case with a question, and every file that could not be read."""
    text = _shown("several", format_name)
    for entry in AGENDAS["several"].entries:
        if entry.planned is not None:
            assert entry.planned.verdict.description[1:15] in text
    for name in ("dan-evans", "eve-fox", "torn.yaml"):
        assert name in text


def test_calendar_tells_the_cases_apart() -> None:
    """Every entry has the name of its case before its title, and an identity of its own, reminders included."""
    calendar = parsed(renderer("agenda", "ics")(AGENDAS["several"], plain))
    entries = [entry for entry in calendar.components() if entry.name == "VEVENT"]
    assert len(entries) == len({entry.uid.value for entry in entries}) > len(AGENDAS["several"].entries)
    names = tuple(f"{case.name}: " for case in AGENDAS["several"].cases)
    assert [] == [entry.summary.value for entry in entries if not entry.summary.value.startswith(names)]
    alarms = [alarm.description.value for entry in entries for alarm in entry.components() if alarm.name == "VALARM"]
    assert alarms
    assert [] == [said for said in alarms if not said.startswith(names)]


def test_a_case_with_an_id_keeps_its_entries() -> None:
    """The entries of a case that has an id are those of its own calendar; imported twice they are there once."""
    plan = replace(FRESH, case=replace(FRESH.case, id="berg-2026"))
    cases = (AgendaCase(name="berg-2026", source="anna.yaml", plan=plan, policy=POLICY),)
    together = parsed(renderer("agenda", "ics")(agenda(cases, plan.now, plan.until), plain))
    assert {entry.uid.value for entry in calendar_entries(plan)} == {
        entry.uid.value for entry in together.components() if entry.name == "VEVENT"
    }


def test_cases_of_one_id_lose_no_entries() -> None:
    """Where two cases share an id, as copies of a file do, each entry of both is there."""
    plan = replace(FRESH, case=replace(FRESH.case, id="berg-2026"))
    cases = tuple(AgendaCase(name=name, source=name, plan=plan, policy=POLICY) for name in ("a.yaml", "b.yaml"))
    together = parsed(renderer("agenda", "ics")(agenda(cases, plan.now, plan.until), plain))
    uids = [entry.uid.value for entry in together.components() if entry.name == "VEVENT"]
    assert 2 * len(calendar_entries(plan)) == len(uids) == len(set(uids))


def test_no_calendar_is_empty() -> None:
    """Where there is nothing to do in any case, the calendar says so."""
    calendar = parsed(renderer("agenda", "ics")(AGENDAS["quiet"], plain))
    assert ["No follow-up to do until Monday 21 December 2026"] == [
        entry.summary.value for entry in calendar.components() if entry.name == "VEVENT"
    ]


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
