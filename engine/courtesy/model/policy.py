"""A policy: a versioned set of rules with a manifest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from courtesy.model.frozen import FrozenMap
from courtesy.model.vocabulary import BUILT_IN, Vocabulary
from courtesy.spans import NOWHERE, MappingNode, Scalar, Span, Tree
from courtesy.values import Word


class Level(Word):
    """How binding a rule is."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class Concerns(Word):
    """Which of those whom an act reaches a rule is about: those it addresses, those who get a copy, or both."""

    ADDRESSED = "addressed"
    COPIED = "copied"
    EVERYONE = "everyone"

    def include(self, *, copied: bool) -> bool:
        """Whether contacts who get a copy are among them (`copied`), or those who are addressed."""
        return self is Concerns.EVERYONE or (self is Concerns.COPIED) is copied


class Citation(Struct, frozen=True):
    """Where guidance comes from: a source of the manifest, its section and paragraph."""

    ref: str
    section: str | None = None
    paragraph: int | None = None


class Source(Struct, frozen=True):
    """A source that a manifest lists."""

    title: str
    publisher: str | None = None
    url: str | None = None


class Defaults(Struct, frozen=True, kw_only=True):
    """What holds where no rule says otherwise. `week_starts` is 0 for Monday to 6 for Sunday.

    `calendar` keeps its place in the file: whether it exists is found out late, since that takes a large library. With
    `calendar_of_recipient` it is that of contacts who have none of their own.
    """

    unlisted_channel: str = "deny"  # deny, warn or allow
    calendar: Scalar | None = None
    calendar_of_recipient: bool = False
    week_starts: int = 0


class Rule(Struct, frozen=True, kw_only=True):
    """One piece of guidance as a policy states it. `body`, `applies_to` and `unless` are still the file's trees."""

    id: str
    level: Level
    type: str
    body: Tree
    title: str | None = None
    applies_to: MappingNode | None = None
    unless: MappingNode | None = None
    concerns: Concerns = Concerns.ADDRESSED
    because: str | None = None
    remedy: str | None = None
    source: Citation | None = None
    interpretation: bool = False
    zone: Scalar | None = None  # `policy` or an IANA name; None: the recipient's own
    calendar: Scalar | None = None  # `policy`, `recipient` or a code; None: as the policy's defaults say
    span: Span = NOWHERE


class PolicySource(Struct, frozen=True, kw_only=True, weakref=True):
    """A policy as loaded; immutable. `digest` is over the bytes of its files, `location` names where it was read.

    `weekend`, `closed`, `business_hours` and `preferences` are still the file's trees.
    """

    id: str
    version: str
    title: str
    rules: tuple[Rule, ...]
    valid_from: date | None = None
    valid_until: date | None = None  # exclusive
    sources: Mapping[str, Source] = field(default_factory=FrozenMap)
    zone: str | None = None
    defaults: Defaults = Defaults()
    vocabulary: Vocabulary = BUILT_IN
    weekend: Tree | None = None
    closed: Tree | None = None
    business_hours: Tree | None = None
    preferences: MappingNode | None = None
    digest: str = ""
    location: str = ""

    def with_rule(self, rule: Rule) -> PolicySource:
        """This policy with one rule more (or another one in place of the rule of that id); this one is untouched."""
        kept = tuple(other for other in self.rules if other.id != rule.id)
        return replace(self, rules=(*kept, rule), digest="")
