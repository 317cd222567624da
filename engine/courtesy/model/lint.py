"""What makes no sense in a policy that is valid: the senses, what was found, and what may be passed over."""

from __future__ import annotations

from msgspec import Struct

from courtesy.model.shown import Shown
from courtesy.spans import NOWHERE, Span
from courtesy.values import Word


class Sense(Word):
    """What is looked for. Each has a file in `review/lint/`, and a section on the page `linting` of the manual."""

    EXCLUDED_TIMES = "excluded-times"
    NEVER_APPLIES = "never-applies"
    NEVER_DECIDES = "never-decides"
    NEVER_MET = "never-met"
    BEFORE_ANCHOR = "before-anchor"
    BEYOND_SEARCH = "beyond-search"
    OTHER_NUMBER = "other-number"
    INHERITED_WORDS = "inherited-words"
    NO_REASON = "no-reason"
    CALENDAR_KEPT = "calendar-kept"
    UNUSED_WORD = "unused-word"
    UNWORDED_FACT = "unworded-fact"
    SAME_WORDS = "same-words"
    NOT_INCLUDED = "not-included"
    UNDECIDABLE_CASES = "undecidable-cases"
    UNUSED_IGNORE = "unused-ignore"


class LintIgnore(Struct, frozen=True, kw_only=True):
    """What a manifest wants passed over, and why: one sense, of the rule or of the word that is named.

    Where neither is named all findings of the sense are meant that are of no rule and of no word.
    """

    sense: Sense
    because: str
    rule: str | None = None
    word: str | None = None
    span: Span = NOWHERE

    def is_of(self, finding: LintFinding) -> bool:
        """Whether a finding is meant."""
        if self.sense is not finding.sense:
            return False
        if self.rule is not None:
            return self.rule == finding.rule or any(self.rule == place.rule for place in finding.related)
        return self.word == finding.word and (self.word is not None or finding.rule is None)


class LintPlace(Struct, frozen=True, kw_only=True):
    """Another place that a finding is about: what stands there, and the rule that it belongs to."""

    what: str
    span: Span
    rule: str | None = None


class LintFinding(Struct, frozen=True, kw_only=True):
    """One thing that makes no sense: in `message`, without a full stop, what it is; in `help` the likely way out.

    `rule` is the rule, or `word` the declared word, that it is about; `related` are other places. `span` points into a
    file of the policy itself wherever one of its places lies there.
    """

    sense: Sense
    message: str
    span: Span
    help: str | None = None
    rule: str | None = None
    word: str | None = None
    related: tuple[LintPlace, ...] = ()

    @property
    def identity(self) -> tuple[str | None, ...]:
        """What makes it the same finding in another version of the files: not where it stands, nor how it is told."""
        rules = {self.rule or "", *(place.rule or "" for place in self.related)}
        return (self.sense.value, self.word, *sorted(rules))


class IgnoredFinding(Struct, frozen=True, kw_only=True):
    """A finding that the policy wants passed over, and why."""

    finding: LintFinding
    because: str


class LintReport(Shown, frozen=True, kw_only=True):
    """What makes no sense in the policy of that id, version and digest, in the order of its files."""

    policy: str
    version: str
    digest: str
    findings: tuple[LintFinding, ...]
    ignored: tuple[IgnoredFinding, ...] = ()


class SensePage(Struct, frozen=True):
    """What a sense finds in a sentence, more about it, a policy that has the fault and one that has not, and why.

    Of the policies only the keys that matter are given, as text of a YAML file.
    """

    sense: Sense
    summary: str
    about: str
    bad: str
    good: str
    why: str
