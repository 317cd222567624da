"""Which words of two sentences differ, so that only these are marked."""

from __future__ import annotations

from difflib import SequenceMatcher


def differing(old: str, new: str) -> tuple[frozenset[int], frozenset[int]]:
    """The places of the words of each sentence that the other does not have there."""
    before, after = old.split(" "), new.split(" ")
    gone, come = set(range(len(before))), set(range(len(after)))
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        gone -= set(range(block.a, block.a + block.size))
        come -= set(range(block.b, block.b + block.size))
    return frozenset(gone), frozenset(come)
