"""Where what a word names is declared, and where a rule is named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.editor.lines import Lines
from courtesy.editor.marks import Related
from courtesy.editor.meanings import fact_at
from courtesy.editor.place import word_at
from courtesy.editor.rule_places import rule_id_named, rule_path
from courtesy.editor.sketch import Role
from courtesy.errors import CourtesyError
from courtesy.loading.policy_catalog import find_versions
from courtesy.loading.policy_files import manifest_path
from courtesy.loading.project import is_path
from courtesy.loading.waivers import waivers_beside
from courtesy.review.tests.owners import own_files
from courtesy.spans import MappingNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.editor.desk import Desk
    from courtesy.editor.sheet import Sheet
    from courtesy.editor.sketch import Word
    from courtesy.model.policy import PolicySource
    from courtesy.spans import Span

_SECTIONS = {
    "channel": "channels", "channels": "channels", "purpose": "purposes", "roles": "roles", "to": "roles",
    "cc": "roles", "for_each": "roles", "recipient.roles": "roles", "cc.roles": "roles", "ref": "sources",
    "action.channel": "channels", "action.purpose": "purposes",
}  # fmt: skip
"""Where the words under a key are declared in a manifest."""
_OPERATORS = frozenset({"is", "is_not", "one_of", "none_of", "includes"})
_FILES = frozenset({"include", "extends", "policy", "policies", "waivers"})


def definitions(desk: Desk, sheet: Sheet, offset: int) -> tuple[Related, ...]:
    """The places where what stands at an offset is declared; none where that is the language itself, or unknown."""
    word = word_at(sheet.words, offset)
    if word is None:
        return ()
    return tuple(dict.fromkeys((*_rule(desk, sheet, word), *_declared(desk, sheet, word), *_file(desk, sheet, word))))


def references(desk: Desk, sheet: Sheet, offset: int) -> tuple[Related, ...]:
    """The places in the files at hand that name the rule which stands at an offset."""
    word = word_at(sheet.words, offset)
    named = None if word is None else rule_id_named(sheet, word)
    if named is None or sheet.manifest is None:
        return ()
    found: list[Related] = []
    for path in files_of_policy(desk, sheet):
        other = desk.sheet(path)
        if other is not None:
            found += (
                Related(path, one.start, one.end, named) for one in other.words if rule_id_named(other, one) == named
            )
    return tuple(found)


def files_of_policy(desk: Desk, sheet: Sheet) -> tuple[Path, ...]:
    """The files of a policy, its tests and waivers beside it, and whatever is open."""
    source, manifest = sheet.source, sheet.manifest
    files = [] if source is None else [Path(name).resolve() for name in source.files]
    if manifest is not None:
        waivers = waivers_beside(manifest, "" if source is None else source.version)
        files += [*own_files(manifest), *(() if waivers is None else [waivers.resolve()])]
    return tuple(dict.fromkeys([*files, *desk.paths]))


def _rule(desk: Desk, sheet: Sheet, word: Word) -> Iterator[Related]:
    """Where the rule that is named is changed, and where it is stated; in a change only how it was before."""
    named = rule_id_named(sheet, word)
    source = sheet.source
    if named is None or source is None:
        return
    for policy in source.lineage:
        changes = None if policy.manifest is None else policy.manifest.get("change")
        if (
            isinstance(changes, MappingNode)
            and named in changes
            and not _stands_in(changes.span_of(named), sheet, word)
        ):
            yield from _at(desk, changes.span_of(named), named)
        stated = [rule.span for rule in policy.rules if rule.id == named and rule.author == policy.author]
        for span in (one for one in stated if one.line):
            yield from _at(desk, span, named)
            return


def _stands_in(span: Span, sheet: Sheet, word: Word) -> bool:
    """Whether a word is what stands at a place of the loader."""
    return Path(span.file).resolve() == sheet.path and Lines(sheet.text).offsets(span)[0] == word.start


def _declared(desk: Desk, sheet: Sheet, word: Word) -> Iterator[Related]:
    """Where a fact, a channel, a purpose, a role or a source is declared."""
    source = sheet.source
    if source is None:
        return
    if word.role in {Role.KEY, Role.BARE}:
        fact = fact_at(sheet, word.path)
        if fact is not None:
            yield from _in_section(desk, source, "facts", fact.name)
        return
    keys = [step for step in word.path if isinstance(step, str) and step not in _OPERATORS]
    section = _SECTIONS.get(keys[-1]) if keys else None
    if section is not None:
        yield from _in_section(desk, source, section, word.text)


def _in_section(desk: Desk, source: PolicySource, section: str, name: str) -> Iterator[Related]:
    for policy in source.lineage:
        declared = None if policy.manifest is None else policy.manifest.get(section)
        if isinstance(declared, MappingNode) and name in declared:
            yield from _at(desk, declared.span_of(name), name)
            return


def _file(desk: Desk, sheet: Sheet, word: Word) -> Iterator[Related]:
    """The file that is named."""
    top = word.path[0] if word.path else None
    if word.role is Role.KEY or top not in _FILES or rule_path(sheet.kind, word.path) or "\0" in word.text:
        return
    place: Path | None = sheet.path.parent / word.text
    if top in {"extends", "policy"}:
        place = _policy(sheet, word.text)
    if place is not None and place.is_dir():
        place = manifest_path(place)
    if place is not None and desk.text(place) is not None:
        yield Related(place.resolve(), 0, 0, word.text)


def _policy(sheet: Sheet, name: str) -> Path | None:
    place = sheet.path.parent / name if is_path(name) else name
    try:
        return manifest_path(find_versions(place, sheet.project)[-1].location)
    except CourtesyError:
        return None


def _at(desk: Desk, span: Span, name: str) -> Iterator[Related]:
    path = Path(span.file).resolve()
    text = desk.text(path)
    if text is not None and span.line:
        yield Related(path, *Lines(text).offsets(span), name)
