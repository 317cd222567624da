"""What a case shows of the parts of a rule, toward each of those whom it concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.facts.sheet import Deriver
from courtesy.judging.occasions import occasions_of
from courtesy.model.case import Action
from courtesy.model.facts import Occasion
from courtesy.model.requirement import is_of_plan
from courtesy.model.truth import terms, truth
from courtesy.values import Truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courtesy.instants import Instant
    from courtesy.model.case import Case, Contact, History
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.rule_parts import RulePart, Sight
    from courtesy.review.probing.probes import Probe

_NO_ACT = Action(id="", channel="")
_SCOPE = "applies_to"


class Observer:
    """Looks at occasions with the probes of one rule. Holds nothing that changes."""

    def __init__(self, rule: CompiledRule, probes: Mapping[RulePart, Probe]) -> None:
        self.rule, self.probes = rule, probes
        self._applies = Deriver(terms(rule.applies))

    def occasions(self, case: Case, action: Action | None, history: History | None, at: Instant) -> Iterator[Occasion]:
        """An action toward each of those whom the rule concerns; of what is owed, the case itself for each contact."""
        if is_of_plan(self.rule.requirement):
            of_a_contact = self.rule.requirement.of_a_contact(self.rule.rule.body)
            contacts: list[Contact | None] = list(case.contacts.values()) if of_a_contact else [None]
            for contact in contacts:
                for placed in (None,) if contact is None else contact.placed():
                    yield Occasion(case, _NO_ACT, placed, history, at)
        elif action is not None:
            for occasion in occasions_of(case, action, history, at):
                if self.rule.rule.concerns.include(copied=occasion.copied):
                    yield occasion

    def sights(self, occasion: Occasion) -> Iterator[tuple[RulePart, Sight]]:
        """What an occasion shows of each part: of a rule that does not apply, only of what it applies to."""
        applies = truth(self.rule.applies, self._applies.derive(occasion).value_of) is not Truth.FALSE
        for part, probe in self.probes.items():
            if applies or part.keys[0] == _SCOPE or part.path.startswith("expect.for_each"):
                for sight in probe.sights(occasion):
                    yield part, sight

    def shows(self, part: RulePart, sight: Sight, occasion: Occasion) -> bool:
        """Whether an occasion shows that of one part."""
        applies = part.keys[0] == _SCOPE or part.path.startswith("expect.for_each")
        if not applies and truth(self.rule.applies, self._applies.derive(occasion).value_of) is Truth.FALSE:
            return False
        return sight in self.probes[part].sights(occasion)
