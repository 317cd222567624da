"""The forms in `forms.yaml` as words and patterns. Only what reads drafts loads them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from courtesy.model.left_out import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterable

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FORMS: dict[str, Any] = yaml.load(
    (Path(__file__).parent / "forms.yaml").read_text(encoding="utf-8"),
    Loader=_LOADER,  # noqa: S506  a safe one, and ours
)
_ORNAMENT = r"[\s*_>#\"<(-]*+"


def _words(section: str) -> frozenset[str]:
    return frozenset(word.casefold() for words in _FORMS[section].values() for word in words)


def _meanings(section: str) -> dict[str, str]:
    return {word.casefold(): meaning for meaning, words in _FORMS[section].items() for word in words}


def _any_of(patterns: Iterable[str], before: str = "", behind: str = "") -> re.Pattern[str]:
    """A pattern for texts in lower case: to ignore case in all these scripts takes long to compile."""
    return re.compile(f"{before}(?:{'|'.join(patterns)}){behind}")


LABELS = _meanings("labels")
"""What the labels of a head of a mail mean: from, sent, date, to, subject or other."""
SEPARATORS = {word: LeftOut(kind) for word, kind in _meanings("separators").items()}
OPENINGS = _words("openings") | _words("days")
DAYS = _words("days")
WRITTEN = _any_of(
    (verb for verbs in _FORMS["writing"].values() for verb in verbs),
    before=r"(?:^|(?<=\W)|(?<=[\u3000-\u9fff\uac00-\ud7af\d]))",
    behind=r"(?!\w)",
)
PERSONS = frozenset(_FORMS["persons"])
SENT_FROM = _any_of(_FORMS["sent_from"], before=_ORNAMENT)
DEVICES = _any_of(_FORMS["devices"])
NOTICE = _any_of(_FORMS["notices"], before=_ORNAMENT)
HEADING = _any_of(_FORMS["headings"], before=_ORNAMENT, behind=r"[\s*_:.!-]*+")
ABOUT_THE_MAIL = _any_of(_FORMS["about_the_mail"], before=_ORNAMENT)
OF_A_PERSON = _any_of(_FORMS["of_a_person"], before=r"\b", behind=r"\b")
CLAIMS = tuple(_any_of(claim) for claim in _FORMS["claims"].values())
LIST_FOOTER = _any_of(_FORMS["list_footers"])
