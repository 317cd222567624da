"""A policy: a versioned set of rules with a manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from courtesy.model.frozen import FrozenMap
from courtesy.model.lint import LintIgnore
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
    """Where guidance comes from: a source of the manifest, its section and paragraph.

    `changed_by` is the policy that has changed what the source says, `northgate@3.0.0`.
    """

    ref: str
    section: str | None = None
    paragraph: int | None = None
    changed_by: str | None = None


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


class Setting(Struct, frozen=True, kw_only=True):
    """By what a policy reads the local times of its rules; a rule that another policy inherits keeps it.

    `weekend`, `closed` and `business_hours` are still the file's trees.
    """

    zone: str | None = None
    calendar: Scalar | None = None
    calendar_of_recipient: bool = False
    weekend: Tree | None = None
    closed: Tree | None = None
    business_hours: Tree | None = None
    week_starts: int = 0

    def with_calendar_of(self, other: Setting) -> Setting:
        """The same with the calendar of another one, and what belongs to it."""
        return replace(
            self,
            calendar=other.calendar,
            calendar_of_recipient=other.calendar_of_recipient,
            weekend=other.weekend,
            closed=other.closed,
            business_hours=other.business_hours,
        )


class Author(Struct, frozen=True):
    """Who wrote something: a policy, in one version."""

    id: str
    version: str

    def __str__(self) -> str:
        return f"{self.id} {self.version}"


class Rule(Struct, frozen=True, kw_only=True):
    """One piece of guidance as a policy states it. `body`, `applies_to` and `unless` are still the file's trees.

    `tree` is the whole of it, each key with the place where it was written. `author` is the policy that it comes from,
    None for a rule that was made in Python. `changed_by` is the last policy that has changed it, and `change` what this
    policy changes. `setting` None is that of the policy. Of a `locked` rule those who inherit it may only make it
    stricter.
    """

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
    waivable: bool = True  # whether anybody may grant an exception from it
    zone: Scalar | None = None  # `policy` or an IANA name; None: the recipient's own
    calendar: Scalar | None = None  # `policy`, `recipient` or a code; None: as the policy's defaults say
    week_starts: Scalar | None = None  # `policy` or a weekday; None: as the policy's defaults say
    locked: bool = False
    span: Span = NOWHERE
    tree: MappingNode | None = None
    setting: Setting | None = None
    author: Author | None = None
    changed_by: Author | None = None
    change: MappingNode | None = None


class ChangeNote(Struct, frozen=True):
    """What a manifest tells of a change: which version brought it, when, who made it, what it is, and why."""

    version: str
    on: date
    by: str
    what: str
    because: str | None = None


class Disabled(Struct, frozen=True):
    """A rule that a policy does without, though it builds on one that has it; by whom, where, and why."""

    rule: Rule
    because: str
    by: Author
    span: Span


class PolicySource(Struct, frozen=True, kw_only=True, weakref=True):
    """A policy as loaded; immutable. `location` names where it was read.

    `parent` is the policy that it builds on: `rules` are the parent's as this one has them, and its own; `disabled` are
    those that it or a parent does without. `changes`, `lint_ignores` and `manifest` are its own, and so are `files`,
    which names all that was read. `weekend`, `closed`, `business_hours`, `preferences` and `manifest` are still the
    file's trees.
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
    changes: tuple[ChangeNote, ...] = ()
    lint_ignores: tuple[LintIgnore, ...] = ()
    location: str = ""
    parent: PolicySource | None = None
    disabled: tuple[Disabled, ...] = ()
    manifest: MappingNode | None = None
    files: tuple[str, ...] = ()

    @property
    def author(self) -> Author:
        """The policy by its id and version."""
        return Author(self.id, self.version)

    @property
    def setting(self) -> Setting:
        """By what its own rules read local times."""
        return Setting(
            zone=self.zone,
            calendar=self.defaults.calendar,
            calendar_of_recipient=self.defaults.calendar_of_recipient,
            weekend=self.weekend,
            closed=self.closed,
            business_hours=self.business_hours,
            week_starts=self.defaults.week_starts,
        )

    @property
    def lineage(self) -> Iterator[PolicySource]:
        """The policy, the one it builds on, the one which that builds on, and so on."""
        policy: PolicySource | None = self
        while policy is not None:
            yield policy
            policy = policy.parent

    def setting_of(self, rule: Rule) -> Setting:
        """By what a rule reads local times."""
        return self.setting if rule.setting is None else rule.setting

    def states(self, rule: Rule) -> bool:
        """Whether a rule is its own, and not one that it inherits; one made in Python is nobody else's."""
        return rule.author in {None, self.author}

    def answers_for(self, rule: Rule) -> bool:
        """Whether it states a rule or changes it; what it takes over as it is, is for where it comes from."""
        return self.states(rule) or rule.change is not None

    def with_rule(self, rule: Rule) -> PolicySource:
        """This policy with one rule more (or another one in place of the rule of that id); this one is untouched."""
        kept = tuple(other for other in self.rules if other.id != rule.id)
        return replace(self, rules=(*kept, rule))
