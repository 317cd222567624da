"""The shape of requests: what has to be there, of which type, and what is not known and so ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.serving.http.bodies import kind_of
from courtesy.serving.http.held import no_revision
from courtesy.serving.http.problems import malformed, problem
from courtesy.serving.places import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import courtesy
    from courtesy.serving.http.problems import RejectedError

Json = dict[str, Any]
ENTITIES = ("subject", "action", "resource")
_IDENTIFIED_BY = {"subject": ("type", "id"), "action": ("name",), "resource": ("type", "id")}
_OF_CONTEXT = ("case", "policy", "detail", "now", "case_id", "at_least_revision")
_SEMANTICS = ("execute_all", "deny_on_first_deny", "permit_on_first_permit")
_DETAILS = ("brief", "full")


def check(request: Mapping[str, Any], *, sought: str | None = None, at: str = "") -> None:
    """Hold one question to its shape; the entity that is `sought` need not be named, an action not be there at all.

    Raises RejectedError (400) with everything that is wrong with it.
    """
    found = list(_wrong(request, sought, at))
    if found:
        raise malformed(found)


def _wrong(request: Mapping[str, Any], sought: str | None, at: str) -> Iterator[Json]:
    for entity in ENTITIES:
        if entity == "action" == sought:
            continue
        if entity not in request:
            yield problem(at, f"expected the key `{entity}`, found none", f"add `{entity}`", "missing-key")
            continue
        names = _IDENTIFIED_BY[entity]
        yield from _entity(request[entity], names[:1] if entity == sought else names, f"{at}/{entity}")
    if "context" in request:
        yield from _context(request["context"], f"{at}/context")


def _entity(value: object, names: Iterable[str], at: str) -> Iterator[Json]:
    if not isinstance(value, dict):
        yield problem(at, f"expected an object, found {kind_of(value)}")
        return
    for name in names:
        if name not in value:
            yield problem(at, f"expected the key `{name}`, found none", f"add `{name}`", "missing-key")
        elif not isinstance(value[name], str) or not value[name]:
            yield problem(f"{at}/{name}", f"expected a text, found {kind_of(value[name])}")
    if not isinstance(value.get("properties", {}), dict):
        yield problem(f"{at}/properties", f"expected an object, found {kind_of(value['properties'])}")


def _context(value: object, at: str) -> Iterator[Json]:
    if not isinstance(value, dict):
        yield problem(at, f"expected an object, found {kind_of(value)}")
        return
    case = value.get("case", {})
    if not isinstance(case, dict):
        yield problem(f"{at}/case", f"expected an object, found {kind_of(case)}")
    elif "actions" in case:
        fix = "the action is the request's own; `/v1/check` judges all actions of a case"
        yield problem(f"{at}/case/actions", "expected a case without actions", fix, "unknown-key")
    for name in ("policy", "now", "case_id"):
        if name in value and not isinstance(value[name], str):
            yield problem(f"{at}/{name}", f"expected a text, found {kind_of(value[name])}")
    yield from _held(value, at)
    if value.get("detail", "full") not in _DETAILS:
        yield problem(f"{at}/detail", f"expected `brief` or `full`, found {kind_of(value['detail'])}")


def _held(value: Mapping[str, Any], at: str) -> Iterator[Json]:
    """What names a case of the ledger."""
    if "case_id" in value and "case" in value:
        yield problem(f"{at}/case_id", "expected `case` or `case_id`, found both", "leave one of them out")
    if "at_least_revision" in value:
        yield from no_revision(value["at_least_revision"], f"{at}/at_least_revision")
        if "case_id" not in value:
            yield problem(f"{at}/at_least_revision", "expected it beside `case_id` alone", "name a case of the ledger")


def wrong_time(error: courtesy.UnusableArgumentError) -> RejectedError:
    """400: nothing can be judged at the time that a question states."""
    return malformed([problem("/context/now", str(error), error.help(), error.code)])


def semantic_of(request: Mapping[str, Any]) -> str:
    """How the evaluations of a batch are gone through. Raises RejectedError."""
    options = request.get("options", {})
    if not isinstance(options, dict):
        raise malformed([problem("/options", f"expected an object, found {kind_of(options)}")])
    found = options.get("evaluations_semantic", "execute_all")
    if found not in _SEMANTICS:
        what = f"expected `execute_all`, `deny_on_first_deny` or `permit_on_first_permit`, found {kind_of(found)}"
        raise malformed([problem("/options/evaluations_semantic", what)])
    return str(found)


def unrecognised(request: Mapping[str, Any], known: Mapping[str, frozenset[str]]) -> list[str]:
    """JSON pointers to the members that were ignored; `known` are the properties of each entity that mean something."""
    found = [f"/{escaped(name)}" for name in request if name not in (*ENTITIES, "context", "page")]
    for entity in ENTITIES:
        value = request.get(entity, {})
        allowed = (*_IDENTIFIED_BY[entity], "properties")
        found += [f"/{entity}/{escaped(name)}" for name in value if name not in allowed]
        properties = value.get("properties", {})
        found += [f"/{entity}/properties/{escaped(name)}" for name in properties if name not in known[entity]]
    found += [f"/context/{escaped(name)}" for name in request.get("context", {}) if name not in _OF_CONTEXT]
    return found
