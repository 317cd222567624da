"""The senses: the table is the list of what is looked for, in the order of the manual."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from courtesy.model.lint import Sense
from courtesy.review.lint import (
    before_anchor,
    beyond_search,
    calendar_kept,
    excluded_times,
    inherited_words,
    never_applies,
    never_decides,
    never_met,
    no_reason,
    not_included,
    other_number,
    same_words,
    undecidable_cases,
    unused_ignore,
    unused_word,
    unworded_fact,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from courtesy.model.lint import LintFinding
    from courtesy.review.lint.subject import Linted


class SenseFile(Protocol):
    """A file of this folder: its docstring is its part of the manual."""

    __doc__: str | None

    @property
    def check(self) -> Callable[[Linted], Iterator[LintFinding]]:
        """What makes no sense of its kind."""


SENSES: Mapping[Sense, SenseFile] = {
    Sense.EXCLUDED_TIMES: excluded_times,
    Sense.NEVER_APPLIES: never_applies,
    Sense.NEVER_DECIDES: never_decides,
    Sense.NEVER_MET: never_met,
    Sense.BEFORE_ANCHOR: before_anchor,
    Sense.BEYOND_SEARCH: beyond_search,
    Sense.OTHER_NUMBER: other_number,
    Sense.INHERITED_WORDS: inherited_words,
    Sense.NO_REASON: no_reason,
    Sense.CALENDAR_KEPT: calendar_kept,
    Sense.UNUSED_WORD: unused_word,
    Sense.UNWORDED_FACT: unworded_fact,
    Sense.SAME_WORDS: same_words,
    Sense.NOT_INCLUDED: not_included,
    Sense.UNDECIDABLE_CASES: undecidable_cases,
    Sense.UNUSED_IGNORE: unused_ignore,
}
