"""Ids and versions that a text can only stand for."""

from __future__ import annotations

import re

from courtesy.wording.meant.forms import one_of
from courtesy.wording.meant.pasted import plain

VERSION = "write three numbers, such as `1.0.0`"
RULE_ID = "write the section and a name in kebab case, such as `timing.my-rule`"
POLICY_ID = "write it in lower case, with hyphens, such as `hire-wire`"
FACT_NAME = "write `attributes.<name>`, or `recipient.attributes.<name>` for a fact of each contact"
_WORD = "write it in lower case, with underscores, such as `video_call`"
_NUMBERS = re.compile(
    r"v?\.?\s*(\d{1,9})(?:[.,-](\d{1,9}))?(?:[.,-](\d{1,9}))?(?:[.-]?([a-z][0-9a-z.]*))?", re.IGNORECASE | re.ASCII
)
_OF_CONTACT = re.compile(r"(?:contacts?|recipient)\.(?:attributes?\.)?(?=\w)", re.IGNORECASE)
_KEBAB = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", re.ASCII)
_SNAKE = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)


def version_hint(text: str) -> str:
    """The version of three numbers that a text can only stand for, or how one is written."""
    found = _NUMBERS.fullmatch(plain(text))
    if found is None or (found[4] and (found[4].lower() == "x" or not found[3])):
        return VERSION
    numbers = ".".join(str(int(found[place] or 0)) for place in (1, 2, 3))
    return one_of([f"{numbers}-{found[4]}" if found[4] else numbers])


def rule_id_hint(text: str) -> str:
    """The rule id that a text can only stand for, or how one is written."""
    pieces = re.split(r"[./:]", plain(text), maxsplit=1)
    if len(pieces) == 1:
        name = _kebab(pieces[0])
        return f"write a section in front of the name, such as `timing.{name}`" if name else RULE_ID
    section, name = map(_kebab, pieces)
    return one_of([f"{section}.{name}"]) if section and name else RULE_ID


def policy_id_hint(text: str) -> str:
    """The policy id that a text can only stand for, or how one is written."""
    name = _kebab(plain(text)) if "@" not in text and "/" not in text else ""
    return one_of([name]) if name else POLICY_ID


def own_word_hint(text: str) -> str:
    """The word of a policy's own that a text can only stand for, or how one is written."""
    word = re.sub(r"[\s.-]+", "_", plain(text).lower())
    return one_of([word]) if _SNAKE.fullmatch(word) else _WORD


def fact_name_hint(text: str) -> str:
    """The name of an own fact that a text can only stand for, or how one is written."""
    bare = plain(text)
    before = next((start for start in ("recipient.attributes.", "attributes.") if bare.startswith(start)), "")
    if of_contact := _OF_CONTACT.match(bare):
        before, bare = "recipient.attributes.", f"recipient.attributes.{bare[of_contact.end() :]}"
    rest = bare.removeprefix(before).removeprefix("recipient.")
    word = re.sub(r"[\s.-]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", rest).lower())
    if not _SNAKE.fullmatch(word):
        return FACT_NAME
    if before:
        return one_of([f"{before}{word}"])
    return f"write `attributes.{word}`, or `recipient.attributes.{word}` for a fact of each contact"


def _kebab(text: str) -> str:
    """The text in lower case with hyphens; nothing where that is no part of an id."""
    spelt = re.sub(r"[\s_.-]+", "-", re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", "-", text.strip()).lower()).strip("-")
    return spelt if _KEBAB.fullmatch(spelt) else ""
