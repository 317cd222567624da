"""Handbooks that several tests look at."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.api import load_policies, load_project, parse_policy
from courtesy.review.handbook.composing import compose

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from courtesy.api import Policy
    from courtesy.model.handbook import Handbook

AGENCY = Path(__file__).parents[3] / "examples" / "agency"
DAY = date(2026, 11, 26)
HOSTILE = (
    "<script>alert('x')</script> & \"quoted\" [link](javascript:alert(1)) `code` | *bold* \N{RIGHT-TO-LEFT OVERRIDE}"
)


@lru_cache(maxsize=8)
def policy_of(name: str) -> Policy:
    """The version of a shipped policy, or of one of the agency's, that holds on the day."""
    project = None if name == "hire-wire" else load_project(AGENCY)
    return load_policies(name, matcher="native", project=project).on(DAY)


@lru_cache(maxsize=8)
def handbook_of(name: str) -> Handbook:
    """The handbook of that policy on the day, with its other versions at hand."""
    project = None if name == "hire-wire" else load_project(AGENCY)
    return compose(load_policies(name, matcher="native", project=project), on=DAY)


@lru_cache(maxsize=1)
def hostile() -> Handbook:
    """The handbook of a policy all of whose words are markup."""
    text = _yaml(HOSTILE)
    policy = parse_policy(
        f"""
        courtesy: 1
        id: hostile
        version: 1.0.0
        title: {text}
        sources: {{it: {{title: {text}, publisher: {text}, url: "https://example.org/?<b>&\\"x"}}}}
        channels: {{pigeon: {text}}}
        facts: {{attributes.odd: {{type: boolean, title: {text}, says: {text}, denies: {text}}}}}
        closed: [{{on: 12-24, because: {text}}}]
        defaults: {{calendar: US}}
        changes: [{{version: 1.0.0, on: 2026-01-01, by: {text}, what: {text}, because: {text}}}]
        rules:
          - id: odd.one
            level: must
            title: {text}
            applies_to: {{channel: pigeon}}
            require: {{attributes.odd: true}}
            because: {text}
            remedy: {text}
            source: {{ref: it, section: {text}, paragraph: 1}}
        """,
        waivers=f"- {{rule: odd.one, case: {text}, because: {text}, by: {text}, until: 2027-01-01}}",
    )
    return compose(policy, on=DAY)


def _yaml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\N{RIGHT-TO-LEFT OVERRIDE}", "\\u202e")
    return f'"{escaped}"'


HANDBOOKS: Mapping[str, Callable[[], Handbook]] = {
    "london": lambda: handbook_of("london"),
    "hostile": hostile,
}
"""What the browser looks at; each is made when it is looked at."""
