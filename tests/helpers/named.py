"""Texts labelled with what they name of whom: the data, which of it is kept away from tuning, and how much is found."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from courtesy.facts.people_in_text import known_people, mentions
from courtesy.model.case import Contact

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).parents[1] / "data" / "names"


class Labelled(NamedTuple):
    """A text, the contact that the case knows, and what of the text names them."""

    kind: str
    contact: Contact
    text: str
    expected: tuple[str, ...]

    @property
    def kept_away(self) -> bool:
        """Whether the text is one of the third that is not tuned on; its hash decides, so that nobody chooses."""
        return sha256(self.text.encode()).digest()[0] % 3 == 0

    def found(self) -> tuple[str, ...]:
        """What the engine finds of them in the text."""
        return tuple(one.said for one in mentions(self.text, known_people([self.contact])))


def labelled() -> Iterator[Labelled]:
    """All of them."""
    for file in sorted(DATA.glob("*.yaml")):
        for kind, groups in yaml.safe_load(file.read_text("utf-8")).items():
            for group in groups:
                contact = _contact(group["contact"])
                for text, said in group["texts"].items():
                    yield Labelled(kind, contact, text, _listed(said))


def _contact(stated: str | dict[str, Any]) -> Contact:
    fields = {"name": stated} if isinstance(stated, str) else dict(stated)
    lists = {key: _listed(fields[key]) for key in ("other_names", "handles") if key in fields}
    return Contact(id="interviewer", **(fields | lists))


def _listed(said: str | list[str] | None) -> tuple[str, ...]:
    return () if said is None else (said,) if isinstance(said, str) else tuple(said)


class Tally(NamedTuple):
    """How many texts there are, and how many of them were judged how."""

    texts: int
    found: int
    otherwise: int
    missed: int
    nothing: int
    false_alarms: int


def tally(texts: list[Labelled]) -> Tally:
    """Those that name somebody are found, found by other words, or missed; the others name nobody, or alarm falsely."""
    named = [(one.expected, one.found()) for one in texts if one.expected]
    alarms = sum(bool(one.found()) for one in texts if not one.expected)
    missed = sum(not found for _, found in named)
    right = sum(expected == found for expected, found in named)
    return Tally(len(texts), right, len(named) - right - missed, missed, len(texts) - len(named) - alarms, alarms)
