"""Makes the list of common words that are no name where they begin a sentence.

Takes the folder of SCOWL's word lists (`english-words.10` and so on) and that of the lists of names of the census of
the United States of 1990 (`dist.all.last`, `dist.female.first`, `dist.male.first`).
"""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

from courtesy.facts.message import word_set

LIST = Path(__file__).parents[2] / "engine/courtesy/facts/naming/common_words.txt"
COMMON, LESS_COMMON = (10,), (20, 35, 40, 50)
OFTEN_GIVEN = 0.02
"""From this share of all women or men on (in percent), a less common word is a name first of all."""
WORDS_ALL_THE_SAME = word_set(
    "frank rose crystal dawn grace amber sue angel penny melody roman charity sterling junior chase brain gay cliff "
    "rusty ward queen lane rich merry forest dusty ruby pearl brandy violet misty daisy opal iris flora ginger "
    "earnest olive ebony jewel fern laurel candy clay ivy august lance margarita hazel holly patty jasmine lily "
    "garland gale cherry jade destiny brooks berry foster ivory hunter mason reed homer"
)
NAMES_ALL_THE_SAME = frozenset({"doe", "roe", "lee", "martin", "bell"})


def words_of(folder: Path, levels: tuple[int, ...]) -> set[str]:
    """The words in lower case of these levels."""
    files = [folder / f"{english}-words.{level}" for english in ("english", "american") for level in levels]
    listed = {word for file in files for word in file.read_text("latin-1").split()}
    return {word for word in listed if word.isascii() and word.isalpha() and word.islower() and len(word) > 1}


def main(scowl: Path, census: Path) -> None:
    """Write the list anew, below the lines that tell where it comes from."""
    given: dict[str, float] = {}
    for sex in ("female", "male"):
        for line in (census / f"dist.{sex}.first").read_text("utf-8").splitlines():
            name, share, *_ = line.split()
            given[name.lower()] = max(given.get(name.lower(), 0), float(share))
    family = {line.split()[0].lower() for line in (census / "dist.all.last").read_text("utf-8").splitlines()}
    common = words_of(scowl, COMMON)
    less_common = words_of(scowl, LESS_COMMON) - common
    names = {word for word in less_common if given.get(word, 0) >= OFTEN_GIVEN} - WORDS_ALL_THE_SAME
    found = (common | (less_common & (family | given.keys()))) - names - NAMES_ALL_THE_SAME
    head = [line for line in LIST.read_text("utf-8").splitlines() if line.startswith("#")]
    LIST.write_text("\n".join([*head, textwrap.fill(" ".join(sorted(found)), 119)]) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
