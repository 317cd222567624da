"""The parts of the description that no published schema has: the requests, and the answers of AuthZEN."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.serving.http.openapi_store import STORE
from courtesy.serving.http.own import KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = dict[str, Any]


def _object(properties: Mapping[str, Any], *required: str, closed: bool = False) -> Json:
    found: Json = {"type": "object", "properties": dict(properties)}
    if required:
        found["required"] = list(required)
    if closed:
        found["additionalProperties"] = False
    return found


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _part(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


_TEXT: Json = {"type": "string"}
_WORD: Json = {"type": "string", "minLength": 1}
_FLAG: Json = {"type": "boolean"}
_TEXT_OR_NULL: Json = {"type": ["string", "null"]}
_TIME: Json = {"type": "string", "format": "date-time", "description": "ISO 8601 with an offset."}
_TIME_OR_NULL: Json = {"type": ["string", "null"], "description": "ISO 8601 with an offset."}
_OPEN: Json = {"type": "object"}
_CASE: Json = {"type": "object", "description": "The case as a file states it: `schemas/case.schema.json`."}

PARAMETERS: list[Json] = [
    {"name": "X-Request-ID", "in": "header", "description": "Given back with the answer.", "schema": _TEXT},
    {
        "name": "If-Match",
        "in": "header",
        "description": "The `ETag` of policies that have been seen; others do not answer.",
        "schema": _TEXT,
    },
]

HEADERS: Json = {
    "ETag": {"description": "A digest of all policies that are served.", "schema": _TEXT},
    "Courtesy-Policy": {"description": "The versions of policies that have judged.", "schema": _TEXT},
    "Courtesy-Decision": {"description": "The id of the decision, where it is one.", "schema": _TEXT},
    "Courtesy-Revision": {
        "description": "The revision of the case of the ledger that one of our own questions has named.",
        "schema": {"type": "integer"},
    },
}
"""What answers say beside their bodies, where there is something to say."""

_SUBJECT = _object({"type": _WORD, "id": _WORD, "properties": _OPEN}, "type", "id")
_SOUGHT = _object({"type": _WORD, "id": _WORD, "properties": _OPEN}, "type")
_ACTION = _object({"name": {**_WORD, "examples": ["email.follow_up", "phone"]}, "properties": _OPEN}, "name")
_CASE_ID: Json = {"type": "string", "minLength": 1, "description": "The id of a case of the ledger, instead of `case`."}
_REVISION: Json = {"type": "integer", "minimum": 0, "description": "The revision of that case that has been seen."}
_CONTEXT = _object(
    {
        "case": {**_CASE, "description": f"{_CASE['description']} It has no actions."},
        "case_id": _CASE_ID,
        "at_least_revision": _REVISION,
        "policy": _TEXT,
        "detail": {"enum": ["brief", "full"]},
        "now": _TIME,
    }
)
_PROBLEM = _object(
    {"code": _TEXT, "pointer": _TEXT, "message": _TEXT, "help": _TEXT_OR_NULL}, "code", "pointer", "message", "help"
)
_BROKEN = _object(
    {
        "rule": _TEXT,
        "level": {"enum": ["must", "should", "may"]},
        "title": _TEXT_OR_NULL,
        "recipient": _TEXT_OR_NULL,
        "message": _TEXT,
        "because": _TEXT_OR_NULL,
        "remedy": _TEXT_OR_NULL,
        "earliest": _TIME_OR_NULL,
    },
    "rule",
    "level",
    "message",
)
_MISSING = _object(
    {"fact": _TEXT, "type": _TEXT_OR_NULL, "title": _TEXT_OR_NULL, "at": _list(_TEXT), "in_case": _list(_TEXT)},
    "fact",
    "type",
    "title",
    "at",
)
_ALTERNATIVE = _object(
    {
        "outcome": {"enum": ["allow", "warn"]},
        "say": _TEXT,
        "still": _list(_TEXT),
        "request": _object({"subject": _SUBJECT, "action": _ACTION, "resource": _SUBJECT, "context": _OPEN}),
    },
    "outcome",
    "say",
    "still",
    "request",
)
_REASONS = _object(
    {
        "outcome": {"enum": ["deny", "wait", "undetermined", "warn", "allow", None]},
        "earliest": _TIME_OR_NULL,
        "permitted_until": _TIME_OR_NULL,
        "done_at": _TIME_OR_NULL,
        "revision": {"type": "integer"},
        "policy": _part("verdict.policy"),
        "engine": _part("verdict.engine"),
        "matcher": _part("verdict.matcher"),
        "broken": _list(_part("Broken")),
        "missing": _list(_part("Missing")),
        "notices": _list(_part("verdict.notice")),
        "alternatives": _list(_part("Alternative")),
        "unrecognised": _list(_TEXT),
        "problems": _list(_part("Problem")),
    },
    "outcome",
)
_ERROR = _object(
    {
        "status": {"type": "integer"},
        "code": _TEXT,
        "message": _TEXT,
        "help": _TEXT_OR_NULL,
        "state": {"enum": ["claimed", "sending", "done", "released", "in_doubt"]},
        "limit": _object({"name": _TEXT, "most": {"type": "integer"}}, "name", "most"),
        "problems": _list(_part("Problem")),
    },
    "status",
    "code",
    "message",
    "help",
)
_POLICY = {
    "id": _TEXT,
    "version": _TEXT,
    "title": _TEXT,
    "digest": _TEXT,
    "text_digest": _TEXT,
    "valid_from": _TEXT_OR_NULL,
    "valid_until": _TEXT_OR_NULL,
}
_LISTED = {"default": _TEXT_OR_NULL, "policies": _list(_object(_POLICY, *_POLICY))}
_WORKER = {
    "number": {"type": "integer"},
    "pid": {"type": "integer"},
    "starts": {"type": "integer"},
    "started": _TIME,
    "digest": _TEXT_OR_NULL,
}
_STATED: Mapping[str, Json] = {
    "case": _CASE,
    "case_id": _CASE_ID,
    "at_least_revision": _REVISION,
    "policy": _TEXT,
    "now": _TIME,
    "until": _TIME,
    "as_of": _FLAG,
    "alternatives": _FLAG,
    "all_findings": _FLAG,
    "action": {"type": ["string", "object"], "description": "The id of one of the case's actions, or an action."},
}

PARTS: Json = {
    "Subject": _SUBJECT,
    "Action": _ACTION,
    "Context": _CONTEXT,
    "EvaluationRequest": _object(
        {"subject": _SUBJECT, "action": _ACTION, "resource": _SUBJECT, "context": _part("Context")},
        "subject",
        "action",
        "resource",
    ),
    "EvaluationsRequest": _object(
        {
            "subject": _SUBJECT,
            "action": _ACTION,
            "resource": _SUBJECT,
            "context": _part("Context"),
            "options": _object(
                {"evaluations_semantic": {"enum": ["execute_all", "deny_on_first_deny", "permit_on_first_permit"]}}
            ),
            "evaluations": _list(_OPEN),
        }
    ),
    "SubjectSearch": _object(
        {"subject": _SOUGHT, "action": _ACTION, "resource": _SUBJECT, "context": _part("Context")},
        "subject",
        "action",
        "resource",
    ),
    "ResourceSearch": _object(
        {"subject": _SUBJECT, "action": _ACTION, "resource": _SOUGHT, "context": _part("Context")},
        "subject",
        "action",
        "resource",
    ),
    "ActionSearch": _object(
        {"subject": _SUBJECT, "resource": _SUBJECT, "context": _part("Context")}, "subject", "resource"
    ),
    "Problem": _PROBLEM,
    "Broken": _BROKEN,
    "Missing": _MISSING,
    "Alternative": _ALTERNATIVE,
    "Reasons": _REASONS,
    "Decision": _object(
        {
            "decision": _FLAG,
            "context": _object(
                {"id": _TEXT, "reason_user": _OPEN, "courtesy": _part("Reasons"), "error": _part("Error")}
            ),
        },
        "decision",
    ),
    "Decisions": {
        "anyOf": [_object({"evaluations": _list(_part("Decision"))}, "evaluations"), _part("Decision")],
    },
    "Results": _object(
        {
            "results": _list(_OPEN),
            "context": _object({"courtesy": _object({"problems": _list(_part("Problem"))}, "problems")}, "courtesy"),
        },
        "results",
    ),
    "Error": _ERROR,
    "Refusal": _object({"error": _part("Error")}, "error"),
    "Metadata": _object(
        {"policy_decision_point": _TEXT, "access_evaluation_endpoint": _TEXT},
        "policy_decision_point",
        "access_evaluation_endpoint",
    ),
    "Health": _object({"status": _TEXT, "because": _list(_TEXT)}, "status"),
    "Anything": _OPEN,
    "Policies": _object(_LISTED, *_LISTED),
    "Policy": _object(
        {
            **_POLICY,
            "rules": _list(_OPEN),
            "channels": _list(_TEXT),
            "purposes": _list(_TEXT),
            "roles": _list(_TEXT),
            "facts": _list(_OPEN),
        },
        *_POLICY,
        "rules",
    ),
    "Status": _object(
        {
            **_LISTED,
            "courtesy": _TEXT,
            "started": _TIME,
            "ready": _FLAG,
            "digest": _TEXT_OR_NULL,
            "waiting": {"type": "integer"},
            "workers": _list(_object(_WORKER, *_WORKER)),
            "store": STORE,
        },
        "courtesy",
        "ready",
        "digest",
    ),
}
"""Requests and answers by name."""

OWN_PARTS: Json = {
    f"{kind.capitalize()}Request": {
        **_object({name: _STATED[name] for name in keys}, closed=True),
        "oneOf": [{"required": ["case"]}, {"required": ["case_id"]}],
    }
    for kind, keys in KEYS.items()
}
"""The requests of our own routes."""
