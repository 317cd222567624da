"""An action that a policy would permit and the one it builds on refuses, for each lock that is broken."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import islice, product
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from courtesy.errors import CourtesyError
from courtesy.model.channels import CHANNELS, EMAIL
from courtesy.model.declaration import own_key
from courtesy.model.policy import Level
from courtesy.model.predicate import All, Fact, Not, OneOf
from courtesy.model.predicate import Any as AnyOf
from courtesy.rules.forbid import Forbid
from courtesy.rules.hours import Hours
from courtesy.spans import MappingNode, Scalar
from courtesy.values import boolean_of, integer_of
from courtesy.wording import times
from courtesy.wording.acts import act_noun
from courtesy.wording.text import joined, with_article

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from courtesy.api.policy import Policy
    from courtesy.compiling.lock_errors import LockedError
    from courtesy.model.case import Action, Case
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.predicate import Predicate
    from courtesy.spans import Tree

_NONE = MappingNode({})
_USUAL_DAY = date(2026, 11, 20)
_MOST = 300
"""How many likely actions are tried for a lock."""
_MOST_TOUCHES = 20
_LONG_AGO = -1
_SHOWN_BY_ACTIONS = frozenset({"channels", "unlisted_channel"})
_HOURS = (1, 25, 73, 121)
_DAY_LONG = tuple(range(72, 96))
"""When after the interview they are tried, and until when they have to wait from then on; hours through a day too."""
_WITHOUT_TEXT = tuple(name for name, channel in CHANNELS.items() if channel.busy)
_STATED = frozenset({"recipient", "attributes", "interview", "candidate", "case"})
_INVITED, _STOPPED = "recipient.invited_contact", "recipient.asked_to_stop"
_EVENTS = {_INVITED: "invitation", _STOPPED: "stop_request"}


def tell_examples(problems: Iterable[LockedError], policy: Policy, parent: Policy) -> None:
    """Give each problem of the policy the example of an action that only the parent refuses, where one is found."""
    for problem in problems:
        likely = _Candidates(problem, policy, parent)
        if problem.by == policy.source.author and likely.may_be_found:
            for document, case, action in islice(likely.all(), _MOST):
                if (found := _at_the_bound(problem, case, action, policy, parent)) is not None:
                    told = _told(document, found, policy, likely.facts)
                    problem.example = f"{told} is refused by {parent.source.author} and permitted by {problem.by}"
                    break


def _at_the_bound(problem: LockedError, case: Case, action: Action, policy: Policy, parent: Policy) -> datetime | None:
    """When the policy permits the action, from its time on, while the parent refuses it by the rule; None: never."""
    at = action.at
    if at is None:
        return None
    try:
        verdict = policy.check(case, action, now=at)
        if verdict.outcome.refused:
            at = verdict.earliest
        if at is None:
            return None
        broken = parent.check(case, action.with_(at=at), now=at).broken(Level.MUST)
    except CourtesyError:
        return None
    return at if any(not problem.of_a_rule or finding.rule_id == problem.rule_id for finding in broken) else None


class _Candidates:
    """Likely actions for one lock: of the kinds that the rule is about, around its bounds."""

    def __init__(self, problem: LockedError, policy: Policy, parent: Policy) -> None:
        self.problem, self.policy, self.parent = problem, policy, parent
        self.rule = next((one for one in parent.compiled if one.rule.id == problem.rule_id), None)
        self.facts = dict(self._stated())
        self.word, self.field = problem.found.strip("`"), problem.field

    def _stated(self) -> Iterator[tuple[str, object]]:
        """The facts that make the rule apply and be broken, and those that the policy excepts."""
        if self.rule is not None and self.problem.of_a_rule:
            rule = self.rule.rule
            yield from _facts_in(rule.applies_to)
            if rule.type == Forbid.name:
                yield from _facts_in(rule.body)
            if self.problem.field == "unless":
                yield from _facts_in((self.changed or _NONE).get("unless"))

    @property
    def may_be_found(self) -> bool:
        """Whether single actions can show it: by the rule that is loosened, or by words that nobody may add."""
        if not self.problem.of_a_rule:
            return self.field in _SHOWN_BY_ACTIONS
        return self.rule is not None and self.rule.rule.level is Level.MUST and not self.rule.requirement.of_plan

    @property
    def changed(self) -> MappingNode | None:
        """What the policy changes of the rule."""
        rule = self.rule
        return next((one.change for one in self.policy.rules if rule and one.id == rule.rule.id), None)

    def all(self) -> Iterator[tuple[dict[str, Any], Case, Action]]:
        """The cases with one proposed action each, as documents and as loaded."""
        kinds = product(
            self._words("action.channel", EMAIL, *_WITHOUT_TEXT), self._words("action.purpose", "follow_up")
        )
        for (channel, purpose), role, touches in product(
            tuple(kinds), self._words("recipient.roles", "interviewer"), self._histories()
        ):
            for hours in (*_HOURS, *(_DAY_LONG if self.rule and self.rule.rule.type == Hours.name else ())):
                document = self._document(channel, purpose, role, touches, hours)
                try:
                    case = self.policy.case_from({key: said for key, said in document.items() if key != "action"})
                    act = document["action"]
                    action = case.propose(channel, to=("contact",), purpose=purpose, at=act["at"])
                except CourtesyError:
                    continue
                yield document, case, action

    def _words(self, fact: str, *usual: str) -> Sequence[str]:
        """The words for a fact that the rule lists, and the one that is wrong."""
        rules = [one for one in (self.rule, self._own) if one is not None]
        listed = [name for rule in rules for name in _values_of(fact, rule.applies)]
        known = self.policy.source.vocabulary
        own: Collection[str] = {"action.channel": known.channels, "action.purpose": known.purposes}.get(
            fact, known.roles
        )
        odd = [self.word] if self.word in own else []
        if self.field == "unlisted_channel" and fact == "action.channel":
            odd = ["pigeon_post"]
        return list(dict.fromkeys((*odd, *(sorted(listed) or usual))))

    @property
    def _own(self) -> CompiledRule | None:
        rule = self.rule
        return next((one for one in self.policy.compiled if rule and one.rule.id == rule.rule.id), None)

    def _histories(self) -> Iterator[int]:
        """How many touches of the kind there were just before: none, as many as a limit permits, or one long ago."""
        most = [getattr(one.requirement, "at_most", None) for one in (self.rule, self._own) if one is not None]
        yield 0
        yield _LONG_AGO
        yield from sorted({count for count in most if isinstance(count, int) and 0 < count <= _MOST_TOUCHES})

    def _document(self, channel: str, purpose: str, role: str, touches: int, hours: int) -> dict[str, Any]:
        start, zone = self._interview(), ZoneInfo(self.policy.source.zone or "UTC")
        at = (start + timedelta(hours=hours)).astimezone(zone)
        contact: dict[str, Any] = {"roles": [role], "zone": str(zone)}
        document: dict[str, Any] = {
            "zone": str(zone),
            "interview": {"ended_at": start},
            "contacts": {"contact": contact},
            "history": [
                {"channel": channel, "purpose": purpose, "to": "contact", "at": before}
                for before in self._before(touches, start, at)
            ],
            "action": {"channel": channel, "purpose": purpose, "role": role, "at": at},
        }
        for name, value in self.facts.items():
            _state(document, name, value, start)
        return document

    @staticmethod
    def _before(touches: int, start: datetime, at: datetime) -> list[datetime]:
        """When they were."""
        if touches == _LONG_AGO:
            return [start]
        return [at - timedelta(minutes=number) for number in range(touches, 0, -1)]

    def _interview(self) -> datetime:
        """An interview on a day on which both policies hold."""
        source, day = self.policy.source, _USUAL_DAY
        if source.valid_from is not None and day <= source.valid_from:
            day = source.valid_from + timedelta(days=1)
        if source.valid_until is not None and source.valid_until <= day:
            day = source.valid_until - timedelta(days=35)
        return datetime.combine(day, time(15, 30), ZoneInfo(source.zone or "UTC"))


def _values_of(fact: str, predicate: Predicate) -> Iterator[str]:
    match predicate:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _values_of(fact, part)
        case OneOf(Fact(name), values) if name == fact:
            yield from (str(value) for value in values)
        case Not():
            return


def _facts_in(tree: Tree | None) -> Iterator[tuple[str, object]]:
    """The facts that a condition wants to be something, with what they are to be."""
    if isinstance(tree, MappingNode):
        for name, wanted in tree.items():
            if name in {"all", "any"}:
                yield from (pair for part in wanted for pair in _facts_in(part))
                continue
            one = wanted[0] if isinstance(wanted, list) and wanted else wanted
            one = next(iter(one.values()), one) if isinstance(one, MappingNode) else one
            if isinstance(one, Scalar) and name.partition(".")[0] in _STATED and name != "recipient.roles":
                truth, number = boolean_of(one), integer_of(one)
                yield name, truth if truth is not None else number if number is not None else str(one)


def _state(document: dict[str, Any], name: str, value: object, since: datetime) -> None:
    """Let a fact have a value in a case."""
    section, _, key = name.partition(".")
    if name in _EVENTS:
        event = {"channel": EMAIL, "direction": "inbound", "from": "contact", "at": since, "event": _EVENTS[name]}
        document["history"].append(event)
    elif section == "recipient":
        document["contacts"]["contact"][key] = value
    elif own_key(name) is not None or section in {"interview", "candidate", "case"}:
        place = document.setdefault(section, {})
        *inner, last = key.split(".") if own_key(name) is None else [key]
        for step in inner:
            place = place.setdefault(step, {})
        place[last] = value


def _told(document: dict[str, Any], at: datetime, policy: Policy, facts: Mapping[str, object]) -> str:
    """The example in words."""
    act, vocabulary = document["action"], policy.source.vocabulary
    what = with_article(act_noun(act["channel"], act["purpose"], vocabulary))
    whom = with_article(vocabulary.noun_for("roles", act["role"]))
    start = document["interview"]["ended_at"]
    said = f"{what} to {whom} on {times.day_and_clock(at)}, after an interview on {times.day_and_clock(start)}"
    touches = sum("direction" not in one for one in document["history"])
    ago = "just before" if touches and document["history"][0]["at"] != start else "at the time of the interview"
    more = [f"{touches} more of the kind {ago}"] if touches else []
    more += [f"`{name}: {str(value).lower() if isinstance(value, bool) else value}`" for name, value in facts.items()]
    return f"{said}{f' and with {joined(more)}' if more else ''},"
