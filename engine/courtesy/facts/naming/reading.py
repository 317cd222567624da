"""What of the field of a name is one: titles, roles, firms and desks are none."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from courtesy.facts.naming import vocabulary as known
from courtesy.facts.naming.letters import plain_spellings

_NICKNAME = re.compile(
    r"""\(([^()]*)\)|\[([^\[\]]*)\]|"([^"]*)"|[“„]([^“”]*)[“”]|(?<=\s)['\u2018]([^'\u2019]*)['\u2019](?=\s)"""
)
_SEPARATOR = re.compile(r"\s+[-\u2013\u2014•·@~]+\s+|\s*[|;:/]\s*")
_EMPLOYER = re.compile(r"\s+(?:at|from|bei|chez|c/o)\s.*")
_BIRTH_NAME = re.compile(r"(?:née?|geb\.?|born)\s+", re.IGNORECASE)
_MOST_WORDS = 12
_ACCOUNT = re.compile(r"@\S+")
_ADDRESS = re.compile(r"<?([^\s@<>]+)@[^\s@<>]+>?")
_IN_ADDRESSES = re.compile(r"[._+\-0-9]+")
_UNKNOWN = frozenset(
    ["unknown", "tbd", "tba", "na", "nn", "anonymous", "anon", "none", "unbekannt", "inconnu", "desconocido"]
)
_EDGES = ' .,!?*#<>()[]"“”„'


class Written(NamedTuple):
    """A name as a field has it: its words in the order in which they are said, without what is none.

    `handles` are those that stand beside it.
    """

    words: tuple[str, ...]
    handles: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def names_of(field: str) -> tuple[Written, ...]:
    """The names that a field holds: the full one first, then those in brackets or quotes; none where it is a desk's."""
    text = " ".join(unicodedata.normalize("NFC", field).split())
    if _ACCOUNT.fullmatch(text):
        return (Written((), (text,)),)
    if address := _ADDRESS.fullmatch(text):
        text = _IN_ADDRESSES.sub(" ", address[1])
    extra: list[Written] = []
    handles: list[str] = []
    for match in _NICKNAME.finditer(text):
        said = next(group for group in match.groups() if group is not None).strip()
        at_end = not text[match.end() :].strip()
        if said.startswith("@"):
            handles.append(said)
        elif _BIRTH_NAME.match(said):
            extra += names_of(_BIRTH_NAME.sub("", said))
        elif said and (not at_end or _other_script(said, text[: match.start()])):
            extra += names_of(said)
    words = _first_name(_SEPARATOR.split(_EMPLOYER.sub("", _NICKNAME.sub(" ", text))))
    if not words and not handles:
        return tuple(extra)
    return (Written(words[:_MOST_WORDS], tuple(handles)), *extra[:_MOST_WORDS])


def is_of_nobody(field: str) -> bool:
    """Whether a field holds no name because it is that of a desk or a firm, and not because none is known."""
    plain = {_plain(word) for word in re.split(r"[\s,;:/|()@._]+", field)}
    known_words = known.DESKS | known.TRADES | known.ROLES | known.COMPANIES
    return not names_of(field) and not plain.isdisjoint(known_words)


def _first_name(parts: list[str]) -> tuple[str, ...]:
    """The words of the first of several parts that is a name; what stands alone behind a desk is a firm."""
    desk = False
    for part in parts:
        words = _words(part)
        if words and not (desk and len(words) == 1):
            return words
        desk = desk or any(_plain(word) in known.DESKS | known.TRADES for word in part.split())
    return ()


def _other_script(said: str, name: str) -> bool:
    return bool(said) and bool(name.strip()) and said[0].isascii() is not name.strip()[0].isascii()


def _words(text: str) -> tuple[str, ...]:
    """The words of one stretch of a name; none where it is the name of a desk."""
    head, *tails = (piece.split() for piece in text.split(","))
    for tail in tails:
        if len(head) == 1 and tail and not _is_beside(tail):
            head = [*tail, *head]  # as in `Doe, Jane`
            break
    words = [word.strip(_EDGES) for word in head if any(map(str.isalnum, word))]
    plain = [_plain(word) for word in words]
    if any(_is_function(word) for word in plain):
        words = [word for word, one in zip(words, plain, strict=True) if one not in known.LINKS]
        plain = [one for one in plain if one not in known.LINKS]
    others = sum(not _is_function(word) for word in plain)
    if not others or _UNKNOWN.issuperset(plain) or any(word in known.DESKS for word in plain):
        return ()
    if others == 1 and any(word in known.TRADES for word in plain):
        return ()
    return tuple(_without_company(_without_titles(_without_roles(words))))


def _is_function(word: str) -> bool:
    return word in known.DESKS | known.TRADES | known.ROLES


def _is_beside(words: list[str]) -> bool:
    """Whether words behind a comma tell of a firm, a role or a degree."""
    plain = [_plain(word) for word in words]
    beside = known.DESKS | known.TRADES | known.ROLES | known.COMPANIES | known.CREDENTIALS
    return any(word in beside for word in plain) or not any(plain)


def _without_roles(words: list[str]) -> list[str]:
    kept = [word for word in words if not _is_function(_plain(word))]
    if len(kept) < len(words) and known.FIELDS.issuperset(map(_plain, kept)):
        return []
    if len(words) == 2 and len(kept) == 1 and _plain(words[1]) in known.SURNAMES_TOO:  # noqa: PLR2004  a name of two words
        return words
    return kept


def _without_titles(words: list[str]) -> list[str]:
    """Without titles before a name and degrees behind it."""
    given = words
    while len(words) > 1 and (_plain(words[0]) in known.TITLES or (words != given and _is_degree(words[0]))):
        words = words[1:]
    if len(words) > 2 and _plain(words[0]) in known.GIVEN_NAMES_TOO:  # noqa: PLR2004  with two more it is a title
        words = words[1:]
    while len(words) > 1 and _plain(words[-1]) in known.CREDENTIALS and _is_mark(words[-1], words):
        words = words[:-1]
    return words if any(_plain(word) not in known.TITLES for word in words) else []


def _is_degree(word: str) -> bool:
    return word.islower() and _plain(word) in known.DEGREES


def _without_company(words: list[str]) -> list[str]:
    if len(words) > 1 and _plain(words[-1]) in known.COMPANIES and _is_mark(words[-1], words):
        return words[:2] if len(words) > 3 else []  # noqa: PLR2004  a name of two words, and a firm's
    return words


def _is_mark(word: str, words: list[str]) -> bool:
    """Whether a short word is written as a degree or the kind of a firm, and not as a name such as `Ma`."""
    if _plain(word) in known.GENERATIONS:
        return True
    return len(word.strip(".")) > 2 or (word.isupper() and not all(one.isupper() for one in words))  # noqa: PLR2004


def _plain(word: str) -> str:
    spelled = plain_spellings(word.strip(_EDGES).replace(".", ""))
    return spelled[0] if spelled else ""
