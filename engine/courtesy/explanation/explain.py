"""One rule's findings: status, words, measured conditions. The explanation is held to the verdict it explains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.errors import FaultError
from courtesy.explanation.conditions import comparisons
from courtesy.model.missing import TONE
from courtesy.model.outcome import Status
from courtesy.model.predicate import Fact, TimeAgainst, WithinHours
from courtesy.model.truth import combination, leaf_truth, leaves, terms
from courtesy.model.verdict import Finding
from courtesy.values import Truth
from courtesy.wording.evidence import in_doubt, not_told
from courtesy.wording.people import name_of
from courtesy.wording.text import joined, undecided_until

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from courtesy.model.case import Contact
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.evidence import Evidence
    from courtesy.model.facts import FactSheet, Measurement
    from courtesy.model.predicate import Term
    from courtesy.model.vocabulary import Vocabulary


class ExplanationDiffersError(FaultError):
    """The matchers and the meaning of the tree give different answers for one rule."""

    code = "explanation-differs"

    def __init__(self, rule_id: str, matched: Status, explained: Status) -> None:
        super().__init__()
        self.rule_id, self.matched, self.explained = rule_id, matched, explained

    def __str__(self) -> str:
        return f"rule `{self.rule_id}` was matched as {self.matched.value} but explains as {self.explained.value}"


class Explainer:
    """Explains one rule; whatever no measurement changes is worked out once."""

    def __init__(self, rule: CompiledRule, places: Mapping[Term, int], vocabulary: Vocabulary) -> None:
        """`places` are the terms' places on the fact sheets to come."""
        self._rule, self._vocabulary = rule, vocabulary
        self._comparisons = comparisons((rule.applies, rule.unless, rule.required), places, vocabulary)
        self._truth, self._applies = combination(rule.truth), combination(rule.applies)
        self._leaves = tuple((leaf, places[leaf.term]) for leaf in leaves(rule.truth))
        self._reads_clock = any(isinstance(leaf.term, Fact | WithinHours) for leaf in rule.time_dependent)
        self._terms = tuple((term, places[term]) for term in terms(rule.truth))

    def status(self, sheet: FactSheet) -> Status:
        """How the rule stands, by the meaning of its tree."""
        return self._status(self._measured(sheet))

    def differs(self, sheets: Sequence[FactSheet]) -> bool:
        """Whether it matters for the rule on which of these sheets, of several plausible zones, it is judged."""
        return any(
            (isinstance(term, WithinHours) and term.almanac.zone is None)
            or len({sheet.values[place] for sheet in sheets}) > 1
            for term, place in self._terms
        )

    def lasts(self, sheet: FactSheet) -> bool:
        """Whether a rule that reads the clock is violated at all times: what does not change is enough to break it."""
        if not self._reads_clock:
            return False  # what comes once is looked at faster than this
        time_dependent = self._rule.time_dependent
        truths = (
            Truth.UNKNOWN if leaf in time_dependent else leaf_truth(leaf, sheet.values[place])
            for leaf, place in self._leaves
        )
        return self._truth(truths) is Truth.FALSE

    def finding(
        self,
        status: Status,
        sheet: FactSheet,
        recipient: Contact | None,
        earliest: datetime | None = None,
        *,
        zone: str | None = None,
    ) -> Finding:
        """The finding for one recipient of an action; `zone` is the one of several plausible ones that decided.

        Raises ExplanationDiffersError where the sheet does not explain the status that the matchers gave.
        """
        stated, measured = self._rule.rule, self._measured(sheet)
        if (explained := self._status(measured)) is not status:
            raise ExplanationDiffersError(stated.id, status, explained)
        bare = self.bare(status, sheet, recipient, earliest, zone=zone)
        return replace(
            bare,
            message=self._message(status, sheet, bare.missing, zone),
            title=stated.title,
            recipient_name=None if recipient is None else name_of(recipient),
            because=stated.because,
            remedy=stated.remedy,
            evidence=self._evidence(status, sheet),
            conditions=tuple([comparison.condition(sheet, measured) for comparison in self._comparisons]),
            source=stated.source,
            interpretation=stated.interpretation,
        )

    def bare(
        self,
        status: Status,
        sheet: FactSheet,
        recipient: Contact | None,
        earliest: datetime | None = None,
        *,
        zone: str | None = None,
    ) -> Finding:
        """The same finding without words and measured conditions: which rule, how it stands, for whom, until when."""
        stated = self._rule.rule
        return Finding(
            rule_id=stated.id,
            type=stated.type,
            level=stated.level,
            status=status,
            message="",
            zone=zone,
            recipient=None if recipient is None else recipient.id,
            copied=sheet.copied,
            earliest=earliest,
            missing=self.missing(sheet) if status is Status.UNDETERMINED else (),
        )

    def _measured(self, sheet: FactSheet) -> list[Truth]:
        """The truth of each comparison of the rule: those of `applies` first."""
        return [leaf_truth(leaf, sheet.values[place]) for leaf, place in self._leaves]

    def _status(self, measured: list[Truth]) -> Status:
        holds = self._truth(iter(measured))
        if holds is Truth.FALSE:
            return Status.VIOLATED
        if holds is Truth.UNKNOWN:
            return Status.UNDETERMINED
        applies = self._applies(iter(measured))
        return Status.NOT_APPLICABLE if applies is Truth.FALSE else Status.SATISFIED

    def _message(self, status: Status, sheet: FactSheet, missing: tuple[str, ...], zone: str | None) -> str:
        match status:
            case Status.VIOLATED:
                message = self._rule.requirement.message(sheet.measure, self._vocabulary)
                return message if zone is None else f"{message}; judged in {zone}, one of the plausible time zones"
            case Status.UNDETERMINED:
                return f"{undecided_until(missing)}{self._how_far(sheet)}{self._doubt(sheet)}"
            case Status.SATISFIED:
                return f"holds: {self._rule.requirement.summary(self._vocabulary)}"
            case Status.NOT_APPLICABLE:
                return "does not apply to this action"
            case Status.WAIVED:  # what is waived is told as it would be
                raise ValueError(status)

    def _doubt(self, sheet: FactSheet) -> str:
        """What of the text leaves its tone open, and what to do."""
        evidence = self._evidence(Status.UNDETERMINED, sheet)
        if evidence:
            return f"; {in_doubt(evidence)}"
        return f"; {not_told()}" if TONE in self.missing(sheet) else ""

    def _how_far(self, sheet: FactSheet) -> str:
        """How far something is known that is not known enough: holidays of other years, the day of a time."""
        unknown = [sheet.measure(term) for term, place in self._terms if sheet.values[place] is None]
        years = dict.fromkeys(str(one.unknown_year) for one in unknown if one.unknown_year is not None)
        if years:
            return f" for {joined(years)}"
        by_day = bool(unknown) and all(_is_of_a_day(one) for one in unknown)
        return " more exactly than to the day" if by_day else ""

    def _evidence(self, status: Status, sheet: FactSheet) -> tuple[Evidence, ...]:
        """The sentences of the text that decided, or that leave it open, each once."""
        if status not in {Status.VIOLATED, Status.UNDETERMINED}:
            return ()
        measured = (sheet.measure(term) for term, _ in self._terms if isinstance(term, Fact))
        return tuple(dict.fromkeys(one for each in measured for one in each.evidence))

    def missing(self, sheet: FactSheet) -> tuple[str, ...]:
        """The facts that would settle the rule, each once."""
        unknown = (term for term, place in self._terms if sheet.values[place] is None)
        return tuple(dict.fromkeys(name for term in unknown for name in sheet.measure(term).missing))


def _is_of_a_day(measured: Measurement) -> bool:
    """Whether a value is unknown because the day of a time is known and the time of day is not."""
    term = measured.term
    return isinstance(term, TimeAgainst) and measured.stated is not None and measured.missing == (term.fact.name,)
