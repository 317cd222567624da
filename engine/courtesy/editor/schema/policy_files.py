"""The schema of policies with the words of one policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.editor.schema.changes import as_changes
from courtesy.editor.schema.fact_tests import fact, field_test
from courtesy.editor.schema.manifest import write_manifest
from courtesy.editor.schema.of_plans import conditions_of_plans, without_act
from courtesy.editor.schema.pieces import Piece, about, by_shape, one_or_list, parts, snippets, words
from courtesy.editor.schema.places import calendar, zone
from courtesy.editor.schema.readable import readable
from courtesy.editor.schema.sentences import CASE_WINDOW, PERIODS, SHORT_WEEKDAYS, UNITS, WHICH
from courtesy.loading.schemas import load_schema
from courtesy.model.channels import EMAIL
from courtesy.rules import RULE_TYPES
from courtesy.values import Duration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.editor.schema.words import Words

_ORDINARY = {"hour": 24, "minute": 30, "day": 7, "date": 7, "month": 12, "business hour": 8}
"""How many of a unit are offered, where it is not two."""
_POLICY, _RECIPIENT = "policy", "recipient"


def policy_schema(known: Words) -> Piece:
    """The schema of a policy's files (of its rule files: `#/$defs/rule_file`) with the words of that policy."""
    said = load_schema("policy")
    found = readable(said)
    writer = _Writer(known, said["$defs"], found["$defs"])
    writer.write()
    found["$defs"] |= as_changes(found["$defs"])
    return {key: part for key, part in found.items() if key != "$id"}


class _Writer:
    """Puts the words of a policy where the schema leaves them open."""

    def __init__(self, known: Words, said: Mapping[str, Piece], found: dict[str, Piece]) -> None:
        self._known, self._said, self._found = known, said, found

    def write(self) -> None:
        """All of them."""
        self._conditions()
        self._selectors()
        self._moments()
        self._calendars()
        self._rules()
        write_manifest(self._known, self._found)

    # ------------------------------------------------------------------------------------------ conditions

    def _conditions(self) -> None:
        condition, known = self._found["condition"], self._known
        facts = known.vocabulary.facts
        test = self._said["test"]
        named = {name: fact(facts[name], test, known) for name in _own_facts_first(known)}
        short = {
            key: {**named[f"action.{key}"], **about(said)}
            for key, said in self._said["condition"]["properties"].items()
            if f"action.{key}" in named
        }
        condition["properties"] = {**condition["properties"], **short, **named}
        if known.whole:
            condition["additionalProperties"] = False
            condition["errorMessage"] = (
                "Expected a known fact (`courtesy facts` lists them); "
                "facts of your own are declared under `facts` in policy.yaml."
            )

    def _selectors(self) -> None:
        selector, said = self._found["selector"], self._said["selector"]
        fields = {
            name: field_test(name, field, self._known)
            for name, field in said["properties"].items()
            if "properties" in field
        }
        attribute = next(iter(said["patternProperties"].values()))
        own = {name: field_test(name, attribute, self._known) for name in self._known.attributes}
        selector["properties"] = {**selector["properties"], **fields, **own}
        if self._known.whole:
            del selector["patternProperties"]
        same = selector["properties"]["same"]
        plain = {field: f"The same {field} as the action." for field in ("channel", "purpose", "tags")}
        stated = {name: f"The same {one.title} as the action." for name, one in self._known.attributes.items()}
        one = words({**plain, **stated}, "a field", closed=self._known.whole)
        selector["properties"]["same"] = {**about(same), **one_or_list(one, title="Field")}
        roles = words(self._known.roles, "a known role", closed=self._known.whole, declared="roles")
        self._found["roles"] = {**about(self._found["roles"]), **one_or_list(roles, title="Role")}

    # ------------------------------------------------------------------------------------------ time

    def _moments(self) -> None:
        found = self._found
        durations = {str(Duration(_ORDINARY.get(unit, 2), unit)): said for unit, said in UNITS.items()}
        periods = {f"calendar {period}": said for period, said in PERIODS.items()}
        self._everywhere("duration", durations)
        self._everywhere("window", {**durations, **periods, "case": CASE_WINDOW})
        days = {"mon-fri": "Monday to Friday.", **{day: f"{said}." for day, said in SHORT_WEEKDAYS.items()}}
        of_hours = found["hours_window"]["properties"]["days"]
        of_hours["defaultSnippets"] = snippets(days)
        of_hours["markdownDescription"] = _with_words(of_hours["description"], days)
        anchor = found["anchor"]
        date = self._case_date()
        touches = [
            {"label": f"{which}: ...", "body": {which: {"channel": f"${{1:{EMAIL}}}"}}, "description": said}
            for which, said in WHICH.items()
        ]
        found["anchor"] = {
            **about(anchor),
            **by_shape("object", anchor["then"], date),
            "defaultSnippets": [*snippets(self._known.case_dates), *touches],
        }

    def _case_date(self) -> Piece:
        return words(self._known.case_dates, "a date of the case", closed=self._known.whole)

    def _everywhere(self, name: str, offered: Mapping[str, str]) -> None:
        """What is offered wherever a value has the form of that definition, which is written out there."""
        pattern = self._said[name]["pattern"]
        for part in parts(self._found):
            if part.get("pattern") == pattern:
                part["defaultSnippets"] = snippets(offered)
                part["markdownDescription"] = _with_words(part.get("description", ""), offered)
                part.pop("examples", None)

    def _calendars(self) -> None:
        found = self._found
        form = self._said["rule"]["properties"]["calendar"]["pattern"]
        found["zone"] = {**about(found["zone"]), **zone()}
        found["calendar"] = {
            "title": "Calendar code",
            "description": "A country, or country and region.",
            **calendar(form),
        }
        of_rule, defaults = found["rule"]["properties"], found["manifest"]["properties"]["defaults"]["properties"]
        of_rule["zone"] = _or_words(of_rule["zone"], {_POLICY: "The policy's own zone."}, "zone", zone())
        of_policy = {_POLICY: "The policy's own calendar.", _RECIPIENT: "The calendar of the contact."}
        of_rule["calendar"] = _or_words(of_rule["calendar"], of_policy, "calendar", calendar(form))
        one = _or_words(defaults["calendar"], {_RECIPIENT: of_policy[_RECIPIENT]}, "calendar", calendar(form))
        pair = {"type": "array", "minItems": 2, "maxItems": 2, "items": one}
        defaults["calendar"] = {**one, "anyOf": [*one["anyOf"], pair]}
        manifest = found["manifest"]["properties"]
        manifest["zone"] = {**about(manifest["zone"]), "$ref": "#/$defs/zone"}
        of_codes = found["weekend"]["then"]
        of_codes["propertyNames"] = {"$ref": "#/$defs/calendar"}

    # ------------------------------------------------------------------------------------------ rules

    def _rules(self) -> None:
        rule, known = self._found["rule"]["properties"], self._known
        for name in RULE_TYPES:
            for key in ("before", "or"):
                body = rule[name].get("properties", {})
                if key in body:
                    one = self._case_date()
                    several = one if key == "before" else one_or_list(one, title="Case date")
                    body[key] = {**about(body[key]), "defaultSnippets": snippets(known.case_dates), **several}
        self._found |= without_act(known.vocabulary.facts)
        self._found["rule"]["allOf"] = [*self._found["rule"]["allOf"], *conditions_of_plans()]
        ref = self._found["citation"]["properties"]["ref"]
        self._found["citation"]["properties"]["ref"] = {
            **about(ref),
            **words(known.sources, "a source of the manifest", closed=known.whole, declared="sources"),
        }


def _with_words(description: str, words_of_place: Mapping[str, str]) -> str:
    """A description with each of the words that can stand there."""
    return "\n".join([description, "", *(f"- `{word}`: {said}" for word, said in words_of_place.items())])


def _or_words(piece: Piece, also: Mapping[str, str], definition: str, full: Piece) -> Piece:
    """One of some words, or a name of that definition."""
    few = {"enum": list(also), "enumDescriptions": list(also.values()), "errorMessage": full["errorMessage"]}
    return {**about(piece), "anyOf": [few, {"$ref": f"#/$defs/{definition}"}]}


def _own_facts_first(known: Words) -> list[str]:
    own = [name for name in known.vocabulary.facts if name.startswith(("attributes.", "recipient.attributes."))]
    return [*own, *(name for name in known.vocabulary.facts if name not in own)]
