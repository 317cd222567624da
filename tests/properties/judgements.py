"""What every rule of a policy says of the cases of a bank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.errors import CourtesyError
from courtesy.selfcheck.dice import dice
from courtesy.selfcheck.random_cases import random_case, random_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    import courtesy
    from courtesy.selfcheck.dice import Document

CASES = 60


def judgements(
    policy: courtesy.Policy, seed: object, season: datetime, cases: int = CASES
) -> Iterator[tuple[Document, list[set[str]]]]:
    """Each case of a bank, with what every rule says of it."""
    random = dice("bank", seed)
    for _ in range(cases):
        document, now = random_case(random, season, random_kinds(random), actions=2)
        try:
            verdict = policy.check_plan(policy.case_from(document), now=now, all_findings=True)
        except CourtesyError:
            continue
        said: dict[str, set[str]] = {rule.id: set() for rule in policy.rules}
        for action in verdict.actions:
            for finding in action.findings:
                if finding.rule_id in said:
                    said[finding.rule_id].add(f"{action.id} {finding.recipient} {finding.status} {finding.earliest}")
        for owed in verdict.obligations:
            said[owed.rule_id].add(f"{owed.contact} {owed.standing} {owed.due_by}")
        yield document, list(said.values())
