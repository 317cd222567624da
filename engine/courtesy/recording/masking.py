"""Cases without anything that tells who they are about: only what is listed here gets into a log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import courtesy
from courtesy.recording.texts import measured

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from courtesy.recording.keys import Keys
    from courtesy.recording.language import Language

CASE, CONTACT, ACT, WORD = "case", "contact", "act", "word"
"""The sorts of what is hashed. Ids and words of one sort that are equal stay equal."""
_SECTIONS = ("interview", "candidate", "case", "attributes")
_PLAIN = ("direction", "at")
_OF_ACTS = ("channel", "purpose", "outcome", "event")
_OF_CONTACTS = ("desk", "zones", "calendar", "met")
_PEOPLE = ("to", "cc", "from")


class Masker:
    """Masks what is told of cases, in the words of one policy."""

    def __init__(self, keys: Keys, language: Language) -> None:
        self._keys, self._language = keys, language

    def case(self, case: courtesy.Case) -> dict[str, Any]:
        """The case as a file states it: structure, times, the policy's words; all else as hashes, or not at all."""
        told = courtesy.to_dict(case)
        found: dict[str, Any] = {"courtesy": 1}
        if "id" in told:
            found["id"] = self.id_of(CASE, told["id"])
        if "zone" in told:
            found["zone"] = told["zone"]
        for section in _SECTIONS:
            facts = dict(self._facts(f"{section}.", told.get(section, {})))
            if facts:
                found[section] = facts
        if "zone" in told.get("candidate", {}):
            found.setdefault("candidate", {})["zone"] = told["candidate"]["zone"]
        found["contacts"] = {
            self.id_of(CONTACT, name): self._contact(contact) for name, contact in told.get("contacts", {}).items()
        }
        history = told.get("history", [])
        found["history"] = history if isinstance(history, str) else [self._act(touch) for touch in history]
        found["actions"] = [self._act(action) for action in told.get("actions", [])]
        return found

    def texts(self, case: courtesy.Case) -> dict[str, Any]:
        """What is measured of the texts of its actions, by the hashes of their ids."""
        contacts, wanted = tuple(case.contacts.values()), self._language.reads
        return {
            self.id_of(ACT, action.id): measured(action.message, contacts, wanted)
            for action in case.actions
            if action.message is not None
        }

    def id_of(self, sort: str, text: str) -> str:
        """What stands for an id."""
        return self._keys.masked(sort, text)

    def word(self, text: str) -> str:
        """A word of the policy as it is, and what stands for any other."""
        return text if text in self._language.words else self._keys.masked(WORD, text)

    def _contact(self, told: Mapping[str, Any]) -> dict[str, Any]:
        found = {name: told[name] for name in _OF_CONTACTS if name in told}
        if "roles" in told:
            found["roles"] = sorted(map(self.word, told["roles"]))
        found |= dict(self._facts("recipient.", {n: told[n] for n in ("relationship",) if n in told}))
        attributes = dict(self._facts("recipient.attributes.", told.get("attributes", {})))
        return {**found, **({"attributes": attributes} if attributes else {})}

    def _act(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """A touch or an action."""
        found = {name: told[name] for name in _PLAIN if name in told}
        if "id" in told:
            found["id"] = self.id_of(ACT, told["id"])
        found |= {name: self.word(told[name]) for name in _OF_ACTS if name in told}
        found |= {name: [self.id_of(CONTACT, one) for one in told[name]] for name in _PEOPLE if name in told}
        if "tags" in told:
            found["tags"] = sorted(map(self.word, told["tags"]))
        attributes = dict(self._facts("attributes.", told.get("attributes", {})))
        return {**found, **({"attributes": attributes} if attributes else {})}

    def _facts(self, prefix: str, told: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
        """Those that the policy reads; a section in a section is told by its own name."""
        for key, value in told.items():
            name = f"{prefix}{key}"
            if isinstance(value, dict):
                inner = dict(self._facts(f"{name}.", value))
                if inner:
                    yield key, inner
            elif name in self._language.reads:
                yield key, self.word(value) if isinstance(value, str) and name in self._language.wordy else value


def masked_waivers(policy: courtesy.Policy, keys: Keys) -> courtesy.Policy:
    """The policy with its waivers for the cases, contacts and actions as logs name them."""
    if not policy.waivers:
        return policy
    hidden = [
        courtesy.Waiver(
            rule=one.rule,
            because=one.because,
            by=one.by,
            until=one.until,
            case=_hidden(keys, CASE, one.case),
            contact=_hidden(keys, CONTACT, one.contact),
            action=_hidden(keys, ACT, one.action),
        )
        for one in policy.waivers
    ]
    return policy.with_waivers(hidden)


def _hidden(keys: Keys, sort: str, text: str | None) -> str | None:
    return None if text is None else keys.masked(sort, text)
