"""Small pieces of English: articles, plurals, agreement, lists."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from courtesy.model.nouns import Noun

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_COMPARED = 200
_MOST_COMPARED = 1000
_ENDINGS = (".", "!", "?", "…", "\u3002", "\uff01", "\uff1f")
"""What ends a sentence, in Chinese and Japanese too."""
_PHRASE = re.compile(r" (?:(?:about|at|by|for|from|in|of|on|other than|tagged|to|whose|with|without) |\()")
"""What begins a phrase behind a noun: the noun before it is the one that bends."""
_PLURAL_VERBS = {
    "is": "are",
    "was": "were",
    "has": "have",
    "does": "do",
    "counts": "count",
    "ends": "end",
    "goes": "go",
    "keeps": "keep",
    "refuses": "refuse",
}
_PLURALS = {"person": "people", "man": "men", "woman": "women", "child": "children"}
_SINGULARS = {plural: one for one, plural in _PLURALS.items()}
_SPELT_WITH_A_VOWEL = "aefhilmnorsx8"
"""Letters and digits whose name begins with a vowel: an HR contact, an X message, an 8-minute call."""
_SAID_WITH_A_VOWEL = re.compile(r"(?:[aeiou]|hour|honest|hono|heir|11\b|11-|18\b|18-)", re.IGNORECASE)
_SAID_WITH_A_CONSONANT = re.compile(
    r"(?:uni(?!n[^aeiou]|m)|u[bs][aeiu]|ut[eio]|ur[aeio]|u-|eu|ewe|one\b|one-|once\b)", re.IGNORECASE
)


def joined(items: Iterable[str], conjunction: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    listed = list(items)
    if len(listed) < 2:  # noqa: PLR2004  two items are the first that need a conjunction
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {conjunction} {listed[-1]}"


def agree(count: int, noun: Noun | str, verb: str = "") -> str:
    """`1 e-mail was`, `2 e-mails were`, `1 is`: a number with its noun and its verb, given in the singular."""
    bent = "" if not noun else name(noun) if count == 1 else plural_noun(noun)
    return " ".join(filter(None, (f"{count:,}", bent, verb and verb_for(count, verb))))


def verb_for(count: int, verb: str) -> str:
    """The verb, given in the singular, as so many things ask for it."""
    return verb if count == 1 else _PLURAL_VERBS.get(verb, verb)


def undecided_until(names: Iterable[str]) -> str:
    """`` cannot be decided until `history` is known ``, with several names `are known`."""
    listed = [f"`{one}`" for one in names]
    return f"cannot be decided until {joined(listed)} {verb_for(len(listed), 'is')} known"


def name(noun: Noun | str) -> str:
    """The noun for one thing, without an article."""
    return noun if isinstance(noun, str) else noun.name


def plural_noun(noun: Noun | str) -> str:
    """The plural of a noun; a noun with a phrase behind it (`visit in person`) bends at its head."""
    if isinstance(noun, Noun):
        return noun.plural or plural_noun(noun.name)
    behind = _PHRASE.search(noun)
    head, tail = (noun[: behind.start()], noun[behind.start() :]) if behind else (noun, "")
    before, space, last = head.rpartition(" ")
    return f"{before}{space}{_plural_word(last)}{tail}"


def _plural_word(word: str) -> str:
    if word.lower() in _PLURALS:
        return _PLURALS[word.lower()]
    if re.search(r"(?:ch|sh|s|x|z)$", word):
        return f"{word}es"
    return f"{word[:-1]}ies" if re.search(r"[^aeiou]y$", word) else f"{word}s"


def singular_noun(noun: str) -> str:
    """The singular of a plain plural such as a unit: `replies` to `reply`."""
    before, space, last = noun.rpartition(" ")
    if last in _SINGULARS:
        one = _SINGULARS[last]
    elif re.search(r"[^aeiou]ies$", last):
        one = f"{last[:-3]}y"
    else:
        one = last[:-2] if re.search(r"(?:ch|sh|ss|x|z)es$", last) else last.removesuffix("s")
    return f"{before}{space}{one}"


def is_plural(noun: str) -> bool:
    """Whether a noun, perhaps with a phrase behind it, stands for several: `roles of the recipient`."""
    behind = _PHRASE.search(noun)
    head = noun[: behind.start()] if behind else noun
    return not head.endswith(("us", "ss", "is")) and plural_noun(singular_noun(head)) == head


def with_article(noun: Noun | str) -> str:
    """`an e-mail`, `a phone call`, `an HR contact`, `a university visit`, `an hour-long call`."""
    return f"{article(noun)} {name(noun)}"


def article(noun: Noun | str) -> str:
    """`a` or `an`, as the noun says itself or as it sounds."""
    if isinstance(noun, Noun) and noun.article:
        return noun.article
    said = name(noun)
    first = re.split(r"[^\w]", said, maxsplit=1)[0]
    if first.isupper() or (len(first) == 1 and not first.isdigit()):  # said letter by letter: aitch, ar
        return "an" if first[:1].lower() in _SPELT_WITH_A_VOWEL else "a"
    if _SAID_WITH_A_CONSONANT.match(said):
        return "a"
    return "an" if _SAID_WITH_A_VOWEL.match(said) or said.startswith("8") else "a"


def without_article(text: str) -> str:
    """The text without an article in front: `start date` of `the start date`."""
    return re.sub(r"^(?:the|a|an) ", "", text, flags=re.IGNORECASE)


def quoted(text: str) -> str:
    """The text as the case has it, in quotation marks."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"


def sentence(text: str) -> str:
    """The text with a capital letter and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith(_ENDINGS) else ".")


def short_digest(digest: str) -> str:
    """As much of a digest as it takes to tell one content from another: its first twelve digits."""
    return digest.removeprefix("sha256:")[:12]


def one_slip_apart(one: str, other: str) -> bool:
    """Whether a letter was left out, added, mistaken, or changed places with its neighbour."""
    short, long = sorted((one, other), key=len)
    same = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(long) - len(short) == 1:
        return short[same:] == long[same + 1 :]
    if len(long) != len(short):
        return False
    swapped = short[same + 1 : same + 2] + short[same : same + 1] + short[same + 2 :]
    return short[same + 1 :] == long[same + 1 :] or swapped == long[same:]


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known word that `name` was probably meant to be, regardless of case; None where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415  cold start: only for what went wrong

    by_lower = {word.lower(): word for word in islice(known, _MOST_COMPARED)}
    found = get_close_matches(name[:_LONGEST_COMPARED].lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None
