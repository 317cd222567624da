"""Tables checked as cases are: words, contacts, zones and keys, all rows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.bulk.reading.targets import NEEDED, TABLES, targets
from courtesy.bulk.reading.telling import told
from courtesy.facts.business_days import known_calendar
from courtesy.instants import find_zone
from courtesy.loading.errors import (
    DuplicateIdError,
    UnknownNameError,
    UnknownZoneError,
    WrongValueError,
    quoted,
)
from courtesy.model.vocabulary import EVENTS, OUTCOMES
from courtesy.values import FactType
from courtesy.wording.text import nearest, with_article

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from courtesy.bulk.reading.sources import Source
    from courtesy.bulk.reading.store import Store
    from courtesy.bulk.reading.telling import Told
    from courtesy.errors import Problem
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.spans import Span

_KEYS = (
    ("cases", ("case_id",), "case"),
    ("contacts", ("case_id", "contact_id"), "contact"),
    ("touches", ("case_id", "touch_id"), "touch"),
    ("touches", ("case_id", "seq"), "place in the order of a case"),
)
_DIRECTIONS = ("outbound", "inbound")
_OUT, _IN = "direction = 'outbound'", "direction = 'inbound'"


class Checks:
    """What is wrong with tables that were read, and which of their words the policy does not know."""

    def __init__(
        self,
        store: Store,
        vocabulary: Vocabulary,
        sources: Mapping[str, Source],
        shown: Mapping[tuple[str, str], str],
    ) -> None:
        """`shown` is what each column is called where it was read."""
        self.store, self.vocabulary, self.sources, self.shown = store, vocabulary, sources, shown

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong."""
        given = [table for table in TABLES if table in self.sources]
        for table in given:
            for column in NEEDED[table]:
                unsaid = f'SELECT row, \'\' AS value FROM "texts {table}" WHERE "{column}" IS NULL'
                yield from told(self.store, self._place(table, column), unsaid, _missing(column))
        for table, key, what in _KEYS:
            if table in given:
                yield from self._twice(table, key, what)
        if "cases" in given:
            for table in given[1:]:
                yield from self._strangers(table)
        yield from self._words()
        yield from self._people()
        yield from self._touches()
        yield from self._sets(given)

    def strange_words(self) -> Iterator[tuple[str, str, int]]:
        """The words of touches that the policy does not know, and none that it knows is near."""
        for column, known in self._past().items():
            listed = self._list(known)
            query = (
                f'SELECT "{column}", count(*) FROM given_touches WHERE "{column}" IS NOT NULL '
                f'AND "{column}" NOT IN ({listed}) GROUP BY ALL ORDER BY ALL'
            )
            for word, rows in self.store.rows(query):
                yield self._called("touches", column), word, rows

    # -------------------------------------------------------------------------------------------- parts

    def _past(self) -> Mapping[str, Collection[str]]:
        words = self.vocabulary
        return {"channel": words.channels, "purpose": words.purposes, "outcome": OUTCOMES, "event": EVENTS}

    def _words(self) -> Iterator[Problem]:
        """An unknown word of the past is a mistake where a known one is near, and else a word of its own."""
        yield from self._known("touches", "direction", _DIRECTIONS)
        for column, known in self._past().items():

            def near(span: Span, word: str, known: Collection[str] = known, kind: str = column) -> Problem | None:
                return UnknownNameError(span, kind, word, known) if nearest(word, known) else None

            yield from self._told("touches", column, self._not_in(column, known), f'"{column}"', near)

    def _people(self) -> Iterator[Problem]:
        if "cases" in self.sources:
            for column in (name for name in ("zone", "candidate_zone") if ("cases", name) in self.shown):
                yield from self._told("cases", column, f'"{column}" IS NOT NULL', f'"{column}"', _zone)
        if "contacts" in self.sources:
            yield from self._told("contacts", "zones", "TRUE", "unnest(zones)", _zone)
            role = self._unknown("role", self.vocabulary.roles)
            yield from self._told("contacts", "roles", "TRUE", "unnest(roles)", role)
            yield from self._told("contacts", "calendar", "calendar IS NOT NULL", "calendar", _calendar)
            for column in ("to_ids", "cc_ids", "from_ids"):
                reached = (
                    f"SELECT row, value FROM (SELECT row, case_id, unnest({column}) AS value FROM given_touches) "
                    "AS of_touch ANTI JOIN given_contacts AS known "
                    "ON known.case_id = of_touch.case_id AND known.contact_id = value"
                )
                yield from told(self.store, self._place("touches", column), reached, self._stranger)

    def _stranger(self, span: Span, name: str) -> Problem:
        row = int(str((span.path or ("", "row 0"))[1]).removeprefix("row ").replace(",", ""))
        query = (
            "SELECT contact_id FROM given_contacts WHERE case_id = "
            f"(SELECT case_id FROM given_touches WHERE row = {row}) ORDER BY contact_id LIMIT 1000"
        )
        known = [known for (known,) in self.store.rows(query)]
        if known:
            return UnknownNameError(span, "contact", name, known)
        hint = "`contacts` has none of this case: add it"
        return WrongValueError(span, "a contact that is in `contacts`", quoted(name), hint)

    def _touches(self) -> Iterator[Problem]:
        nobody = [name for name, channel in self.vocabulary.channels.items() if channel.addresses_nobody]
        to_nobody = f"channel IN ({self._list(nobody)})"

        def not_to(span: Span, channel: str) -> Problem:
            noun = with_article(self.vocabulary.channel(channel).noun)
            return WrongValueError(span, f"no `to_ids` in {noun}", "a contact", "leave it out: it addresses nobody")

        yield from self._told("touches", "to_ids", f"{_OUT} AND {to_nobody} AND len(to_ids) > 0", "channel", not_to)
        rules = (
            (
                "to_ids",
                f"{_OUT} AND NOT coalesce({to_nobody}, FALSE) AND len(to_ids) = 0",
                "name a contact of the case",
            ),
            ("from_ids", f"{_IN} AND len(from_ids) = 0", "name the contact that it came from"),
            ("event", f"{_IN} AND event IS NULL", "say what it was, such as `reply`"),
        )
        for column, wrong, hint in rules:
            yield from self._told("touches", column, wrong, "''", _missing(column, hint))
        against = (
            ("from_ids", f"{_OUT} AND len(from_ids) > 0", "outbound", "say `inbound` under `direction`"),
            ("event", f"{_OUT} AND event IS NOT NULL", "outbound", "say `inbound` under `direction`"),
            ("to_ids", f"{_IN} AND len(to_ids) > 0", "inbound", "name the contact under `from_ids`"),
        )
        for column, wrong, direction, hint in against:

            def no(span: Span, _: str, column: str = column, what: str = direction, hint: str = hint) -> Problem:
                return WrongValueError(span, f"no `{column}` in an {what} touch", "one", hint)

            yield from self._told("touches", column, wrong, "''", no)

    def _sets(self, given: Collection[str]) -> Iterator[Problem]:
        for table in given:
            for name, target in targets(self.vocabulary)[table].items():
                if target.type is FactType.SET and target.fact is not None and (table, name) in self.shown:
                    known = self.vocabulary.values_of(target.fact)
                    if known is not None:
                        column = self.store.quoted(name)
                        unknown = self._unknown(f"value of `{name}`", known)
                        yield from self._told(table, name, "TRUE", f"unnest({column})", unknown)

    def _strangers(self, table: str) -> Iterator[Problem]:
        def stranger(span: Span, name: str) -> Problem:
            return WrongValueError(span, "a case that is in `cases`", quoted(name), "add it to `cases`")

        query = f"SELECT row, case_id AS value FROM given_{table} ANTI JOIN given_cases USING (case_id)"
        yield from told(self.store, self._place(table, "case_id"), query, stranger)

    def _twice(self, table: str, key: tuple[str, ...], what: str) -> Iterator[Problem]:
        named = ", ".join(key)

        def twice(span: Span, value: str) -> Problem:
            first = span.__class__(span.file, path=(table, f"row {value.partition(' ')[0]}"))
            return DuplicateIdError(span, what, value.partition(" ")[2], first)

        query = (
            f"SELECT row, first || ' ' || concat_ws(', ', {named}) AS value FROM (SELECT row, {named}, min(row) OVER "
            f"(PARTITION BY {named}) AS first FROM given_{table}) WHERE row > first"
        )
        yield from told(self.store, self._place(table, key[-1]), query, twice)

    def _known(self, table: str, column: str, known: Collection[str]) -> Iterator[Problem]:
        yield from self._told(table, column, self._not_in(column, known), f'"{column}"', self._unknown(column, known))

    @staticmethod
    def _unknown(kind: str, known: Collection[str]) -> Told:
        def unknown(span: Span, word: str) -> Problem | None:
            return None if word in known else UnknownNameError(span, kind, word, known)

        return unknown

    def _told(self, table: str, column: str, wrong: str, value: str, problem: Told) -> Iterator[Problem]:
        query = f"SELECT row, {value} AS value FROM given_{table} WHERE {wrong}"
        return told(self.store, self._place(table, column), query, problem)

    def _place(self, table: str, column: str) -> tuple[str, str, str]:
        return self.sources[table].shown, table, self._called(table, column)

    def _called(self, table: str, column: str) -> str:
        return self.shown.get((table, column), column)

    def _not_in(self, column: str, known: Collection[str]) -> str:
        return f'"{column}" IS NOT NULL AND "{column}" NOT IN ({self._list(known)})'

    def _list(self, words: Collection[str]) -> str:
        return ", ".join(self.store.literal(word) for word in words) or "NULL"


def _missing(column: str, hint: str = "every row needs one") -> Told:
    def missing(span: Span, _: str) -> Problem:
        return WrongValueError(span, f"a value of `{column}`", "none", hint)

    return missing


def _zone(span: Span, name: str) -> Problem | None:
    return UnknownZoneError(span, name) if name and find_zone(name) is None else None


def _calendar(span: Span, code: str) -> Problem | None:
    if known_calendar(code):
        return None
    return WrongValueError(span, "the code of a country or region, such as `US` or `DE-BY`", quoted(code))
