"""What the server describes of itself: the metadata of AuthZEN, and OpenAPI 3.1 made from the published schemas."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import courtesy
from courtesy.serving.http.claims.routes import LEDGER_ROUTES, LedgerRoute
from courtesy.serving.http.openapi_parts import HEADERS, OWN_PARTS, PARAMETERS, PARTS
from courtesy.serving.http.own import KEYS
from courtesy.serving.http.routes import AUTHZEN, METADATA, NEEDS
from courtesy.serving.http.scopes import SCOPES

Json = dict[str, Any]
_SCHEMAS = ("case", "verdict", "windows", "plan", "next_steps", "ledger", "ledger_request", "claim")
_ASKED = {
    "evaluation": ("Decide whether something may be done", "EvaluationRequest", "Decision"),
    "evaluations": ("Decide many at once", "EvaluationsRequest", "Decisions"),
    "search-subject": ("Find who may do something", "SubjectSearch", "Results"),
    "search-resource": ("Find with whom something may be done", "ResourceSearch", "Results"),
    "search-action": ("Find what may be done", "ActionSearch", "Results"),
    "check": ("Judge the actions of a case", "CheckRequest", "verdict"),
    "when": ("Tell when an action is permitted", "WhenRequest", "windows"),
    "plan": ("Make a plan that keeps the policy", "PlanRequest", "plan"),
    "next": ("Tell what may or should be done now and next", "NextRequest", "next_steps"),
}
_PAGES = {
    METADATA: ("Where the routes of AuthZEN are", "Metadata"),
    "/openapi.json": ("This description", "Anything"),
    "/healthz": ("Whether the server answers", "Health"),
    "/readyz": ("Whether it is ready for questions", "Health"),
    "/v1/policies": ("The policies that are served", "Policies"),
    "/v1/policies/{name}": ("One policy with its rules and words", "Policy"),
    "/v1/status": ("How the server is doing", "Status"),
}
_OTHERS = {
    404: "There is no such policy, case or touch, or the server has no ledger.",
    409: "The state of the ledger speaks against it; do not send.",
}
_REJECTED = {
    400: "The request cannot be read; `problems` say where.",
    401: "A token is missing, or is not taken.",
    403: "The token does not permit this.",
    408: "The body did not come in time.",
    412: "Other policies are served than those that `If-Match` names.",
    413: "The request is larger than a limit, which is named.",
    500: "The server failed, or the matchers disagree; nothing is permitted.",
    503: "No policy is active, or too many questions are waiting; `Retry-After` says when to come again.",
    504: "No answer was found in time; nothing is permitted.",
}


_TOKENS: Json = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token of the server's own, or a signed one (JWT). Its scopes: "
    + "; ".join(f"`{name}`: {what}" for name, what in SCOPES.items())
    + ".",
}


def metadata(address: str) -> Json:
    """Where the routes of AuthZEN are."""
    return {
        "policy_decision_point": address,
        **{name: f"{address}{path}" for name, (path, _) in AUTHZEN.items()},
    }


@lru_cache(maxsize=4)
def document(address: str) -> Json:
    """All routes with their bodies and answers, in OpenAPI 3.1."""
    paths: Json = {}
    asked = {**dict(AUTHZEN.values()), **{f"/v1/{kind}": kind for kind in KEYS}}
    for path, kind in asked.items():
        paths[path] = {"post": _question(path, kind)}
    for path, (summary, answer) in _PAGES.items():
        paths[path] = {"get": _page(path, summary, answer)}
    paths["/metrics"] = {"get": _metrics()}
    for kind, route in LEDGER_ROUTES.items():
        paths.setdefault(route.path, {})[route.method.lower()] = _of_ledger(kind, route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Courtesy",
            "version": courtesy.__version__,
            "description": "Checks planned follow-ups against a policy. Whatever fails, nothing is permitted.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": address}],
        "paths": paths,
        "components": {
            "schemas": _components(),
            "securitySchemes": {"token": _TOKENS},
        },
    }


def _components() -> Json:
    found: Json = {**PARTS, **OWN_PARTS}
    for name in _SCHEMAS:
        schema = dict(courtesy.schema(name))
        inner = schema.pop("$defs", {})
        for key in ("$schema", "$id"):
            schema.pop(key, None)
        found[name] = _moved(schema, name)
        found |= {f"{name}.{one}": _moved(part, name) for one, part in inner.items()}
    found["claim"]["properties"]["verdict"] = {"anyOf": [_part("verdict"), {"type": "null"}]}
    return found


def _moved(value: Any, name: str) -> Any:
    """A part of a schema that refers to its own parts where they are in this document."""
    match value:
        case dict():
            return {
                key: _reference(name, inner) if key == "$ref" and isinstance(inner, str) else _moved(inner, name)
                for key, inner in value.items()
            }
        case list():
            return [_moved(inner, name) for inner in value]
        case _:
            return value


def _reference(name: str, to: str) -> str:
    return "#/components/schemas/" + (name if to == "#" else f"{name}.{to.removeprefix('#/$defs/')}")


def secured(*scopes: str) -> list[Json]:
    """By which tokens a route is asked, where it takes one of these scopes; without tokens everybody may."""
    return [{}, *({"token": [scope]} for scope in scopes)]


def _question(path: str, kind: str) -> Json:
    summary, request, answer = _ASKED[kind]
    return {
        "operationId": kind,
        "summary": summary,
        "security": secured(NEEDS[path]),
        "parameters": PARAMETERS,
        "requestBody": {"required": True, "content": _json(request)},
        "responses": {
            "200": _answered("The answer.", answer),
            **_refusals(*_REJECTED),
            **_of(kind),
        },
    }


def _of(kind: str) -> Json:
    """Why else there may be no answer."""
    return _refusals(404, 409) if kind in KEYS else _refusals(409)


def _of_ledger(kind: str, route: LedgerRoute) -> Json:
    """A route of the ledger."""
    reads = (400, 408, 413) if route.takes is not None else (400,)
    found: Json = {
        "operationId": kind,
        "summary": route.summary,
        "security": secured(*route.scopes),
        "parameters": [*PARAMETERS, *([_path(route.parameter)] if route.parameter else [])],
        "responses": {
            "200": _answered("The answer.", route.gives),
            **_refusals(*sorted({*reads, 401, 403, 404, 412, 500, 503, 504, *([409] if route.conflicts else [])})),
        },
    }
    if kind == "claim":
        found["responses"]["201"] = _answered("The slot is kept for this claim.", route.gives)
    if route.takes is not None:
        found["requestBody"] = {"required": True, "content": _json(route.takes)}
    return found


def _answered(what: str, answer: str) -> Json:
    return {"description": what, "headers": HEADERS, "content": _json(answer)}


def _path(name: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}


def _page(path: str, summary: str, answer: str) -> Json:
    scopes = [NEEDS[path]] if path in NEEDS else []
    statuses = [401, 403, 503] if scopes else []
    page: Json = {
        "operationId": path.strip("/").replace("/", "-").replace("{", "").replace("}", "").replace(".", "-"),
        "summary": summary,
        "security": secured(*scopes),
        "responses": {"200": {"description": "The answer.", "content": _json(answer)}, **_refusals(*statuses)},
    }
    if "{name}" in path:
        name = {"type": "string", "examples": ["hire-wire", "hire-wire@1.0.0"]}
        page["parameters"] = [{"name": "name", "in": "path", "required": True, "schema": name}]
        page["responses"] |= _refusals(404)
    if path.startswith("/v1/policies"):
        page["responses"] |= _refusals(503)
    if path == "/readyz":
        page["responses"]["503"] = {"description": "It is not ready.", "content": _json("Health")}
    return page


def _metrics() -> Json:
    text = {"text/plain": {"schema": {"type": "string"}}}
    return {
        "operationId": "metrics",
        "summary": "What is counted, in the text format of Prometheus",
        "security": secured(NEEDS["/metrics"]),
        "responses": {"200": {"description": "The counters.", "content": text}, **_refusals(401, 403, 503)},
    }


def _part(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(name: str) -> Json:
    return {"application/json": {"schema": _part(name)}}


def _refusals(*statuses: int) -> Json:
    described = {**_REJECTED, **_OTHERS}
    return {str(status): {"description": described[status], "content": _json("Refusal")} for status in statuses}
