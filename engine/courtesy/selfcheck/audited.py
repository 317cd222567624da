"""What an audit says of some cases, act by act, ready to be compared."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from courtesy.bulk.errors import AuditUnavailableError
from courtesy.model.case import Action, History
from courtesy.model.frozen import FrozenMap
from courtesy.model.predicate import Direction
from courtesy.model.vocabulary import VOID_OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courtesy.api import Policies, Policy
    from courtesy.bulk.results import Audit
    from courtesy.model.case import Case, Touch
    from courtesy.model.vocabulary import Vocabulary

Place = tuple[str, str | None]
"""A rule and a contact (None: nobody is addressed), by their ids."""
Key = tuple[str, str]
"""A case and a touch, by their ids."""
Told = tuple[str | None, ...]
"""The comparison that decided, as text: `fact`, `operator`, `expected`, `measured` and `unit`."""

_PLACED = ("case_id", "touch_id", "rule", "contact")
_TOLD = ("fact", "operator", "expected", "measured", "unit")
_ROW = ("status", "level", "type", "version", "copied")


class Row(NamedTuple):
    """A row of findings, without where it belongs."""

    status: str
    level: str
    type: str
    version: str
    copied: bool
    told: Told


class OfAct(NamedTuple):
    """What an audit says of one act."""

    outcome: str
    version: str
    rows: dict[Place, Row]


class Act(NamedTuple):
    """Something that was done, as the touch that it has become and as the action that it was."""

    case: Case
    touch: Touch
    action: Action

    @property
    def key(self) -> Key:
        """Its case and its touch, by their ids."""
        return self.case.id or "", self.action.id


def as_past(case: Case) -> Case:
    """A case as it is audited: with an id, as each of its touches has one then."""
    taken = {touch.id for touch in case.history or ()}
    free = (name for number in count() if (name := f"touch-{number}") not in taken)
    touches = [touch if touch.id is not None else replace(touch, id=next(free)) for touch in case.history or ()]
    return replace(case, id=case.id or "case", history=History.of(touches))


class Past:
    """Cases of what was done, by their ids, as they are audited. Prepared once for any number of policies.

    Every touch of them needs an id. Where a case has an action of the id of a touch, that is what was done.
    Raises AuditUnavailableError.
    """

    def __init__(self, cases: Mapping[str, Case], vocabulary: Vocabulary) -> None:
        try:
            from courtesy.bulk.rows import tables_of  # noqa: PLC0415  an extra
        except ModuleNotFoundError as error:
            raise AuditUnavailableError(error.name or "") from error
        self.cases, self.tables = cases, tables_of(cases.items(), vocabulary)
        self.acts = [
            Act(case, touch, _action(case, touch))
            for case in cases.values()
            for touch in case.history or ()
            if _done(touch)
        ]
        self._placed: dict[tuple[str, str, str], Case] = {}

    def audited_by(self, policy: Policy | Policies) -> dict[Key, OfAct]:
        """What an audit by a policy says of each act.

        Raises AuditUnavailableError, and NotExpressibleError where a rule asks for what tables cannot tell.
        """
        audit = self.audit(policy)
        found = {key: OfAct(outcome, version, {}) for key, outcome, version in _acts(audit)}
        for key, place, row in _rows(audit):
            found[key].rows[place] = row
        return found

    def audit(self, policy: Policy | Policies) -> Audit:
        """The audit of these cases by a policy. Raises the same."""
        return policy.audit(self.tables, threads=1, obligations=False)

    def placed(self, case: Case, contact: str, zone: str) -> Case:
        """The case with a contact in one of the zones that it may be in."""
        key = case.id or "", contact, zone
        if key not in self._placed:
            there = replace(case.contacts[contact], zones=(zone,))
            self._placed[key] = replace(case, contacts=FrozenMap({**case.contacts, contact: there}))
        return self._placed[key]


def _done(touch: Touch) -> bool:
    return touch.direction is Direction.OUTBOUND and touch.outcome not in VOID_OUTCOMES


def as_action(touch: Touch) -> Action:
    """What was done, as the action that it was."""
    return Action(
        touch.channel,
        id=touch.id or "",
        to=touch.to,
        cc=touch.cc,
        purpose=touch.purpose,
        tags=touch.tags,
        attributes=touch.attributes,
        at=touch.at,
    )


def _action(case: Case, touch: Touch) -> Action:
    """What was done: the action of the case, or one like the touch where the case has none of its id."""
    return next((action for action in case.actions if action.id == touch.id), None) or as_action(touch)


def _acts(audit: Audit) -> Iterator[tuple[Key, str, str]]:
    of = audit.acts.to_pydict()
    keys = zip(of["case_id"], of["touch_id"], strict=True)
    return zip(keys, of["outcome"], of["version"], strict=True)


def _rows(audit: Audit) -> Iterator[tuple[Key, Place, Row]]:
    of = audit.findings.select([*_PLACED, *_ROW, *_TOLD]).to_pydict()
    keys = zip(of["case_id"], of["touch_id"], strict=True)
    places = zip(of["rule"], of["contact"], strict=True)
    told = zip(*(of[name] for name in _TOLD), strict=True)
    rows = map(Row, *(of[name] for name in _ROW), told)
    return zip(keys, places, rows, strict=True)
