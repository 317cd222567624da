"""The pages of rule types, and policies made of one rule."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

import courtesy
from courtesy.rules import RULE_TYPES

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime.fromisoformat("2026-11-20T15:30-05:00")
CASE = {
    "zone": "America/New_York",
    "interview": {"ended_at": "2026-11-20T15:30"},
    "contacts": {"contact": {"roles": ["interviewer"]}},
}


def page_of(name: str) -> dict[str, str]:
    """The labelled lines of a rule type's docstring."""
    return dict(re.findall(r"^\s*(Policy|History|Bad|Good|Why): (.+)$", RULE_TYPES[name].__doc__ or "", re.MULTILINE))


def inline_policy(rule: str, folder: Path) -> courtesy.Policy:
    """A policy with that one rule."""
    file = folder / "policy.yaml"
    file.write_text(
        f"courtesy: 1\nid: page\nversion: 1.0.0\ntitle: A page\nzone: America/New_York\ndefaults: {{calendar: US}}\n"
        f"rules:\n  - {{id: page.rule, level: must, {rule.strip()[1:-1]}}}\n",
        encoding="utf-8",
    )
    return courtesy.load_policy(file)
