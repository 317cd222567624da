"""What must hold of every audit: it says of each act what a check says of it as of its time, and the reference."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from courtesy.api import Policies
from courtesy.bulk.errors import AuditUnavailableError, NotExpressibleError
from courtesy.model.outcome import Outcome
from courtesy.selfcheck.audited import Past, Row, as_past
from courtesy.selfcheck.deciding import Deciding, would_be
from courtesy.selfcheck.difference import DifferenceFoundError
from courtesy.selfcheck.measures import EngineMeasures
from courtesy.selfcheck.reference.judging import UNLISTED
from courtesy.selfcheck.reference.planning import Reference
from courtesy.selfcheck.reference.situation import happenings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.api import Policy
    from courtesy.model.case import Case
    from courtesy.model.verdict import Finding, Verdict
    from courtesy.selfcheck.audited import Act, Key, OfAct, Place
    from courtesy.selfcheck.reference.situation import Happening

AUDIT = "audit"
"""The kind of all these differences."""
_TOLD = frozenset({"violated", "undetermined", "waived"})
_REFUSED = Outcome.DENY.value


class AuditDiffersError(DifferenceFoundError):
    """An audit differs in one case, of the id `case`."""

    def __init__(self, act: Act, message: str) -> None:
        super().__init__(AUDIT, f"in an audit, act `{act.action.id}`: {message}")
        self.case = act.case.id


class Compared(NamedTuple):
    """So many acts were compared with what the reference says, and so many of them with checks."""

    acts: int
    checked: int


class AuditExaminer:
    """Holds audits by a policy, of one version or of several, to checks and to the reference."""

    def __init__(self, policy: Policy | Policies) -> None:
        versions = policy.versions if isinstance(policy, Policies) else (policy,)
        self.policy = policy
        self._deciding = Deciding(versions)
        sources = tuple(version.source for version in versions)
        several = sources if len(sources) > 1 else ()
        self._reference = Reference(sources[0], EngineMeasures(), several, policy.waivers)

    def examine(self, past: Past) -> Compared:
        """Hold the audit of some cases to a check of each act, and to the reference.

        Raises AuditDiffersError, DifferenceFoundError where an audit fails or judges other acts, AuditUnavailableError,
        and NotExpressibleError where a rule asks for what tables cannot tell.
        """
        said = self._audited(past)
        if said.keys() != {act.key for act in past.acts}:
            raise DifferenceFoundError(AUDIT, "an audit judges other acts than were done")
        checked = self._compare_checks(past, said)
        self._compare_reference(past, said)
        return Compared(len(said), checked)

    def _audited(self, past: Past) -> Mapping[Key, OfAct]:
        try:
            return past.audited_by(self.policy)
        except (AuditUnavailableError, NotExpressibleError):
            raise
        except Exception as error:
            raise DifferenceFoundError(AUDIT, f"an audit fails: {type(error).__name__}: {error}") from error

    # ------------------------------------------------------------ checks

    def _compare_checks(self, past: Past, said: Mapping[Key, OfAct]) -> int:
        """The same outcome, and of each finding the same status, level, version and measured values; of how many."""
        checked = 0
        for act in past.acts:
            purpose = act.action.purpose
            if purpose is not None and purpose not in self.policy.vocabulary.purposes:
                continue  # nobody can propose it; an audit judges it all the same
            self._compare(past, act, self._verdict(act, act.case), said[act.key])
            checked += 1
        return checked

    def _verdict(self, act: Act, case: Case) -> Verdict:
        try:
            return self.policy.check(case, act.action, now=act.touch.at, as_of=True)
        except Exception as error:
            raise AuditDiffersError(act, f"a check fails: {type(error).__name__}: {error}") from error

    def _compare(self, past: Past, act: Act, verdict: Verdict, found: OfAct) -> None:
        if (found.outcome, found.version) != (verdict.outcome.value, verdict.policy.version):
            told = f"{found.outcome} by {found.version}"
            raise AuditDiffersError(act, f"{told}, by a check {verdict.outcome.value} by {verdict.policy.version}")
        if found.rows.keys() != {(finding.rule_id, finding.recipient) for finding in verdict.findings}:
            rules = [f"{finding.rule_id} for {finding.recipient}" for finding in verdict.findings]
            raise AuditDiffersError(act, f"it finds {list(found.rows)}, a check {rules}")
        for finding in verdict.findings:
            row = found.rows[finding.rule_id, finding.recipient]
            expected = self._rows(past, act, verdict, finding)
            if row not in expected:
                place = f"rule `{finding.rule_id}` for `{finding.recipient}`"
                raise AuditDiffersError(act, f"{place} is {row}, by a check {expected}")

    def _rows(self, past: Past, act: Act, verdict: Verdict, finding: Finding) -> list[Row]:
        """What an audit may say, by a finding of a check."""
        version, recipient = verdict.policy.version, finding.recipient
        several = recipient is not None and len(act.case.contacts[recipient].zones) > 1
        measured = self._in_first_zone(past, act, finding) if several else finding
        stands = finding.status.value, finding.level.value, finding.type, version, finding.copied
        return [Row(*stands, told) for told in self._deciding.told(version, measured)]

    def _in_first_zone(self, past: Past, act: Act, finding: Finding) -> Finding:
        """The same finding in the zone whose name is the first of those in which it has that status.

        A check tells of the zone in which that lasts longest, which it looks for in time; an audit of the first.
        """
        recipient = finding.recipient or ""
        for zone in sorted(act.case.contacts[recipient].zones):
            there = past.placed(act.case, recipient, zone)
            for one in self._verdict(act, there).findings:
                if (one.rule_id, one.recipient) == (finding.rule_id, recipient) and would_be(one) is would_be(finding):
                    return one
        raise AuditDiffersError(act, f"in no zone alone a check finds `{finding.rule_id}` for `{recipient}`")

    # ------------------------------------------------------------ the reference

    def _compare_reference(self, past: Past, said: Mapping[Key, OfAct]) -> None:
        """Every rule stands to every contact as the reference says, and the outcome is what that comes to."""
        happened: dict[str | None, list[Happening]] = {}
        for act in past.acts:
            case = act.case
            if case.id not in happened:
                happened[case.id] = happenings(case.history.touches if case.history is not None else ())
            turn = self._reference.turn(case, act.action, happened[case.id], act.touch.at)
            statuses: dict[Place, str] = dict(turn.trial.statuses(turn.at))
            outcome, version = turn.trial.worst(statuses), turn.trial.policy.version
            if turn.trial.unlisted is not None:
                statuses[UNLISTED, None] = "violated"
            expected = {place: status for place, status in statuses.items() if status in _TOLD}
            found = said[act.key]
            stands = {place: row.status for place, row in found.rows.items()}
            if stands != expected:
                places = [place for place in {**stands, **expected} if stands.get(place) != expected.get(place)]
                told = "; ".join(f"{at}: {stands.get(at)}, by the reference {expected.get(at)}" for at in places)
                raise AuditDiffersError(act, told)
            judged = "refused" if found.outcome == _REFUSED else found.outcome
            if (judged, found.version) != (outcome, version):
                told = f"{judged} by {found.version}, by the reference {outcome} by {version}"
                raise AuditDiffersError(act, told)


def audit_alone(policy: Policy, case: Case) -> None:
    """Examine the audit of one case, where there is anything to be audited, and audits are installed.

    Raises DifferenceFoundError.
    """
    if case.history is None:
        return
    whole = as_past(case)
    with suppress(AuditUnavailableError, NotExpressibleError):
        AuditExaminer(policy).examine(Past({whole.id or "": whole}, policy.vocabulary))
