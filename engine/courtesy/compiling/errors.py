"""What can be wrong in a rule, or in a section of a manifest, of the right structure. Each cause carries its facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from courtesy.errors import Problem
from courtesy.model.declaration import contact_key
from courtesy.model.vocabulary import own_first
from courtesy.wording.meant import one_of
from courtesy.wording.meant.touches import touch_hint
from courtesy.wording.synonyms import denied, fact_meant, word_hint
from courtesy.wording.text import joined
from courtesy.wording.zones import zone_hint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.spans import Span

_THEIRS = frozenset({"local", "recipient", "recipients", "recipient's", "theirs", "their", "contact"})
"""What people write for the clock of the recipient."""
_SHOWN = 12
_OWN = re.compile("[a-z][a-z0-9_]*")
_SECTIONS = {"channel": "channels", "purpose": "purposes", "role": "roles", "roles": "roles"}
"""Where a policy declares words of its own, by what they are words for."""


class CompileError(Problem):
    """Base of what compiling finds: in a rule, or without one in a section of the manifest."""

    code = "invalid-rule"
    rule_id: str | None = None
    section = "preferences"

    @property
    def where(self) -> str:
        """The rule that it was found in, or the section."""
        return f"`{self.section}`" if self.rule_id is None else f"rule `{self.rule_id}`"


class UnknownFactError(CompileError):
    """A rule reads a fact that nobody declares."""

    code = "unknown-fact"
    way_out = "take a fact that `courtesy facts` lists, or declare one under `facts` in the manifest"

    def __init__(self, span: Span, rule_id: str | None, name: str, known: Iterable[str]) -> None:
        super().__init__(span)
        self.rule_id, self.name, self.known = rule_id, name, tuple(known)
        self.nearest = fact_meant(name, self.known)

    def __str__(self) -> str:
        return f"{self.where} reads unknown fact `{self.name}`"

    def help(self) -> str:
        """The nearest fact, or how to declare one."""
        if self.nearest:
            return f"did you mean `{self.nearest}`?"
        if contact_key(self.name) is not None:
            return f"declare `{self.name}` under `facts:`; contacts state it under their `attributes`"
        of, dot, _ = self.name.partition(".")
        beside = [fact for fact in self.known if fact.startswith(f"{of}.")] if dot and of != "attributes" else []
        if beside:
            return f"rules cannot read it; of `{of}` they read {joined(f'`{fact}`' for fact in beside)}"
        own = self.name if of == "attributes" else f"attributes.{self.name}" if _OWN.fullmatch(self.name) else None
        return f"declare {f'`{own}`' if own else 'it as `attributes.<name>`'} under `facts:`, or see `courtesy facts`"


class UnknownAnchorError(CompileError):
    """A rule counts from something that is no anchor."""

    code = "unknown-anchor"
    way_out = "write `interview`, a date such as `interview.ended_at`, or `last` or `first` with a selector"

    def __init__(
        self, span: Span, rule_id: str | None, name: str, dates: Iterable[str], *, touches: bool = True
    ) -> None:
        """`touches` tells whether a touch could stand there as well."""
        super().__init__(span)
        self.rule_id, self.name, self.dates, self.touches = rule_id, name, tuple(dates), touches

    def __str__(self) -> str:
        return f"{self.where} counts from `{self.name}`, which is neither a date of the case nor a touch"

    def help(self) -> str:
        """The date that was probably meant, or how to write a touch."""
        if self.touches and (touch := touch_hint(self.name)):
            return touch
        bare = self.name.removeprefix("the ").removeprefix("after ")
        if hint := word_hint(bare, self.dates):
            return hint
        touch = "; a touch is `{last: {...}}`" if self.touches else ""
        return f"dates of the case are {joined(f'`{date}`' for date in self.dates)}{touch}"


class UnknownWordError(CompileError):
    """A value is not among those a fact or field can have."""

    code = "unknown-value"
    way_out = "write one of the values that the message lists, or declare the word in the manifest"

    def __init__(
        self,
        span: Span,
        rule_id: str | None,
        subject: str,
        found: str,
        known: Iterable[str],
        *,
        kind: str | None = None,
    ) -> None:
        """`kind` is what the values are words for, where `subject` does not say it."""
        super().__init__(span)
        self.rule_id, self.subject, self.found, self.known = rule_id, subject, found, tuple(known)
        self.kind = kind or subject

    def __str__(self) -> str:
        return f"{self.where} compares `{self.subject}` with `{self.found}`, which it can never be"

    def help(self) -> str:
        """The nearest value, or the list."""
        if hint := word_hint(self.found, self.known):
            return hint
        if others := denied(self.found, self.known):
            return f"write {' or '.join(f'`{{is_not: {word}}}`' for word in others)}"
        shown = [f"`{word}`" for word in own_first(self.known)[:_SHOWN]]
        more = [f"{len(self.known) - _SHOWN} more"] if len(self.known) > _SHOWN else []
        section = _SECTIONS.get(self.kind)
        declare = f"; declare another under `{section}:` in the manifest" if section else ""
        return f"known are {joined([*shown, *more])}{declare}"


class UnknownNameError(UnknownWordError):
    """A channel, purpose or role that nobody declares. `subject` says which of them."""

    def __str__(self) -> str:
        return f"{self.where} names unknown {self.subject} `{self.found}`"


class RepeatedNameError(CompileError):
    """The same name twice where it can stand once."""

    code = "repeated-name"
    way_out = "leave one of them out"

    def __init__(self, span: Span, rule_id: str | None, kind: str, name: str) -> None:
        super().__init__(span)
        self.rule_id, self.kind, self.name = rule_id, kind, name

    def __str__(self) -> str:
        return f"{self.where} names {self.kind} `{self.name}` twice"

    def help(self) -> str:
        """What to do."""
        return "leave one of them out"


class WrongTypeError(CompileError):
    """Something of another kind was expected."""

    code = "wrong-type"
    way_out = "write a value of the type that the message names"

    def __init__(self, span: Span, rule_id: str | None, expected: str, found: str, hint: str | None = None) -> None:
        super().__init__(span)
        self.rule_id, self.expected, self.found, self.hint = rule_id, expected, found, hint

    def __str__(self) -> str:
        return f"{self.where}: expected {self.expected}, found {self.found}"

    def help(self) -> str | None:
        """The likely fix."""
        return self.hint


class WrongValueError(WrongTypeError):
    """The kind is right, the value is none that can be used."""

    code = "wrong-value"
    way_out = "write one of the values, or a value of the form, that the message names"


class UnorderedFactError(CompileError):
    """A fact without an order is compared by size."""

    code = "unordered-fact"
    way_out = "use `is`, `is_not`, `one_of` or `none_of`"

    def __init__(self, span: Span, rule_id: str | None, fact: str, operator: str) -> None:
        super().__init__(span)
        self.rule_id, self.fact, self.operator = rule_id, fact, operator

    def __str__(self) -> str:
        return f"{self.where} asks `{self.operator}` of `{self.fact}`, which has no order"

    def help(self) -> str:
        """The operators that fit."""
        return "use `is`, `is_not`, `one_of` or `none_of`"


class NoSingleActError(CompileError):
    """A rule about the whole plan reads what only a single action has."""

    code = "no-single-act"
    way_out = "say under `act` which action is expected, and state values instead of `same`"

    def __init__(self, span: Span, rule_id: str | None, name: str) -> None:
        super().__init__(span)
        self.rule_id, self.name = rule_id, name

    def __str__(self) -> str:
        return f"{self.where} asks for `{self.name}` of a single action, but is judged for the plan as a whole"

    def help(self) -> str:
        """Where it belongs."""
        if self.name == "same":
            return "leave `same` out, and state the values that are meant"
        return "say which action is expected under `act:`"


class NoSingleContactError(CompileError):
    """A rule that is owed once speaks of a contact whom it does not have."""

    code = "no-single-contact"
    way_out = "add `for_each` with the roles of those to whom it is owed"

    def __init__(self, span: Span, rule_id: str | None, name: str, otherwise: str | None = None) -> None:
        super().__init__(span)
        self.rule_id, self.name, self.otherwise = rule_id, name, otherwise

    def __str__(self) -> str:
        return f"{self.where} asks for `{self.name}`, but is owed to no contact in particular"

    def help(self) -> str:
        """How to name contacts."""
        fix = "add `for_each` with the roles that it is owed to"
        return f"{fix}, or {self.otherwise}" if self.otherwise else fix


class MissingSettingError(CompileError):
    """A rule needs something that the manifest does not say."""

    code = "missing-setting"
    way_out = "add the setting to the manifest, such as `calendar` under `defaults`"

    def __init__(self, span: Span, rule_id: str | None, need: str, setting: str) -> None:
        super().__init__(span)
        self.rule_id, self.need, self.setting = rule_id, need, setting

    def __str__(self) -> str:
        return f"{self.where} {self.need}, but the policy states no `{self.setting}`"

    def help(self) -> str:
        """Where it belongs."""
        return f"add `{self.setting}` to policy.yaml"


class UnknownZoneError(CompileError):
    """A time zone that is no place: unknown, an abbreviation or a fixed offset."""

    code = "unknown-zone"
    way_out = "write the place, such as `America/New_York`, or `UTC`"

    def __init__(self, span: Span, rule_id: str | None, name: str) -> None:
        super().__init__(span)
        self.rule_id, self.name = rule_id, name

    def __str__(self) -> str:
        return f"{self.where} names unknown time zone `{self.name}`"

    def help(self) -> str:
        """The place that was probably meant."""
        if self.rule_id is not None and self.name.lower() in _THEIRS:
            return "leave the key out: without it a rule is read by the recipient's clock"
        return zone_hint(self.name)


class UnknownCalendarError(CompileError):
    """A calendar that the holidays library does not know."""

    code = "unknown-calendar"
    way_out = "write the code of a country or of its region, such as `US` or `GB-ENG`"

    def __init__(self, span: Span, name: str, near: Iterable[str] = ()) -> None:
        super().__init__(span)
        self.name, self.near = name, tuple(near)

    def __str__(self) -> str:
        return f"no calendar is known for `{self.name}`"

    def help(self) -> str:
        """What a calendar looks like."""
        if self.near:
            return one_of(self.near)
        if self.name.lower() in {"none", "no", "off"}:
            return "leave the key out: without a calendar no day is a holiday"
        return "write a code of ISO 3166 for a country or its region, such as `US` or `GB-ENG`; exchanges have none"
