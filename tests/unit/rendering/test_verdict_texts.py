"""Every kind of verdict in every format, compared whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from msgspec.structs import replace

from courtesy.model.outcome import Outcome, Standing
from courtesy.model.policy import Level
from courtesy.rendering import FORMATS, UnknownFormatError, renderer
from courtesy.rendering.as_json import to_dict, to_json
from courtesy.rendering.ink import Ink, plain
from courtesy.rendering.obligations.phrases import together
from courtesy.rendering.verdict.report import as_a_whole
from tests.unit.rendering.owed import OVERDUE

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.rendering.verdict.report import Report

_SUFFIXES = {"text": "txt", "json": "json", "markdown": "md"}
_SCHEMA = json.loads((Path(__file__).parents[3] / "schemas" / "verdict.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("format_name", FORMATS["verdict"])
def test_verdict_is_rendered_as_recorded(
    report: tuple[str, Report], format_name: str, snapshot: Callable[[str, str], None]
) -> None:
    """Each kind of verdict reads in each format exactly as its snapshot does."""
    name, shown = report
    snapshot(f"verdict/{name}.{_SUFFIXES[format_name]}", renderer("verdict", format_name)([shown], plain))


@pytest.mark.parametrize("format_name", FORMATS["verdict"])
def test_several_cases_are_told_apart(
    two_reports: list[Report], format_name: str, snapshot: Callable[[str, str], None]
) -> None:
    """Verdicts on several cases each stand under the name of their case."""
    snapshot(f"verdict/several.{_SUFFIXES[format_name]}", renderer("verdict", format_name)(two_reports, plain))


def test_text_fits_a_terminal(report: tuple[str, Report]) -> None:
    """No line of a text verdict is longer than 80 columns."""
    text = renderer("verdict", "text")([report[1]], plain)
    assert [line for line in text.splitlines() if len(line) > 80] == []


def test_colour_changes_no_word(report: tuple[str, Report]) -> None:
    """With colour the same words stand in the same places as without."""

    def braces(text: str, ink: Ink) -> str:
        return f"\x1b[{ink.value}m{text}\x1b[0m"

    coloured = renderer("verdict", "text")([report[1]], braces)
    for ink in Ink:
        coloured = coloured.replace(f"\x1b[{ink.value}m", "")
    assert coloured.replace("\x1b[0m", "") == renderer("verdict", "text")([report[1]], plain)


def test_json_keeps_the_contract(report: tuple[str, Report]) -> None:
    """JSON of every kind of verdict is valid by the published schema."""
    jsonschema.Draft202012Validator(_SCHEMA).validate(to_dict(report[1].verdict))


def test_json_text_is_the_data(report: tuple[str, Report]) -> None:
    """The JSON text of a verdict says what its dictionary says."""
    verdict = report[1].verdict
    assert json.loads(to_json(verdict)) == to_dict(verdict)


def test_json_keys_are_those_of_the_design(report: tuple[str, Report]) -> None:
    """No finding has a key more or less than the contract names."""
    keys = {
        *("rule", "title", "type", "level", "status", "recipient", "recipient_name", "copied"),
        *("zone", "message", "because"),
        *("earliest", "remedy", "conditions", "missing", "source", "interpretation"),
    }
    actions = json.loads(to_json(report[1].verdict))["actions"]
    assert all(set(finding) == keys for action in actions for finding in action["findings"])


def test_unknown_format_names_the_known() -> None:
    """An unknown format is an error that lists the known ones."""
    with pytest.raises(UnknownFormatError, match="unknown format `sarif`") as raised:
        renderer("verdict", "sarif")
    assert raised.value.help() == "one of text, json, markdown"


@pytest.mark.parametrize("format_name", ["text", "markdown"])
def test_control_characters_do_not_reach_the_terminal(report: tuple[str, Report], format_name: str) -> None:
    """A name or message cannot move the cursor or change colours."""
    _, shown = report
    verdict = shown.verdict
    hostile = replace(verdict.actions[0], description="call\x1b[2J\x07 them\nnow")
    text = renderer("verdict", format_name)([replace(shown, verdict=replace(verdict, actions=(hostile,)))], plain)
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "them now" in text


def test_markdown_escapes_markup(two_reports: list[Report]) -> None:
    """Words that Markdown would take for markup are shown as they are."""
    action = replace(two_reports[0].verdict.actions[0], description="*mail* to <b>_x_</b>")
    verdict = replace(two_reports[0].verdict, actions=(action,))
    text = renderer("verdict", "markdown")([replace(two_reports[0], verdict=verdict)], plain)
    assert r"\*mail\* to \<b\>\_x\_\</b\>" in text


@pytest.mark.parametrize(
    ("level", "standing", "outcome", "told"),
    [
        (Level.MUST, Standing.OVERDUE, Outcome.DENY, "As a whole: DENY, because something required is overdue"),
        (
            Level.MUST,
            Standing.UNDETERMINED,
            Outcome.UNDETERMINED,
            "As a whole: UNDETERMINED, because it is not known whether something required is done",
        ),
        (
            Level.SHOULD,
            Standing.OVERDUE,
            Outcome.WARN,
            "As a whole: WARN, because something advised is overdue",
        ),
        (
            Level.MUST,
            Standing.DUE,
            Outcome.DENY,
            "As a whole: DENY, because something required is planned too late",
        ),
        (
            Level.SHOULD,
            Standing.DUE,
            Outcome.WARN,
            "As a whole: WARN, because something advised is planned too late",
        ),
        (Level.MAY, Standing.OVERDUE, Outcome.ALLOW, ""),
    ],
)
def test_what_is_owed_may_decide_the_whole(
    two_reports: list[Report], level: Level, standing: Standing, outcome: Outcome, told: str
) -> None:
    """One sentence names what is owed where it makes the whole worse than each action; else there is none."""
    owed = replace(OVERDUE, level=level, standing=standing, planned_for=OVERDUE.due_by)
    verdict = replace(two_reports[0].verdict, outcome=outcome, obligations=(owed, owed))
    assert (f"{told}: {OVERDUE.title}." if told else "") == as_a_whole(verdict, outcome)


def test_obligations_that_differ_only_in_whom_are_told_together() -> None:
    """What is owed to several for the same reason is told once, with all of them."""
    owed = [replace(OVERDUE, contact=contact) for contact in ("interviewer", "hr", "recruiter")]
    (told,) = together(owed)
    assert "Every interviewer is called within a day (to interviewer, hr and recruiter)" == told[0]
