"""What is asked, and what each answer has to be: that of the policy in this process whose digest it names."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import TYPE_CHECKING, Any

import courtesy
from tests.bench.serving.variants import NAMES

if TYPE_CHECKING:
    from random import Random

    from courtesy import Verdict
    from tests.bench.serving.variants import Variants

Json = dict[str, Any]
NOW = datetime(2026, 11, 28, 15, tzinfo=UTC)
_PATHS = {"evaluation": "/access/v1/evaluation", "batch": "/access/v1/evaluations"}
_WEIGHTS = {"check": 55, "evaluation": 25, "batch": 15, "when": 3, "full": 2}


@dataclass(frozen=True)
class Question:
    """One question; `body` is what is sent, `about` the policies and acts that are judged, in their order."""

    kind: str
    case: Json
    about: tuple[tuple[str, Json], ...]
    path: str
    body: bytes = field(repr=False)


def questions(random: Random, count: int) -> list[Question]:
    """Questions of all kinds, about cases with up to 20 touches."""
    kinds, weights = list(_WEIGHTS), list(_WEIGHTS.values())
    return [_question(random, kind) for kind in [*kinds, *random.choices(kinds, weights, k=count - len(kinds))]]


def _question(random: Random, kind: str) -> Question:
    case = _case(random)
    policies = cycle(NAMES) if kind == "batch" else cycle([random.choice(NAMES)])
    about = tuple((next(policies), _action(random)) for _ in range(4 if kind == "batch" else 1))
    name, action = about[0]
    stated: Json = {"case": {**case, "actions": [action]}, "policy": name, "now": NOW.isoformat()}
    match kind:
        case "check":
            body = stated
        case "when":
            body = {**stated, "until": (NOW + timedelta(days=20)).isoformat()}
        case "batch":
            items = [_evaluation(case, one, act) for one, act in about]
            body = {"context": {"now": NOW.isoformat()}, "evaluations": items}  # one time for all
        case _:
            body = _evaluation(case, name, action)
            if kind == "full":
                del body["context"]["detail"]
    path = _PATHS.get("evaluation" if kind == "full" else kind, f"/v1/{kind}")
    return Question(kind, case, about, path, json.dumps(body).encode())


def _case(random: Random) -> Json:
    people = {
        "interviewer": {"roles": ["interviewer"], "zone": "America/Chicago"},
        "hr": {"roles": ["hr"]},
        "owner": {"roles": ["owner"]},
    }
    start = datetime(2026, 11, 20, 16)  # noqa: DTZ001  local, as a case states it
    past = [
        {
            "channel": random.choice(["email", "phone", "handwritten_note"]),
            "purpose": random.choice(["follow_up", "thank_you", "check_in"]),
            "to": random.choice(list(people)),
            "at": (start + timedelta(minutes=random.randrange(10_000))).isoformat(),
        }
        for _ in range(random.randrange(20))
    ]
    return {
        "zone": "America/New_York",
        "interview": {"ended_at": "2026-11-20T15:30"},
        "contacts": people,
        "history": past,
    }


def _action(random: Random) -> Json:
    at = NOW + timedelta(minutes=random.randrange(10_000))
    words = " ".join(random.choices(["Thank", "you", "for", "the", "kind", "talk"], k=random.randrange(5, 80)))
    return {
        "id": "act",
        "channel": random.choice(["email", "email", "phone"]),
        "purpose": random.choice(["follow_up", "check_in"]),
        "to": random.choice(["interviewer", "owner"]),
        "cc": random.choice([[], ["hr"]]),
        "at": at.isoformat(),
        "message": {"body": f"{words}."},
    }


def _evaluation(case: Json, name: str, action: Json) -> Json:
    kept = {key: value for key, value in action.items() if key not in {"channel", "purpose", "to"}}
    return {
        "subject": {"type": "candidate", "id": "me"},
        "action": {"name": f"{action['channel']}.{action['purpose']}", "properties": kept},
        "resource": {"type": "contact", "id": action["to"]},
        "context": {"case": case, "policy": name, "detail": "brief", "now": NOW.isoformat()},
    }


# ---------------------------------------------------------------- what has to come


def judged(question: Question, variants: Variants, variant: int) -> Any:
    """What a variant answers in this process: the same work as in the server, but for the way there."""
    found = [_judged(question, variants, variant, name, action) for name, action in question.about]
    return json.loads(json.dumps(found))


def _judged(question: Question, variants: Variants, variant: int, name: str, action: Json) -> Json:
    policy = variants.policies[variant][name]
    case = policy.case_from({**question.case, "actions": [action]})
    if question.kind == "when":
        table = policy.windows(case, case.actions[0], now=NOW, until=NOW + timedelta(days=20))
        return courtesy.to_dict(table)
    if question.kind == "check":
        return courtesy.to_dict(policy.check_plan(case, now=NOW))
    return _decision(policy.check(case, case.actions[0], now=NOW))


def _decision(verdict: Verdict) -> Json:
    return {
        "decision": verdict.permitted,
        "outcome": str(verdict.outcome),
        "earliest": None if verdict.earliest is None else verdict.earliest.isoformat(),
        "broken": sorted([one.rule_id, one.recipient, one.message] for one in verdict.broken()),
        "policy": courtesy.to_dict(verdict)["policy"],
    }


def answered(question: Question, answer: Json) -> list[Json]:
    """What an answer says, in the form of `judged`."""
    if question.kind in {"check", "when"}:
        return [answer]
    return [_said(one) for one in answer.get("evaluations", [answer])]


def _said(answer: Json) -> Json:
    told = answer["context"].get("courtesy", {})
    return {
        "decision": answer["decision"],
        "outcome": told.get("outcome"),
        "earliest": told.get("earliest"),
        "broken": sorted([one["rule"], one["recipient"], one["message"]] for one in told.get("broken", ())),
        "policy": told.get("policy"),
    }
