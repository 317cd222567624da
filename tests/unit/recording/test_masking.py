"""Nothing that tells who a case is about gets into a log, wherever it stands and however it is written."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

import courtesy
from courtesy.recording.language import language_of
from courtesy.recording.masking import Masker
from tests.helpers.planted import POLICY, found_in, planted
from tests.helpers.recordings import KEYS, NOW, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

NO_TEXTS = frozenset(
    {"/policy", "/zone", "/candidate/zone", "/contacts/*/zone", "/contacts/*/zones/*", "/contacts/*/roles/*"}
    | {"/actions/*/purpose"}
)
"""What is checked to be known: policies, time zones, roles, purposes; and, below, times and the codes of calendars."""
CHECKED = re.compile(r".*/(at|ended_at|decision_promised_for|calendar|direction)$")


def text_places(schema: dict[str, Any], part: dict[str, Any], place: str = "") -> Iterator[str]:
    """The places where the schema of a case lets anybody write a text of their own."""
    part = {**schema["$defs"][part["$ref"].rpartition("/")[2]], **part} if "$ref" in part else part
    for key, inner in part.get("properties", {}).items():
        yield from text_places(schema, inner, f"{place}/{key}")
    for key in ("items", "additionalProperties"):
        if isinstance(part.get(key), dict):
            if key == "additionalProperties" and part[key].get("$ref", "").endswith("contact"):
                yield f"{place}/*"
            yield from text_places(schema, part[key], f"{place}/*")
    for choice in part.get("anyOf", ()):
        yield from text_places(schema, choice, place)
    of_texts = "string" in part.get("type", ()) and "items" not in part
    if of_texts and not {"enum", "const"} & part.keys():
        yield place


def test_every_place_for_a_text_is_planted() -> None:
    """What the property below plants is every place for a text that cases have: a new one has to be planted too."""

    @settings(max_examples=1, database=None)
    @given(data=st.data())
    def drawn(data: st.DataObject) -> None:
        planted_places.update(planted(data)[1])

    planted_places: set[str] = set()
    drawn()
    schema = courtesy.schema("case")
    places = {place for place in text_places(schema, schema) if place not in NO_TEXTS and not CHECKED.match(place)}
    of_people = {place for place in places if re.search(r"/(to|cc|from)/\*$", place)}  # the ids of contacts
    assert places - of_people == planted_places


@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_no_text_of_a_case_gets_into_a_log(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Names, addresses, numbers and texts of any place are not in the log: not in parts, not encoded, not in small."""
    folder: Path = tmp_path_factory.mktemp("log")
    document, said = planted(data)
    policy = courtesy.parse_policy(POLICY, matcher="native")
    case = policy.case_from(document)
    with opened(folder) as log:
        log.check(policy, case, now=NOW)
        log.check_plan(policy, case, now=NOW)
    text = "".join(file.read_text("utf-8") for file in folder.iterdir())
    searched = text.casefold() + json.dumps([json.loads(line) for line in text.splitlines()], ensure_ascii=False)
    assert [] == found_in(searched, [*said.values(), "23456789"])


def test_what_a_policy_says_itself_is_kept() -> None:
    """Words of the policy stay words, and what is measured of a text stays: both are needed to judge again."""
    policy = courtesy.parse_policy(POLICY, matcher="native")
    case = policy.case_from(
        {
            "zone": "America/New_York",
            "contacts": {"ana": {"name": "Ana Lima", "roles": ["interviewer"], "relationship": "friend"}},
            "attributes": {"note": "gossip"},
            "actions": [
                {
                    "id": "a",
                    "channel": "email",
                    "to": "ana",
                    "tags": ["private", "own"],
                    "message": {"body": "Thanks, Ana!"},
                }
            ],
        }
    )
    masker = Masker(KEYS, language_of(policy))
    masked = masker.case(case)
    (contact,) = masked["contacts"].values()
    (action,) = masked["actions"]
    assert {"roles": ["interviewer"], "relationship": "friend", "zones": ["America/New_York"]} == contact
    assert {"note": "gossip"} == masked["attributes"]
    assert ["private", KEYS.masked("word", "own")] == action["tags"]
    assert {
        action["id"]: {
            "body": True,
            "message.words": 2,
            "message.sentences": 1,
            "message.tone": "positive",
            "message.mentions_thanks": True,
            "message.names_contacts": True,
        }
    } == masker.texts(case)


def test_what_no_rule_reads_is_left_out() -> None:
    """By a policy that reads nothing of the candidate or of texts, neither is in the log."""
    rule = "{id: a.b, level: must, forbid: {action.channel: sms}}"
    policy = courtesy.parse_policy(f"courtesy: 1\nid: a\nversion: 1.0.0\ntitle: A\nrules: [{rule}]\n", matcher="native")
    case = policy.case_from(
        {
            "zone": "UTC",
            "interview": {"ended_at": "2026-11-20", "format": "video"},
            "candidate": {"zone": "Europe/Berlin", "linkedin": {"recommendations": 2}},
            "case": {"status": "open"},
            "contacts": {"hr": {"relationship": "cousin"}},
            "actions": [{"channel": "email", "to": "hr", "message": {"body": "Hello."}}],
        }
    )
    masker = Masker(KEYS, language_of(policy))
    masked = masker.case(case)
    assert {"courtesy", "zone", "candidate", "contacts", "history", "actions"} == masked.keys()
    assert {"zone": "Europe/Berlin"} == masked["candidate"]
    assert [{"body": True}] == list(masker.texts(case).values())
