"""Questions of our own: a case as a file states it, and answers by the published schemas."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import courtesy
from courtesy.serving.http.bodies import kind_of
from courtesy.serving.http.held import no_ledger, no_revision
from courtesy.serving.http.problems import malformed, problem, told, told_of_held
from courtesy.serving.places import escaped
from courtesy.serving.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from courtesy import Action, Case, Policies, Policy
    from courtesy.serving.http.asking import Asking

Json = dict[str, Any]
_TEXTS, _FLAGS = ("case_id", "policy", "now", "until"), ("as_of", "alternatives", "all_findings")
_BOTH = ("case", "case_id", "at_least_revision", "policy", "now", "as_of")
KEYS: Mapping[str, tuple[str, ...]] = {
    "check": (*_BOTH, "action", "alternatives", "all_findings"),
    "when": (*_BOTH, "action", "until"),
    "plan": (*_BOTH, "until"),
    "next": (*_BOTH, "until"),
}
"""What each question may state."""


def check(asking: Asking, request: Json) -> Json:
    """The verdict on all actions of the case, or on the one that is named or given."""
    policy, case, document = _read(asking, request, "check")
    said = {name: request[name] for name in _FLAGS if name in request}
    action = _action(asking, policy, case, document, request["action"]) if "action" in request else None
    with _of_the_case(request):
        if action is None:
            plan_verdict = policy.check_plan(case, now=asking.now, deadline=asking.left(), **said)
            asking.notes.verdict(policy, case, plan_verdict, as_of=said.get("as_of", False))
            return courtesy.to_dict(plan_verdict)
        verdict = policy.check(case, action, now=asking.now, deadline=asking.left(), **said)
        asked = next(one for one in case.actions if one.id == verdict.id) if isinstance(action, str) else action
        asking.notes.verdict(policy, case.with_actions((asked,)), verdict, as_of=said.get("as_of", False))
        return courtesy.to_dict(verdict)


def when(asking: Asking, request: Json) -> Json:
    """When the action is permitted."""
    policy, case, document = _read(asking, request, "when")
    if "action" in request:
        action = _action(asking, policy, case, document, request["action"])
    elif len(case.actions) == 1:
        action = case.actions[0].id
    else:
        what = f"expected the key `action` where the case has not one action, but {len(case.actions)}, found none"
        raise malformed([problem("", what, "add `action`, as an action or the id of one", "missing-key")])
    with _of_the_case(request):
        span = _span(asking, request)
        table = policy.windows(case, action, deadline=asking.left(), **span)
        asking.notes.windows(policy, case, table, now=asking.now, as_of=span["as_of"])
        return courtesy.to_dict(table)


def plan(asking: Asking, request: Json) -> Json:
    """What to do, as a plan that keeps the policy."""
    policy, case, _ = _read(asking, request, "plan")
    with _of_the_case(request):
        return courtesy.to_dict(policy.plan(case, deadline=asking.left(), **_span(asking, request)))


def next_steps(asking: Asking, request: Json) -> Json:
    """What may or should be done now and next."""
    policy, case, _ = _read(asking, request, "next")
    with _of_the_case(request):
        return courtesy.to_dict(policy.next_steps(case, deadline=asking.left(), **_span(asking, request)))


def time_in(request: Mapping[str, Any], name: str, at: str) -> datetime | None:
    """A time with an offset; None where the request states none. Raises RejectedError."""
    if name not in request:
        return None
    try:
        found = datetime.fromisoformat(request[name])
    except (TypeError, ValueError):
        found = None
    if found is None or found.tzinfo is None:
        what = f"expected a time with an offset such as `2026-11-20T15:30:00-05:00`, found {kind_of(request[name])}"
        raise malformed([problem(at, what)])
    return found


def _span(asking: Asking, request: Json) -> dict[str, Any]:
    return {
        "now": asking.now,
        "until": time_in(request, "until", "/until"),
        "as_of": request.get("as_of", False),
    }


def _read(asking: Asking, request: Json, kind: str) -> tuple[Policies | Policy, Case, Json]:
    """The policy that is asked, and the case as it reads it, and as it is stated. Raises RejectedError."""
    planned = kind in {"plan", "next"}
    asking.limits.hold_case(request.get("case"), planned=planned)
    if isinstance(request.get("action"), dict):
        asking.limits.hold_actions([request["action"]])
    if found := list(_wrong(request, kind)):
        raise malformed(found)
    document = _stated(asking, request)
    if planned:
        asking.limits.hold_case({"contacts": document.get("contacts")}, planned=True)
    named = request.get("policy", document.get("policy"))
    policy = asking.shelf.find(named if isinstance(named, str) else None)
    with _of_the_case(request):
        return policy, policy.case_from(document, deadline=asking.left()), document


def _stated(asking: Asking, request: Json) -> Json:
    """The case of the request, or that of the ledger which it names. Raises RejectedError."""
    if "case_id" not in request:
        document: Json = request["case"]
        return document
    if asking.held is None:
        raise no_ledger("")
    return asking.held.find(request["case_id"], request.get("at_least_revision"), "").document


@contextmanager
def _of_the_case(request: Json) -> Iterator[None]:
    """What the engine finds wrong with the case is told by its place in the request."""
    try:
        yield
    except courtesy.InvalidInputError as error:
        if "case_id" in request:
            raise malformed([told_of_held(one, "/case_id") for one in error.problems]) from None
        raise malformed([told(one, f"/case{one.pointer or ''}") for one in error.problems]) from None
    except courtesy.UnusableArgumentError as error:
        of_time = (one for one in ("until", "now") if f"`{one}`" in str(error) and one in request)
        name = next(of_time, "case_id" if "case_id" in request else "case")
        raise malformed([problem(f"/{name}", str(error), error.help(), error.code)]) from None


def _wrong(request: Json, kind: str) -> Iterator[Json]:
    known = KEYS[kind]
    if "case" not in request:
        yield from _named_case(request)
    elif "case_id" in request:
        yield problem("/case_id", "expected `case` or `case_id`, found both", "leave one of them out", "unknown-key")
    elif "at_least_revision" in request:
        yield problem("/at_least_revision", "expected it beside `case_id` alone", "leave it out", "unknown-key")
    elif not isinstance(request["case"], dict):
        yield problem("/case", f"expected an object, found {kind_of(request['case'])}")
    for name, value in request.items():
        if name not in known:
            listed = ", ".join(f"`{one}`" for one in known)
            yield problem(
                f"/{escaped(name)}",
                f"expected one of {listed}, found {quoted(name)}",
                _meant(name, known),
                "unknown-key",
            )
        elif name in _TEXTS and not isinstance(value, str):
            yield problem(f"/{name}", f"expected a text, found {kind_of(value)}")
        elif name in _FLAGS and not isinstance(value, bool):
            yield problem(f"/{name}", f"expected true or false, found {kind_of(value)}")
        elif name == "action" and not isinstance(value, str | dict):
            yield problem("/action", f"expected an action or the id of one, found {kind_of(value)}")


def _meant(name: str, known: Iterable[str]) -> str | None:
    near = get_close_matches(name, known, 1)
    return f"did you mean `{near[0]}`?" if near else None


def _named_case(request: Json) -> Iterator[Json]:
    if "case_id" not in request:
        fix = "add `case`, in the shape of a case file, or `case_id`"
        yield problem("", "expected the key `case` or `case_id`, found neither", fix, "missing-key")
    yield from no_revision(request.get("at_least_revision", 0), "/at_least_revision")


def _action(asking: Asking, policy: Policies | Policy, case: Case, document: Json, given: Json | str) -> Action | str:
    """The action that is given, or the id of one of the case. Raises RejectedError."""
    if isinstance(given, str):
        if all(one.id != given for one in case.actions):
            known = ", ".join(f"`{one.id}`" for one in case.actions)
            fix = f"known: {known}" if known else "there is no action; give a whole one"
            raise malformed(
                [problem("/action", f"expected an action of the case, found {quoted(given)}", fix, "unknown-name")]
            )
        return given
    try:
        return action_in(policy, document, {"id": case.propose("email").id, **given}, deadline=asking.left())
    except courtesy.InvalidInputError as error:
        at = [(one, (one.pointer or "").removeprefix("/actions/0")) for one in error.problems]
        raise malformed([told(one, f"/action{place}") for one, place in at]) from None


def action_in(policy: Policies | Policy, document: Json, given: Json, *, deadline: float | None = None) -> Action:
    """An action among the people of a case, as its only one. Raises InvalidInputError."""
    setting: Json = {name: document[name] for name in ("zone", "contacts") if name in document}
    return policy.case_from({**setting, "actions": [given]}, deadline=deadline).actions[0]
