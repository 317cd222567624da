"""One decision with its reasons: a verdict in the form of the standard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import courtesy
from courtesy.serving import payloads
from courtesy.serving.http.authzen import sent
from courtesy.serving.http.authzen.mapping import NotUnderstoodError, asked, held_case, in_case, is_in_case, told_at
from courtesy.serving.http.authzen.shape import check, wrong_time
from courtesy.serving.http.problems import malformed, problem
from courtesy.serving.shelf import UnknownPolicyError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy import Case, Policies, Policy, Verdict
    from courtesy.serving.http.asking import Asking
    from courtesy.serving.http.authzen.mapping import Asked
    from courtesy.serving.http.held import Held
    from courtesy.serving.http.limits import Limits
    from courtesy.serving.shelf import Shelf

Json = dict[str, Any]


def hold(request: Mapping[str, Any], limits: Limits) -> None:
    """Hold a question to what it may contain, whatever else may be wrong with it. Raises RejectedError (413)."""
    context, action = request.get("context"), request.get("action")
    if isinstance(context, dict):
        limits.hold_case(context.get("case"))
    if isinstance(action, dict) and isinstance(action.get("properties"), dict):
        limits.hold_actions([action["properties"]])


def is_brief(request: Mapping[str, Any]) -> bool:
    """Whether only the decision and its reasons are asked for, without a search for what could be done instead."""
    context = request.get("context")
    return isinstance(context, dict) and context.get("detail") == "brief"


def evaluate(
    asking: Asking,
    request: Mapping[str, Any],
    *,
    cases: dict[int, Case] | None = None,
    inherited: frozenset[str] = frozenset(),
) -> Json:
    """The answer to one question of good shape: `decision`, and its reasons in `context`.

    `inherited` are the keys that alternatives need not repeat. Raises RejectedError, and what the engine raises.
    """
    try:
        held = held_case(asking, request)
        policy = policy_of(asking.shelf, request, held)
        question = asked(request, policy, held, cases, left=asking.left)
    except NotUnderstoodError as error:
        return _not_understood(error.problems, asking, request)
    brief = is_brief(request)
    try:
        verdict = policy.check(
            question.case, question.action, now=asking.now, alternatives=not brief, deadline=asking.left()
        )
    except courtesy.OutsideValidityError as error:
        found_at = [problem("/action/properties/at", str(error), error.help(), error.code)]
        return _not_understood(found_at, asking, request)
    except courtesy.UnusableArgumentError as error:
        raise wrong_time(error) from None
    except courtesy.InvalidInputError as error:
        found = [(one, question.place(one.pointer or "")) for one in error.problems]
        raise malformed([told_at(one, place, held=held is not None) for one, place in found]) from None
    reasons = _reasons(verdict, question, policy)
    if not brief:
        reasons["permitted_until"] = _until(policy, question, verdict, asking.left())
        reasons["alternatives"] = [
            {
                "outcome": str(one.outcome),
                "say": one.description,
                "still": list(one.still),
                "request": sent.alternative(one.action, request, question.action, verdict.at, inherited),
            }
            for one in verdict.alternatives or ()
        ]
    decision_id = asking.notes.verdict(policy, question.case, verdict, subject=_subject(request))
    return {"decision": verdict.permitted, "context": _context(decision_id, verdict, reasons)}


def policy_of(shelf: Shelf, request: Mapping[str, Any], held: Held | None) -> Policies | Policy:
    """The policy that a request names, its case names, or that answers where none is named.

    `held` is its case where the ledger has it. Raises NotUnderstoodError where it is not served.
    """
    context = request.get("context", {})
    case = context.get("case", {}) if held is None else held.document
    at, name = "/context/policy", context.get("policy")
    if name is None and isinstance(case.get("policy"), str):
        at, name = "/context/case/policy" if held is None else "/context/case_id", case["policy"]
    try:
        return shelf.find(name)
    except UnknownPolicyError as error:
        raise NotUnderstoodError([problem(at, str(error), error.help(), "policy-not-served")]) from None


def _reasons(verdict: Verdict, question: Asked, policy: Policies | Policy) -> Json:
    facts = payloads.missing(verdict, question.case, question.action, policy)
    for fact in facts:
        fact["at"] = [question.place(place) for place in fact["at"]]
        if question.revision is not None:
            fact["in_case"] = [in_case(place) for place in fact["at"] if is_in_case(place)]
            fact["at"] = [place for place in fact["at"] if not is_in_case(place)]
    return {
        **({} if question.revision is None else {"revision": question.revision}),
        "outcome": str(verdict.outcome),
        "earliest": None if verdict.earliest is None else verdict.earliest.isoformat(),
        "done_at": None if verdict.done_at is None else verdict.done_at.isoformat(),
        **payloads.versions(verdict),
        "broken": payloads.broken(verdict),
        "missing": facts,
        "notices": [courtesy.to_dict(notice) for notice in verdict.notices],
        "unrecognised": question.ignored,
    }


def _until(policy: Policies | Policy, question: Asked, verdict: Verdict, deadline: float) -> str | None:
    if not verdict.permitted:
        return None
    end = payloads.permitted_until(policy, question.case, question.action, verdict, deadline)
    return None if end is None else end.isoformat()


def _context(decision_id: str, verdict: Verdict, reasons: Json) -> Json:
    return {"id": decision_id, "reason_user": {"en": _said(verdict)}, "courtesy": reasons}


def _said(verdict: Verdict) -> str:
    """The decision in one sentence."""
    if verdict.done_at is not None:
        return "This has been done already."
    match verdict.outcome:
        case courtesy.Outcome.ALLOW:
            return "You may do this."
        case courtesy.Outcome.WARN:
            return f"You may do this, but it would be better otherwise: {_first(verdict)}."
        case courtesy.Outcome.WAIT:
            when = "" if verdict.earliest is None else f" until {verdict.earliest.isoformat(timespec='minutes')}"
            return f"Not yet: wait{when}. {_sentence(_first(verdict))}"
        case courtesy.Outcome.UNDETERMINED:
            return f"This cannot be decided until more is known: {', '.join(verdict.missing)}."
        case _:
            return f"Do not do this: {_first(verdict)}."


def _first(verdict: Verdict) -> str:
    """What the worst of the broken rules measured."""
    return next((one["message"] for one in payloads.broken(verdict)), "a rule is broken")


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _subject(request: Mapping[str, Any]) -> str:
    """Who acts, of any kind."""
    return f"{request['subject']['type']}:{request['subject']['id']}"


def _not_understood(problems: list[Json], asking: Asking, request: Mapping[str, Any]) -> Json:
    said = "; ".join(f"{one['pointer']}: {one['message']}" for one in problems)
    reasons = {"outcome": None, "problems": problems}
    decision_id = asking.notes.not_judged((one["code"] for one in problems), subject=_subject(request))
    return {"decision": False, "context": {"id": decision_id, "reason_user": {"en": said}, "courtesy": reasons}}


def answer(asking: Asking, request: Mapping[str, Any]) -> Json:
    """The answer to a single question. Raises RejectedError, and what the engine raises."""
    hold(request, asking.limits)
    check(request)
    return evaluate(asking, request)
