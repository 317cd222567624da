"""Nothing that tells who a case is about gets into a log, wherever it stands and however it is written."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st

import courtesy
from courtesy.recording.language import language_of
from courtesy.recording.masking import Masker
from tests.helpers.recordings import KEYS, NOW, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

POLICY = """
courtesy: 1
id: nosy
version: 1.0.0
title: A policy that reads all that can be read
zone: America/New_York
facts:
  attributes.note: {type: string, title: a note}
  recipient.attributes.nick: {type: string, title: a nickname}
rules:
  - {id: all.notes, level: should, forbid: {attributes.note: gossip}}
  - {id: all.nicks, level: should, forbid: {recipient.attributes.nick: chief}}
  - {id: all.friends, level: should, forbid: {recipient.relationship: friend}}
  - {id: all.tags, level: should, forbid: {action.tags: private}}
  - {id: all.names, level: should, forbid: {message.names_contacts: true}}
  - {id: all.thanks, level: should, require: {message.mentions_thanks: true}}
  - {id: all.tones, level: should, forbid: {message.tone: negative}}
  - {id: all.words, level: should, require: {message.words: {at_most: 100}}}
  - {id: all.sentences, level: should, require: {message.sentences: {at_most: 10}}}
  - id: all.noted
    level: should
    limit: {at_most: 3, per: 7 days, counting: {same: [tags, attributes.note], tags: private}}
"""
NO_TEXTS = frozenset(
    {"/policy", "/zone", "/candidate/zone", "/contacts/*/zone", "/contacts/*/zones/*", "/contacts/*/roles/*"}
    | {"/actions/*/purpose"}
)
"""What is checked to be known: policies, time zones, roles, purposes; and, below, times and the codes of calendars."""
CHECKED = re.compile(r".*/(at|ended_at|decision_promised_for|calendar|direction)$")
SHORTEST = 5
"""Fewer letters than these are in any text by chance."""
LETTERS = "ghjkqvwxyzöéłж"
WORDS = st.text("ghjkqvwxyz", min_size=6, max_size=12)
SHORT = st.text("ghjkqvwxyz", min_size=5, max_size=8)
NAMES = st.lists(st.text(LETTERS, min_size=5, max_size=9).map(str.title), min_size=2, max_size=3).map(" ".join)
ADDRESSES = st.builds("{}@{}.example".format, WORDS, WORDS)
PHONES = st.text("0123456789", min_size=11, max_size=13).map(lambda digits: f"+4915{digits}")
TEXTS = st.one_of(NAMES, ADDRESSES, PHONES, st.builds("{} {}, {}".format, NAMES, PHONES, ADDRESSES))

PHONES_IN_FULL = "My number is 0049 151 23456789."


class Plant:
    """Draws a text for each place of a case, and keeps it."""

    def __init__(self, data: st.DataObject) -> None:
        self._data = data
        self.said: dict[str, str] = {}

    def __call__(self, place: str, kind: st.SearchStrategy[str] = TEXTS) -> str:
        """A text of that kind."""
        return self.said.setdefault(place, self._data.draw(kind.filter(self._is_new), place))

    def _is_new(self, text: str) -> bool:
        return text not in self.said.values()


def planted(data: st.DataObject) -> tuple[dict[str, Any], dict[str, str]]:
    """A case with texts of somebody's own wherever the schema has room for them, and these by their places."""
    plant = Plant(data)
    person, desk = plant("/contacts/*", WORDS), "hr"
    contact = {
        "name": plant("/contacts/*/name", NAMES),
        "other_names": [plant("/contacts/*/other_names/*", NAMES)],
        "handles": [plant("/contacts/*/handles/*", WORDS)],
        "emails": [plant("/contacts/*/emails/*", ADDRESSES)],
        "roles": ["interviewer"],
        "relationship": plant("/contacts/*/relationship"),
        "attributes": {"nick": plant("/contacts/*/attributes/*")},
    }
    out = {
        "id": plant("/history/*/id"),
        "channel": plant("/history/*/channel", WORDS),
        "purpose": plant("/history/*/purpose", WORDS),
        "outcome": plant("/history/*/outcome", WORDS),
        "to": [person],
        "cc": [desk],
        "at": "2026-11-21T10:00",
        "tags": [plant("/history/*/tags/*", WORDS)],
        "attributes": {"note": plant("/history/*/attributes/*")},
        "message_id": plant("/history/*/message_id", ADDRESSES),
    }
    came = {
        "channel": "email",
        "direction": "inbound",
        "from": [person],
        "at": "2026-11-22T10:00",
        "event": plant("/history/*/event", WORDS),
    }
    message = {
        "subject": plant("/actions/*/message/subject"),
        "body": f"{plant('/actions/*/message/body')}. {contact['name']} says thanks. {PHONES_IN_FULL}",
        "language": plant(
            "/actions/*/message/language", st.builds("en-{}".format, st.text("ghjkqvwxyz", min_size=5, max_size=8))
        ),
    }
    act = {
        "id": plant("/actions/*/id"),
        "channel": plant("/actions/*/channel", WORDS),
        "purpose": "follow_up",
        "to": [person],
        "cc": [desk],
        "at": "2026-11-27T10:00",
        "tags": [plant("/actions/*/tags/*", WORDS)],
        "attributes": {"note": plant("/actions/*/attributes/*")},
        "message": message,
    }
    case = {
        "id": plant("/id"),
        "zone": "America/New_York",
        "interview": {"ended_at": "2026-11-20T15:30"},
        "candidate": {"emails": [plant("/candidate/emails/*", ADDRESSES)]},
        "contacts": {person: contact, desk: {"desk": True, "roles": ["hr"]}},
        "history": [out, came],
        "actions": [act],
        "attributes": {"note": plant("/attributes/*")},
    }
    return case, plant.said


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


def written_otherwise(text: str) -> Iterator[str]:
    """A text as it may lie in a file: as it is, its parts, and in the usual encodings."""
    for piece in {text, *(part for part in re.split(r"[^\w+]+|_", text) if len(part) >= SHORTEST)}:
        raw = piece.encode()
        yield from (piece, piece[::-1], raw.hex(), quote(piece), json.dumps(piece)[1:-1])
        for shift in range(3):  # wherever it begins in what is encoded
            yield base64.b64encode(b"\0" * shift + raw)[4 if shift else 0 : -4].decode()
            yield base64.b32encode(b"\0" * shift + raw)[8 if shift else 0 : -8].decode()


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
    lower = searched.casefold()
    texts = [*said.values(), "23456789"]
    assert [
        other for one in texts for other in written_otherwise(one) if len(other) > 4 and other.casefold() in lower
    ] == []


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
