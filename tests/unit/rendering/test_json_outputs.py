"""JSON of plans, windows, next steps and obligations, compared whole and with the published schemas."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from msgspec.structs import replace

import courtesy
from courtesy.cli.schema import command
from courtesy.loading.schemas import SCHEMAS, load_schema
from courtesy.model.case import Action
from courtesy.model.origin import MatcherReport
from courtesy.model.outcome import Outcome, Standing
from courtesy.model.plan import NextSteps, Reason, Step
from courtesy.model.policy import Level
from courtesy.model.timetable import Stretch, Timetable
from courtesy.model.verdict import Alternative, Change, Obligation, PlanVerdict
from courtesy.rendering import renderer
from courtesy.rendering.as_json import to_dict, to_json
from courtesy.rendering.ink import plain
from tests.unit.rendering.plan_policy import POLICY
from tests.unit.rendering.usual_plans import FRESH, IMPOSSIBLE, NEW_YORK, PLANS, UNKNOWN, chicago, new_york

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.model.plan import PlannedAction

# ---------------------------------------------------------------- made by hand

_EMAIL = Action(id="now", channel="email", purpose="follow_up", to=("interviewer",), cc=("hr",))
WINDOWS = {
    "closed-at-the-end": Timetable(
        policy=FRESH.policy,
        action=_EMAIL,
        description="follow-up e-mail to interviewer, copied to HR desk",
        start=chicago(11, 23, 8),
        until=chicago(12, 7, 8),
        windows=(
            Stretch(
                start=chicago(11, 23, 8),
                end=chicago(11, 27, 14, 30),
                outcome=Outcome.WAIT,
                rules=("timing.email-after-a-week",),
            ),
            Stretch(start=chicago(11, 27, 14, 30), end=chicago(11, 30, 9), outcome=Outcome.ALLOW),
            Stretch(
                start=chicago(11, 30, 9),
                end=chicago(12, 7, 8),
                outcome=Outcome.WAIT,
                rules=("frequency.email-once-a-week",),
            ),
        ),
        then=chicago(12, 7, 9),
    ),
    "undetermined": Timetable(
        policy=FRESH.policy,
        action=Action(id="post", channel="public_post"),
        description="public post",
        start=new_york(11, 23, 9),
        until=new_york(12, 21, 9),
        windows=(
            Stretch(
                start=new_york(11, 23, 9),
                end=new_york(12, 21, 9),
                outcome=Outcome.UNDETERMINED,
                rules=("prohibitions.no-public-complaints",),
            ),
        ),
        missing=("message.body",),
    ),
}


def _step(planned: PlannedAction, *, ready: bool) -> Step:
    return Step(
        action=planned.action,
        description=planned.verdict.description,
        since=FRESH.now if ready else planned.verdict.at,
        ready=ready,
        outcome=planned.verdict.outcome,
        reason=planned.reason,
        policy=planned.verdict.policy,
    )


NEXT_STEPS = {
    "some": NextSteps(
        policy=FRESH.policy,
        now=FRESH.now,
        steps=(_step(FRESH.actions[0], ready=True), _step(FRESH.actions[1], ready=False)),
        outcome=Outcome.WARN,
        obligations=FRESH.obligations,
        omissions=FRESH.omissions,
    ),
    "none": NextSteps(
        policy=UNKNOWN.policy, now=UNKNOWN.now, steps=(), outcome=Outcome.UNDETERMINED, conflict=UNKNOWN.conflict
    ),
}
ALTERNATIVES = (
    Alternative(
        change=Change(at=chicago(11, 27, 14, 30), add_cc=("hr",)),
        action=Action(id="write", channel="email", to=("boss",), cc=("hr",), at=chicago(11, 27, 14, 30)),
        outcome=Outcome.ALLOW,
        still=(),
        description="Send it on Friday 27 November 2026, 14:30 CST or later, copying hr",
    ),
    Alternative(
        change=Change(channel="phone", purpose="check_in"),
        action=Action(id="write", channel="phone", purpose="check_in", to=("boss",)),
        outcome=Outcome.WARN,
        still=("timing.phone-in-business-hours",),
        description="Call to check in instead",
    ),
    Alternative(
        change=Change(at_most_words=150),
        action=Action(id="write", channel="email"),
        outcome=Outcome.ALLOW,
        still=(),
        description="Say it in at most 150 words",
    ),
)
_ADVISED = FRESH.actions[0].verdict
VERDICT = PlanVerdict(
    policy=FRESH.policy,
    now=FRESH.now,
    outcome=Outcome.WARN,
    matcher=MatcherReport(("durable", "native"), agreed=True),
    actions=(
        replace(_ADVISED, alternatives=ALTERNATIVES),
        replace(_ADVISED, id="hopeless", alternatives=()),
        replace(_ADVISED, id="not-asked"),
    ),
    obligations=(*FRESH.obligations, *IMPOSSIBLE.obligations),
)
"""Alternatives of every kind, none and not looked for; obligations that are met, open and due."""

DOCUMENTS: dict[str, tuple[str, Any]] = {
    "verdict/alternatives": ("verdict", VERDICT),
    **{f"plan/{name}": ("plan", plan) for name, plan in PLANS.items()},
    **{f"windows/{name}": ("windows", windows) for name, windows in WINDOWS.items()},
    **{f"next_steps/{name}": ("next_steps", steps) for name, steps in NEXT_STEPS.items()},
}

# ---------------------------------------------------------------- the documents


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_is_as_recorded(name: str, snapshot: Callable[[str, str], None]) -> None:
    """Each result reads in JSON exactly as its snapshot does."""
    snapshot(f"{name}.json", to_json(DOCUMENTS[name][1]) + "\n")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_keeps_the_contract(name: str) -> None:
    """Each result is valid by the schema of its kind, and by no other."""
    subject, value = DOCUMENTS[name]
    for kind in SCHEMAS:
        valid = jsonschema.Draft202012Validator(load_schema(kind)).is_valid(to_dict(value))
        assert (kind == subject) == valid, kind


@pytest.mark.parametrize("name", [name for name, (subject, _) in DOCUMENTS.items() if subject != "verdict"])
def test_printed_is_what_the_api_gives(name: str) -> None:
    """`--format json` prints what `courtesy.to_json` gives, and ends the line."""
    subject, value = DOCUMENTS[name]
    printed: str = renderer(subject, "json")(value, POLICY, plain)
    assert courtesy.to_json(value) + "\n" == printed
    assert courtesy.to_dict(value) == json.loads(printed)


def test_parts_can_stand_alone() -> None:
    """An obligation and an alternative on their own are those of the verdict."""
    document: Any = to_dict(VERDICT)
    assert document["obligations"] == [to_dict(owed) for owed in VERDICT.obligations]
    assert document["actions"][0]["alternatives"] == [to_dict(found) for found in ALTERNATIVES]
    assert [] == document["actions"][1]["alternatives"]
    assert document["actions"][2]["alternatives"] is None


def test_a_change_holds_only_what_changes() -> None:
    """What an alternative leaves as it is has no key."""
    expected = [
        {"at": "2026-11-27T14:30:00-06:00", "add_cc": ["hr"]},
        {"channel": "phone", "purpose": "check_in"},
        {"at_most_words": 150},
    ]
    assert expected == [to_dict(found)["change"] for found in ALTERNATIVES]


def test_times_keep_their_offset() -> None:
    """Times are written on the clock of whom they are about, with its offset from UTC."""
    plan: Any = to_dict(FRESH)
    assert FRESH.now.astimezone(NEW_YORK).isoformat() == plan["now"] == "2026-11-23T09:00:00-05:00"
    assert "2026-11-23T09:00:00-06:00" == plan["actions"][0]["at"]


def test_a_plan_that_cannot_be_is_refused() -> None:
    """Without a plan there are no acts and no matchers, and the outcome says which kind of no it is."""
    for plan, outcome in ((IMPOSSIBLE, "deny"), (UNKNOWN, "undetermined")):
        document = to_dict(plan)
        assert ([], None, outcome) == (document["actions"], document["matcher"], document["outcome"])
        assert document["conflict"]


# ---------------------------------------------------------------- the schemas

_RESULTS = ("verdict", "plan", "windows", "next_steps")


def _objects(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [found for part in schema for found in _objects(part)]
    if not isinstance(schema, dict):
        return []
    here = [schema] if isinstance(schema.get("properties"), dict) and "title" in schema else []
    return here + [found for part in schema.values() for found in _objects(part)]


@pytest.mark.parametrize("name", _RESULTS)
def test_results_have_no_other_keys(name: str) -> None:
    """No object of a result has keys that its schema does not know."""
    schema = load_schema(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert all(found["additionalProperties"] is False for found in _objects(schema))


@pytest.mark.parametrize("name", ["plan", "windows", "next_steps"])
def test_new_results_always_have_all_keys(name: str) -> None:
    """Every key is always there, null where there is nothing to say; but for what older readers do not know."""
    lax = {found["title"] for found in _objects(load_schema(name)) if found["required"] != list(found["properties"])}
    assert lax <= {"Finding", "Obligation", "Waiver", "Citation", "Notice"}


def test_shared_parts_are_the_same_everywhere() -> None:
    """What several results share is defined alike in the schema of each."""
    seen: dict[str, Any] = {}
    for name in _RESULTS:
        for part, definition in load_schema(name)["$defs"].items():
            assert seen.setdefault(part, definition) == definition, (name, part)


@pytest.mark.parametrize("name", _RESULTS)
def test_schemas_define_what_they_use(name: str) -> None:
    """A schema defines the parts it refers to, and no others."""
    schema = load_schema(name)
    used = {word.partition('"')[0] for word in json.dumps(schema).split('"#/$defs/')[1:]}
    assert set(schema["$defs"]) == used


def test_the_command_offers_every_schema() -> None:
    """`courtesy schema` knows the schemas that there are."""
    argument, *_ = command.params
    assert list(SCHEMAS) == list(argument.type.choices)  # type: ignore[attr-defined]  # a choice


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("plan", {"outcome": "fine"}),
        ("plan", {"conflict": {}}),
        ("plan", {"lanes": [{}]}),
        ("windows", {"then": 7}),
        ("windows", {"action": {"channel": "email"}}),
        ("next_steps", {"steps": [{}]}),
        ("next_steps", {"courtesy": 2}),
    ],
)
def test_schemas_refuse_what_is_wrong(name: str, broken: dict[str, object]) -> None:
    """A result with a wrong value, a key too many or a part too little is not valid."""
    value = next(value for subject, value in DOCUMENTS.values() if subject == name)
    validator = jsonschema.Draft202012Validator(load_schema(name))
    assert validator.is_valid(to_dict(value))
    assert not validator.is_valid({**to_dict(value), **broken})


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("standing", Standing)
def test_standing_and_level_are_words(standing: Standing, level: Level) -> None:
    """An obligation of any standing and level names them as the policy language does."""
    owed = Obligation(rule_id="a.b", level=level, standing=standing, message="nothing so far", needed=2, done=1)
    told = to_dict(owed)
    expected = {"rule": "a.b", "level": level.value, "status": standing.value, "needed": 2, "done": 1}
    assert expected == {key: told[key] for key in expected}
    jsonschema.Draft202012Validator(load_schema("verdict")).validate(to_dict(replace(VERDICT, obligations=(owed,))))


def test_reasons_are_told_whole() -> None:
    """A reason keeps its rule, level, title, due time and what it prepares."""
    reason = Reason(
        title="The note first", rule_id="a.b", level=Level.SHOULD, due_by=chicago(11, 24, 9), prepares="email-1"
    )
    planned = replace(FRESH.actions[0], reason=reason)
    document: Any = to_dict(replace(FRESH, actions=(planned,)))
    expected = {
        "rule": "a.b",
        "level": "should",
        "title": "The note first",
        "due_by": "2026-11-24T09:00:00-06:00",
        "prepares": "email-1",
    }
    assert expected == document["actions"][0]["reason"]
