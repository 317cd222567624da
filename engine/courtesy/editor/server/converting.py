"""What is known of texts, in the terms of the protocol of editors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

from courtesy.editor.marks import Severity
from courtesy.editor.offers import OfferKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.editor.hover import Hover
    from courtesy.editor.lines import Lines
    from courtesy.editor.marks import Mark, Related
    from courtesy.editor.offers import Offer
    from courtesy.editor.outline import Entry
    from courtesy.editor.server.places import Places

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFORMATION: types.DiagnosticSeverity.Information,
}
_OFFERS = {
    OfferKind.KEY: types.CompletionItemKind.Property,
    OfferKind.WORD: types.CompletionItemKind.EnumMember,
    OfferKind.FACT: types.CompletionItemKind.Field,
    OfferKind.RULE: types.CompletionItemKind.Reference,
    OfferKind.UNIT: types.CompletionItemKind.Unit,
    OfferKind.SKELETON: types.CompletionItemKind.Snippet,
}
_ENTRIES = {
    "rule": types.SymbolKind.Method,
    "test": types.SymbolKind.Event,
    "waiver": types.SymbolKind.Object,
    "section": types.SymbolKind.Namespace,
}
_CHOICE = re.compile(r"\$\{\d+\|([^,|]*)[^|]*\|\}")
_FILLED = re.compile(r"\$\{\d+:([^}]*)\}")
_EMPTY = re.compile(r"(?<!\\)\$\d+")


def diagnostic(mark: Mark, lines: Lines, places: Places) -> types.Diagnostic:
    """A mark."""
    related = [types.DiagnosticRelatedInformation(places.location(one), one.message) for one in mark.related]
    return types.Diagnostic(
        range=range_of(lines, mark.start, mark.end),
        message=mark.message,
        severity=_SEVERITIES[mark.severity],
        code=mark.code,
        source="courtesy",
        related_information=related or None,
    )


def actions(mark: Mark, lines: Lines, places: Places) -> Iterable[types.CodeAction]:
    """The fixes of a mark."""
    for fix in mark.fixes:
        changes: dict[str, list[types.TextEdit]] = {}
        for edit in fix.edits:
            changes.setdefault(places.uri(edit.path), []).append(places.edit(edit))
        yield types.CodeAction(
            title=fix.title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(mark, lines, places)],
            is_preferred=fix.sure,
            edit=types.WorkspaceEdit(changes=changes),
        )


def completion(offers: Iterable[Offer], lines: Lines, *, snippets: bool) -> types.CompletionList:
    """Offers, in their order."""
    return types.CompletionList(
        is_incomplete=False, items=[_item(offer, place, lines, snippets) for place, offer in enumerate(offers)]
    )


def _item(offer: Offer, place: int, lines: Lines, snippets: bool) -> types.CompletionItem:  # noqa: FBT001  inside
    text = offer.text
    if offer.snippet and not snippets:
        text = plain(text)
    as_snippet = offer.snippet and snippets
    return types.CompletionItem(
        label=offer.label,
        kind=_OFFERS[offer.kind],
        detail=offer.detail or None,
        documentation=types.MarkupContent(types.MarkupKind.Markdown, offer.said) if offer.said else None,
        sort_text=f"{place:04}",
        filter_text=offer.label,
        insert_text_format=types.InsertTextFormat.Snippet if as_snippet else types.InsertTextFormat.PlainText,
        insert_text_mode=types.InsertTextMode.AdjustIndentation,
        text_edit=types.TextEdit(range_of(lines, offer.start, offer.end), text),
    )


def plain(snippet: str) -> str:
    """A snippet as text, with the first of its choices and what is suggested."""
    text = _EMPTY.sub("", _FILLED.sub(r"\1", _CHOICE.sub(r"\1", snippet)))
    return text.replace("\\$", "$").replace("\\\\", "\\")


def hovering(found: Hover | None, lines: Lines) -> types.Hover | None:
    """What is to be read."""
    if found is None:
        return None
    return types.Hover(
        types.MarkupContent(types.MarkupKind.Markdown, found.markdown), range_of(lines, found.start, found.end)
    )


def symbol(entry: Entry, lines: Lines) -> types.DocumentSymbol:
    """An entry of an outline."""
    return types.DocumentSymbol(
        name=entry.name,
        detail=entry.detail or None,
        kind=_ENTRIES[entry.kind],
        range=range_of(lines, entry.start, entry.end),
        selection_range=range_of(lines, entry.name_start, entry.name_end),
    )


def locations(found: Iterable[Related], places: Places) -> list[types.Location]:
    """Places in files."""
    return [places.location(one) for one in found]


def range_of(lines: Lines, start: int, end: int) -> types.Range:
    """A stretch of a text."""
    return types.Range(types.Position(*lines.place(start)), types.Position(*lines.place(end)))
