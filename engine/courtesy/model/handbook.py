"""A handbook: all that a policy says, in sentences for people who read none of its files."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from courtesy.model.origin import PolicyReference
from courtesy.model.policy import Level


class Row(Struct, frozen=True):
    """A sentence or several under a label."""

    label: str
    text: str


class Example(Struct, frozen=True, kw_only=True):
    """A situation that the engine has judged, and what it said. `kept` is whether the rule is kept in it."""

    kept: bool
    situation: str
    outcome: str


class RuleEntry(Struct, frozen=True, kw_only=True):
    """One rule. `number` is its place in the handbook, from 1 on; `binding` says what breaking it means.

    `meaning` is what it asks for and of which acts, `background` why, from which source, and whose it is. `no_example`
    says why there is none where one is missing, else it is empty.
    """

    id: str
    number: int
    title: str
    level: Level
    binding: str
    meaning: tuple[Row, ...]
    examples: tuple[Example, ...]
    no_example: str
    background: tuple[Row, ...]


class Chapter(Struct, frozen=True):
    """The rules of one section of the policy."""

    title: str
    rules: tuple[RuleEntry, ...]


class GlanceItem(Struct, frozen=True):
    """What one rule asks for, in brief: `rule` is its id, `number` its place in the handbook."""

    text: str
    level: Level
    rule: str
    number: int


class GlancePart(Struct, frozen=True):
    """What rules of one kind ask for: when, how often, how, or never."""

    label: str
    items: tuple[GlanceItem, ...]


class GlanceLine(Struct, frozen=True):
    """What is to be minded about one channel, about several for which it is the same, or about all of them."""

    title: str
    parts: tuple[GlancePart, ...]


class DisabledEntry(Struct, frozen=True):
    """A rule that the policy does without: its title, whose it is and who disabled it, and why."""

    id: str
    title: str
    who: str
    because: str


class Term(Struct, frozen=True, kw_only=True):
    """One version of the policy: when it holds, and what tells its content from any other.

    `shown` is whether the handbook is about it, `holds` whether it holds on the handbook's day.
    """

    version: str
    valid: str
    digest: str
    shown: bool
    holds: bool


class ChangeEntry(Struct, frozen=True):
    """What a version brought: when and by whom, in the words of the policy."""

    version: str
    what: str
    because: str
    who: str


class Difference(Struct, frozen=True):
    """One thing in which two versions differ: its title, what became of it, and what was and is said."""

    title: str
    how: str
    lines: tuple[Row, ...]


class Compared(Struct, frozen=True):
    """How a version differs from another one, `old`: in a few sentences, and one by one."""

    old: str
    summary: str
    differences: tuple[Difference, ...]


class SourceEntry(Struct, frozen=True):
    """Where guidance comes from. `url` is empty where a browser cannot follow it safely."""

    title: str
    publisher: str
    url: str


class Part(Struct, frozen=True):
    """Labelled sentences under a heading."""

    title: str
    lead: str
    rows: tuple[Row, ...]


class Handbook(Struct, frozen=True, kw_only=True):
    """A policy in words, in one version.

    `day` is the one for which it was made, None where no day makes a difference. `state` tells which version holds and
    which comes next; `about` what the policy builds on, and `reading` what
    its readers may not know. `parts` are what stands beside the rules:
    channels, facts, days, preferences. `compared` is how it differs from the version before, None where none is at
    hand.
    """

    policy: PolicyReference
    title: str
    day: date | None
    state: tuple[str, ...]
    terms: tuple[Term, ...]
    about: tuple[Row, ...]
    reading: tuple[Row, ...]
    glance: tuple[GlanceLine, ...]
    chapters: tuple[Chapter, ...]
    disabled: tuple[DisabledEntry, ...]
    parts: tuple[Part, ...]
    waivers: tuple[Row, ...]
    changes: tuple[ChangeEntry, ...]
    compared: Compared | None
    sources: tuple[SourceEntry, ...]

    @property
    def rules(self) -> tuple[RuleEntry, ...]:
        """All rules, in their order."""
        return tuple(rule for chapter in self.chapters for rule in chapter.rules)
