"""What the page about a plan shows besides its steps and its timeline, section by section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.model.outcome import Standing
from courtesy.rendering import titles
from courtesy.rendering.addresses import followable
from courtesy.rendering.citation import origin
from courtesy.rendering.obligations import phrases as obligation_phrases
from courtesy.rendering.plan.page.steps import LEVELS
from courtesy.wording import times
from courtesy.wording.clocks import city
from courtesy.wording.rule_titles import rule_title
from courtesy.wording.text import joined, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.model.case import Contact
    from courtesy.model.plan import Omission, Plan
    from courtesy.model.policy import PolicySource
    from courtesy.model.verdict import Obligation
    from courtesy.rendering.plan.page.names import Names

STANDINGS = {
    Standing.MET: "Met",
    Standing.PLANNED: "Planned",
    Standing.DUE: "Due",
    Standing.OVERDUE: "Overdue",
    Standing.OPEN: "Open",
    Standing.UNDETERMINED: "Not known yet",
    Standing.WAIVED: "Waived",
}


class Owed(Struct, frozen=True, kw_only=True):
    """An obligation: how it stands, what it is, and `rows` of labels and words about it."""

    standing: str
    word: str
    title: str
    contact: str
    level: str
    message: str
    rows: tuple[tuple[str, str], ...]


class LeftOut(Struct, frozen=True, kw_only=True):
    """Something that the plan leaves out, and why."""

    title: str
    contact: str
    level: str
    message: str
    rules: tuple[RuleLink, ...]
    rows: tuple[tuple[str, str], ...]


class RuleLink(Struct, frozen=True):
    """A rule by its title; `number` is its place in the list of rules."""

    title: str
    number: int


class RuleNote(Struct, frozen=True, kw_only=True):
    """A rule that the page names: how binding it is, why, and where it comes from."""

    number: int
    id: str
    title: str
    level: str
    because: str
    remedy: str
    source: str


class Closed(Struct, frozen=True):
    """Channels that are never permitted, and the rules that forbid them."""

    channels: str
    rules: tuple[RuleLink, ...]
    because: str


class Happened(Struct, frozen=True):
    """A touch."""

    iso: str
    when: str
    what: str


class SourceNote(Struct, frozen=True):
    """A source of the policy. `url` is empty unless a browser can follow it safely."""

    title: str
    publisher: str
    url: str


def rule_notes(names: Names) -> tuple[RuleNote, ...]:
    """Every rule that the page names, in the policy's order; what only judges like a rule comes last."""
    named = dict.fromkeys(_named(names.plan))
    stated = [rule.id for rule in names.policy.rules if rule.id in named]
    others = [rule_id for rule_id in named if names.rule(rule_id) is None]
    return tuple(_rule_note(number, rule_id, names) for number, rule_id in enumerate((*stated, *others), start=1))


def _named(plan: Plan) -> Iterator[str]:
    for planned in plan.actions:
        if planned.reason.rule_id is not None:
            yield planned.reason.rule_id
        yield from (finding.rule_id for finding in planned.verdict.findings)
    yield from (owed.rule_id for owed in plan.obligations)
    if plan.conflict is not None:
        yield from plan.conflict.rules
    for lane in plan.lanes:
        for window in lane.windows:
            yield from window.rules
    for left_out in plan.omissions:
        yield from left_out.rules
    for closed in plan.never:
        yield from closed.rules


def _rule_note(number: int, rule_id: str, names: Names) -> RuleNote:
    rule = names.rule(rule_id)
    title = rule_title(rule_id, names.policy)
    if rule is None:
        return RuleNote(number=number, id=rule_id, title=title, level="", because="", remedy="", source="")
    own = "the policy's own interpretation" if rule.interpretation else ""
    return RuleNote(
        number=number,
        id=rule_id,
        title=title,
        level=LEVELS[rule.level],
        because=sentence(rule.because) if rule.because else "",
        remedy=sentence(rule.remedy) if rule.remedy else "",
        source=origin(rule.source, names.policy, interpretation=rule.interpretation) if rule.source else own,
    )


def owed(names: Names) -> tuple[Owed, ...]:
    """All obligations, gravest first."""
    groups = obligation_phrases.groups(names.plan.obligations)
    return tuple(_owed(one, names) for group in groups for one in group.obligations)


def _owed(one: Obligation, names: Names) -> Owed:
    rows = tuple(obligation_phrases.rows(one, names.policy))
    if one.standing in {Standing.MET, Standing.PLANNED}:  # what is settled needs no reasons
        rows = ()
    return Owed(
        standing=one.standing.value,
        word=STANDINGS[one.standing],
        title=one.title or one.rule_id,
        contact=names.contact(one.contact) if one.contact is not None else "",
        level=LEVELS[one.level],
        message=sentence(one.message),
        rows=rows,
    )


def left_out(names: Names, links: dict[str, RuleLink]) -> tuple[LeftOut, ...]:
    """What the plan leaves out, and why."""
    return tuple(_left_out(one, names, links) for one in names.plan.omissions)


def _left_out(one: Omission, names: Names, links: dict[str, RuleLink]) -> LeftOut:
    rows = [("Tell us", titles.facts(one.missing, names.policy))] if one.missing else []
    if one.earliest is not None:
        rows.append(("Possible", f"from {times.on_own_clock(one.earliest, names.plan.now.tzinfo)}"))
    return LeftOut(
        title=one.title,
        contact=names.contact(one.contact) if one.contact is not None else "",
        level=LEVELS[one.level],
        message=sentence(one.message),
        rules=linked(one.rules, links),
        rows=tuple(rows),
    )


def closed(names: Names, links: dict[str, RuleLink]) -> tuple[Closed, ...]:
    """The channels that are never permitted, those that the same rules forbid together."""
    by_rules: dict[tuple[str, ...], list[str]] = {}
    for one in names.plan.never:
        by_rules.setdefault(one.rules, []).append(names.channels(one.channel))
    return tuple(
        Closed(titles.capital(joined(channels)), linked(rules, links), _reasons(rules, names))
        for rules, channels in by_rules.items()
    )


def _reasons(rule_ids: Iterable[str], names: Names) -> str:
    rules = (names.rule(rule_id) for rule_id in rule_ids)
    return " ".join(sentence(rule.because) for rule in rules if rule is not None and rule.because)


def linked(rule_ids: Iterable[str], links: dict[str, RuleLink]) -> tuple[RuleLink, ...]:
    """The rules with their places in the list of rules."""
    return tuple(links[rule_id] for rule_id in rule_ids)


def happened(names: Names) -> tuple[Happened, ...] | None:
    """What has happened so far, latest first; None where that is not known."""
    history = names.plan.case.history
    if history is None:
        return None
    told = ((touch, names.own_time(touch.at)) for touch in reversed(history.touches))
    return tuple(Happened(touch.at.isoformat(), when, names.touch(touch)) for touch, when in told)


def people(names: Names) -> tuple[tuple[str, str, str], ...]:
    """Everyone in the case: who, in which roles, on which clock."""
    return tuple(
        (names.contact(contact.id), _roles(contact, names), joined(map(city, contact.zones), "or"))
        for contact in names.plan.case.contacts.values()
    )


def _roles(contact: Contact, names: Names) -> str:
    """The contact's roles, but for one that is the name already."""
    roles = (names.policy.vocabulary.words_for("roles", role) for role in sorted(contact.roles or ()))
    return joined(role for role in roles if role.casefold() != names.contact(contact.id).casefold())


def source_notes(policy: PolicySource) -> tuple[SourceNote, ...]:
    """The sources that the policy lists."""
    return tuple(
        SourceNote(source.title, source.publisher or "", followable(source.url)) for source in policy.sources.values()
    )
