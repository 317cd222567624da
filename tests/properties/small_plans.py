"""Small random policies that expect something, with preferences, and cases to plan for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from tests.properties.small_policies import SEASONS, Document, cases, policy_of, rules

if TYPE_CHECKING:
    from courtesy import Case, Policy

ACTS = (
    {"channel": "phone"},
    {"channel": "email", "purpose": "follow_up"},
    {"channel": "handwritten_note", "purpose": "thank_you"},
    {"channel": ["email", "phone"], "to": "same_company"},
    {"channel": "phone", "roles": ["hr"], "to": "same_company"},
)
ANCHORS = (
    {},
    {},
    {"after": "interview.decision_promised_for", "or": "interview"},
    {"after": {"last": {"direction": "inbound"}}},
    {"after": {"first": {"channel": "email"}}},
)
OF_PLANS = (
    {"level": "must", "applies_to": {"channel": "phone"}, "follow": {"touch": {"channel": "email"}}},
    {"level": "must", "applies_to": {"channel": "email"}, "follow": {"touch": {"channel": "handwritten_note"},
                                                                    "within": "3 days"}},
    {"level": "must", "applies_to": {"channel": "email"}, "wait": {"at_least": "1 week", "after": "interview"}},
    {"level": "must", "applies_to": {"channel": "phone"}, "hours": {"days": "mon-fri", "from": "09:00", "to": "17:00"}},
    {"level": "must", "limit": {"at_most": 1, "per": "2 days", "counting": {"channel": ["email", "phone"]}}},
    {"level": "must", "limit": {"at_most": 1, "per": "1 day", "counting": {"to": "same_company"}}},
    {"level": "must", "applies_to": {"channel": "phone"}, "forbid": True},
    {"level": "must", "applies_to": {"channel": "email"}, "require": {"cc.roles": ["hr"]}},
    {"level": "should", "applies_to": {"channel": "handwritten_note"},
     "wait": {"at_least": "2 days", "after": "interview"}},
)  # fmt: skip
PREFERENCES: tuple[Document | None, ...] = (
    None,
    {"channels": ["handwritten_note", "email", "phone"], "gaps": {"any": "1 day"}},
    {
        "channels": ["phone", "email"],
        "hours": {"phone": {"days": ["mon-fri"], "from": "10:00", "to": "16:00"}},
        "gaps": {"email": "3 days"},
        "optional": [
            {"channel": "email", "purpose": "check_in", "to": "interviewer", "cc": ["hr"], "every": "1 week",
             "title": "A"}
        ],
    },
    {
        "gaps": {"any": "6 hours"},
        "optional": [{"channel": "phone", "purpose": "other", "for_each": ["hr", "interviewer"], "every": "4 days",
                      "title": "B"}],
    },
)  # fmt: skip


class Setting(NamedTuple):
    """What a plan is made from, as plain data; `until` is its end."""

    rules: list[Document]
    preferences: Document | None
    case: Document
    now: datetime
    until: datetime

    def policy(self) -> Policy:
        """The policy, compiled anew."""
        return policy_of(self.rules, self.preferences)

    def loaded(self, policy: Policy) -> Case:
        """The case, loaded."""
        return policy.case_from(self.case)


@st.composite
def expectations(draw: st.DrawFn, levels: tuple[str, ...] = ("must", "must", "should", "may")) -> Document:
    """A rule that expects something that can be planned."""
    body: Document = {"act": draw(st.sampled_from(ACTS)), **draw(st.sampled_from(ANCHORS))}
    if draw(st.booleans()) and "roles" not in body["act"]:
        body["for_each"] = draw(st.sampled_from([["interviewer"], ["hr", "interviewer"]]))
    if draw(st.integers(0, 3)) == 0:
        body["at_least"] = draw(st.integers(2, 3))
    within = draw(st.sampled_from([None, "1 day", "3 days", "1 week", "2 weeks"]))
    found: Document = {
        "level": draw(st.sampled_from(levels)),
        "expect": body | ({} if within is None else {"within": within}),
    }
    if "for_each" in body and draw(st.integers(0, 3)) == 0:
        found["unless"] = {"recipient.asked_to_stop": True}
    return found


@st.composite
def settings_to_plan(draw: st.DrawFn) -> Setting:
    """Anything that can be planned for."""
    zone, start = draw(st.sampled_from(SEASONS))
    stated = draw(st.lists(expectations(), min_size=1, max_size=3))
    stated += draw(st.lists(st.one_of(st.sampled_from(OF_PLANS), st.sampled_from(OF_PLANS), rules()), max_size=4))
    case = draw(cases(zone, start))
    if draw(st.integers(0, 3)) == 0:
        offset, channel = draw(st.integers(-24, 200)), draw(st.sampled_from(["email", "phone"]))
        act = {"id": "own", "channel": channel, "purpose": "follow_up", "to": "ana"}
        case["actions"] = [{**act, "at": (start + timedelta(hours=offset)).isoformat()}]
    until = start + timedelta(days=draw(st.sampled_from([2, 7, 14, 21])))
    return Setting(stated, draw(st.sampled_from(PREFERENCES)), case, start, until)


@st.composite
def tiny_settings(draw: st.DrawFn) -> Setting:
    """One or two things that must be done once, a few rules, a week."""
    zone, start = draw(st.sampled_from(SEASONS))
    stated = []
    for _ in range(draw(st.integers(1, 2))):
        one = draw(expectations(("must",)))
        one["expect"].pop("at_least", None)
        stated.append(one)
    stated += draw(
        st.lists(st.one_of(st.sampled_from(OF_PLANS), st.sampled_from(OF_PLANS), rules()), min_size=1, max_size=4)
    )
    case = draw(cases(zone, start))
    case["interview"].setdefault("ended_at", (start - timedelta(hours=draw(st.integers(1, 40)))).isoformat())
    case["contacts"] = {name: {"roles": ["interviewer"], **one} for name, one in case["contacts"].items()}
    case.setdefault("zone", zone)
    if case["history"] == "unknown":
        case["history"] = []
    return Setting(
        stated, draw(st.sampled_from(PREFERENCES)), case, start, start + timedelta(days=draw(st.sampled_from([3, 6])))
    )
