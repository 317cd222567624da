"""What a notice of a server changes: the touch that reached nobody, or not everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.journal.changes import NewTouch, NewValue
from courtesy.journal.entries import entry, listed
from courtesy.loading.mail.addresses import canonical
from courtesy.loading.mail.returned import Fate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from courtesy.journal.changes import Change
    from courtesy.loading.mail.returned import Returned
    from courtesy.model.case import Case

_BOUNCED = "bounced"
_NOT_FINAL = {
    Fate.DELAYED: "the server still tries to deliver the e-mail",
    Fate.DELIVERED: "the server has delivered the e-mail",
}


class Effect:
    """What follows from a notice: changes to the touch at `place` of the history, or `reason`, why there are none.

    `refused` is true where something should be written and cannot be: then `reason` says what to do.
    """

    def __init__(
        self,
        place: int | None = None,
        changes: Sequence[Change] = (),
        reason: str | None = None,
        *,
        refused: bool = False,
    ) -> None:
        self.place, self.changes, self.reason, self.refused = place, tuple(changes), reason, refused


def effect(notice: Returned, history: Sequence[Any], moments: Sequence[datetime], case: Case) -> Effect:
    """What a notice changes in a history; `moments` are the times of its touches."""
    if notice.fate in _NOT_FINAL:
        return Effect(reason=_NOT_FINAL[notice.fate])
    failed = [name for name, one in case.contacts.items() if any(canonical(e) in notice.addresses for e in one.emails)]
    places = list(_places(notice, failed, history, moments))
    if not places:
        first = "record that e-mail first, or write `outcome: bounced` into its touch by hand"
        reason = f"the history has no e-mail that is known to be the one which it sends back: {first}"
        return Effect(reason=reason, refused=True)
    for place in places:
        touch = history[place]
        if touch.get("outcome") == _BOUNCED and (not failed or set(failed) <= set(_reached(touch))):
            return Effect(place, reason="it is recorded that this e-mail bounced")
    place = next((place for place in places if history[place].get("outcome") != _BOUNCED), places[0])
    return _on(place, history[place], failed)


def _on(place: int, touch: Any, failed: Sequence[str]) -> Effect:
    reached = _reached(touch)
    missed = [name for name in reached if name in failed]
    if len(missed) == len(reached) or (not missed and len(reached) == 1):
        return Effect(place, [NewValue(("history", place), "outcome", _BOUNCED)])
    if not missed:
        reason = "it names no address of a contact to whom that e-mail went: add it to the `emails` of the contact"
        return Effect(place, reason=reason, refused=True)
    to, cc = ([name for name in listed(touch.get(key)) if name not in missed] for key in ("to", "cc"))
    if not to:
        reason = "only those who got a copy were reached: write by hand what became of it"
        return Effect(place, reason=reason, refused=True)
    changes: list[Change] = [
        NewValue(("history", place), key, kept[0] if len(kept) == 1 else kept)
        for key, kept in (("to", to), ("cc", cc))
        if kept != listed(touch.get(key))
    ]
    others = {key: value for key, value in touch.items() if key not in {"id", "cc"}}
    changes.append(NewTouch(entry({**others, "to": missed, "outcome": _BOUNCED})))
    return Effect(place, changes, reason="the others to whom it went were reached")


def _reached(touch: Any) -> list[str]:
    return [*listed(touch.get("to")), *listed(touch.get("cc"))]


def _places(
    notice: Returned, failed: Sequence[str], history: Sequence[Any], moments: Sequence[datetime]
) -> Iterator[int]:
    """Where the touch may stand that a notice is about: by the id of the mail; else by its recipient and minute."""
    by_id = [place for place, touch in enumerate(history) if touch.get("message_id") == notice.message_id is not None]
    if by_id or notice.at is None:
        yield from by_id
        return
    at = notice.at
    for place, touch in enumerate(history):
        outbound = touch.get("direction", "outbound") == "outbound" and "message_id" not in touch
        if outbound and set(failed) & set(_reached(touch)) and same_minute(moments[place], at):
            yield place


def same_minute(one: datetime, other: datetime) -> bool:
    """Whether two times show the same minute: people write down no seconds."""
    return int(one.timestamp()) // 60 == int(other.timestamp()) // 60
