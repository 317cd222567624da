"""Random policies over random cases: an audit says since when a rule would have let an act pass, as checks say it."""

from __future__ import annotations

from collections import Counter

import pytest

from courtesy.bulk.errors import NotExpressibleError
from courtesy.selfcheck.audited import Past
from tests.helpers.lifted import against_proposals
from tests.helpers.random_audits import GROUPS, known_to, random_cases, random_policies

CASES, POLICIES = 40, 5
LEAST = 100
"""So many findings of a group lift at some time, and as many never do, however many more policies that takes."""


@pytest.mark.slow
@pytest.mark.parametrize("group", range(GROUPS))
def test_audits_say_since_when_a_rule_would_have_let_an_act_pass(group: int) -> None:
    """The first time at which it alone would have been kept, as a check said it before the act; null where none did."""
    policies = random_policies(group)
    policy = reader = next(policies)
    past = Past(random_cases(group, CASES, reader), reader.vocabulary)
    lifting, lasting, judged = Counter[str](), Counter[str](), 0
    while judged < POLICIES or lifting.total() < LEAST or lasting.total() < LEAST or len(lifting) < 2:
        try:
            found = against_proposals(policy, past)
        except NotExpressibleError:
            continue
        finally:
            policy, judged = known_to(next(policies), reader), judged + 1
        assert [] == found.differences[:5]
        lifting, lasting = lifting + found.lifting, lasting + found.lasting
    assert lifting.total() >= LEAST <= lasting.total()
