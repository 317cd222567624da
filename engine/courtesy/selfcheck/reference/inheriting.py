"""What a policy that builds on another comes to: plain policies, one for each setting, that judge side by side.

It works on the documents of the two files alone. A rule that is inherited goes to a policy with the zone, calendar and
week of the one that it was written for; what it is changed to read otherwise goes to another one.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

Document = dict[str, Any]
_CALENDAR = ("weekend", "closed", "business_hours")
_WORDS = ("sources", "channels", "purposes", "roles", "facts")


def plain_policies(parent: Document, child: Document) -> list[Document]:
    """Policies without any inheritance that together judge as the child does."""
    theirs, own = _setting(parent), _with_own(_setting(parent), child)
    gone = {one["rule"] for one in child.get("disable", ())}
    changes = child.get("change", {})
    placed = [(_of_change(rule, changes, theirs, own)) for rule in parent["rules"] if rule["id"] not in gone]
    placed += [(own, rule) for rule in child.get("rules", ())]
    settings: list[Document] = []
    for setting, _ in placed:
        if setting not in settings:
            settings.append(setting)
    return [_policy(parent, child, setting, [rule for of, rule in placed if of == setting]) for setting in settings]


def _setting(manifest: Document) -> Document:
    defaults = manifest.get("defaults", {})
    return {
        "zone": manifest.get("zone"),
        "calendar": defaults.get("calendar"),
        "week_starts": defaults.get("week_starts", "monday"),
        **{key: manifest.get(key) for key in _CALENDAR},
    }


def _with_own(inherited: Document, child: Document) -> Document:
    """The setting of the child: its own words, and else the parent's; closed days add up."""
    defaults = child.get("defaults", {})
    own = dict(inherited)
    own |= {key: child[key] for key in ("zone", "business_hours") if key in child}
    own |= {key: defaults[key] for key in ("calendar", "week_starts") if key in defaults}
    if "closed" in child:
        own["closed"] = _listed(inherited["closed"]) + _listed(child["closed"])
    if "weekend" in child:
        own["weekend"] = child["weekend"]
    elif "calendar" in defaults and not isinstance(inherited["weekend"], dict):
        own["weekend"] = None
    return own


def _of_change(rule: Document, changes: Document, theirs: Document, own: Document) -> tuple[Document, Document]:
    """The rule as the child has it, and the setting that it is read in."""
    change = dict(changes.get(rule["id"], {}))
    if not rule.get("locked"):
        change |= {key: said for key, said in changes.get("all", {}).items() if key not in {**rule, **change}}
    setting = dict(theirs)
    if change.get("zone") == "policy":
        setting["zone"] = own["zone"]
    if "calendar" in change:
        setting |= {key: own[key] for key in ("calendar", *_CALENDAR)}
    if change.get("week_starts") == "policy":
        setting["week_starts"] = own["week_starts"]
    return setting, merged(rule, change)


def merged(old: Document, change: Document) -> Document:
    """Maps key by key, everything else whole; `none` takes a key out."""
    found = deepcopy(old)
    for key, said in change.items():
        if said == "none":
            del found[key]
        elif isinstance(said, dict):
            was = found.get(key)
            found[key] = merged(was if isinstance(was, dict) else {}, said)
        else:
            found[key] = said
    return found


def _policy(parent: Document, child: Document, setting: Document, rules: list[Document]) -> Document:
    unlisted = {**parent.get("defaults", {}), **child.get("defaults", {})}.get("unlisted_channel", "deny")
    defaults = {"unlisted_channel": unlisted, "week_starts": setting["week_starts"]}
    if setting["calendar"] is not None:
        defaults["calendar"] = setting["calendar"]
    valid = {**parent.get("valid", {}), **child.get("valid", {})}
    return {
        "courtesy": 1,
        "id": child["id"],
        "version": child["version"],
        "title": "Plain",
        "defaults": defaults,
        **({"valid": valid} if valid else {}),
        **{key: setting[key] for key in ("zone", *_CALENDAR) if setting[key] is not None},
        **{key: {**parent.get(key, {}), **child.get(key, {})} for key in _WORDS if key in parent or key in child},
        "rules": rules,
    }


def _listed(said: Any) -> list[Any]:
    return [] if said is None else list(said) if isinstance(said, list) else [said]
