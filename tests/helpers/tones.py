"""The labelled texts in `tests/data/tone/`, and how well a measure of tone tells them apart.

They were written in three rounds: `first` before the phrases, `second` after most of them, `third` when they were
done. Of the first two a third is kept away from tuning, settled by a hash of the text, so that no edit moves a text
from one part to the other; the third is kept away whole. Only counts are shown of those; whoever tunes looks at the
others. Those under `field` were met in use, and those under `added` were written to look for false alarms: both are
tuned on.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

TEXTS = Path(__file__).parents[1] / "data" / "tone"
LABELS = {"polite_mails": False, "rude_mails": True, "decent_posts": False, "complaints": True}
"""The files of texts, and whether their texts are bad."""
FOUND = ("negative", "asked", "passed")
"""What becomes of a text: it is called negative, the reader is asked, or it passes as neutral or positive."""
_IN_USE, _ADDED, _LAST = "field", "added", "third"


class Labelled(NamedTuple):
    """A text with its label, which is the file it is in, and the round and group within that."""

    label: str
    round: str
    group: str
    text: str

    @property
    def bad(self) -> bool:
        """Whether it ought to be called negative."""
        return LABELS[self.label]

    @property
    def kept_away(self) -> bool:
        """Whether nobody tunes on it."""
        if self.group in {_IN_USE, _ADDED}:
            return False
        return self.round == _LAST or sha256(self.text.encode()).digest()[0] % 3 == 0


def labelled() -> Iterator[Labelled]:
    """All labelled texts."""
    for label in LABELS:
        for written, groups in yaml.safe_load((TEXTS / f"{label}.yaml").read_text("utf-8")).items():
            for group, texts in groups.items():
                for text in texts:
                    yield Labelled(label, written, group, text)


def in_use() -> Iterator[Labelled]:
    """The texts that were met in use."""
    return (one for one in labelled() if one.group == _IN_USE)


def found(tone: str | None) -> str:
    """What becomes of a text of this tone."""
    return "negative" if tone == "negative" else "asked" if tone is None else "passed"


def confusion(measure: Callable[[str], str | None], texts: Iterable[Labelled]) -> dict[str, Counter[str]]:
    """How many texts of each label come to what."""
    counted: dict[str, Counter[str]] = {label: Counter() for label in LABELS}
    for one in texts:
        counted[one.label][found(measure(one.text))] += 1
    return counted
