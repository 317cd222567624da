"""Shows Courtesy inside another tool: load a policy, check an action, and act on the verdict.

python examples/08-embed.py
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import courtesy

CASE = Path(__file__).with_name("03-wait.yaml")


def main() -> None:
    """Check the planned e-mail of 03-wait.yaml and print what a tool would act on."""
    now = datetime.fromisoformat("2026-11-23T09:00-05:00")  # a tool would take the time of the request
    policy = courtesy.load_policy("hire-wire@1.0.0")  # once per process; safe to share between threads
    case = policy.load_case(CASE)
    verdict = policy.check(case, "week-one", now=now, alternatives=True)

    print(f"{verdict.policy.id} {verdict.policy.version} says: {verdict.outcome}")
    if verdict.earliest is not None:
        print(f"  permitted from {verdict.earliest.isoformat()} on")
    for finding in verdict.findings:
        print(f"  {finding.level} {finding.rule_id} is {finding.status}: {finding.message}")
        print(f"    because: {finding.because}")
        print(f"    remedy: {finding.remedy}")
    for alternative in verdict.alternatives or ():
        # The whole action, as it may be checked again or handed to whoever sends.
        print(f"  instead, {alternative.outcome}: {alternative.description} ({alternative.action.channel})")

    try:
        verdict.raise_if_refused()
    except courtesy.RefusedError as refused:
        print(f"not sent: {refused}; {refused.help()}")


if __name__ == "__main__":
    main()
