"""Plans that are hard to show: hostile texts, and more than there is room for. `ODD_PLANS` by name, all by `POLICY`."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from courtesy.model.case import Contact, History, Touch
from courtesy.model.outcome import Outcome
from courtesy.model.plan import ClosedChannel, Conflict, Lane, Omission
from courtesy.model.policy import Source
from courtesy.model.predicate import Direction
from courtesy.model.timetable import Stretch
from tests.unit.rendering.plan_policy import POLICY as USUAL
from tests.unit.rendering.usual_plans import FRESH, HISTORY, LANES, NOW, UNTIL, new_york

MARKUP = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'&amp;</style></title>"
LONG_WORD = "Donaudampfschifffahrtsgesellschaft" * 12
ARABIC = "مكتب التوظيف"
TURNED = "\N{RIGHT-TO-LEFT OVERRIDE}moc.elpmaxe\N{POP DIRECTIONAL FORMATTING}"
CONTROLS = "one\x1b[2J\x07\x00two\r\n\tthree"

POLICY = replace(
    USUAL,
    title=f"{MARKUP} {LONG_WORD}",
    rules=(
        *(
            replace(rule, title=f"{rule.title} {MARKUP}", because=f"{LONG_WORD} {ARABIC}", remedy=CONTROLS)
            for rule in USUAL.rules[:3]
        ),
        *USUAL.rules[3:],
    ),
    sources={
        "guide": Source(f"A guide {MARKUP}", ARABIC, "javascript:alert(1)"),
        "handbook": Source(LONG_WORD, None, 'https://example.org/"onmouseover="alert(1)'),
    },
)
_NOTE, *_OTHERS = FRESH.actions

HOSTILE = replace(
    FRESH,
    policy=replace(FRESH.policy, id=LONG_WORD, digest=MARKUP),
    case=replace(
        FRESH.case,
        contacts={
            "interviewer": replace(FRESH.case.contacts["interviewer"], name=f"{ARABIC} {MARKUP} {TURNED}"),
            "hr": replace(FRESH.case.contacts["hr"], name=LONG_WORD, zones=(CONTROLS,)),
        },
        history=HISTORY.with_touch(
            Touch(at=NOW, channel=MARKUP, to=(LONG_WORD,), purpose=ARABIC, event=CONTROLS, outcome=MARKUP)
        ),
    ),
    actions=(
        replace(
            _NOTE,
            action=replace(_NOTE.action, channel=MARKUP, to=(LONG_WORD, MARKUP), cc=(ARABIC,)),
            verdict=replace(_NOTE.verdict, description=f"{MARKUP} {TURNED}"),
            reason=replace(_NOTE.reason, title=f"{ARABIC} {MARKUP}", prepares="email-1"),
        ),
        *_OTHERS,
    ),
    obligations=tuple(replace(owed, message=f"{MARKUP} {LONG_WORD}", contact=TURNED) for owed in FRESH.obligations),
    omissions=(Omission(title=LONG_WORD, message=MARKUP, contact=ARABIC, rules=(MARKUP,), missing=(CONTROLS,)),),
    lanes=(
        Lane(
            channel="linkedin_message",
            contact=None,
            description=f"{LONG_WORD} {TURNED}",
            windows=(Stretch(start=NOW, end=UNTIL, outcome=Outcome.DENY, rules=(MARKUP, LONG_WORD)),),
        ),
        *LANES,
    ),
    never=(ClosedChannel(channel=LONG_WORD, rules=(MARKUP,)),),
)
"""Markup, control characters, words without end and text that runs the other way, wherever there are words."""

_PEOPLE = tuple(f"contact_{number}" for number in range(1, 9))
CROWDED = replace(
    FRESH,
    until=NOW + timedelta(days=56),
    case=replace(
        FRESH.case,
        contacts={name: Contact(id=name, zones=("America/New_York",)) for name in _PEOPLE},
        history=History.of(
            Touch(
                at=new_york(11, 20, 16) - timedelta(hours=17 * number),
                channel=("email", "phone", "handwritten_note")[number % 3],
                to=() if number % 5 == 0 else (_PEOPLE[number % 8],),
                from_=(_PEOPLE[number % 8],) if number % 5 == 0 else (),
                direction=Direction.INBOUND if number % 5 == 0 else Direction.OUTBOUND,
            )
            for number in range(120)
        ),
    ),
    actions=tuple(
        replace(
            planned,
            action=replace(planned.action, id=f"{planned.action.id}-{number}", to=(_PEOPLE[number % 8],)),
            verdict=replace(planned.verdict, at=NOW + timedelta(hours=5 * number)),
        )
        for number, planned in enumerate(FRESH.actions * 6)
    ),
    lanes=tuple(replace(LANES[2], contact=name) for name in _PEOPLE),
)
"""Eight contacts, 120 touches, 30 acts within a week."""

CONTRADICTION = replace(
    HOSTILE, actions=(), verdict=None, conflict=Conflict(message=MARKUP, rules=(LONG_WORD, "content.short"))
)
ODD_PLANS = {"hostile": HOSTILE, "crowded": CROWDED, "contradiction": CONTRADICTION}
