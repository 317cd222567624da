"""Facts, rules and channels by the names that people know them by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from courtesy.model.declaration import contact_fact
from courtesy.model.missing import CASE_PARTS
from courtesy.wording.rule_titles import rule_title
from courtesy.wording.statements import asked_for
from courtesy.wording.text import joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.model.policy import PolicySource

_CONTACT_PART = re.compile(r"contacts\.(.+)\.(name|calendar)")
_OF_CONTACT = re.compile(r"contacts\..+\.attributes\.(\w+)")


def fact(name: str, policy: PolicySource) -> str:
    """A fact by title and name: `the end of the interview (interview.ended_at)`."""
    stated = _OF_CONTACT.fullmatch(name)
    declared = name if stated is None else contact_fact(stated[1])
    told = policy.vocabulary.facts.get(declared) or CASE_PARTS.get(name)
    title = asked_for(told.title) if told else _part_of_contact(name)
    return f"{title} ({name})" if title else name


def _part_of_contact(name: str) -> str | None:
    """`contacts.the_boss.name` in words: `the name of the boss`; None where it is something else."""
    found = _CONTACT_PART.fullmatch(name)
    return f"the {found[2]} of {found[1].replace('_', ' ')}" if found else None


def facts(names: Iterable[str], policy: PolicySource) -> str:
    """Several facts by title and name."""
    return joined(fact(name, policy) for name in names)


def rule(rule_id: str, policy: PolicySource) -> str:
    """A rule by title and id: `No text messages [prohibitions.no-text-messages]`."""
    title = rule_title(rule_id, policy)
    return f"{title} [{rule_id}]" if title != rule_id else rule_id


def capital(text: str) -> str:
    """The text with a capital letter, and nothing else changed."""
    return f"{text[:1].upper()}{text[1:]}"
