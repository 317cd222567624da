"""What files name that stands elsewhere: rules, contacts, other files, policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.editor.kinds import FileKind
from courtesy.editor.place import keys_of, values_below
from courtesy.errors import CourtesyError
from courtesy.loading.file_names import MANIFESTS, PROJECT_FILES, RELEASES, SUFFIXES, WAIVER_FILES
from courtesy.loading.policy_catalog import list_policies

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.editor.sheet import Sheet
    from courtesy.spans import Path

_MOST_FILES = 200
_NO_RULE_FILES = frozenset({*MANIFESTS, *PROJECT_FILES, *WAIVER_FILES, RELEASES})


def rule_titles(sheet: Sheet, path: Path = ()) -> Mapping[str, str]:
    """The rules that a place of a file can name, each with its title: a change names inherited ones."""
    source = sheet.source
    if source is None:
        return {}
    inherited = sheet.kind is FileKind.MANIFEST and path[:1] in {("change",), ("disable",)}
    rules = source.rules if not inherited else () if source.parent is None else source.parent.rules
    return {rule.id: rule.title or "" for rule in rules}


def contacts_of(sheet: Sheet) -> Mapping[str, str]:
    """The contacts of a case, or of the base of tests."""
    before = ("base",) if sheet.kind is FileKind.TESTS else ()
    return dict.fromkeys(keys_of(sheet.words, (*before, "contacts")), "A contact of the case.")


def files_to_include(sheet: Sheet) -> Mapping[str, str]:
    """The rule files beside a manifest that it does not include yet."""
    included = {word.text for word in values_below(sheet.words, ("include",))}
    try:
        beside = sorted(one.name for one in sheet.path.parent.iterdir() if one.suffix.lower() in SUFFIXES)
    except OSError:
        return {}
    names = (one for one in beside[:_MOST_FILES] if one not in included and one not in _NO_RULE_FILES)
    return {name: "A file beside the manifest." for name in names if name != sheet.path.name}


def policy_names(sheet: Sheet) -> Mapping[str, str]:
    """The policies at hand, with the ranges and versions by which they are named."""
    try:
        entries = list_policies(project=sheet.project)
    except CourtesyError:
        return {}
    named: dict[str, str] = {}
    for one in entries:
        named.setdefault(one.id, f"{one.title}: the newest version.")
        named.setdefault(
            f"{one.id}@^{one.version.partition('.')[0]}", f"{one.title}: the newest that keeps its promises."
        )
        named.setdefault(f"{one.id}@{one.version}", f"{one.title}: this version alone.")
    return named
