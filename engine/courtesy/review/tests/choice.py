"""Which tests are run, where not all are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.wording.text import joined

if TYPE_CHECKING:
    from courtesy.model.policy_tests import PolicyTest


class Choice(Struct, frozen=True):
    """The tests whose sentence has all `words`, in whatever case, and that name one of `rules`; where given."""

    words: str = ""
    rules: tuple[str, ...] = ()

    def takes(self, test: PolicyTest) -> bool:
        """Whether a test is one of them."""
        sentence = test.sentence.casefold()
        has_words = all(word in sentence for word in self.words.casefold().split())
        return has_words and (not self.rules or not set(self.rules).isdisjoint(test.rules))

    @property
    def said(self) -> str | None:
        """What a chosen test has, in words; None where all are chosen."""
        words = [f"has the words `{self.words}`"] if self.words.split() else []
        rules = [f"names {joined((f'`{rule}`' for rule in self.rules), 'or')}"] if self.rules else []
        return joined((*words, *rules)) or None


ALL = Choice()
"""Every test."""
