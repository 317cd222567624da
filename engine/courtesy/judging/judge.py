"""The journey of one action: derive, match, explain; and, where its time has not come, the versions that follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.explanation import notices
from courtesy.explanation.description import describe
from courtesy.explanation.earliest import NEVER
from courtesy.explanation.outcome import by_weight
from courtesy.instants import moment
from courtesy.judging.occasions import by_recipient, clock_for, occasions_of, zone_of
from courtesy.judging.search import TimeSearch, first_permitted
from courtesy.judging.unlisted import unlisted_finding
from courtesy.model.outcome import Outcome, Status, outcome_of, outcome_of_rule
from courtesy.model.policy import Level
from courtesy.model.verdict import Verdict
from courtesy.model.waivers import WaivedFinding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, tzinfo

    from courtesy.judging.line import Line
    from courtesy.judging.profile import Profile
    from courtesy.judging.timing import Timing
    from courtesy.judging.version import Version
    from courtesy.model.case import Action, Case, History, Message
    from courtesy.model.facts import FactSheet, Matches, Occasion
    from courtesy.model.origin import EngineReport
    from courtesy.model.verdict import Finding, Notice
    from courtesy.model.waivers import Waiver

_WAIVABLE = frozenset({Status.VIOLATED, Status.UNDETERMINED})


class Judge:
    """Judges single actions, each whole by the version that holds at its time. Holds nothing that changes."""

    def __init__(self, line: Line[Version], engine: EngineReport | None) -> None:
        self._line, self._engine = line, engine

    def judge(
        self,
        case: Case,
        action: Action,
        history: History | None,
        timing: Timing,
        now: datetime,
        *,
        all_findings: bool,
        explain: bool = True,
    ) -> Verdict:
        """The verdict on one action, each of its recipients judged apart, and each in every plausible zone.

        Without `explain` its findings have no words and no measured conditions. What is done cannot wait: no earliest
        time is looked for. Raises what `Profile.derive` and `Profile.match` do, and ExplanationDiffersError.
        """
        version = self._line.nearest(timing.instant)
        policy, reach = version.policy, version.reach
        profile = version.profiles.whole if all_findings else version.profiles.of(action)
        occasions = occasions_of(case, action, history, timing.instant, copies=bool(profile.about(copied=True)))
        zone = clock_for(occasions, timing.at)
        at = timing.at.astimezone(zone)
        sheets = [profile.derive(occasion) for occasion in occasions]
        matches = [profile.match(sheet) for sheet in sheets]
        search = TimeSearch(profile, occasions, sheets, matches)
        unlisted = unlisted_finding(policy, action)
        findings = [] if unlisted is None else [unlisted]
        answers = [NEVER] if unlisted is not None and unlisted.level is Level.MUST else []
        ended: dict[Waiver, None] = {}
        for places in by_recipient(occasions):
            for rule, status, where in _statuses(profile, sheets, matches, places, all_findings=all_findings):
                stated = profile.rules[rule].rule
                waived = profile.waivers_from(rule, occasions[where[0]]) if status in _WAIVABLE else ()
                moving = status is Status.VIOLATED and not waived and timing.touch is None
                answer = search.of_rule(rule, places) if moving else NEVER
                if not waived and outcome_of_rule(stated.level, status) is Outcome.DENY:
                    answers.append(answer)
                decisive = where[0] if len(places) == 1 else _decisive(search, rule, where, occasions)
                explainer, recipient = profile.explainer(rule), occasions[decisive].recipient
                healed, clock = reach.within(answer), zone_of(occasions[decisive]) or zone
                matters = len(places) > 1 and explainer.differs([sheets[place] for place in places])
                tell = explainer.finding if explain else explainer.bare
                finding = tell(
                    status,
                    sheets[decisive],
                    recipient,
                    None if healed is None else moment(healed, clock),
                    zone=str(clock) if matters else None,
                )
                findings.append(_as_waived(finding, waived) if waived else finding)
                if status in _WAIVABLE and not waived:
                    ended |= dict.fromkeys(profile.waivers_ended(rule, occasions[decisive]))
        permitted = None
        if answers and all(answer.at is not None for answer in answers):
            answers.append(search.of_action())
            permitted = reach.within(answers[-1])
        if answers and permitted is None and timing.touch is None and (following := self._line.after(version)):
            found = first_permitted([one.part(action) for one in following], case, action, history)
            permitted, reach, answers = found.at, found.reach, [found.answer]
        earliest = None if permitted is None else moment(permitted, zone)
        notice = reach.notice(answers, zone, action.id) if answers and earliest is None else None
        if permitted is not None and reach is not version.reach:
            notice = notices.version_then(reach.policy.id, reach.policy.version, action.id)
        description = "" if not explain and timing.to_come else describe(action, case, policy.vocabulary)
        return Verdict(
            policy=version.reference,
            matcher=profile.matchers,
            engine=self._engine,
            now=now,
            id=action.id,
            outcome=outcome_of([(one.level, one.status) for one in findings], later=earliest is not None),
            at=at,
            planned_at=None if timing.passed is None else timing.passed.astimezone(zone),
            done_at=None if timing.touch is None else at,
            earliest=earliest,
            findings=tuple(sorted(findings, key=by_weight)),
            description=description,
            notices=(
                *_notices(action, description, timing, zone),
                *(() if notice is None else (notice,)),
                *(notices.waiver_ended(action.id, waiver) for waiver in ended),
            ),
        )


def _as_waived(finding: Finding, waivers: tuple[Waiver, ...]) -> Finding:
    """A finding that waivers lift; it says what it would be."""
    return replace(finding, status=Status.WAIVED, waived=WaivedFinding(finding.status, waivers))


def _notices(action: Action, description: str, timing: Timing, zone: tzinfo) -> tuple[Notice, ...]:
    """What is to be said about the time at which an action was judged, and about its text."""
    return (*_of_time(action, description, timing, zone), *_of_text(action))


def _of_text(action: Action) -> Iterator[Notice]:
    message = action.message
    if message is not None and message.left_out:
        yield notices.words_left_out(action.id, message.left_out)
    if message is not None and (stated := _stated(message)):
        yield notices.text_stated(action.id, stated)
    if message is not None and message.unread is not None:
        yield notices.text_unread(action.id, message.unread)


def _stated(message: Message) -> dict[str, str]:
    """What a case states of a text, in words."""
    thanks = None if message.mentions_thanks is None else "given" if message.mentions_thanks else "not given"
    said = {"its tone": message.tone, "its thanks": thanks, "its language": message.language}
    return {what: value for what, value in said.items() if value is not None}


def _of_time(action: Action, description: str, timing: Timing, zone: tzinfo) -> tuple[Notice, ...]:
    if timing.touch is not None:
        return (notices.done(action.id, description, timing.at.astimezone(zone)),)
    if timing.passed is not None:
        return (notices.time_passed(action.id, timing.passed.astimezone(zone)),)
    return ()


def _statuses(
    profile: Profile,
    sheets: Sequence[FactSheet],
    matches: Sequence[Matches],
    places: Sequence[int],
    *,
    all_findings: bool,
) -> Iterator[tuple[int, Status, Sequence[int]]]:
    """The broken and undecided rules, be they waived or not, by their place in the profile; or all, `all_findings`.

    `places` are those of one recipient's occasions; each rule comes with its worst status, and the places that have it.
    """
    if not all_findings and len(places) == 1:
        yield from ((rule, Status.VIOLATED, places) for rule in matches[places[0]].violated)
        yield from ((rule, Status.UNDETERMINED, places) for rule in matches[places[0]].undetermined)
        yield from ((rule, status, places) for rule, status in matches[places[0]].waived)
        return
    found: dict[int, dict[Status, list[int]]] = {}
    for place in places:
        statuses = dict.fromkeys(matches[place].violated, Status.VIOLATED)
        statuses |= dict.fromkeys(matches[place].undetermined, Status.UNDETERMINED)
        statuses |= dict(matches[place].waived)
        if all_findings:
            others = [rule for rule in profile.about(copied=sheets[place].copied) if rule not in statuses]
            statuses |= {rule: profile.explainer(rule).status(sheets[place]) for rule in others}
        for rule, status in statuses.items():
            found.setdefault(rule, {}).setdefault(status, []).append(place)
    for rule, by_status in found.items():
        worst = next(status for status in Status if status in by_status)
        yield rule, worst, by_status[worst]


def _decisive(search: TimeSearch, rule: int, places: Sequence[int], occasions: Sequence[Occasion]) -> int:
    """Of several occasions on which a rule has its worst status the one that decides: where that lasts longest."""

    def lasting(place: int) -> tuple[bool, int, str]:
        healed = search.of_rule(rule, (place,)).at
        return healed is not None, -(healed or 0), str(zone_of(occasions[place]))

    return min(places, key=lasting)
