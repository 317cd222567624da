"""Agendas over plans made by hand, for whoever renders them: `AGENDAS` by name, by `plan_policy.POLICY` but for one."""

from __future__ import annotations

from msgspec.structs import replace

from courtesy.model.agenda import Agenda, AgendaCase, Unread
from courtesy.model.outcome import Outcome, Standing, Status
from courtesy.model.plan import Conflict, Omission, Plan
from courtesy.model.policy import Level
from courtesy.model.verdict import Notice
from courtesy.planning.agenda import agenda
from tests.unit.rendering.plan_policy import POLICY
from tests.unit.rendering.usual_plans import FRESH, IMPOSSIBLE, NOTHING, NOW, UNKNOWN, UNTIL, chicago, new_york

NOTE, CALL, EMAIL, *_ = FRESH.actions
_LATE = replace(NOTE, reason=replace(NOTE.reason, due_by=new_york(11, 21, 15, 30)))
_LATER = replace(
    _LATE,
    verdict=replace(NOTE.verdict, at=chicago(11, 24, 9)),
    reason=replace(_LATE.reason, due_by=new_york(11, 20, 9)),
)
_SOON = replace(CALL, reason=replace(CALL.reason, due_by=new_york(12, 4, 17)))
_UNCERTAIN = replace(
    EMAIL,
    verdict=replace(
        EMAIL.verdict,
        outcome=Outcome.UNDETERMINED,
        findings=tuple(
            replace(one, status=Status.UNDETERMINED, level=Level.MUST, missing=("message.tone",))
            for one in NOTE.verdict.findings[:1]
        ),
    ),
)
_OWED = replace(
    FRESH.obligations[0], standing=Standing.OVERDUE, planned_for=None, due_by=new_york(11, 19, 12), contact="hr"
)
_NOT_YET = Omission(
    title="A short weekly follow-up e-mail",
    message="it does not fit before Monday 21 December 2026, 09:00 EST",
    contact="interviewer",
    rules=("frequency.email-once-a-week",),
    earliest=new_york(12, 23, 10),
)
LATER = replace(
    NOTHING,
    omissions=(_NOT_YET,),
    conflict=Conflict(message="nothing can be planned", rules=_NOT_YET.rules, earliest=_NOT_YET.earliest),
)


def _case(name: str, plan: Plan) -> AgendaCase:
    return AgendaCase(name=name, source=f"cases/{name}.yaml", plan=plan, policy=POLICY)


def _agenda(*cases: AgendaCase, unread: tuple[Unread, ...] = (), notices: tuple[Notice, ...] = ()) -> Agenda:
    return agenda(cases, NOW, UNTIL, unread=unread, notices=notices)


_TORN = Unread(source="cases/torn.yaml", message="expected a known time zone, found `Mars/Base`")
AGENDAS = {
    "several": _agenda(
        _case("anna-berg", FRESH),
        _case("ben-cole", replace(FRESH, actions=(_LATE, _SOON), omissions=())),
        _case("carla-diaz", replace(FRESH, actions=(_LATER, _UNCERTAIN), omissions=(), obligations=(_OWED,))),
        _case("dan-evans", UNKNOWN),
        _case("eve-fox", IMPOSSIBLE),
        _case("finn-gray", NOTHING),
        _case("gil-hunt", LATER),
        unread=(_TORN,),
        notices=(Notice(code="machine-zone", message="No time zone was given. Times are those of this machine"),),
    ),
    "one": _agenda(_case("anna-berg", replace(FRESH, actions=(CALL,), omissions=(), obligations=()))),
    "quiet": _agenda(_case("finn-gray", NOTHING), _case("gil-hunt", LATER)),
    "two-policies": _agenda(
        _case("anna-berg", replace(FRESH, actions=(CALL,), omissions=(), obligations=())),
        replace(
            _case("ben-cole", replace(NOTHING, policy=replace(FRESH.policy, id="north", version="1.2.0"))),
            policy=replace(POLICY, id="north", title="How the north follows up"),
        ),
    ),
    "unread": _agenda(unread=(_TORN,)),
}
