"""The journey of one action: derive, match, explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.explanation.description import describe
from courtesy.explanation.outcome import by_weight, outcome_of
from courtesy.instants import Instant, instant, moment
from courtesy.judging.occasions import clock_for, occasions_of, zone_of
from courtesy.judging.search import Place, TimeSearch
from courtesy.judging.unlisted import unlisted_finding
from courtesy.model.policy import Level
from courtesy.model.verdict import PolicyReference, Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from courtesy.judging.profile import Profile, Profiles
    from courtesy.model.case import Action, Case, History
    from courtesy.model.facts import FactSheet, Matches
    from courtesy.model.policy import PolicySource
    from courtesy.model.verdict import Finding


class Judge:
    """Judges single actions by one policy. Holds nothing that changes but profiles, built once each."""

    def __init__(self, policy: PolicySource, profiles: Profiles) -> None:
        self._policy, self._profiles = policy, profiles
        self._reference = PolicyReference(policy.id, policy.version, policy.digest)

    def judge(
        self, case: Case, action: Action, history: History | None, at: datetime, now: datetime, *, all_findings: bool
    ) -> Verdict:
        """The verdict on one action, each of its recipients judged apart."""
        profile = self._profiles.whole if all_findings else self._profiles.of(action)
        occasions = occasions_of(case, action, history, instant(at))
        zone = clock_for(occasions, at)
        sheets = [profile.derive(occasion) for occasion in occasions]
        matches = [profile.match(sheet) for sheet in sheets]
        search = TimeSearch(profile, occasions, matches, max(instant(at), instant(now)))
        unlisted = unlisted_finding(self._policy, action)
        findings = [] if unlisted is None else [unlisted]
        for place, occasion in enumerate(occasions):
            sheet = sheets[place]
            for rule, status in _statuses(profile, sheet, matches[place], all_findings=all_findings):
                healed = search.of_rule(Place(place, rule)) if status is Status.VIOLATED else None
                when = None if healed is None else moment(healed, zone_of(occasion) or zone)
                name = occasion.recipient.id if occasion.recipient else None
                findings.append(profile.explainer(rule).finding(status, sheet, name, when))
        permitted = _earliest(findings, search)
        earliest = None if permitted is None else moment(permitted, zone)
        return Verdict(
            policy=self._reference,
            matcher=profile.matchers,
            now=now,
            id=action.id,
            outcome=outcome_of(findings, earliest),
            at=at.astimezone(zone),
            earliest=earliest,
            findings=tuple(sorted(findings, key=by_weight)),
            description=describe(action, case, self._policy.vocabulary),
        )


def _statuses(
    profile: Profile, sheet: FactSheet, matched: Matches, *, all_findings: bool
) -> Iterator[tuple[int, Status]]:
    """The broken and undecided rules, by their place in the profile; with `all_findings` the others too."""
    yield from ((rule, Status.VIOLATED) for rule in matched.violated)
    yield from ((rule, Status.UNDETERMINED) for rule in matched.undetermined)
    if all_findings:
        told = {*matched.violated, *matched.undetermined}
        others = (rule for rule in profile.about(copied=sheet.copied) if rule not in told)
        yield from ((rule, profile.explainer(rule).status(sheet)) for rule in others)


def _earliest(findings: Sequence[Finding], search: TimeSearch) -> Instant | None:
    """When no `must` is violated any more; None where none is, or no time heals them all."""
    broken = [finding for finding in findings if finding.level is Level.MUST and finding.status is Status.VIOLATED]
    if not broken or any(finding.earliest is None for finding in broken):
        return None
    return search.of_action()
