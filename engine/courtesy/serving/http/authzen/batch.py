"""Many decisions in one answer, in the order in which they were asked. They do not count for one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.serving.http.authzen import evaluation
from courtesy.serving.http.authzen.shape import ENTITIES, check, semantic_of
from courtesy.serving.http.bodies import kind_of
from courtesy.serving.http.own import time_in
from courtesy.serving.http.problems import malformed, problem, rejected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy import Case
    from courtesy.serving.http.asking import Asking

Json = dict[str, Any]
_DEFAULTS = (*ENTITIES, "context")
_ANYTHING: Json = {"subject": {"type": "x", "id": "x"}, "action": {"name": "x"}, "resource": {"type": "x", "id": "x"}}
_FEW = 10
_STOPS_AT = {"deny_on_first_deny": False, "permit_on_first_permit": True}


def is_single(request: Mapping[str, Any]) -> bool:
    """Whether it is one question after all: the standard answers it as such."""
    return bool(request.get("evaluations", []) == [])


def answer(asking: Asking, request: Mapping[str, Any]) -> Json:
    """The decisions of a batch; a bad item is refused, and spoils only itself.

    What an item does not state itself it takes whole from the top. Raises RejectedError where the whole cannot be read.
    """
    if is_single(request):
        return evaluation.answer(asking, request)
    semantic = semantic_of(request)
    items = request["evaluations"]
    if not isinstance(items, list):
        raise malformed([problem("/evaluations", f"expected a list, found {kind_of(items)}")])
    asking.limits.hold("evaluations", len(items))
    defaults = {name: request[name] for name in _DEFAULTS if name in request}
    evaluation.hold(defaults, asking.limits)
    check({**_ANYTHING, **defaults})  # what stands at the top is no good, whether or not an item takes it
    cases: dict[int, Case] = {}
    answers: list[Json] = []
    for place, item in enumerate(items):
        answers.append(_one(asking, defaults, item, f"/evaluations/{place}", cases))
        if answers[-1]["decision"] is _STOPS_AT.get(semantic):
            break
    return {"evaluations": answers}


def is_brief(request: Mapping[str, Any]) -> bool:
    """Whether it is soon answered: no item asks for a search, and they are few."""
    items = request.get("evaluations")
    if isinstance(items, list) and len(items) > _FEW:
        return False
    own = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return all(evaluation.is_brief({**request, **item}) for item in own or [{}])


def _one(asking: Asking, defaults: Json, item: object, at: str, cases: dict[int, Case]) -> Json:
    try:
        return _decided(asking, defaults, item, at, cases)
    except Exception as error:  # noqa: BLE001  whatever it is, it is no decision, and the others are answered
        return {"decision": False, "context": {"error": rejected(error).to_dict()}}


def _decided(asking: Asking, defaults: Json, item: object, at: str, cases: dict[int, Case]) -> Json:
    if not isinstance(item, dict):
        raise malformed([problem(at, f"expected an object, found {kind_of(item)}")])
    question = {**defaults, **item}
    evaluation.hold(question, asking.limits)
    check(question, at=at)
    own = item.get("context", {})
    if "now" in own and time_in(own, "now", f"{at}/context/now") != asking.now:
        fix = "state it as `/context/now`"
        raise malformed([problem(f"{at}/context/now", "expected one time for all questions", fix)])
    return evaluation.evaluate(asking, question, cases=cases, inherited=frozenset(defaults.keys() - item.keys()))
