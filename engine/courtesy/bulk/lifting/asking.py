"""From when on a broken rule would have let an act pass, where SQL does not tell: the engine's own search does."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
from msgspec.structs import replace

from courtesy.bulk.cases import Names, action_of, case_of
from courtesy.bulk.lifting.lifting import ASK
from courtesy.bulk.lifting.moving import of_text, settled
from courtesy.deadline import look_at_the_clock
from courtesy.judging.occasions import occasions_of
from courtesy.judging.profile import Profile
from courtesy.judging.search import TimeSearch
from courtesy.model.case import History
from courtesy.model.outcome import Status
from courtesy.model.truth import leaf_truth, leaves
from courtesy.values import Truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from courtesy.bulk.engines.duckdb import Session
    from courtesy.bulk.lowering import Lowered
    from courtesy.instants import Instant
    from courtesy.judging.version import Version
    from courtesy.model.case import Case
    from courtesy.model.facts import Occasion
    from courtesy.model.vocabulary import Vocabulary

_AT_A_TIME = 2_000
"""So many cases are rebuilt at a time."""
_ORDERS = {"cases": "case_id", "contacts": "case_id", "touches": "case_id, seq"}
_SEVERAL_ZONES = "SELECT case_id, contact_id AS contact FROM contacts WHERE len(zones) > 1"
_KEY = ("case_id", "seq", "contact", "copied", "rule")


def answered(session: Session, found: pa.Table, lowered: Lowered, version: Version, vocabulary: Vocabulary) -> pa.Table:
    """Findings of one version, with the answers of the engine where `permitted_from` asks for them."""
    asked = _asked(session, found, [one.rule.rule.id for one in lowered.rules if one.lifting.movable])
    places = pc.indices_nonzero(asked)
    if not len(places):
        return found
    rows = found.select(_KEY).take(places).to_pylist()
    kind = found.schema.field("permitted_from").type
    answers = dict(zip(places.to_pylist(), _answers(session, rows, version, vocabulary), strict=True))
    told = pa.array([answers.get(place) for place in range(len(found))], pa.int64()).cast(kind)
    column = pc.if_else(asked, told, found["permitted_from"])
    return found.set_column(found.schema.get_field_index("permitted_from"), "permitted_from", column)


def _asked(session: Session, found: pa.Table, movable: Sequence[str]) -> pa.ChunkedArray:
    """Which findings ask: those of contacts with several zones as well, since all of these decide together."""
    asked = pc.fill_null(pc.equal(found["permitted_from"].cast(pa.int64()), ASK), pa.scalar(value=False))
    several = session.ask(_SEVERAL_ZONES)
    if not len(several):
        return asked
    pairs = set(zip(*(several[name].to_pylist() for name in several.column_names), strict=True))
    given = zip(found["case_id"].to_pylist(), found["contact"].to_pylist(), strict=True)
    broken = pc.equal(found["status"], Status.VIOLATED.value)
    moved = pc.and_(broken, pc.is_in(found["rule"], pa.array(movable, pa.string())))
    return pc.or_(asked, pc.and_(moved, pa.chunked_array([[pair in pairs for pair in given]], pa.bool_())))


def _answers(
    session: Session, rows: Sequence[dict[str, Any]], version: Version, vocabulary: Vocabulary
) -> list[Instant | None]:
    """What the engine answers to each of some findings."""
    of_case: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        of_case.setdefault(row["case_id"], []).append(place)
    answers: list[Instant | None] = [None] * len(rows)
    rules = _Rules(version, vocabulary)
    for case, touches in _cases(session, list(of_case), vocabulary):
        judge = _Judge(case, touches, rules)
        for place in of_case[case.id or ""]:
            row = rows[place]
            answers[place] = judge.lifts(row["seq"], row["contact"], row["rule"], copied=row["copied"])
    return answers


class _Rules:
    """The rules of a version, each by itself, as far as what is stated beside a text leaves them open."""

    def __init__(self, version: Version, vocabulary: Vocabulary) -> None:
        self.reach = version.reach
        self._version, self._vocabulary = version, vocabulary
        self._rules = {one.rule.id: one for one in version.rules}
        self._profiles: dict[object, Profile] = {}

    def alone(self, rule_id: str, row: Mapping[str, Any]) -> Profile:
        """A rule of an act with this row, which may state what would be measured of its text."""
        rule = self._rules[rule_id]
        stated = {leaf: row[name] for leaf in leaves(rule.truth) if (name := of_text(leaf)) is not None}
        truths = {leaf: leaf_truth(leaf, value) for leaf, value in stated.items() if value is not None}
        key = rule_id, *truths.items()
        if key not in self._profiles:
            for leaf, truth in truths.items():
                parts = {name: getattr(rule, name) for name in ("applies", "unless", "required")}
                holds = truth is Truth.TRUE
                rule = replace(rule, **{name: settled(part, leaf, holds=holds) for name, part in parts.items()})
            self._profiles[key] = Profile((rule,), "native", self._vocabulary, self._version.waiving)
        return self._profiles[key]


class _Judge:
    """Judges acts of one case, each with what had happened before it."""

    def __init__(self, case: Case, touches: Sequence[dict[str, Any]], rules: _Rules) -> None:
        """`touches` are the rows of its touches in the order in which it lists them."""
        history = case.history
        assert history is not None  # noqa: S101
        self._case, self._rules, self._log = case, rules, history.log
        self._rows = {row["seq"]: row for row in touches}
        self._places = {touches[listed]["seq"]: place for place, listed in enumerate(history.log.listed)}
        self._occasions: dict[int, tuple[Occasion, ...]] = {}

    def lifts(self, seq: int, contact: str | None, rule_id: str, *, copied: bool) -> Instant | None:
        """From when on a rule would have been kept that an act broke; None where it never would, or beyond all reach.

        Raises what `Profile.derive` and `Profile.match` do.
        """
        look_at_the_clock()
        alone = self._rules.alone(rule_id, self._rows[seq])
        occasions = [
            one
            for one in self._of_act(seq)
            if one.copied is copied and (None if one.recipient is None else one.recipient.id) == contact
        ]
        sheets = [alone.derive(one) for one in occasions]
        search = TimeSearch(alone, occasions, sheets, [alone.match(sheet) for sheet in sheets])
        return self._rules.reach.within(search.of_rule(0, range(len(occasions))))

    def _of_act(self, seq: int) -> tuple[Occasion, ...]:
        if seq not in self._occasions:
            place = self._places[seq]
            action = action_of(self._rows[seq], self._log.touches[place])
            history = History(self._log, place)
            self._occasions[seq] = occasions_of(self._case, action, history, self._log.instants[place])
        return self._occasions[seq]


def _cases(
    session: Session, case_ids: Sequence[str], vocabulary: Vocabulary
) -> Iterator[tuple[Case, list[dict[str, Any]]]]:
    """Those cases, each with the rows of its touches as they were given, in the order of `seq`."""
    names = Names.of(vocabulary)
    for begin in range(0, len(case_ids), _AT_A_TIME):
        session.take("asked", pa.table({"case_id": case_ids[begin : begin + _AT_A_TIME]}))
        cases, contacts, touches = (_by_case(session, *of) for of in _ORDERS.items())
        for case_id, (row,) in cases.items():
            yield case_of(row, contacts[case_id], touches[case_id], vocabulary, names, clock=UTC), touches[case_id]


def _by_case(session: Session, table: str, order: str) -> Mapping[str, list[dict[str, Any]]]:
    """The rows of a table that are asked about, by their cases."""
    rows = session.ask(f"FROM given_{table} SEMI JOIN asked USING (case_id) ORDER BY {order}").to_pylist()
    found = {case_id: list(of_it) for case_id, of_it in groupby(rows, itemgetter("case_id"))}
    return defaultdict(list, found)
