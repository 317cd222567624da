"""The columns of one table as text, whatever their types are: what is mapped is renamed, and lists stay lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from courtesy.bulk.reading.errors import ColumnTypeError, MissingColumnError, MoreColumnsError, UnknownColumnError
from courtesy.bulk.reading.targets import INT96, NEEDED, mapped
from courtesy.bulk.reading.telling import MOST_TOLD, span_of
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
_LOCAL = frozenset({"TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S", INT96})
_OF_INT96 = "say with `zone` in a mapping file on whose clocks it is: Spark's are in `UTC`"
_PLAIN = (
    r"VARCHAR|BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|BIGNUM|DECIMAL\(\d+,\d+\)|FLOAT|DOUBLE|DATE|TIME(_NS)?|"
    r"TIME WITH TIME ZONE|TIMESTAMP(_NS|_MS|_S)?|TIMESTAMP WITH TIME ZONE|TIMESTAMPTZ_NS|INTERVAL|UUID|ENUM\(.*\)"
)
_BROKEN = re.compile(r"FLOAT|DOUBLE|DECIMAL\(\d+,\d+\)")
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
            zone = how.zone or mapping.zone
            if kind == INT96 and zone is None:
                problems.append(ColumnTypeError(span_of(source.shown, table, None, shown), kind, _OF_INT96))
            elif kind not in {None, INT96} and not _READABLE.fullmatch(str(kind)):
                problems.append(ColumnTypeError(span_of(source.shown, table, None, shown), str(kind)))
            else:
                given.append(Given(target, how.column, shown, _text(store, how, kind, target), zone))
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
    unread = [name for name in types if name not in {*read, *mapping.ignore, *mapping.spare}]
    if mapping.ignore_rest:
        return
    for name in unread[:MOST_TOLD]:
        yield UnknownColumnError(span_of(source.shown, table, None, name), name, sorted(known))
    if len(unread) > MOST_TOLD:
        yield MoreColumnsError(span_of(source.shown, table), len(unread) - MOST_TOLD)


def _text(store: Store, how: ColumnMapping, kind: str | None, target: Target) -> str:
    column = store.literal(how.value or "") if how.column is None else store.quoted(how.column)
    meant = dict(CHANNEL_ALIASES) if target.name == "channel" else {}
    meant |= how.values
    if target.type is FactType.SET:
        items = _items(store, column, kind, how.separator)
        return f"list_filter(list_transform({items}, lambda x: {_meant(store, 'trim(x)', meant)}), lambda x: x <> '')"
    text = _as_text(column, kind)
    if target.type is FactType.TIME:
        text = _plainer(text)
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
    text = f"CAST({column} AS VARCHAR)"
    if kind == _JSON:
        return f"({column} ->> '$')"
    if kind in _AWARE:
        # Written out in UTC, whatever the zone of the session; what is finer than a microsecond is left out.
        at = f"CAST({column} AS TIMESTAMPTZ)"
        written = f"strftime(make_timestamp(epoch_us({at})), '%Y-%m-%dT%H:%M:%S.%f') || '+00:00'"
        return f"CASE WHEN isfinite({at}) THEN {written} ELSE {text} END"
    if kind in _LOCAL:
        return f"CAST(CAST({column} AS TIMESTAMP) AS VARCHAR)"
    if kind is not None and _BROKEN.fullmatch(kind):
        # A whole number of a column that may have others, as data frames make it where values are missing.
        whole = f"CAST(CAST({column} AS BIGINT) AS VARCHAR)"
        return f"CASE WHEN abs({column}) < 1e15 AND {column} = trunc({column}) THEN {whole} ELSE {text} END"
    return text


def _plainer(text: str) -> str:
    """Times as databases and data frames write them: an offset of hours alone, and more than microseconds."""
    offset = f"regexp_replace({text}, '(:[0-9]{{2}}(?:[.][0-9]+)?[+-][0-9]{{2}})$', '\\1:00')"
    return f"regexp_replace({offset}, '([.][0-9]{{6}})[0-9]+', '\\1')"


def _meant(store: Store, text: str, meant: Mapping[str, str]) -> str:
    if not meant:
        return text
    cases = " ".join(f"WHEN {store.literal(one)} THEN {store.literal(word)}" for one, word in meant.items())
    return f"CASE {text} {cases} ELSE {text} END"
