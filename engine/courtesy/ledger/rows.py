"""Touches as rows of a table, and as values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from courtesy import Action, Direction, LedgerEntry, LedgerState, Touch, to_dict

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.ledger.database import Row, Transaction

_FAILED = frozenset({"failed", "bounced", "cancelled"})
_SHARED = (
    "seq", "touch_id", "tenant", "case_id", "claimed_at", "lease_until", "settled_at", "decision_id", "policy_digest",
    "provider_id", "evidence",
)  # fmt: skip
"""What a row and a value call by the same name."""


def columns_of(act: Action | Touch) -> Row:
    """What an act says, as columns."""
    told = to_dict(act)
    inbound = isinstance(act, Touch) and act.direction is Direction.INBOUND
    return {
        "action_id": act.id,
        "direction": (Direction.INBOUND if inbound else Direction.OUTBOUND).value,
        "channel": act.channel,
        "purpose": act.purpose,
        "event": getattr(act, "event", None),
        "outcome": getattr(act, "outcome", "delivered"),
        "addressed": _text(act.from_ if isinstance(act, Touch) and inbound else act.to),
        "copied": _text(act.cc),
        "tags": _text(sorted(act.tags)),
        "attributes": _text(told.get("attributes", {})),
        "message_id": getattr(act, "message_id", None),
    }


def _text(value: Any) -> str:
    return json.dumps(value)


def insert(transaction: Transaction, table: str, values: Row) -> None:
    """Put a row into a table."""
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    transaction.execute(f"insert into {table} ({names}) values ({marks})", tuple(values.values()))  # noqa: S608  our own names


def update(transaction: Transaction, touch_id: str, values: Row) -> None:
    """Change the row of a touch."""
    changes = ", ".join(f"{name} = ?" for name in values)
    transaction.execute(f"update touch set {changes} where touch_id = ?", (*values.values(), touch_id))  # noqa: S608  our own names


def touch_of(row: Row) -> Touch:
    """The touch of a row."""
    inbound = row["direction"] == Direction.INBOUND
    people = tuple(json.loads(row["addressed"]))
    return Touch(
        row["channel"],
        at=row["happened_at"],
        to=() if inbound else people,
        from_=people if inbound else (),
        cc=tuple(json.loads(row["copied"])),
        purpose=row["purpose"],
        direction=Direction(row["direction"]),
        outcome=row["outcome"],
        event=row["event"],
        tags=frozenset(json.loads(row["tags"])),
        attributes=json.loads(row["attributes"]),
        id=row["action_id"],
        message_id=row["message_id"],
    )


def counted(row: Row) -> dict[str, Any]:
    """The touch of a row as a case file would list it, to be judged with."""
    return listed(touch_of(row), recorded=bool(row["recorded"]))


def listed(touch: Touch, *, recorded: bool) -> dict[str, Any]:
    """A touch as a case file would list it. What was claimed and then failed bears no id: it may be tried again."""
    told = to_dict(touch)
    if not recorded and touch.outcome in _FAILED:
        told.pop("id", None)
    return told


def entry_of(row: Row, now: datetime) -> LedgerEntry:
    """The value of a row as it stands at that time: a claim may be over although nobody has written so yet."""
    return LedgerEntry(
        touch=touch_of(row),
        state=state_of(row, now),
        late=bool(row["late"]),
        recorded=bool(row["recorded"]),
        key=row["idempotency_key"],
        **{name: row[name] for name in _SHARED},
    )


def state_of(row: Row, now: datetime) -> LedgerState:
    """The state of a row, once what has run out by then is over."""
    state = LedgerState(row["state"])
    if row["lease_until"] is None or row["lease_until"] > now:
        return state
    return _OVER.get(state, state)


_OVER = {LedgerState.CLAIMED: LedgerState.RELEASED, LedgerState.SENDING: LedgerState.IN_DOUBT}
