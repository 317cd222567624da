"""Audits of tables: what they give, and what is wrong with those that cannot be judged."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest

import courtesy
from courtesy.bulk import audit as auditing
from courtesy.bulk.errors import NotExpressibleError, UnusableTablesError
from courtesy.judging.line import Line
from courtesy.selfcheck.audit_examiner import AuditExaminer
from courtesy.selfcheck.audited import Past, as_action

POLICY = courtesy.load_policy("hire-wire")
SMALL = courtesy.parse_policy(
    "{courtesy: 1, id: p, version: 1.0.0, title: P, rules: [{id: p.week, level: must, "
    "wait: {at_least: 7 days, after: interview}}]}"
)
ENDED = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)
SENT = ENDED + timedelta(days=2)
CASES = [{"case_id": "c", "zone": "America/New_York", "interview.ended_at": ENDED}]
CONTACTS = [
    {"case_id": "c", "contact_id": "ana", "name": "Ana Lima", "roles": ["interviewer"]},
    {"case_id": "c", "contact_id": "hr", "name": "Careers", "roles": ["hr"]},
]
MAIL = {"case_id": "c", "seq": 0, "touch_id": "t", "at": SENT, "channel": "email", "purpose": "follow_up",
        "to_ids": ["ana"], "cc_ids": ["hr"], "body": "You are rude, and your process is awful."}  # fmt: skip


def _audit(*touches: dict[str, object], policy: courtesy.Policy = POLICY, **tables: object) -> courtesy.Audit:
    given = {"cases": CASES, "contacts": CONTACTS, "touches": list(touches), **tables}
    return policy.audit({name: pa.Table.from_pylist(rows) for name, rows in given.items()}, threads=1)


def _rules(audit: courtesy.Audit) -> dict[str, str]:
    return {row["rule"]: row["status"] for row in audit.findings.to_pylist()}


def test_texts_are_measured_by_the_engine() -> None:
    """A text is measured where a rule depends on it, and what is stated of it stands in its place."""
    rude = {**MAIL, "seq": 1, "touch_id": "rude", "message.tone": None}
    stated = {**rude, "seq": 2, "touch_id": "stated", "message.tone": "neutral"}
    unknown = {**rude, "seq": 3, "touch_id": "unknown", "body": None}
    found = _audit(rude, stated, unknown).findings.to_pylist()
    tones = {row["touch_id"]: row["status"] for row in found if row["rule"] == "content.polite"}
    assert {"rude": "violated", "unknown": "undetermined"} == tones


def test_contacts_named_in_a_text_are_found() -> None:
    """A public post that names a contact of its case is found by the contacts of the table."""
    post = {**MAIL, "channel": "public_post", "to_ids": [], "cc_ids": [], "body": "Ana Lima asked good questions."}
    assert "violated" == _rules(_audit(post))["prohibitions.no-naming-people"]


def test_a_wait_tells_from_when_on_it_would_have_been_permitted() -> None:
    """A broken wait comes with its end, and with what was measured."""
    (found,) = _audit(MAIL, policy=SMALL).findings.to_pylist()
    assert ("604800", "172800", "seconds") == (found["expected"], found["measured"], found["unit"])
    assert found["permitted_from"] == ENDED + timedelta(days=7)


def test_what_happened_later_can_be_left_out() -> None:
    """With a time to look back to, later touches are neither judged nor counted."""
    later = {**MAIL, "seq": 1, "touch_id": "later", "at": SENT + timedelta(days=9)}
    tables = {"cases": CASES, "contacts": CONTACTS, "touches": [MAIL, later]}
    audit = SMALL.audit({name: pa.Table.from_pylist(rows) for name, rows in tables.items()}, as_of=SENT)
    assert ["t"] == audit.acts["touch_id"].to_pylist()


def test_parts_make_up_the_whole() -> None:
    """Cases judged in small parts come to what they come to together, and parts that are done are left out."""
    cases = [{**CASES[0], "case_id": f"c{number}"} for number in range(5)]
    contacts = [{**one, "case_id": case["case_id"]} for case in cases for one in CONTACTS]
    touches = [
        {**MAIL, "case_id": case["case_id"], "seq": seq, "touch_id": str(seq)} for case in cases for seq in (0, 1)
    ]
    tables = {"cases": cases, "contacts": contacts, "touches": touches}
    given = {name: pa.Table.from_pylist(rows) for name, rows in tables.items()}
    line = Line([SMALL.dated])
    parts = list(auditing.audit(line, SMALL.vocabulary, given, part=4))
    assert len(parts) == parts[0].of == 3
    assert SMALL.audit(given).findings.sort_by("case_id") == courtesy.Audit.of(parts).findings.sort_by("case_id")
    (last,) = auditing.audit(line, SMALL.vocabulary, given, part=4, done=frozenset({0, 1}))
    assert parts[2].acts == last.acts


def test_waivers_lift_findings() -> None:
    """What is waived is told, and changes no outcome; after its end the waiver lifts nothing."""
    waiver = courtesy.Waiver(rule="p.week", because="agreed", by="owner", until=date(2026, 11, 24), case="c")
    waived = _audit(
        MAIL, {**MAIL, "seq": 1, "touch_id": "u", "at": SENT + timedelta(days=3)}, policy=SMALL.with_waivers([waiver])
    )
    found = {row["touch_id"]: row["status"] for row in waived.findings.to_pylist() if row["rule"] == waiver.rule}
    assert {"t": "waived", "u": "violated"} == found
    assert ["allow", "deny"] == waived.acts["outcome"].to_pylist()


def test_each_act_is_judged_by_the_version_of_its_date() -> None:
    """Of several versions the one that held judges, also before the first, and tells of times in its own zone."""
    versions = [
        courtesy.parse_policy(
            f"{{courtesy: 1, id: p, version: {number}.0.0, title: P, valid: {{from: {since}}}, zone: {zone}, "
            "facts: {attributes.due: {type: time, title: when it is due}}, "
            f"rules: [{{id: p.x, level: must, forbid: {{channel: {channel}}}}}, {{id: p.y, level: should, "
            "limit: {at_most: 0, per: 30 days, counting: {attributes.due: 2026-06-01T12:00}}}]}"
        )
        for number, since, channel, zone in ((1, "2026-01-01", "sms", "Asia/Tokyo"), (2, "2026-07-01", "email", "UTC"))
    ]
    policies = courtesy.Policies(versions)
    case = policies.case_from(
        {
            "id": "c",
            "zone": "UTC",
            "contacts": {"ana": {}},
            "history": [
                {"id": f"{channel} {month}", "channel": channel, "to": "ana", "at": f"2026-{month}T00:00:00"}
                for month in ("06-30", "07-01")
                for channel in ("sms", "email")
            ],
        }
    )
    past = Past({"c": case}, policies.vocabulary)
    assert (4, 4) == AuditExaminer(policies).examine(past)
    rows = [row for of_act in past.audited_by(policies).values() for row in of_act.rows.values()]
    assert {"1.0.0", "2.0.0"} == {row.version for row in rows if row.level == "must"}
    assert {"JST", "UTC"} == {zone for row in rows for zone in ("JST", "UTC") if zone in str(row.told)}


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ({"cases": [{**CASES[0], "zoen": "UTC"}]}, "`cases` has the column `zoen`, which nothing reads: is it `zone`?"),
        ({"touches": [{**MAIL, "at": SENT.replace(tzinfo=None)}]}, "`touches.at` has times without a time zone"),
        (
            {"touches": [{key: MAIL[key] for key in ("case_id", "seq", "at", "channel")}]},
            "`touches` lacks the column `touch_id`",
        ),
        ({"touches": [{**MAIL, "case_id": "d"}]}, "`touches` has cases that are not in `cases`: `d`"),
        ({"touches": [{**MAIL, "to_ids": ["ben"]}]}, "touches reach contacts that are not in `contacts`: `c: ben`"),
        ({"touches": [MAIL, MAIL]}, "`touches` has case_id, seq twice: `c, 0`"),
        ({"touches": [{**MAIL, "at": None}]}, "rows of `touches` lack"),
        ({"cases": [{**CASES[0], "zone": "EST"}]}, "no place has the time zone `EST`"),
        ({"touches": [{**MAIL, "direction": "out"}]}, "`direction` is neither outbound nor inbound: `out`"),
        (
            {"touches": [{**MAIL, "at": datetime(1400, 1, 1, tzinfo=UTC)}]},
            "`touches.at` lies outside the years 1900 to 2199",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_with_tables_is_told(tables: dict[str, object], told: str) -> None:
    """Nothing is guessed: each fault of a table is named before anything is judged."""
    with pytest.raises(UnusableTablesError) as error:
        _audit(policy=SMALL, **{"touches": [MAIL], **tables})  # type: ignore[arg-type]
    assert any(problem.startswith(told) for problem in error.value.problems), error.value.problems


def test_what_tables_cannot_tell_is_an_error() -> None:
    """A rule that SQL cannot judge is named, and never left out."""
    own = [f"attributes.{letter}" for letter in "abcd"]
    facts = ", ".join(f"{name}: {{type: string, title: own}}" for name in own)
    policy = courtesy.parse_policy(
        f"{{courtesy: 1, id: p, version: 1.0.0, title: P, facts: {{{facts}}}, rules: [{{id: p.x, level: must, "
        f"limit: {{at_most: 1, per: 7 days, counting: {{same: [{', '.join(own)}]}}}}}}]}}"
    )
    with pytest.raises(NotExpressibleError, match=r"rule `p\.x` cannot be audited: .* 256 ways"):
        _audit(MAIL, policy=policy)


def test_tags_are_the_same_in_whatever_order_a_table_lists_them() -> None:
    """Touches equal in their tags are counted, also where these are listed in another order, or one of them twice."""
    policy = courtesy.parse_policy(
        "{courtesy: 1, id: p, version: 1.0.0, title: P, rules: [{id: p.x, level: must, "
        "limit: {at_most: 1, per: 30 days, counting: {same: [tags]}}}]}"
    )
    listed = (["one", "two"], ["two", "one"], ["one"], ["two", "one", "two"])
    touches = [{**MAIL, "seq": seq, "touch_id": str(seq), "tags": tags} for seq, tags in enumerate(listed)]
    audit = _audit(*touches, policy=policy)
    assert ["allow", "deny", "allow", "deny"] == audit.acts["outcome"].to_pylist()


def test_a_case_of_the_tables_can_be_checked_by_itself() -> None:
    """One case comes out of the tables as a case, and a check of its touch says what the audit says."""
    tables = {"cases": CASES, "contacts": CONTACTS, "touches": [MAIL]}
    given = {name: pa.Table.from_pylist(rows) for name, rows in tables.items()}
    case = SMALL.audited_case(given, "c")
    assert case is not None
    (touch,) = case.history or ()
    verdict = SMALL.check(case, as_action(touch), now=SENT)
    assert ["p.week"] == [finding.rule_id for finding in verdict.broken()]
    assert SMALL.audited_case(given, "d") is None


def test_a_contact_without_a_zone_lives_by_that_of_the_case() -> None:
    """A case of the tables is judged on the clock on which the audit judges it."""
    contacts = [{"case_id": "c", "contact_id": row["contact_id"]} for row in CONTACTS]
    tables = {"cases": CASES, "contacts": contacts, "touches": [MAIL]}
    case = SMALL.audited_case({name: pa.Table.from_pylist(rows) for name, rows in tables.items()}, "c")
    assert case is not None
    assert {(case.zone,)} == {one.zones for one in case.contacts.values()} != {(None,)}


def test_an_unknown_engine_is_an_error() -> None:
    """Only engines that there are can be named."""
    with pytest.raises(courtesy.UnusableArgumentError, match="engine"):
        POLICY.audit({}, engine="abacus")


OWING = courtesy.parse_policy(
    "{courtesy: 1, id: p, version: 1.0.0, title: P, rules: [{id: p.note, level: must, "
    "expect: {act: {channel: handwritten_note}, within: 24 hours, after: interview, for_each: interviewer}}]}"
)
NOTE = {"case_id": "c", "seq": 0, "touch_id": "n", "at": ENDED + timedelta(hours=2), "channel": "handwritten_note",
        "to_ids": ["ana"], "cc_ids": []}  # fmt: skip
OTHER_CASES = [*CASES, {"case_id": "silent", "zone": "America/New_York", "interview.ended_at": ENDED}]
OTHER_CONTACTS = [*CONTACTS, {"case_id": "silent", "contact_id": "bo", "name": "Bo", "roles": ["interviewer"]}]


@pytest.mark.parametrize("part", [1, auditing.PART])
def test_what_is_owed_is_judged_for_all_cases(part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As of the last touch of all a case without touches owes what nobody has done, in one part and in several."""
    monkeypatch.setitem(auditing.audit.__kwdefaults__, "part", part)
    found = _audit(NOTE, MAIL | {"seq": 1}, policy=OWING, cases=OTHER_CASES, contacts=OTHER_CONTACTS)
    (row,) = found.owed.to_pylist()
    due = ENDED + timedelta(days=1)
    assert ("silent", "bo", "p.note", "must", "overdue", "1.0.0") == tuple(
        row[name] for name in ("case_id", "contact", "rule", "level", "status", "version")
    )
    assert (SENT, ENDED, due, 1, 0, []) == tuple(
        row[name] for name in ("as_of", "since", "due_by", "needed", "done", "missing")
    )


@pytest.mark.parametrize(("after", "overdue"), [(timedelta(hours=3), 0), (timedelta(days=2), 1)])
def test_what_is_owed_is_judged_as_of_a_time(after: timedelta, overdue: int) -> None:
    """What is not due yet is no finding, and with `as_of` what was done later was not done."""
    late = NOTE | {"at": ENDED + timedelta(days=3)}
    tables = {"cases": CASES, "contacts": CONTACTS, "touches": [late]}
    given = {name: pa.Table.from_pylist(rows) for name, rows in tables.items()}
    assert overdue == len(OWING.audit(given, as_of=ENDED + after, threads=1).owed)


def test_what_is_owed_may_be_left_out_or_not_known() -> None:
    """Without `obligations` nothing is owed; of an interview that nobody knows the end of, nobody can tell."""
    unknown = [{"case_id": "c", "zone": "America/New_York"}]
    (row,) = _audit(MAIL, policy=OWING, cases=unknown).owed.to_pylist()
    assert ("undetermined", ["interview.ended_at"], None) == (row["status"], row["missing"], row["due_by"])
    given = {"cases": CASES, "contacts": CONTACTS, "touches": [MAIL]}
    tables = {name: pa.Table.from_pylist(rows) for name, rows in given.items()}
    assert 0 == len(OWING.audit(tables, obligations=False, threads=1).owed)
