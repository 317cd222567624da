"""The pieces that the JSON of verdicts, plans, windows and next steps share. Their keys are contract (`schemas/`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import asdict

from courtesy.model.document import for_json
from courtesy.spans import NOWHERE
from courtesy.values import Truth

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.model.case import Action
    from courtesy.model.evidence import Evidence
    from courtesy.model.origin import EngineReport, MatcherReport, PolicyReference
    from courtesy.model.plan import ClosedChannel, Conflict, Lane, Omission, Reason
    from courtesy.model.policy import Citation
    from courtesy.model.timetable import Stretch
    from courtesy.model.verdict import Alternative, Change, Condition, Finding, Notice, Obligation
    from courtesy.model.waivers import WaivedFinding, WaivedObligation, Waiver
    from courtesy.spans import Span

Data = dict[str, object]
"""One object of JSON."""

FORMAT_VERSION = 1
_HOLDS = {Truth.FALSE: False, Truth.UNKNOWN: None, Truth.TRUE: True}


def text(data: object) -> str:
    """The data as JSON text, indented."""
    import json  # noqa: PLC0415  cold start: only these formats need it

    return json.dumps(data, indent=2, ensure_ascii=False)


def time(moment: datetime | None) -> str | None:
    """ISO 8601 with offset; None stays None."""
    return moment.isoformat() if moment is not None else None


def place(span: Span | None) -> Data:
    """Where something stands in a file, its end exclusive; null where it stands in none, or in no line of it."""
    known = NOWHERE if span is None else span
    return {
        "file": None if known.file == NOWHERE.file else str(known.file),
        "line": known.line or None,
        "column": known.column or None,
        "end_line": known.end_line or None,
        "end_column": known.end_column or None,
    }


def policy(reference: PolicyReference) -> Data:
    """Which policy judged."""
    named_by = None if reference.named_by is None else reference.named_by.value
    return {
        "id": reference.id,
        "version": reference.version,
        "digest": reference.digest,
        "text_digest": reference.text_digest,
        "named_by": named_by,
    }


def matcher(report: MatcherReport) -> Data:
    """Which matchers ran."""
    return {"used": list(report.used), "agreed": report.agreed}


def engine(report: EngineReport | None) -> Data | None:
    """Which versions judged."""
    return None if report is None else asdict(report)


def notice(of: Notice) -> Data:
    """What a reader should know and what changes nothing."""
    told: Data = {"code": of.code, "message": of.message}
    if of.action is not None:
        told["action"] = of.action
    if of.left_out:
        told["left_out"] = dict(of.left_out)
    return told


def act(action: Action) -> Data:
    """What an act is, with all that it states."""
    return {
        "id": action.id,
        "channel": action.channel,
        "purpose": action.purpose,
        "to": list(action.to),
        "cc": list(action.cc),
        "at": time(action.at),
        "message": for_json(action.message),
        "tags": for_json(action.tags),
        "attributes": for_json(action.attributes),
    }


def finding(of: Finding) -> Data:
    """The outcome of one rule for one action and recipient."""
    told: Data = {
        "rule": of.rule_id,
        "title": of.title,
        "type": of.type,
        "level": of.level.value,
        "status": of.status.value,
        "recipient": of.recipient,
        "recipient_name": of.recipient_name,
        "copied": of.copied,
        "zone": of.zone,
        "message": of.message,
        "because": of.because,
        "earliest": time(of.earliest),
        "remedy": of.remedy,
        "conditions": [condition(one) for one in of.conditions],
        "missing": list(of.missing),
        "source": source(of.source),
        "interpretation": of.interpretation,
    }
    if of.evidence:
        told["evidence"] = [evidence(one) for one in of.evidence]
    if of.waived is not None:
        told["waived"] = waived(of.waived)
    return told


def waived(of: WaivedFinding | WaivedObligation) -> Data:
    """What something waived would be, and the waivers that hold."""
    return {"would_be": of.would_be.value, "waivers": [waiver(one) for one in of.waivers]}


def waiver(of: Waiver) -> Data:
    """An exception from a rule; what it does not name is left out."""
    whom = {"case": of.case, "contact": of.contact, "action": of.action}
    named = {key: value for key, value in whom.items() if value is not None}
    return {"rule": of.rule, **named, "because": of.because, "by": of.by, "until": of.until.isoformat()}


def evidence(of: Evidence) -> Data:
    """A sentence of the text that decided, or that leaves it open, with the words that do."""
    return {"kind": of.kind, "strength": of.strength.value, "sentence": of.sentence, "words": list(of.words)}


def condition(of: Condition) -> Data:
    """One measured comparison of a rule."""
    return {
        "fact": of.fact,
        "operator": of.operator,
        "expected": _listed(of.expected),
        "observed": _listed(of.observed),
        "unit": of.unit,
        "holds": _HOLDS[of.holds],
    }


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def source(of: Citation | None) -> Data | None:
    """Where guidance comes from."""
    if of is None:
        return None
    changed = {} if of.changed_by is None else {"changed_by": of.changed_by}
    return {"ref": of.ref, "section": of.section, "paragraph": of.paragraph, **changed}


def obligation(of: Obligation) -> Data:
    """How something expected stands."""
    told: Data = {
        "rule": of.rule_id,
        "title": of.title,
        "level": of.level.value,
        "status": of.standing.value,
        "contact": of.contact,
        "contact_name": of.contact_name,
        "since": time(of.since),
        "due_by": time(of.due_by),
        "met_at": time(of.met_at),
        "planned_for": time(of.planned_for),
        "needed": of.needed,
        "done": of.done,
        "planned": of.planned,
        "message": of.message,
        "because": of.because,
        "remedy": of.remedy,
        "missing": list(of.missing),
        "source": source(of.source),
        "interpretation": of.interpretation,
        "version": of.version,
    }
    if of.waived is not None:
        told["waived"] = waived(of.waived)
    return told


def alternative(of: Alternative) -> Data:
    """A permitted change of an action."""
    return {
        "change": change(of.change),
        "action": for_json(of.action),
        "outcome": of.outcome.value,
        "still": list(of.still),
        "description": of.description,
    }


def change(of: Change) -> Data:
    """Only what changes."""
    parts: Data = {
        "at": time(of.at),
        "channel": of.channel,
        "purpose": of.purpose,
        "drop_cc": list(of.drop_cc) if of.drop_cc is not None else None,
        "add_cc": list(of.add_cc) if of.add_cc is not None else None,
        "at_most_words": of.at_most_words,
    }
    return {name: value for name, value in parts.items() if value is not None}


def stretch(of: Stretch) -> Data:
    """A stretch of time in which an act comes to the same."""
    return {
        "start": time(of.start),
        "end": time(of.end),
        "outcome": of.outcome.value,
        "rules": list(of.rules),
        "version": of.version,
    }


def reason(of: Reason) -> Data:
    """Why an act is planned."""
    return {
        "rule": of.rule_id,
        "level": of.level.value if of.level is not None else None,
        "title": of.title,
        "due_by": time(of.due_by),
        "prepares": of.prepares,
    }


def omission(of: Omission) -> Data:
    """What is left out, and why."""
    return {
        "title": of.title,
        "rule": of.rule_id,
        "level": of.level.value if of.level is not None else None,
        "contact": of.contact,
        "contact_name": of.contact_name,
        "message": of.message,
        "rules": list(of.rules),
        "missing": list(of.missing),
        "earliest": time(of.earliest),
    }


def conflict(of: Conflict | None) -> Data | None:
    """Why there is no plan; None where there is one."""
    if of is None:
        return None
    return {
        "message": of.message,
        "rules": list(of.rules),
        "missing": list(of.missing),
        "earliest": time(of.earliest),
    }


def lane(of: Lane) -> Data:
    """When acts of one kind to one contact are open."""
    return {
        "channel": of.channel,
        "contact": of.contact,
        "description": of.description,
        "windows": [stretch(window) for window in of.windows],
    }


def closed_channel(of: ClosedChannel) -> Data:
    """A channel that is never permitted."""
    return {"channel": of.channel, "rules": list(of.rules)}
