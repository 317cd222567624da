"""What can be wrong with a file, one class per cause. The text says what was expected before what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from courtesy.bounds import MAX_REPORTED
from courtesy.errors import InvalidInputError, Problem
from courtesy.loading.versions import version_meant
from courtesy.model.vocabulary import own_first
from courtesy.wording.synonyms import word_hint
from courtesy.wording.text import nearest
from courtesy.wording.zones import zone_hint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from courtesy.spans import Span

_LONGEST_QUOTE = 60
_LISTED = 8
_DECLARED_IN = {
    "source of the manifest": "declare it in the manifest, such as `sources: {article: {title: Its title}}`"
}
_WORDS = frozenset({"channel", "purpose", "role"})
"""What a policy adds words to."""
_WITH_MEANING = _WORDS | {"outcome", "event", "direction"}
OWN_FACT = "attribute in the policy's `facts`"
CONTACT_FACT = "attribute of a contact in the policy's `facts`"


def quoted(text: str) -> str:
    """User input in backticks: on one line, without control characters, cut where it is long."""
    shown = "".join(c if c.isprintable() else " " for c in text[: _LONGEST_QUOTE + 1])
    return f"`{shown[:_LONGEST_QUOTE]}…`" if len(shown) > _LONGEST_QUOTE else f"`{shown}`"


def listed(names: Iterable[str], joint: str = "or", *, most: int = _LISTED) -> str:
    """Names in backticks in one line: "`a`, `b` or `c`", long lists cut with a count."""
    shown = [quoted(name) for name in names]
    if len(shown) > most:
        return f"{', '.join(shown[:most])} … {len(shown) - most} more"
    return f"{', '.join(shown[:-1])} {joint} {shown[-1]}" if len(shown) > 1 else "".join(shown)


class Problems(list[Problem]):
    """Problems found so far; the one too many to be worth listing ends the reading with InvalidInputError."""

    def append(self, problem: Problem) -> None:
        """Add one that was found."""
        super().append(problem)
        if len(self) >= MAX_REPORTED:
            raise InvalidInputError(self)


class _ExpectationError(Problem):
    """Base of problems that put what was expected beside what was found; `hint` is the likely fix."""

    def __init__(self, span: Span, expected: str, found: str, hint: str | None = None) -> None:
        super().__init__(span)
        self.expected = expected
        self.found = found
        self.hint = hint

    def __str__(self) -> str:
        return f"expected {self.expected}, found {self.found}"

    def help(self) -> str | None:
        """The likely fix."""
        return self.hint


class WrongTypeError(_ExpectationError):
    """A value of another type is expected here."""

    code: ClassVar[str] = "wrong-type"
    way_out: ClassVar[str] = "write a value of the type that the message names"


class WrongValueError(_ExpectationError):
    """A value of the right type that is not permitted here."""

    code: ClassVar[str] = "wrong-value"
    way_out: ClassVar[str] = "write one of the values, or a value of the form, that the message names"


class SyntaxFaultError(_ExpectationError):
    """The file is no valid YAML, or no valid JSON."""

    code: ClassVar[str] = "syntax"
    way_out: ClassVar[str] = "look at that line and the one before it: for quotes, brackets, colons, indentation"


class UnsupportedSyntaxError(_ExpectationError):
    """Proper YAML that Courtesy does not accept: tags, merge keys, several documents, keys that are not text."""

    code: ClassVar[str] = "unsupported-syntax"
    way_out: ClassVar[str] = "write the same in plain YAML"


class LimitExceededError(_ExpectationError):
    """The file is too long, nested too deep, or its aliases stand for too much."""

    code: ClassVar[str] = "limit-exceeded"
    way_out: ClassVar[str] = "shorten the file, or split it: a policy may include many"


class NotTextError(_ExpectationError):
    """The file is not UTF-8 text, or holds characters that do not belong in text."""

    code: ClassVar[str] = "not-text"
    way_out: ClassVar[str] = "save the file as UTF-8, without control characters"


class UnreadableFileError(_ExpectationError):
    """There is no such file, or it may not be read."""

    code: ClassVar[str] = "unreadable-file"
    way_out: ClassVar[str] = "check the name of the file, and whether you may read it"


class BadIncludeError(_ExpectationError):
    """An `include` that leads outside the policy's folder, twice to the same file, or nowhere."""

    code: ClassVar[str] = "bad-include"
    way_out: ClassVar[str] = "name each rule file once under `include`, relative to the policy's folder and inside it"


class LocalTimeError(_ExpectationError):
    """A local time that does not exist, exists twice, or has no time zone to be read in."""

    code: ClassVar[str] = "local-time"
    way_out: ClassVar[str] = "add an offset to the time, such as `-05:00`, or state the `zone` of the case"


class BadMailError(_ExpectationError):
    """The file cannot be read as an e-mail."""

    code: ClassVar[str] = "bad-mail"
    way_out: ClassVar[str] = "correct the header that the message shows, or save the e-mail anew as an `.eml` file"


class DuplicateKeyError(_ExpectationError):
    """The same key twice in one mapping."""

    code: ClassVar[str] = "duplicate-key"
    way_out: ClassVar[str] = "keep one of the two"

    def __init__(self, span: Span, key: str, first: Span) -> None:
        super().__init__(span, "each key once", f"{quoted(key)} again")
        self.key = key
        self.first = first

    def help(self) -> str:
        """Where the first one stands."""
        only = "; there is one fall-back only" if self.key == "or" else ""
        return f"the first one stands at line {self.first.line}, column {self.first.column}{only}"


class DuplicateIdError(_ExpectationError):
    """Two things of the same kind with the same id or address."""

    code: ClassVar[str] = "duplicate-id"
    way_out: ClassVar[str] = "give one of the two another id or address"

    def __init__(self, span: Span, kind: str, name: str, first: Span) -> None:
        super().__init__(span, f"each {kind} once", f"{quoted(name)} again")
        self.kind = kind
        self.name = name
        self.first = first

    def help(self) -> str:
        """Where the first one stands."""
        return f"the first one stands at {self.first}"


class UnknownKeyError(_ExpectationError):
    """A key that means nothing in this place."""

    code: ClassVar[str] = "unknown-key"
    way_out: ClassVar[str] = "use one of the keys that the message lists, and check how far the line is indented"

    def __init__(self, span: Span, key: str, known: Sequence[str], hint: str | None = None) -> None:
        expected = listed(known, most=len(known)) or "no key at all"
        super().__init__(span, expected, f"unknown key {quoted(key)}", hint)
        self.key = key
        self.known = tuple(known)


class MissingKeyError(_ExpectationError):
    """A key that is needed here."""

    code: ClassVar[str] = "missing-key"
    way_out: ClassVar[str] = "add the key"

    def __init__(self, span: Span, key: str, hint: str | None = None) -> None:
        super().__init__(span, f"the key {quoted(key)}", "none", hint)
        self.key = key


class ExactlyOneError(_ExpectationError):
    """Of several keys exactly one is needed, and there is none, or more than one."""

    code: ClassVar[str] = "exactly-one"
    way_out: ClassVar[str] = "keep exactly one of the keys; a rule that needs two rule types is two rules"

    def __init__(
        self, span: Span, what: str, known: Sequence[str], present: Sequence[str], hint: str | None = None
    ) -> None:
        super().__init__(span, f"exactly one {what}", listed(present, "and") or "none", hint)
        self.what = what
        self.known = tuple(known)
        self.present = tuple(present)

    def help(self) -> str:
        """The keys to choose from."""
        if self.present:
            two = "; a rule that needs both is two rules" if self.what == "rule type" else ""
            return f"keep one of {listed(self.present, 'and')}{two}"
        if self.hint:
            return self.hint
        return f"add one of {listed(self.known, most=len(self.known))}"


_NONE_KNOWN = {
    "source of the manifest": "declare it in the manifest, such as `sources: {article: {title: Its title}}`",
    OWN_FACT: "the policy declares none under `facts`",
    CONTACT_FACT: "the policy declares none under `facts`",
}
"""What to do about a name where none is known, by what it names."""


class UnknownNameError(_ExpectationError):
    """A name that nobody has declared: a contact, purpose, role, attribute or source."""

    code: ClassVar[str] = "unknown-name"
    way_out: ClassVar[str] = "correct the spelling, or declare it: a contact in the case, a word in the policy"

    def __init__(self, span: Span, kind: str, name: str, known: Collection[str]) -> None:
        super().__init__(span, f"a known {kind}", quoted(name))
        self.kind = kind
        self.name = name
        self.known = known  # no copy: thousands of problems may share one large list

    @property
    def declared_by_policies(self) -> bool:
        """Whether another policy may know such a name."""
        return self.kind in {OWN_FACT, CONTACT_FACT} or self.kind in _WORDS

    def help(self) -> str | None:
        """The name that was probably meant, or the names there are."""
        if self.kind == "policy" and (meant := version_meant(self.name, self.known)):
            return f"did you mean `{meant}`?"
        # Words have a meaning, and other names look alike at most.
        has_meaning = self.kind in _WITH_MEANING or self.kind.startswith("value of")
        if has_meaning and (hint := word_hint(self.name, self.known)):
            return hint
        if near := nearest(self.name, self.known):
            return f"did you mean `{near}`?"
        if not self.known:
            return _NONE_KNOWN.get(self.kind) or f"there is no {self.kind}"
        if self.kind in _WORDS:
            return f"known: {listed(own_first(self.known), 'and')}"
        return f"known: {listed(self.known, 'and')}" if len(self.known) <= _LISTED else None


class MisplacedFactError(UnknownNameError):
    """A fact of the policy's own that is stated where it does not belong: of a contact, or of the case or an act."""

    code: ClassVar[str] = "misplaced-fact"
    way_out: ClassVar[str] = "state it where the message says: by the contact, by the action, or by the case"

    def help(self) -> str:
        """Where it belongs."""
        if self.kind == OWN_FACT:
            return f"state it of the contact, under `contacts: {{<id>: {{attributes: {{{self.name}: ...}}}}}}`"
        return "it is no fact of a contact: state it under `attributes` of the action or of the case"


class UnknownZoneError(UnknownNameError):
    """A time zone that is no place: unknown, an abbreviation or a fixed offset."""

    code: ClassVar[str] = "unknown-zone"
    way_out: ClassVar[str] = "write the place, such as `America/New_York`, or `UTC`"

    def __init__(self, span: Span, name: str) -> None:
        super().__init__(span, "time zone", name, ())

    def help(self) -> str:
        """The place that was probably meant."""
        return zone_hint(self.name)
