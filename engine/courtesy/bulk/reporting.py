"""The tables that an audit gives: its findings and its acts, as Arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
from pyarrow import compute
from sqlglot import exp

from courtesy.bulk import sql
from courtesy.bulk.findings import FOUND, OF_FOUND, STATUSES, rules_of
from courtesy.bulk.telling import NOTHING, Told, tell
from courtesy.judging.unlisted import UNLISTED_RULE
from courtesy.model.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.bulk.engines.duckdb import Session
    from courtesy.bulk.findings import FoundRule
    from courtesy.bulk.lowering import Lowered
    from courtesy.bulk.sql import Sql
    from courtesy.judging.version import Version

TIME = pa.timestamp("us", "UTC")
FINDINGS = pa.schema(
    [
        ("case_id", pa.string()),
        ("seq", pa.int64()),
        ("touch_id", pa.string()),
        ("at", TIME),
        ("channel", pa.string()),
        ("purpose", pa.string()),
        ("sender", pa.string()),
        ("contact", pa.string()),
        ("copied", pa.bool_()),
        ("version", pa.string()),
        ("rule", pa.string()),
        ("type", pa.string()),
        ("level", pa.string()),
        ("status", pa.string()),
        ("fact", pa.string()),
        ("operator", pa.string()),
        ("expected", pa.string()),
        ("measured", pa.string()),
        ("unit", pa.string()),
        ("permitted_from", TIME),
    ]
)
"""The columns of findings: one row for each rule that is broken, undetermined or waived for an act and a contact."""
ACTS = pa.schema(
    [
        ("case_id", pa.string()),
        ("seq", pa.int64()),
        ("touch_id", pa.string()),
        ("at", TIME),
        ("version", pa.string()),
        ("outcome", pa.string()),
    ]
)
"""The columns of acts: one row for each touch that went out."""
_OUTCOMES = sorted(Outcome, key=lambda outcome: outcome.severity)
_WORST = sql.call("COALESCE", sql.column("worst"), sql.constant(Outcome.ALLOW.severity))
_TOUCH = ("case_id", "seq", "touch_id", "at", "channel", "purpose", "sender")


class Named(NamedTuple):
    """What the numbers of the touches and contacts of a part stand for: a row for each, in their order."""

    touches: pa.Table
    contacts: pa.Table

    @classmethod
    def of(cls, session: Session) -> Named:
        """The touches and contacts that are in place."""
        return cls(
            session.ask(exp.select(*map(sql.column, ("touch_no", *_TOUCH))).from_("touches").order_by("touch_no")),
            session.ask(exp.select("contact_no", "contact_id").from_("contacts").order_by("contact_no")),
        )

    def of_touches(self, numbers: pa.ChunkedArray, said: pa.Schema) -> dict[str, pa.ChunkedArray]:
        """What is to be said of touches, by the numbers of these."""
        places = _places(self.touches["touch_no"], numbers)
        columns = {name: self.touches[name].take(places) for name in _TOUCH if name in said.names}
        return {**columns, "at": columns["at"].cast(TIME)}

    def of_contacts(self, numbers: pa.ChunkedArray) -> pa.ChunkedArray:
        """The ids of contacts by their numbers."""
        return self.contacts["contact_id"].take(_places(self.contacts["contact_no"], numbers))


def findings_of(session: Session, lowered: Lowered, version: Version, named: Named) -> pa.Table:
    """The findings by one version, from the table `found`."""
    order = map(sql.column, ("touch_no", "rule", "contact"))
    found = session.ask(exp.select(*map(sql.column, OF_FOUND)).from_(FOUND).order_by(*order))
    rules = rules_of(lowered, version)
    columns = {
        **named.of_touches(found["touch_no"], FINDINGS),
        "contact": named.of_contacts(found["contact"]),
        "copied": found["copied"],
        "version": _each([version.policy.version] * len(rules), found["rule"]),
        **{name: _each([getattr(one, name) for one in rules], found["rule"]) for name in ("rule", "type", "level")},
        "status": _each(STATUSES, found["status"]),
        "permitted_from": found["permitted_from"].cast(TIME),
        **_told(found, rules, ", ".join(version.policy.vocabulary.channels)),
    }
    return pa.table({name: columns[name] for name in FINDINGS.names}, schema=FINDINGS)


def acts_in(session: Session, version: Version, concerned: Sql, named: Named) -> pa.Table:
    """The acts that a version judges, each with its outcome by the table `found`."""
    worst = exp.select("touch_no", exp.Max(this=sql.column("severity")).as_("worst")).from_(FOUND).group_by("touch_no")
    found = session.ask(
        exp.select("touch_no", _WORST.as_("outcome"))
        .from_("touches")
        .join(worst.subquery("of_act"), using=["touch_no"], join_type="left")
        .where(concerned)
        .order_by("touch_no")
    )
    columns = {
        **named.of_touches(found["touch_no"], ACTS),
        "version": pa.array([version.policy.version] * len(found), pa.string()),
        "outcome": _each(_OUTCOMES, found["outcome"]),
    }
    return pa.table({name: columns[name] for name in ACTS.names}, schema=ACTS)


def _places(numbers: pa.ChunkedArray, wanted: pa.ChunkedArray) -> pa.ChunkedArray:
    """In which places such numbers stand, which are without a gap."""
    return compute.subtract(wanted, numbers[0]) if len(numbers) else wanted


def _each(texts: Sequence[str], places: pa.ChunkedArray) -> pa.ChunkedArray:
    return pa.array(texts, pa.string()).take(places)


def _told(found: pa.Table, rules: Sequence[FoundRule], channels: str) -> dict[str, pa.ChunkedArray]:
    """What decided each finding, a column for each part; what is the same in many is said once."""
    by = found["by"].combine_chunks().dictionary_encode()
    texts, leaves = [*by.dictionary.to_pylist(), None], 1 + max((len(one.measured) for one in rules), default=0)
    # One number for a rule, a comparison of it and a text: the last place of each of these two is for none.
    of_text = compute.fill_null(by.indices.cast(pa.int64()), len(texts) - 1)
    of_leaf = compute.fill_null(found["leaf"].cast(pa.int64()), leaves - 1)
    key = compute.add(compute.multiply(found["rule"].cast(pa.int64()), leaves), of_leaf)
    key = compute.add(compute.multiply(key, len(texts)), of_text).combine_chunks().dictionary_encode()
    distinct = []
    for number in key.dictionary.to_pylist():
        rest, text = divmod(number, len(texts))
        rule, leaf = divmod(rest, leaves)
        distinct.append(_said(rules[rule], leaf, texts[text], channels))
    columns = {name: _each(texts, key.indices) for name, *texts in zip(Told._fields, *distinct, strict=True)}
    for name, written in (("expected", "expected"), ("measured", "observed")):
        columns[name] = compute.coalesce(found[written], columns[name])
    return columns


def _said(rule: FoundRule, leaf: int, text: str | None, channels: str) -> Told:
    if rule.rule == UNLISTED_RULE:
        return Told("action.channel", "one_of", channels, text)
    return tell(rule.measured[leaf], text) if leaf < len(rule.measured) else NOTHING
