"""The tables that an audit gives: its findings and its acts, as Arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
from sqlglot import exp

from courtesy.bulk import sql
from courtesy.bulk.findings import ACT
from courtesy.bulk.telling import NOTHING, Found, Told, tell
from courtesy.judging.unlisted import UNLISTED_RULE, level_of_unlisted
from courtesy.model.outcome import Outcome, Status
from courtesy.rules.wait import Wait

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.bulk.engines.duckdb import Session
    from courtesy.bulk.lowering import Lowered, LoweredRule
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
_FOUND = (*ACT, "rule", "status", "would_be", "leaf", "found", "needed", "taken")
_WORST = sql.call("COALESCE", sql.column("worst"), sql.constant(Outcome.ALLOW.severity))
_BY_SEVERITY = {outcome.severity: outcome.value for outcome in Outcome}


def findings_of(session: Session, lowered: Lowered, version: Version) -> pa.Table:
    """The findings by one version, from the table `found`."""
    order = map(sql.column, ("case_id", "seq", "rule", "contact"))
    found = session.ask(exp.select(*map(sql.column, _FOUND)).from_("found").order_by(*order))
    rules = {one.rule.rule.id: one for one in lowered.rules}
    rows = found.to_pydict()
    told, permitted = _told(rows, rules, version), _permitted(rows, rules)
    unlisted = level_of_unlisted(version.policy)
    types = {name: one.rule.requirement.name for name, one in rules.items()} | {UNLISTED_RULE: "forbid"}
    levels = {name: one.rule.rule.level.value for name, one in rules.items()}
    if unlisted is not None:
        levels[UNLISTED_RULE] = unlisted.value
    columns = {
        **{name: found[name] for name in FINDINGS.names if name in found.column_names and name != "at"},
        "at": found["at"].cast(TIME),
        "version": [version.policy.version] * len(found),
        "type": [types[name] for name in rows["rule"]],
        "level": [levels[name] for name in rows["rule"]],
        **{name: [getattr(one, name) for one in told] for name in Told._fields},
        "permitted_from": pa.array(permitted, pa.int64()).cast(TIME),
    }
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


def _told(rows: Mapping[str, list[Any]], rules: Mapping[str, LoweredRule], version: Version) -> list[Told]:
    """What decided each finding."""
    channels = ", ".join(version.policy.vocabulary.channels)
    keys = ("rule", "leaf", "at", "zone", "found", "needed", "taken")
    found, by_value = [], dict[tuple[str, int, str | None], Told]()
    for rule, leaf, *measured in zip(*(rows[key] for key in keys), strict=True):
        row = Found(*measured)
        if rule == UNLISTED_RULE:
            told = Told("action.channel", "one_of", channels, row.found)
        elif leaf is None:
            told = NOTHING
        elif (one := rules[rule].measured[leaf]).of_time:
            told = tell(one, row)
        elif (known := by_value.get((rule, leaf, row.found))) is not None:
            told = known
        else:
            told = by_value[rule, leaf, row.found] = tell(one, row)
        found.append(told)
    return found


def _permitted(rows: Mapping[str, list[Any]], rules: Mapping[str, LoweredRule]) -> list[int | None]:
    """From when on each act would have been permitted, for all that its wait asks."""
    waits = {
        (name, place)
        for name, one in rules.items()
        for place, measured in enumerate(one.measured)
        if measured.required and one.rule.requirement.name == Wait.name
    }
    keys = ("rule", "leaf", "needed", "would_be")
    return [
        needed if status == Status.VIOLATED.value and (rule, leaf) in waits else None
        for rule, leaf, needed, status in zip(*(rows[key] for key in keys), strict=True)
    ]
