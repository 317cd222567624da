"""Shows Courtesy inside another tool: load a policy, check a case, use the verdict.

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
    verdict = policy.check_plan(case, now=now)

    print(f"{verdict.policy.id} {verdict.policy.version} says: {verdict.outcome.value}")
    for action in verdict.actions:
        print(f"{action.id}: {action.outcome.value}")
        if action.earliest is not None:
            print(f"  permitted from {action.earliest.isoformat()} on")
        for finding in action.findings:
            print(f"  {finding.level.value} {finding.rule_id} is {finding.status.value}: {finding.message}")
            print(f"    because: {finding.because}")
            print(f"    remedy: {finding.remedy}")


if __name__ == "__main__":
    main()
