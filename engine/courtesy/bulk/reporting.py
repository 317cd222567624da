"""The tables that an audit gives: its findings and its acts, as Arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
from sqlglot import exp

from courtesy.bulk import sql
from courtesy.bulk.findings import ACT
from courtesy.bulk.telling import NOTHING, Found, Told, tell
from courtesy.judging.unlisted import UNLISTED_RULE
from courtesy.model.outcome import Outcome

if TYPE_CHECKING:
    from courtesy.bulk.engines.duckdb import Session
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
_PLAIN = (*(name for name in ACT if name != "zone"), "version", "rule", "type", "level", "status", "permitted_from")
_DECIDED = ("rule", "leaf", "at", "zone", "found", "needed", "taken")
_WORST = sql.call("COALESCE", sql.column("worst"), sql.constant(Outcome.ALLOW.severity))
_BY_SEVERITY = {outcome.severity: outcome.value for outcome in Outcome}


def findings_of(session: Session, lowered: Lowered, version: Version) -> pa.Table:
    """The findings by one version, from the table `found`."""
    asked = dict.fromkeys((*_PLAIN, *_DECIDED))
    order = map(sql.column, ("case_id", "seq", "rule", "contact"))
    found = session.ask(exp.select(*map(sql.column, asked)).from_("found").order_by(*order))
    columns = {name: found[name] for name in _PLAIN} | _told(found, lowered, version)
    for name in ("at", "permitted_from"):
        columns[name] = columns[name].cast(TIME)
    return pa.table({name: columns[name] for name in FINDINGS.names}, schema=FINDINGS)


def acts_in(session: Session, version: Version, concerned: Sql) -> pa.Table:
    """The acts that a version judges, each with its outcome by the table `found`."""
    said = ((sql.equal(_WORST, sql.constant(number)), sql.constant(word)) for number, word in _BY_SEVERITY.items())
    key = ("case_id", "seq")
    worst = exp.select(*map(sql.column, key), exp.Max(this=sql.column("severity")).as_("worst")).from_("found")
    found = session.ask(
        exp.select(*map(sql.column, (*key, "touch_id", "at")), sql.when(*said).as_("outcome"))
        .from_("touches")
        .join(worst.group_by(*map(sql.column, key)).subquery("of_act"), using=list(key), join_type="left")
        .where(concerned)
        .order_by(*map(sql.column, key))
    )
    versions = pa.array([version.policy.version] * len(found), pa.string())
    columns = {**{name: found[name] for name in found.column_names}, "at": found["at"].cast(TIME), "version": versions}
    return pa.table({name: columns[name] for name in ACTS.names}, schema=ACTS)


def _told(found: pa.Table, lowered: Lowered, version: Version) -> dict[str, pa.Array]:
    """What decided each finding, a column for each part; what is the same in many is told once."""
    rules = {one.rule.rule.id: one for one in lowered.rules}
    channels = ", ".join(version.policy.vocabulary.channels)
    distinct: list[Told] = [NOTHING]
    places: dict[object, int] = {}
    chosen = []
    for rule, leaf, *measured in zip(*(found[name].to_pylist() for name in _DECIDED), strict=True):
        row = Found(*measured)
        unlisted = rule == UNLISTED_RULE
        if leaf is None and not unlisted:
            chosen.append(0)
            continue
        one = None if unlisted else rules[rule].measured[leaf]
        key = (rule, leaf, row.found) if one is None or not one.of_time else (rule, leaf, row)
        if key not in places:
            places[key] = len(distinct)
            distinct.append(_unlisted(channels, row) if one is None else tell(one, row))
        chosen.append(places[key])
    listed = zip(Told._fields, zip(*distinct, strict=True), strict=True)
    return {name: pa.array(values, pa.string()).take(pa.array(chosen, pa.int64())) for name, values in listed}


def _unlisted(channels: str, row: Found) -> Told:
    return Told("action.channel", "one_of", channels, row.found)
