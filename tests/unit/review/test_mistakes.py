"""What is wrong with a file of tests is told with its place, what was expected, and what was probably meant."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import courtesy
from courtesy.errors import InvalidInputError
from courtesy.explanation import notices
from courtesy.review.tests.fitting import unfit
from courtesy.review.tests.reading import parse_tests

TEXT = """\
about: e-mails wait
base:
  zone: America/New_York
  interview: {ended_at: 2026-11-20T15:30}
  contacts:
    interviewer: {roles: [interviewer]}
  actions:
    - {channel: email, purpose: follow_up, to: interviewer, at: 2026-11-23T10:00}
cases:
  a call is nothing: {action: {channel: phone}, outcome: allow}
  three days are too few: {outcome: wait, violated: [a.wait], obligations: {a.note: due}}
"""
POLICY = """\
courtesy: 1
id: acme
version: 1.0.0
title: Acme
zone: America/New_York
rules:
  - {id: a.wait, level: must, applies_to: {channel: email}, wait: {at_least: 7 days, after: interview}}
  - {id: a.note, level: should, expect: {act: {channel: handwritten_note}, within: 30 days}}
"""
MISTAKES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "mistakes.yaml").read_text("utf-8"))


def told(text: str) -> list[str]:
    """What is told of a file of tests, each with the likely fix."""
    policy = courtesy.parse_policy(POLICY)
    try:
        problems = tuple(unfit(parse_tests(text.encode(), "t.yaml"), [policy.source]))
    except InvalidInputError as error:
        problems = error.problems
    return [f"{p.line}:{p.column} {p}" + (f"; {p.help()}" if p.help() else "") for p in problems]


@pytest.mark.parametrize("mistake", [pytest.param(one, id=name) for name, one in MISTAKES.items()])
def test_a_mistake_is_told(mistake: dict[str, Any]) -> None:
    """Each mistake is told at its place, with what was probably meant."""
    assert mistake["old"] in TEXT
    found = told(TEXT.replace(mistake["old"], mistake["new"], 1))
    assert mistake["told"] == found


def test_a_file_without_a_mistake_is_told_nothing_of() -> None:
    """The file that the mistakes are made in is right."""
    assert [] == told(TEXT)


def test_every_notice_of_an_answer_has_its_code_listed() -> None:
    """A test can name each code that something is noted under, and no other."""
    text = Path(notices.__file__).read_text("utf-8")
    assert sorted(set(re.findall(r'code="([a-z-]+)"', text))) == sorted(notices.CODES)
