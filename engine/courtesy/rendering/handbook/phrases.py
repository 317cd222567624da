"""What every format says of a handbook beside what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.handbook import Row
from courtesy.wording.text import agree, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.handbook import Compared, Example, GlanceItem, Handbook, RuleEntry

GLANCE = "At a glance"
READING = "How to read the rules"
CONTENTS = "All rules"
DISABLED = "Rules that do not hold here"
SOURCES = "Sources"
WAIVERS = "Exceptions that hold"
CHANGES = "What has changed"


def lead(handbook: Handbook) -> str:
    """What this is."""
    count = agree(len(handbook.rules), "rule")
    return f"The policy {handbook.policy.id} in plain words: {count}, with reasons, exceptions and examples."


def brief(item: GlanceItem) -> str:
    """How binding it is, and where it stands: `must, rule 3`."""
    return f"{item.level.value}, rule {item.number}"


def level(rule: RuleEntry) -> str:
    """How binding a rule is, in a word."""
    return f"{rule.level.value.capitalize()}."


def example(one: Example) -> str:
    """What kind of example it is."""
    return "Good example:" if one.kept else "Bad example:"


def lists(handbook: Handbook) -> Iterator[tuple[str, str, tuple[Row, ...]]]:
    """What stands beside the rules: a heading, a sentence or none, and rows."""
    for part in handbook.parts:
        yield part.title, part.lead, part.rows
    if handbook.waivers:
        yield WAIVERS, "", handbook.waivers


def changes(handbook: Handbook) -> tuple[Row, ...]:
    """What each version brought, in the policy's own words."""
    return tuple(
        Row(one.version, " ".join(filter(None, (one.what, one.because, f"({one.who})")))) for one in handbook.changes
    )


def made_by(handbook: Handbook) -> str:
    """What the handbook was made from."""
    digests = joined(filter(None, (handbook.policy.digest, handbook.policy.text_digest)))
    return f"Made from {handbook.policy.id} {handbook.policy.version}, {digests}."


def compared(found: Compared) -> str:
    """What differs from the version before, in a sentence or two."""
    return f"Beside {found.old}: {found.summary}"
