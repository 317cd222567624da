"""The columns of one table as text, whatever their types are: what is mapped is renamed, and lists stay lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courtesy.bulk.reading.errors import MissingColumnError, UnknownColumnError
from courtesy.bulk.reading.targets import NEEDED, mapped
from courtesy.bulk.reading.telling import span_of
from courtesy.model.channels import CHANNEL_ALIASES
from courtesy.values import FactType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courtesy.bulk.reading.sources import Source
    from courtesy.bulk.reading.store import Store
    from courtesy.bulk.reading.targets import Target
    from courtesy.errors import Problem
    from courtesy.model.table_mapping import ColumnMapping, TableMapping

AWARE = "TIMESTAMP WITH TIME ZONE"
TO_UTC = "+00:00"


class Given(NamedTuple):
    """A column that the table has, as SQL that gives its text, or its list of texts.

    `shown` is what the table calls it, `zone` the place of its local times that the mapping names.
    """

    target: Target
    shown: str
    text: str
    zone: str | None


def given_columns(
    store: Store, source: Source, table: str, known: Mapping[str, Target], mapping: TableMapping
) -> tuple[list[Given], list[Problem]]:
    """The columns of an audit that the table has, and what is wrong with its columns."""
    types = store.types(f"raw {table}")
    problems = list(_wrong(source, table, types, known, mapping))
    given = []
    for name, target in known.items():
        how = mapped(name, mapping)
        if how.column is None or how.column in types:
            text = _text(store, how, None if how.column is None else types[how.column], target)
            given.append(Given(target, how.column or name, text, how.zone or mapping.zone))
    return given, problems


def _wrong(
    source: Source, table: str, types: Mapping[str, str], known: Mapping[str, Target], mapping: TableMapping
) -> Iterator[Problem]:
    read = {how.column for name in known if (how := mapped(name, mapping)).column in types}
    for name, how in mapping.columns.items():
        if how.column is not None and how.column not in types:
            yield MissingColumnError(span_of(source.shown, table, None, name), how.column, list(types), mapped=True)
    for name in NEEDED[table]:
        if name not in mapping.columns and name not in types:
            yield MissingColumnError(span_of(source.shown, table), name, list(types), mapped=False)
    for name in mapping.ignore:
        if name not in types:
            yield MissingColumnError(span_of(source.shown, table), name, list(types), mapped=True)
    for name in types:
        if name not in read and name not in {*mapping.ignore, *mapping.spare} and not mapping.ignore_rest:
            yield UnknownColumnError(span_of(source.shown, table, None, name), name, sorted(known))


def _text(store: Store, how: ColumnMapping, kind: str | None, target: Target) -> str:
    column = store.literal(how.value or "") if how.column is None else store.quoted(how.column)
    meant = dict(CHANNEL_ALIASES) if target.name == "channel" else {}
    meant |= how.values
    if target.type is FactType.SET:
        if kind is not None and kind.endswith("[]"):
            items = f"CAST({column} AS VARCHAR[])"
        else:
            items = f"string_split(nullif(CAST({column} AS VARCHAR), ''), {store.literal(how.separator)})"
        return f"list_filter(list_transform({items}, lambda x: {_meant(store, 'trim(x)', meant)}), lambda x: x <> '')"
    if kind == AWARE:
        # Written out in UTC, whatever the zone of the session.
        return f"strftime(make_timestamp(epoch_us({column})), '%Y-%m-%dT%H:%M:%S.%f') || '{TO_UTC}'"
    return _meant(store, f"nullif(CAST({column} AS VARCHAR), '')", meant)


def _meant(store: Store, text: str, meant: Mapping[str, str]) -> str:
    if not meant:
        return text
    cases = " ".join(f"WHEN {store.literal(one)} THEN {store.literal(word)}" for one, word in meant.items())
    return f"CASE {text} {cases} ELSE {text} END"
