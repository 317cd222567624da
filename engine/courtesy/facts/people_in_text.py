"""People of a case found in a text: by name, part of a name, other name or handle."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from courtesy.facts.message import pattern
from courtesy.facts.naming.reading import Written, is_of_nobody, names_of
from courtesy.facts.naming.spaced import Finder
from courtesy.facts.naming.spelling import spelled
from courtesy.facts.naming.unspaced import find_unspaced, has_unspaced
from courtesy.facts.naming.vocabulary import is_common
from courtesy.model.facts import Mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.facts.naming.spaced import Stretch
    from courtesy.model.case import Contact

_MOST_TOLD = 5
_MOST_LOOKED_AT = 100
_OF_A_HANDLE = r"[\p{L}\p{N}\p{M}_]"
_SIGNS = "@#"


class Person(NamedTuple):
    """What one person is known by."""

    contact_id: str
    names: tuple[str, ...]
    handles: tuple[str, ...] = ()


def known_people(contacts: Iterable[Contact]) -> tuple[Person, ...]:
    """What the people of a case are known by; a desk is nobody."""
    return tuple(
        Person(one.id, (*((one.name,) if one.name else ()), *one.other_names), one.handles)
        for one in contacts
        if not one.desk and (one.name or one.other_names or one.handles)
    )


def nameless(contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    """The people of a case whose names are not known: a placeholder is no name, and that of a desk is nobody's."""
    return tuple(contact for contact in contacts if not (contact.desk or _has_name(contact)))


def _has_name(contact: Contact) -> bool:
    fields = (*((contact.name,) if contact.name else ()), *contact.other_names)
    return any(written.words for field in fields for written in names_of(field)) or any(map(is_of_nobody, fields))


@lru_cache(maxsize=256)
def mentions(text: str, people: tuple[Person, ...]) -> tuple[Mention, ...]:
    """The people whom a text names, each with what it says of them: once, and no more than five of it.

    What counts as naming somebody is told in the manual, under names in texts.
    """
    if not people:
        return ()
    finder = Finder(text)
    return tuple(
        Mention(contact_id=person.contact_id, said=said)
        for person in people
        for said in _distinct(text, sorted({*_found(text, finder, person)}))
    )


def _distinct(text: str, stretches: list[Stretch]) -> list[str]:
    """What the stretches say, without those that lie in others and what was said before."""
    said: dict[str, str] = {}
    until = 0
    for start, end in sorted(stretches, key=lambda stretch: (stretch[0], -stretch[1])):
        if start >= until:
            said.setdefault(text[start:end].casefold(), text[start:end])
            until = end
    return list(said.values())[:_MOST_TOLD]


def _found(text: str, finder: Finder, person: Person) -> Iterator[Stretch]:
    handles = list(person.handles)
    for field in person.names:
        for written in names_of(field):
            handles += written.handles
            yield from _found_name(text, finder, written)
    for handle in handles:
        yield from _found_handle(text, handle)


def _found_name(text: str, finder: Finder, written: Written) -> Iterator[Stretch]:
    unspaced = tuple(word for word in written.words if has_unspaced(word))
    if unspaced:
        yield from find_unspaced(text, unspaced)
    spaced = tuple(word for word in written.words if word not in unspaced)
    if spaced:
        yield from islice(finder.find(spelled(spaced)), _MOST_LOOKED_AT)


def _found_handle(text: str, handle: str) -> Iterator[Stretch]:
    """A handle as a whole word, with its sign or without; one that is a common word only with its sign."""
    bare = handle.strip().rstrip("/").rsplit("/", 1)[-1].lstrip(_SIGNS)
    if not any(character.isalnum() for character in bare):
        return
    sign = rf"[{_SIGNS}]" if bare.isalpha() and is_common(bare.lower()) else rf"[{_SIGNS}]?"
    source = rf"(?<!{_OF_A_HANDLE}){sign}{re.escape(bare)}(?!{_OF_A_HANDLE})"
    yield from (match.span() for match in pattern(source, text).finditer(text))
