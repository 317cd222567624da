"""The journey of one action: derive, match, explain."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from courtesy.explanation.description import describe
from courtesy.explanation.outcome import by_weight, outcome_of
from courtesy.instants import Instant, find_zone, instant, moment
from courtesy.judging.search import Place, TimeSearch
from courtesy.model.facts import Occasion
from courtesy.model.policy import Level
from courtesy.model.verdict import ActionVerdict, Condition, Finding, Status
from courtesy.values import Truth
from courtesy.wording.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courtesy.judging.profile import Profile, Profiles
    from courtesy.model.case import Action, Case, Contact, History
    from courtesy.model.facts import FactSheet, Matches
    from courtesy.model.policy import Policy

_UNLISTED_LEVEL = {"deny": Level.MUST, "warn": Level.SHOULD}


class Judge:
    """Judges single actions by one policy. Holds nothing that changes but profiles, built once each."""

    def __init__(self, policy: Policy, profiles: Profiles) -> None:
        self._policy, self._profiles = policy, profiles

    def judge(
        self, case: Case, action: Action, history: History | None, at: datetime, now: datetime, *, all_findings: bool
    ) -> ActionVerdict:
        """The verdict on one action, each of its recipients judged apart."""
        profile = self._profiles.whole if all_findings else self._profiles.of(action)
        if history is not None:
            history = history.without(action.id)
        recipients: list[Contact | None] = [case.contacts[contact] for contact in action.to]
        occasions = [Occasion(case, action, recipient, history, instant(at)) for recipient in recipients or [None]]
        zone = _zone(occasions[0]) or at.tzinfo or UTC
        sheets = [profile.derive(occasion) for occasion in occasions]
        matches = [profile.match(sheet) for sheet in sheets]
        search = TimeSearch(profile, occasions, matches, max(instant(at), instant(now)))
        findings = list(self._unlisted(action))
        for place, occasion in enumerate(occasions):
            sheet = sheets[place]
            for rule, status in _statuses(profile, sheet, matches[place], all_findings=all_findings):
                healed = search.of_rule(Place(place, rule)) if status is Status.VIOLATED else None
                when = None if healed is None else moment(healed, _zone(occasion) or zone)
                name = occasion.recipient.id if occasion.recipient else None
                findings.append(profile.explainer(rule).finding(status, sheet, name, when))
        permitted = _earliest(findings, search)
        earliest = None if permitted is None else moment(permitted, zone)
        return ActionVerdict(
            id=action.id,
            outcome=outcome_of(findings, earliest),
            at=at.astimezone(zone),
            earliest=earliest,
            findings=tuple(sorted(findings, key=by_weight)),
            description=describe(action, case, self._policy.vocabulary),
        )

    def _unlisted(self, action: Action) -> Iterator[Finding]:
        """An unlisted channel is judged by the policy's default, as a finding of its own."""
        channels = self._policy.vocabulary.channels
        level = _UNLISTED_LEVEL.get(self._policy.defaults.unlisted_channel)
        if action.channel in channels or level is None:
            return
        near = nearest(action.channel, channels)
        yield Finding(
            rule_id="defaults.unlisted_channel",
            type="forbid",
            level=level,
            status=Status.VIOLATED,
            title="Only channels that the policy lists",
            message=f"the policy does not list the channel `{action.channel}`",
            remedy=f"Did you mean `{near}`?" if near else "Choose a channel that the policy lists.",
            conditions=(
                Condition(
                    fact="action.channel",
                    operator="one_of",
                    expected=tuple(channels),
                    observed=action.channel,
                    unit=None,
                    holds=Truth.FALSE,
                ),
            ),
        )


def _statuses(
    profile: Profile, sheet: FactSheet, matched: Matches, *, all_findings: bool
) -> Iterator[tuple[int, Status]]:
    """The broken and undecided rules, by their place in the profile; with `all_findings` the others too."""
    yield from ((rule, Status.VIOLATED) for rule in matched.violated)
    yield from ((rule, Status.UNDETERMINED) for rule in matched.undetermined)
    if all_findings:
        told = {*matched.violated, *matched.undetermined}
        others = (rule for rule in range(len(profile.rules)) if rule not in told)
        yield from ((rule, profile.explainer(rule).status(sheet)) for rule in others)


def _earliest(findings: Sequence[Finding], search: TimeSearch) -> Instant | None:
    """When no `must` is violated any more; None where none is, or no time heals them all."""
    broken = [finding for finding in findings if finding.level is Level.MUST and finding.status is Status.VIOLATED]
    if not broken or any(finding.earliest is None for finding in broken):
        return None
    return search.of_action()


def _zone(occasion: Occasion) -> tzinfo | None:
    names = occasion.recipient.zones if occasion.recipient else ()
    name = names[0] if names else occasion.case.zone
    return None if name is None else find_zone(name)
