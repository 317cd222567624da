"""The columns of one table as text, whatever their types are: what is mapped is renamed, and lists stay lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from courtesy.bulk.reading.errors import ColumnTypeError, MissingColumnError, UnknownColumnError
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

_JSON = "JSON"
_AWARE = frozenset({"TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS"})
_LOCAL = frozenset({"TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S"})
_PLAIN = (
    r"VARCHAR|BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|BIGNUM|DECIMAL\(\d+,\d+\)|FLOAT|DOUBLE|DATE|TIME(_NS)?|"
    r"TIME WITH TIME ZONE|TIMESTAMP(_NS|_MS|_S)?|TIMESTAMP WITH TIME ZONE|TIMESTAMPTZ_NS|INTERVAL|UUID|ENUM\(.*\)"
)
_MAY_BE_EMPTY = frozenset({"subject", "body"})
"""An empty text of these is known to be empty. CSV cannot tell that from no value, which it is there."""
_READABLE = re.compile(rf"({_PLAIN})(\[\d*\])?|JSON|\"NULL\"", re.DOTALL)
"""The types of the store that are texts, numbers or times, or lists of them."""


class Given(NamedTuple):
    """A column that the table has, as SQL that gives its text, or its list of texts.

    `shown` is what the table calls it, `zone` the place of its local times that the mapping names. `column` is the one
    that is read, None where the mapping gives a value for all rows.
    """

    target: Target
    column: str | None
    shown: str
    text: str
    zone: str | None


def given_columns(
    store: Store, source: Source, table: str, known: Mapping[str, Target], mapping: TableMapping
) -> tuple[list[Given], list[Problem]]:
    """The columns of an audit that the table has, and what is wrong with its columns."""
    types = source.types(store)
    problems = list(_wrong(source, table, types, known, mapping))
    given = []
    for name, target in known.items():
        how = mapped(name, mapping)
        if how.column is None or how.column in types:
            kind = None if how.column is None else types[how.column]
            shown = how.column or name
            if kind is not None and not _READABLE.fullmatch(kind):
                problems.append(ColumnTypeError(span_of(source.shown, table, None, shown), kind))
                continue
            given.append(Given(target, how.column, shown, _text(store, how, kind, target), how.zone or mapping.zone))
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
        items = _items(store, column, kind, how.separator)
        return f"list_filter(list_transform({items}, lambda x: {_meant(store, 'trim(x)', meant)}), lambda x: x <> '')"
    text = _as_text(column, kind)
    return _meant(store, text if target.name in _MAY_BE_EMPTY else f"nullif({text}, '')", meant)


def _items(store: Store, column: str, kind: str | None, separator: str) -> str:
    """The items of a list, as texts."""
    if kind is not None and kind.endswith("]"):
        return f"CAST({column} AS VARCHAR[])"
    split = f"string_split(nullif({_as_text(column, kind)}, ''), {store.literal(separator)})"
    return (
        f"CASE json_type({column}) WHEN 'ARRAY' THEN {column} ->> '$[*]' ELSE {split} END" if kind == _JSON else split
    )


def _as_text(column: str, kind: str | None) -> str:
    if kind == _JSON:
        return f"({column} ->> '$')"
    text = f"CAST({column} AS VARCHAR)"
    if kind in _AWARE:
        # Written out in UTC, whatever the zone of the session; what is finer than a microsecond is left out.
        at = f"make_timestamp(epoch_us(CAST({column} AS TIMESTAMPTZ)))"
        return f"CASE WHEN isfinite({column}) THEN strftime({at}, '%Y-%m-%dT%H:%M:%S.%f') || '+00:00' ELSE {text} END"
    return f"CAST(CAST({column} AS TIMESTAMP) AS VARCHAR)" if kind in _LOCAL else text


def _meant(store: Store, text: str, meant: Mapping[str, str]) -> str:
    if not meant:
        return text
    cases = " ".join(f"WHEN {store.literal(one)} THEN {store.literal(word)}" for one, word in meant.items())
    return f"CASE {text} {cases} ELSE {text} END"
