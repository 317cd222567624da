"""The words that fit where somebody types, by their declarations, in a text that may be unfinished."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from courtesy.bounds import MAX_BYTES
from courtesy.editor.key_offers import key_offers
from courtesy.editor.kinds import FileKind
from courtesy.editor.meanings import is_duration, meanings_at
from courtesy.editor.numbers import units
from courtesy.editor.offers import Offer, OfferKind, Writer
from courtesy.editor.place import place_at
from courtesy.editor.rule_places import rule_path
from courtesy.editor.schema_nodes import schema_of
from courtesy.editor.skeletons import item_offers, mapping_offer
from courtesy.editor.sketch import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.editor.place import Place
    from courtesy.editor.sheet import Sheet

_NUMBER = re.compile(r"([0-9]{1,6})( *)([a-z ]*)")
_MOST = 100
"""Offers among which a person still finds something; of more, those that hold what is typed."""


def completions(sheet: Sheet, offset: int) -> tuple[Offer, ...]:
    """What can stand at an offset of a file; none in a comment, or where any text can."""
    place = place_at(sheet.text, offset) if len(sheet.text) <= MAX_BYTES else None
    if place is None:
        return ()
    found = {offer.label: offer for offer in reversed(list(_offers(sheet, place)))}
    return tuple(_fitting(reversed(found.values()), place.typed))


def _offers(sheet: Sheet, place: Place) -> Iterator[Offer]:
    writer = Writer(place, sheet.text, json=sheet.path.suffix.lower() == ".json")
    if place.role in {Role.KEY, Role.BARE}:
        yield from key_offers(sheet, place, place.mapping, writer)
        return
    yield from _values(sheet, place, writer)
    if place.role is Role.NEW:
        if _begins_item(sheet, place):
            yield from item_offers(sheet, place, writer)
        yield from key_offers(sheet, place, place.path, writer)
    elif (whole := mapping_offer(sheet, place, writer)) is not None:
        yield whole


def _begins_item(sheet: Sheet, place: Place) -> bool:
    """Whether what is typed is, or belongs into, a list."""
    schema = schema_of(sheet.kind)
    of_list = schema is not None and any("items" in node for node in schema.nodes(place.path))
    return of_list or (bool(place.path) and isinstance(place.path[-1], int))


def _values(sheet: Sheet, place: Place, writer: Writer) -> Iterator[Offer]:
    """The words of the place, and lengths of time where one can stand there."""
    for word, said in meanings_at(sheet, place.path).items():
        yield writer.value(word, said)
    if is_duration(sheet, place.path):
        yield from _lengths(sheet, place, writer)
    if rule_path(sheet.kind, place.path) == place.path[:-1] and place.path[-1:] == ("id",):
        yield from (
            writer.value(f"{section}.", "The section of the rules in this file.") for section in _sections(sheet)
        )


def _lengths(sheet: Sheet, place: Place, writer: Writer) -> Iterator[Offer]:
    found = _NUMBER.fullmatch(place.typed)
    if found is not None:
        for unit, said in units(found[1]).items():
            yield writer.value(f"{found[1]} {unit}", said, OfferKind.UNIT)
        return
    schema = schema_of(sheet.kind)
    for node in schema.nodes(place.path) if schema is not None and not place.typed.strip() else ():
        for example in node.get("examples", ()):
            yield writer.value(str(example), "An example: write your own number.", OfferKind.UNIT)


def _sections(sheet: Sheet) -> list[str]:
    """The sections that rules of a file can be in."""
    if sheet.kind is FileKind.RULES:
        return [sheet.path.stem]
    source = sheet.source
    return list(dict.fromkeys(rule.id.partition(".")[0] for rule in source.rules)) if source is not None else []


def _fitting(offers: Iterable[Offer], typed: str) -> list[Offer]:
    """All offers, or of too many those that hold what is typed."""
    every = list(offers)
    wanted = typed.strip().lower()
    if len(every) <= _MOST or not wanted:
        return every
    return [offer for offer in every if wanted in offer.label.lower() or wanted in offer.said.lower()] or every
