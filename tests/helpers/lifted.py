"""From when on broken rules would have let acts pass: audits held to checks of the same acts before they were done."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from courtesy.api.errors import OutsideValidityError
from courtesy.instants import instant
from courtesy.model.case import History
from courtesy.model.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from courtesy.api import Policies, Policy
    from courtesy.instants import Instant
    from courtesy.model.verdict import Finding
    from courtesy.selfcheck.audited import Act, Past


class Lifted(NamedTuple):
    """How many findings lift at some time and how many never do, by the types of their rules; and what differs."""

    lifting: Counter[str]
    lasting: Counter[str]
    differences: list[str]


def against_proposals(policy: Policy | Policies, past: Past) -> Lifted:
    """`permitted_from` of all findings, and the earliest times of the same acts while they were only proposed.

    Acts that nobody could propose, since the policy did not hold or does not know their words, are left out.
    """
    audit = policy.audit(past.tables, threads=1, obligations=False)
    told = {tuple(row[name] for name in _KEY): row["permitted_from"] for row in audit.findings.to_pylist()}
    found = Lifted(Counter(), Counter(), [])
    for act in past.acts:
        if act.touch.purpose is not None and act.touch.purpose not in policy.vocabulary.purposes:
            continue
        with suppress(OutsideValidityError):
            for finding in _proposed(policy, act):
                key = (*act.key, finding.recipient, finding.copied, finding.rule_id)
                # As instants: Python takes no time in an hour that comes twice for that of another zone.
                wanted, got = _instant(finding.earliest), _instant(told[key])
                if wanted != got:
                    found.differences.append(f"{key} of {act.touch.at}: {finding.earliest}, not {told[key]}")
                elif finding.status is Status.VIOLATED:
                    (found.lasting if wanted is None else found.lifting)[finding.type] += 1
    return found


_KEY = ("case_id", "touch_id", "contact", "copied", "rule")


def _proposed(policy: Policy | Policies, act: Act) -> Sequence[Finding]:
    """The findings of an act when it was about to be done, with what had happened by then."""
    history = (act.case.history or History()).before(act.action.id)
    return policy.check(replace(act.case, history=history, actions=()), act.action, now=act.touch.at).findings


def _instant(at: datetime | None) -> Instant | None:
    return None if at is None else instant(at)
