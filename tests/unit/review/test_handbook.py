"""The handbook of a policy says all that the policy says."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from courtesy.api import Policies, Policy, PolicyNotFoundError, parse_policy
from courtesy.model.policy import Level
from courtesy.rendering import renderer
from courtesy.rendering.policy_page import meaning
from courtesy.review.handbook.composing import compose
from courtesy.selfcheck.dice import SEASONS, dice
from courtesy.selfcheck.random_policies import random_policy
from courtesy.selfcheck.shrinking import as_file
from tests.helpers.work import calls_of
from tests.unit.review.handbooks import DAY, HOSTILE, handbook_of, hostile, policy_of

if TYPE_CHECKING:
    from courtesy.model.handbook import Handbook

NAMES = ("hire-wire", "london")
FORMATS = ("markdown", "html")
_TAG = re.compile(r"<[^>]*>")


def _read(book: Handbook, form: str) -> str:
    """What a person reads of it, on one line."""
    text = renderer("handbook", form)(book)
    if form == "html":
        from html import unescape  # noqa: PLC0415  used once

        return " ".join(unescape(_TAG.sub(" ", text.partition("<body>")[2])).split())
    return " ".join(re.sub(r"\\([\\`*_\[\]<>|~])", r"\1", text).split())


@pytest.mark.no_cover
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_all_of_a_policy_is_told(name: str, form: str) -> None:
    """Each rule stands in it with all that `show` says it means, its reason, its source, its remedy and its id."""
    policy, text = policy_of(name), _read(handbook_of(name), form)
    for compiled in policy.compiled:
        rule = compiled.rule
        source = policy.source.sources[rule.source.ref].title if rule.source is not None else ""
        section = (rule.source.section or "") if rule.source is not None else ""
        said = [text for _, text in meaning(policy.source, compiled)]
        for expected in (rule.id, rule.title, rule.because, rule.remedy, source, section, *said):
            assert " ".join((expected or "").split()).rstrip(".") in text, rule.id
    for one in policy.source.disabled:
        assert one.because in text
        assert one.rule.id in text
    for waiver in policy.waivers:
        assert waiver.because in text


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_means_what_show_says(name: str) -> None:
    """What a rule asks for is in the very words of `show`, so that rules which judge differently read differently."""
    policy, book = policy_of(name), handbook_of(name)
    told = {rule.id: tuple((row.label, row.text) for row in rule.meaning) for rule in book.rules}
    assert {rule.rule.id: tuple(meaning(policy.source, rule)) for rule in policy.compiled} == told


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_is_seen_at_a_glance(name: str) -> None:
    """The glance leads to every rule, and says of each how binding it is."""
    book = handbook_of(name)
    items = [item for line in book.glance for part in line.parts for item in part.items]
    assert {rule.id for rule in book.rules} == {item.rule for item in items}
    rules = {rule.id: rule for rule in book.rules}
    assert [] == [
        item for item in items if (rules[item.rule].number, rules[item.rule].level) != (item.number, item.level)
    ]


@pytest.mark.parametrize(
    ("changed", "title"),
    [
        ("", "Never"),
        ("level: should, ", "Text messages"),
        ("concerns: copied, ", "Text messages"),
        ("unless: {recipient.met: true}, ", "Text messages"),
    ],
)
def test_never_is_said_of_what_is_refused_without_exception(changed: str, title: str) -> None:
    """Only channels that a must forbids altogether stand under the heading that says so."""
    rule = "{id: a.rule, level: must, applies_to: {channel: sms}, forbid: true}"
    stated = rule.replace("level: must, ", changed) if "level" in changed else rule.replace("level", f"{changed}level")
    policy = parse_policy(ALWAYS.replace(rule, stated), matcher="native")
    assert [title] == [line.title for line in compose(policy, on=DAY).glance]


def test_words_of_a_policy_stay_words() -> None:
    """Nothing that a policy says becomes markup, in neither format."""
    page = renderer("handbook", "html")(hostile())
    assert "<script" not in page
    assert "javascript:" not in "".join(re.findall(r'href="([^"]*)"', page))
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in page
    text = renderer("handbook", "markdown")(hostile())
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text
    assert [] == re.findall(r"(?<!\\)<(?!a id=|/a>|https:)", text)
    assert [] == re.findall(r"(?<!\\)\]\((?!#)", text)
    assert HOSTILE[:-2].strip() in _read(hostile(), "html")


def test_a_page_needs_nothing_else() -> None:
    """The page of hire-wire is small, and asks for nothing from elsewhere."""
    page = renderer("handbook", "html")(handbook_of("hire-wire"))
    assert len(page) < 300_000
    assert [] == re.findall(r"<(?:script|img|iframe|link rel=.stylesheet)", page)
    assert {"#"} == {target[0] for target in re.findall(r'href="([^"]*)"', page) if target != "data:,"}


@pytest.mark.parametrize("form", FORMATS)
def test_links_lead_somewhere(form: str) -> None:
    """Every link within a handbook has its place, and every rule is one."""
    text = renderer("handbook", form)(handbook_of("london"))
    places = set(re.findall(r'\bid="([^"]*)"', text))
    links = set(re.findall(r'href="#([^"]*)"', text) if form == "html" else re.findall(r"\]\(#([^)]*)\)", text))
    assert links <= places
    assert {rule.id for rule in handbook_of("london").rules} <= links


# ---------------------------------------------------------------- versions


def _version(version: str, valid: str, **more: str) -> str:
    head = {"courtesy": "1", "id": "small", "version": version, "title": "Small", "zone": "Europe/London", **more}
    lines = [f"{key}: {said}" for key, said in head.items()]
    rule = "rules: [{id: a.rule, level: must, applies_to: {channel: sms}, forbid: true}]"
    return "\n".join((*lines, f"valid: {valid}" if valid else "", rule))


FIRST = _version("1.0.0", "{from: 2026-01-01, until: 2027-01-01}")
SECOND = _version("1.1.0", "{from: 2027-01-01, until: 2028-01-01}")
ALWAYS = _version("1.0.0", "")


@pytest.mark.parametrize(
    ("texts", "on", "version", "expected"),
    [
        ((ALWAYS,), "2026-11-26", None, "Version 1.0.0 holds at any time."),
        (
            (_version("1.0.0", "{from: 2026-01-01}"),), "2026-11-26", None,
            "Version 1.0.0 holds from 1 January 2026 on.",
        ),
        (
            (FIRST,), "2026-11-26", None,
            ("On Thursday 26 November 2026 version 1.0.0 holds, until the end of Thursday 31 December 2026. "
            "Its days are those of the clocks in London."),
        ),
        (
            (FIRST, SECOND), "2026-12-31", None,
            ("On Thursday 31 December 2026 version 1.0.0 holds, until the end of Thursday 31 December 2026. "
            "From Friday 1 January 2027 on version 1.1.0 holds. Its days are those of the clocks in London."),
        ),
        (
            (FIRST, SECOND), "2027-01-01", None,
            ("On Friday 1 January 2027 version 1.1.0 holds, until the end of Friday 31 December 2027. "
            "Its days are those of the clocks in London."),
        ),
        (
            (FIRST, SECOND), "2027-01-01", "1.0.0",
            ("On Friday 1 January 2027 version 1.0.0 no longer holds: its last day was Thursday 31 December 2026. "
            "From Friday 1 January 2027 on version 1.1.0 holds. Its days are those of the clocks in London."),
        ),
        (
            (FIRST, SECOND), "2028-01-01", None,
            ("On Saturday 1 January 2028 version 1.1.0 no longer holds: its last day was Friday 31 December 2027. "
            "Its days are those of the clocks in London."),
        ),
        (
            (FIRST, SECOND), "2025-12-31", None,
            ("On Wednesday 31 December 2025 version 1.0.0 does not hold yet: it holds from Thursday 1 January 2026 on, "
            "until the end of Thursday 31 December 2026. From Friday 1 January 2027 on version 1.1.0 holds. "
            "Its days are those of the clocks in London."),
        ),
    ],
)  # fmt: skip
def test_which_version_holds(texts: tuple[str, ...], on: str, version: str | None, expected: str) -> None:
    """A handbook is about the version of the day, or the next one, or the one that is named, and says how it stands."""
    policies = Policies([parse_policy(text, matcher="native") for text in texts])
    assert expected == " ".join(compose(policies, on=date.fromisoformat(on), version=version).state)


def test_there_is_no_such_version() -> None:
    """A version that is not at hand is an error that lists those that are."""
    with pytest.raises(PolicyNotFoundError) as caught:
        compose(policy_of("hire-wire"), on=DAY, version="2.0.0")
    assert ("hire-wire@1.0.0",) == caught.value.known


def test_a_day_that_makes_no_difference_is_not_told() -> None:
    """The handbook of a policy that holds without end, and has no waivers, is the same on every day."""
    policy = parse_policy(ALWAYS, matcher="native")
    assert compose(policy, on=DAY) == compose(policy, on=date(2030, 5, 5))
    assert compose(policy, on=DAY).day is None


def test_exceptions_end() -> None:
    """An exception stands in the handbook up to its last day."""
    waiver = "[{rule: a.rule, case: one, because: They asked., by: head of talent, until: 2026-12-01}]"
    policy = parse_policy(ALWAYS, matcher="native", waivers=waiver)
    assert 1 == len(compose(policy, on=date(2026, 11, 30)).waivers)
    assert 0 == len(compose(policy, on=date(2026, 12, 1)).waivers)


def test_what_a_parent_says_is_told() -> None:
    """A rule that was changed stands beside what the parent says, and who changed and who locked it."""
    rows = {rule.id: {row.label: row.text for row in rule.background} for rule in handbook_of("london").rules}
    email = rows["timing.email-after-a-week"]
    assert "hire-wire 1.0.0." == email["From"]
    assert (
        "hire-wire 1.0.0 says: “Wait at least 7 days after the interview.” northgate 1.0.0 says: “Wait at least 5 "
        "business days after the interview. Clock: The clock of the policy (Europe/London). Days: Holidays and "
        "business days follow the GB-ENG calendar.”"
    ) == email["Changed"]
    assert "northgate 1.0.0 has locked this rule: who builds on it may only make the rule stricter." == email["Locked"]
    assert "Changed" not in rows["timing.after-the-interview"]


# ---------------------------------------------------------------- examples


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_has_its_examples(name: str) -> None:
    """Each rule is shown broken and kept; where there can be no such example, it is not missed."""
    without = {
        rule.id: [one.kept for one in rule.examples] for rule in handbook_of(name).rules if len(rule.examples) < 2
    }
    never, no_deadline = [False], [True]
    assert {
        "prohibitions.no-text-messages": never,
        "prohibitions.no-social-messages": never,
        "obligations.connect-on-linkedin": no_deadline,
        "obligations.call-at-least-once": no_deadline,
    } == without
    assert {"", "It has no deadline, so that it is never overdue."} == {
        rule.no_example for rule in handbook_of(name).rules
    }


@pytest.mark.parametrize("name", NAMES)
def test_examples_say_what_the_engine_says(name: str) -> None:
    """What breaks a must is refused, what keeps a rule is permitted, and what breaks advice is permitted with it."""
    begins = {Level.MUST: "Refused", Level.SHOULD: "Permitted, with a warning: ", Level.MAY: "Permitted, with a hint: "}
    for rule in handbook_of(name).rules:
        owed = rule.id.startswith("obligations.")
        for one in rule.examples:
            expected = ("Done" if owed else "Permitted.") if one.kept else "Overdue" if owed else begins[rule.level]
            assert one.outcome.startswith(expected), rule.id


def test_examples_have_dates_of_a_real_calendar() -> None:
    """A wait of business days ends when the engine says so, over a weekend, on the day that is that weekday."""
    (email,) = (rule for rule in handbook_of("london").rules if rule.id == "timing.email-after-a-week")
    wrong, right = email.examples
    assert "The interview ended on Tuesday 15 September 2026, 15:30." in wrong.situation
    assert wrong.outcome.startswith("Refused until Tuesday 22 September 2026, 15:30 BST: ")
    assert "Permitted." == right.outcome


TWO_RULES = """
courtesy: 1
id: two
version: 1.0.0
title: Two
zone: UTC
rules:
  - {id: a.never, level: %s, applies_to: {channel: phone}, require: {recipient.met: true}}
  - {id: b.never, level: %s, title: No calls, applies_to: {channel: phone}, forbid: true}
"""


NOT_MET = "you did not meet the recipient in the interview"


@pytest.mark.parametrize(
    ("levels", "broken", "kept"),
    [
        (
            ("should", "must"),
            f"Against advice: {NOT_MET} (and refused by “No calls”).",
            "Kept, but refused by “No calls”.",
        ),
        (("must", "must"), f"Refused: {NOT_MET}.", "Kept, but refused by “No calls”."),
        (("must", "should"), f"Refused: {NOT_MET}.", "Kept, but warned about by “No calls”."),
        (("must", "may"), f"Refused: {NOT_MET}.", "Permitted."),
    ],
)
def test_what_other_rules_say_is_told(levels: tuple[str, str], broken: str, kept: str) -> None:
    """Where no situation pleases all rules, an example names the rule that stands in the way."""
    first, _ = compose(parse_policy(TWO_RULES % levels, matcher="native"), on=DAY).rules
    assert [broken, kept] == [one.outcome for one in first.examples]


def test_a_rule_that_nothing_breaks_says_so() -> None:
    """Where no example was found, the handbook says which."""
    rule = "rules: [{id: a.rule, level: must, applies_to: {all: [{channel: sms}, {channel: phone}]}, forbid: true}]"
    policy = parse_policy(ALWAYS.rpartition("\n")[0] + "\n" + rule, matcher="native")
    (entry,) = compose(policy, on=DAY).rules
    assert ((), "No example was found that breaks or keeps this rule.") == (entry.examples, entry.no_example)


def test_a_handbook_takes_two_verdicts_for_each_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is shown is judged whole: one situation in which a rule is broken, and one in which it is kept."""
    asked = []
    judge = Policy.check_plan
    monkeypatch.setattr(Policy, "check_plan", lambda *given, **stated: asked.append(1) or judge(*given, **stated))
    policy = parse_policy(TWO_RULES % ("should", "must"), matcher="native")
    calls = calls_of(lambda: compose(policy, on=DAY), at_most=400_000)
    assert len(asked) <= 2 * len(policy.rules)
    assert calls > 1000


# ---------------------------------------------------------------- any policy


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_any_policy_has_a_handbook(seed: int) -> None:
    """Of a random policy each rule stands in both formats in the words of `show`, the same each time."""
    random = dice(seed, "handbook")
    policy = parse_policy(as_file(random_policy(random, random.choice(SEASONS))), matcher="native")
    book = compose(policy, on=DAY)
    told = {rule.id: tuple((row.label, row.text) for row in rule.meaning) for rule in book.rules}
    assert {rule.rule.id: tuple(meaning(policy.source, rule)) for rule in policy.compiled} == told
    for form in FORMATS:
        text = _read(book, form)
        said = [row.text for rule in book.rules for row in rule.meaning]
        assert [] == [one for one in said if " ".join(one.split()) not in text]
    assert book == compose(policy, on=DAY)
