"""Which rule a place of a file is part of, or names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.editor.kinds import FileKind
from courtesy.editor.place import value_of
from courtesy.editor.sketch import Role
from courtesy.model.policy_tests import RULE_LISTS, rule_of

if TYPE_CHECKING:
    from courtesy.editor.sheet import Sheet
    from courtesy.editor.sketch import Word
    from courtesy.spans import Path

_IN_CHANGE = 2


def rule_path(kind: FileKind, path: Path) -> Path | None:
    """The path of the rule in which a path lies; None outside of rules."""
    if kind is FileKind.RULES and path and isinstance(path[0], int):
        return path[:1]
    if kind is FileKind.MANIFEST and path[:1] == ("rules",) and len(path) > 1:
        return path[:2]
    return None


def rule_of_place(sheet: Sheet, path: Path) -> str | None:
    """The id of the rule in which a path lies, or which it changes; None outside of rules."""
    inside = rule_path(sheet.kind, path)
    if inside is not None:
        return value_of(sheet.words, (*inside, "id"))
    if sheet.kind is FileKind.MANIFEST and path[:1] == ("change",) and len(path) >= _IN_CHANGE:
        return str(path[1])
    return None


def rule_id_named(sheet: Sheet, word: Word) -> str | None:
    """The rule that a word names: by its id, in a change, a lock, a waiver or a test; None for all other words."""
    path, kind = word.path, sheet.kind
    if word.role is Role.KEY:
        if kind is FileKind.MANIFEST and path[:1] == ("change",) and len(path) == _IN_CHANGE:
            return word.text
        return rule_of(word.text) if kind is FileKind.TESTS and path[-2:-1] == ("obligations",) else None
    key = next((step for step in reversed(path) if isinstance(step, str)), None)
    if key == "id":
        inside = rule_path(kind, path)
        return word.text if inside is not None and path == (*inside, "id") else None
    if key == "rule" and (kind is FileKind.WAIVERS or path[:1] == ("disable",) or "waivers" in path):
        return word.text
    if key == "locked" and kind is FileKind.MANIFEST and len(path) == len(("locked", 0)):
        return word.text
    return word.text if kind is FileKind.TESTS and key in RULE_LISTS else None
