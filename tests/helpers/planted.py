"""Cases with texts of somebody's own wherever a case has room for them, and whether any of them is found somewhere."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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


def written_otherwise(text: str) -> Iterator[str]:
    """A text as it may lie in a file: as it is, its parts, and in the usual encodings."""
    for piece in {text, *(part for part in re.split(r"[^\w+]+|_", text) if len(part) >= SHORTEST)}:
        raw = piece.encode()
        yield from (piece, piece[::-1], raw.hex(), quote(piece), json.dumps(piece)[1:-1])
        for shift in range(3):  # wherever it begins in what is encoded
            yield base64.b64encode(b"\0" * shift + raw)[4 if shift else 0 : -4].decode()
            yield base64.b32encode(b"\0" * shift + raw)[8 if shift else 0 : -8].decode()


def found_in(text: str, texts: Iterable[str]) -> list[str]:
    """Which of these texts are found in another one: in parts, encoded, or in small letters too."""
    lower = text.casefold()
    return [other for one in texts for other in written_otherwise(one) if len(other) > 4 and other.casefold() in lower]
