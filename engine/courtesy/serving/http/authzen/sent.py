"""What could be done instead, as a request that can be sent as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import courtesy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from courtesy import Action

Json = dict[str, Any]


def alternative(
    changed: Action, request: Mapping[str, Any], asked: Action, at: datetime, inherited: frozenset[str]
) -> Json:
    """The request with the action that is `changed` from what was `asked`, which was judged at a time.

    `inherited` are the keys that it need not repeat.
    """
    stated: Mapping[str, Any] = request["action"].get("properties", {})
    act: Json = courtesy.to_dict(changed)
    channel, purpose, to = act.pop("channel"), act.pop("purpose", None), act.pop("to", [])
    if "id" not in stated and changed.id == asked.id:
        act.pop("id", None)
    if "at" not in stated and changed.at == at:  # now, whenever it is sent
        act.pop("at", None)
    own = asked.attributes.keys() - stated.get("attributes", {}).keys()
    attributes = {name: value for name, value in act.pop("attributes", {}).items() if name not in own}
    mapped = {name: value for name, value in stated.items() if f"action_{name}" in asked.attributes}
    properties = {**mapped, **act, **({"attributes": attributes} if attributes else {})}
    name = channel if purpose is None else f"{channel}.{purpose}"
    sent: Json = {
        "subject": request["subject"],
        "action": {"name": name, **({"properties": properties} if properties else {})},
        "resource": {**request["resource"], "id": to[0]} if to else request["resource"],
    }
    if "context" in request and "context" not in inherited:
        sent["context"] = request["context"]
    return sent
