"""How one obligation stands, worked out a second time in plain Python from the plain case: no engine code is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from holidays import country_holidays

if TYPE_CHECKING:
    from collections.abc import Iterable

Document = dict[str, Any]
_SECOND = timedelta(seconds=1)
_HOLIDAYS = country_holidays("US", years=range(2025, 2028))

# ---------------------------------------------------------------- local time


def resolved(local: datetime, zone: ZoneInfo, fold: int) -> datetime:
    """The instant at which clocks show a naive reading; for a skipped one, the first after the gap."""
    found = local.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == local:
        return found
    by_new, by_old = (local.replace(tzinfo=zone, fold=side).astimezone(UTC) for side in (1, 0))
    while by_new.astimezone(zone).utcoffset() != by_old.astimezone(zone).utcoffset():
        by_new += _SECOND * 60
    return by_new


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local date."""
    return resolved(datetime.combine(day, time()), zone, 0)


def shifted(anchor: datetime | date, length: str, zone: ZoneInfo | None) -> datetime | None:
    """The anchor moved forward; None where that takes a zone which is not known."""
    count, unit = int(length.split(maxsplit=1)[0]), length.split(maxsplit=1)[1].removesuffix("s")
    bare = not isinstance(anchor, datetime)
    if zone is None:
        return anchor + timedelta(hours=count) if not bare and unit == "hour" else None
    if unit == "date":
        first = anchor + timedelta(days=1) if bare else anchor.astimezone(zone).date()
        return midnight(first + timedelta(days=count), zone)
    if unit == "business day" and bare:
        return midnight(_business_day(anchor, count) + timedelta(days=1), zone)
    start = midnight(anchor + timedelta(days=1), zone) if bare else anchor
    if unit == "hour":
        return start + timedelta(hours=count)
    local = start.astimezone(zone)
    to = _business_day(local.date(), count) if unit == "business day" else local.date() + timedelta(days=count)
    return resolved(datetime.combine(to, local.time().replace(fold=0)), zone, local.fold)


def _business_day(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in _HOLIDAYS
    return day


# ---------------------------------------------------------------- three-valued logic: True, False, None for unknown


def both(*parts: bool | None) -> bool | None:
    """Kleene's and."""
    return False if False in parts else None if None in parts else True


def either(*parts: bool | None) -> bool | None:
    """Kleene's or."""
    return True if True in parts else None if None in parts else False


def no(part: bool | None) -> bool | None:  # noqa: FBT001  the truth value is the subject, not an option
    """Kleene's not."""
    return None if part is None else not part


# ---------------------------------------------------------------- touches


def parsed(text: str) -> datetime | date:
    """A time or a bare date of the case."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def is_meant(touch: Document, selector: Document, contact: str | None, case: Document) -> bool | None:
    """Whether a selector (of the few kinds drawn here) means a touch; None where that is not known."""
    if touch.get("direction", "outbound") != selector.get("direction", "outbound") or (
        touch.get("outcome") in {"failed", "bounced", "cancelled"}
    ):
        return False
    people = touch["to"] if "to" in touch else [touch["from"]]
    if contact is not None and selector.get("to", "same_contact") == "same_contact" and contact not in people:
        return False
    if "channel" in selector and touch["channel"] not in selector["channel"]:
        return False
    return both(_purpose(touch, selector), _roles(people, selector, case))


def _purpose(touch: Document, selector: Document) -> bool | None:
    if "purpose" not in selector:
        return True
    return touch["purpose"] == selector["purpose"] if "purpose" in touch else None


def _roles(people: list[str], selector: Document, case: Document) -> bool | None:
    if "roles" not in selector:
        return True
    known = [case["contacts"][name].get("roles") for name in people]
    return either(*(None if roles is None else not set(roles).isdisjoint(selector["roles"]) for roles in known))


# ---------------------------------------------------------------- the obligation


@dataclass(frozen=True)
class Account:
    """How it stands; `acts` are the times of those that certainly count, of which the first `done` have been done."""

    standing: str
    due: datetime | None
    acts: tuple[datetime, ...]
    done: int


def account(
    rule: Document, case: Document, planned: list[Document], contact: str | None, now: datetime
) -> Account | None:
    """How the obligation stands to one contact, or to the company; None where it is not owed.

    `planned` are the acts of the plan, in any order. Nothing of the history is later than `now`.
    """
    return _Account(rule, case, planned, contact, now).found()


class _Account:
    def __init__(
        self, rule: Document, case: Document, planned: list[Document], contact: str | None, now: datetime
    ) -> None:
        self.rule, self.body, self.case, self.contact, self.now = rule, rule["expect"], case, contact, now
        self.known = case.get("history") != "unknown"
        self.so_far = _in_order(case.get("history", [])) if self.known else []
        self.touches = _in_order([*self.so_far, *planned]) if self.known else []
        person = {} if contact is None else case["contacts"][contact]
        name = person.get("zone", case.get("zone"))
        self.zone = None if name is None else ZoneInfo(name)

    def found(self) -> Account | None:
        owed = self._owed()
        if owed is False:
            return None
        anchor = self._anchor()
        due = None if anchor is None or "within" not in self.body else shifted(anchor, self.body["within"], self.zone)
        standing = self._standing(owed, anchor, due)
        done = len(self._counted(self.so_far, anchor, None, certain=True))
        return Account(standing, due, self._counted(self.touches, anchor, None, certain=True), done)

    def _owed(self) -> bool | None:
        parts: list[bool | None] = [True]
        stated = self.case["candidate"]["linkedin"] if "candidate" in self.case else {}
        if "applies_to" in self.rule:
            parts.append(stated.get("profile_polished"))
        if self.contact is not None:
            parts.append(_roles([self.contact], {"roles": self.body["for_each"]}, self.case))
        if isinstance(self.body.get("after"), dict):
            (selector,) = self.body["after"].values()
            seen = [self._means(touch, selector) for touch in self._until(self.now)]
            parts.append(either(*seen) if self.known else None)
        if "unless" in self.rule:
            stops = [touch for touch in self._until(self.now) if touch.get("event") == "stop_request"]
            parts.append(no(any(touch["from"] == self.contact for touch in stops)) if self.known else None)
        return both(*parts)

    def _anchor(self) -> datetime | date | None:
        after, interview = self.body.get("after", "interview"), self.case.get("interview", {})
        if isinstance(after, dict):
            ((which, selector),) = after.items()
            seen = [(touch, self._means(touch, selector)) for touch in self._until(self.now)]
            seen = [(touch, means) for touch, means in seen if means is not False]
            touch, means = (seen[-1] if which == "last" else seen[0]) if seen else (None, None)
            return datetime.fromisoformat(touch["at"]) if touch is not None and means else None
        names = ["ended_at"] if after == "interview" else ["decision_promised_for"]
        names += ["ended_at"] if "or" in self.body else []
        return next((parsed(interview[name]) for name in names if name in interview), None)

    def _standing(self, owed: bool | None, anchor: datetime | date | None, due: datetime | None) -> str:  # noqa: FBT001
        done = self._enough(self.so_far, anchor, None)
        if "within" in self.body and due is None:
            found = "undetermined"
        elif due is not None and self.now > due:
            found = "overdue" if done is False else "undetermined"
        else:
            not_yet = "due" if "within" in self.body else "open"
            found = {True: "planned", False: not_yet, None: "undetermined"}[self._enough(self.touches, anchor, due)]
        found = "met" if done else found
        return found if (owed and anchor is not None) or found in {"met", "planned"} else "undetermined"

    def _enough(self, acts: list[Document], anchor: datetime | date | None, end: datetime | None) -> bool | None:
        """Whether enough of the acts are done from the anchor to the end."""
        if not self.known:
            return None
        wanted = self.body.get("at_least", 1)
        begin = self._begin(anchor)
        if begin is None:
            most = self._counted(acts, datetime.min.replace(tzinfo=UTC), end, certain=False)
            return False if len(most) < wanted else None
        if len(self._counted(acts, begin, end, certain=True)) >= wanted:
            return True
        return False if len(self._counted(acts, begin, end, certain=False)) < wanted else None

    def _counted(
        self, acts: list[Document], anchor: datetime | date | None, end: datetime | None, *, certain: bool
    ) -> tuple[datetime, ...]:
        begin = self._begin(anchor)
        if begin is None:
            return ()
        wanted = {True} if certain else {True, None}

        def means(touch: Document) -> bool:
            return self._means(touch, self.body["act"]) in wanted

        times = (datetime.fromisoformat(touch["at"]) for touch in acts if means(touch))
        return tuple(at for at in times if begin <= at and (end is None or at <= end))

    def _begin(self, anchor: datetime | date | None) -> datetime | None:
        if anchor is None or isinstance(anchor, datetime):
            return anchor
        return None if self.zone is None else midnight(anchor, self.zone)

    def _means(self, touch: Document, selector: Document) -> bool | None:
        return is_meant(touch, selector, self.contact, self.case)

    def _until(self, end: datetime) -> Iterable[Document]:
        return [touch for touch in self.so_far if datetime.fromisoformat(touch["at"]) <= end]


def _in_order(touches: list[Document]) -> list[Document]:
    return sorted(touches, key=lambda touch: datetime.fromisoformat(touch["at"]))
