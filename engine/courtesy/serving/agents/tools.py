"""The tools that agents are offered: what each is for, what it takes, and what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import courtesy
from courtesy.serving.agents.briefs import MOST_TO_FIX, RETRY
from courtesy.serving.agents.words import case_schema, parts_of_cases

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy import Policies, Policy
    from courtesy.serving.agents.cases import Cases

Schema = dict[str, Any]
CHECK, WHEN, NEXT, PLAN, EXPLAIN = "check_action", "when_possible", "next_steps", "plan_follow_up", "explain_rule"
CLAIM, CONFIRM, RELEASE = "claim_action", "confirm_action", "release_action"
CLAIMS = {CLAIM: "Claim an action", CONFIRM: "Confirm an action", RELEASE: "Release an action"}
"""The tools that write, into a ledger; only a server with one has them."""
TITLES = {
    CHECK: "Check an action",
    WHEN: "When an action is possible",
    NEXT: "Next steps",
    PLAN: "Plan the follow-up",
    EXPLAIN: "Explain a rule",
}
_ABOUT = {
    CHECK: "Ask whether an action is permitted before you do it. Do it only where `permitted` is true. A refusal says "
    "what to do instead: send one of `try_next` back.",
    WHEN: "Ask when an action is permitted, whatever time it states, and which rules close the rest.",
    NEXT: "Ask what may or should be done now, and what comes next.",
    PLAN: "Ask for a plan that keeps the policy. Its actions stand in `try_next`, in their order.",
    EXPLAIN: "Read a rule of the policy in plain words, with its reason and source.",
    CLAIM: "Ask for the permission to do an action at once, and keep the slot for it. Do it only where `permitted` is "
    "true, once, and then say so with confirm_action.",
    CONFIRM: "Say that what you have claimed was done. It is never refused.",
    RELEASE: "Say that what you have claimed was not done, and will not be: the slot is free again.",
}
_MOST_DAYS = 400
_MOST_IDS = 200
_WORD = {"type": "string"}
_TEXT_OR_NONE = {"type": ["string", "null"]}
DAYS: Schema = {
    "type": "integer",
    "minimum": 1,
    "maximum": _MOST_DAYS,
    "description": "How many days to look ahead; four weeks if left out.",
}
_CLAIM: Schema = {"type": "string", "description": "The `token` that claim_action gave."}
_KEY: Schema = {
    "type": "string",
    "description": "A name for this request, unlike any other: asked again with it, the same claim is given.",
}
_DONE: Schema = {
    "outcome": {
        "enum": courtesy.schema("case")["$defs"]["touch"]["properties"]["outcome"]["examples"],
        "description": "What came of it; `delivered` if left out.",
    },
    "happened_at": {"type": "string", "description": "When it was done, with an offset; now if left out."},
    "provider_id": {"type": "string", "description": "What whoever carries it calls it, such as a message id."},
}
DETAIL: Schema = {
    "enum": ["brief", "full"],
    "description": "`full` adds the whole answer with every rule and measured fact; `brief` if left out.",
}


def offered(cases: Cases) -> dict[str, str]:
    """The tools of a server, by their names, with their titles."""
    return {**TITLES, **CLAIMS} if hasattr(cases, "ledger") else TITLES


def about(name: str, policy: Policy | Policies) -> str:
    """What a tool is for."""
    return f"{_ABOUT[name]} Policy: {policy.title} ({policy.id})."


def input_schema(name: str, policy: Policy | Policies, cases: Cases) -> Schema:
    """What a tool takes."""
    if name == EXPLAIN:
        ids = list(titles_of(policy))
        kind: Schema = {"enum": ids} if len(ids) <= _MOST_IDS else _WORD
        return _object({"rule": {**kind, "description": "The id of a rule, as answers give it."}}, ["rule"])
    if name in {CONFIRM, RELEASE}:
        return _object({"claim": _CLAIM, **(_DONE if name == CONFIRM else {})}, ["claim"])
    fields = {cases.argument: _case(name, policy, cases)}
    if name == CLAIM:
        parts = _needed("action", parts_of_cases(policy))
        found = _object({**fields, "action": {"$ref": "#/$defs/action"}, "key": _KEY}, [cases.argument, "action"])
        return {**found, "$defs": parts}
    alone = cases.argument == "case_id" and len(cases.named()) == 1
    required = [] if alone and not hasattr(cases, "ledger") else [cases.argument]
    if name in {CHECK, WHEN}:
        fields["action"] = {"$ref": "#/$defs/action"}
        required.append("action")
    if name != CHECK:
        fields["days"] = DAYS
    found = _object({**fields, "detail": DETAIL}, required)
    if name in {CHECK, WHEN}:
        parts = parts_of_cases(policy)
        found["$defs"] = parts if name == CHECK and cases.argument == "case" else _needed("action", parts)
    return found


def output_schema(name: str) -> Schema:
    """What a tool answers."""
    if name == EXPLAIN:
        fields: Schema = dict.fromkeys(("rule", "level", "title", "says", "policy"), _WORD)
        optional: Schema = dict.fromkeys(("because", "remedy", "source", "clock"), _WORD)
        return _object({**fields, **optional, "left_out": _counts()}, list(fields))
    if name in {CONFIRM, RELEASE}:
        kept: Schema = {**dict.fromkeys(("say", "state", "touch_id"), _WORD), "late": {"type": "boolean"}}
        return _object({**kept, "happened_at": _TEXT_OR_NONE, "clock": _WORD}, list(kept))
    fields = {
        "outcome": {"enum": ["deny", "wait", "undetermined", "warn", "allow"]},
        "permitted": {"type": "boolean", "description": "Whether it may be done. Anything but true means no."},
        "say": {**_WORD, "description": "The answer in a sentence."},
        "earliest": {**_TEXT_OR_NONE, "description": "From when on it is permitted, where that is later."},
        "must_fix": {
            **_list(_object({"rule": _WORD, "message": _WORD, "fix": _WORD}, ["rule", "message"])),
            "maxItems": MOST_TO_FIX,
            "description": "The rules that stand in the way.",
        },
        "missing": {
            **_list(_object({"fact": _WORD, "what": _WORD, "put": _WORD}, ["fact", "put"])),
            "description": "What has to be told, and where it belongs in the arguments of the tool.",
        },
        "try_next": {
            **_list(
                _object(
                    {"outcome": _WORD, "say": _WORD, "write": _WORD, "action": {"type": "object"}},
                    ["outcome", "action"],
                )
            ),
            "description": "Complete actions, best first; checked as they stand they come to this outcome. "
            "Where `write` asks for a text, put it in first.",
        },
        "retry": {
            "enum": list(RETRY),
            "description": "; ".join(f"`{word}`: {said}" for word, said in RETRY.items()),
        },
        "policy": {**_WORD, "description": "Which version of the policy has judged."},
    }
    optional = {
        "advice": _list(_object({"rule": _WORD, "message": _WORD, "fix": _WORD}, ["rule", "message"])),
        "notes": _list(_WORD),
        "windows": _list(
            _object({"from": _WORD, "to": _WORD, "outcome": _WORD, "rules": _list(_WORD)}, ["from", "to", "outcome"])
        ),
        "owed": _list(
            _object({"rule": _WORD, "standing": _WORD, "message": _WORD, "due_by": _TEXT_OR_NONE}, ["rule", "standing"])
        ),
        "claim": {
            **_object(
                {**dict.fromkeys(("token", "touch_id", "state"), _WORD), "lease_until": _TEXT_OR_NONE}, ["token"]
            ),
            "description": "Of claim_action: what confirm_action and release_action take, and until when it holds.",
        },
        "text": {**_WORD, "description": "What to do about the message, which is too long to be sent back."},
        "left_out": _counts(),
        "clock": {**_WORD, "description": "Only in trials: the time that the server was told to take for now."},
        "whole": {"type": "object", "description": "With `detail: full`, the whole answer."},
    }
    return _object({**fields, **optional}, list(fields))


def titles_of(policy: Policy | Policies) -> Mapping[str, str]:
    """The rules of all versions by their ids, each with its title, those of the newest version first."""
    found: dict[str, str] = {}
    for source in reversed(policy.sources):
        for rule in source.rules:
            found.setdefault(rule.id, rule.title or rule.id)
    return found


def _case(name: str, policy: Policy | Policies, cases: Cases) -> Schema:
    if cases.argument == "case_id":
        return {**_WORD, "description": f"The case, by its id: {', '.join(cases.named()[:_MOST_IDS])}."}
    if name == CHECK:
        return case_schema(policy)
    return {"type": "object", "description": f"Everything that is known, as `{CHECK}` takes it."}


def _needed(name: str, parts: Mapping[str, Schema]) -> dict[str, Schema]:
    """A part, and what it refers to."""
    found: dict[str, Schema] = {}
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found[one] = parts[one]
            waiting += [other for other in parts if f"'#/$defs/{other}'" in repr(parts[one])]
    return found


def _object(properties: Schema, required: list[str]) -> Schema:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _counts() -> Schema:
    return {"type": "object", "description": "How many of each are left out: ask with `detail: full`."}
