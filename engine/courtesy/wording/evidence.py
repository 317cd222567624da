"""What in a text tells its tone, in words: the sentence, and the words of it that do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.wording.text import joined, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from courtesy.model.evidence import Evidence

_LONGEST = 200
_KINDS = {
    "insult": "an insult",
    "contempt": "contempt",
    "reproach": "a reproach",
    "grievance": "a complaint",
    "ultimatum": "an ultimatum",
    "threat": "a threat",
    "warning_off": "a warning to others",
    "sarcasm": "sarcasm",
}


def told_by(evidence: Sequence[Evidence]) -> str:
    """`“You wasted my whole day.” reads as a reproach (“wasted my whole day”)`."""
    return joined(f"{quoted(_short(one.sentence))} reads as {_KINDS[one.kind]}{_words(one)}" for one in evidence)


def in_doubt(evidence: Sequence[Evidence]) -> str:
    """Which sentences may be meant unkindly, and that the reader is to say."""
    which = joined(f"{quoted(_short(one.sentence))}{_words(one)}" for one in evidence)
    return f"{which} may be meant unkindly, or not: read it again, and change it or state `tone` beside the text"


def not_told() -> str:
    """Why a tone may not be known, and the way on."""
    return "only the tone of English can be told, and not of every short text: state `tone` beside the text"


def _words(one: Evidence) -> str:
    """The words that tell, unless they are the whole sentence."""
    words = tuple(_short(said) for said in one.words)
    if words == (one.sentence.rstrip(".!?\u2026"),) or words == (one.sentence,):
        return ""
    return f" ({_listed(words)})"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(quoted(said) for said in words)


def _short(text: str) -> str:
    """The text in one line, its end left out where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}\u2026"
