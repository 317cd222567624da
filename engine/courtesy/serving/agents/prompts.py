"""What an agent is told before it writes: the rules that bind a text, as the policy has them for such an action."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import courtesy
from courtesy.serving.agents.errors import BadArgumentsError, problem
from courtesy.serving.agents.tools import CHECK, NEXT, PLAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from courtesy import Policies, Policy
    from courtesy.serving.agents.desk import Desk

WRITE, AFTER_INTERVIEW = "write_follow_up", "plan_after_interview"
_TEXT = "message."
_UNBOUND = (courtesy.Status.NOT_APPLICABLE, courtesy.Status.WAIVED)


class Blank(NamedTuple):
    """Something that a prompt is given."""

    name: str
    about: str
    required: bool


def blanks(name: str, desk: Desk) -> tuple[Blank, ...]:
    """What a prompt takes."""
    held = desk.cases.argument == "case_id"
    case = Blank("case_id", "The case, by its id.", required=held and len(desk.cases.named()) != 1)
    if name == AFTER_INTERVIEW:
        return (case,) if held else ()
    words = desk.policy.vocabulary
    whom = "The id of a contact of the case." if held else f"Who gets it, by role: {', '.join(words.roles)}."
    return (
        Blank("contact", whom, required=True),
        Blank("purpose", f"What it is about: {', '.join(words.purposes)}.", required=True),
        Blank("channel", f"How it goes: {', '.join(words.channels)}; email if left out.", required=False),
        *((case,) if held else ()),
    )


def about(name: str) -> str:
    """What a prompt is for."""
    return {
        WRITE: "Write a message that the policy permits: the rules that bind its text come first.",
        AFTER_INTERVIEW: "Plan what to do after an interview, and do it step by step.",
    }[name]


def text(name: str, given: Mapping[str, str], desk: Desk) -> str:
    """The words of a prompt. Raises BadArgumentsError, and CourtesyError."""
    _check(name, given, desk)
    lines = _after_interview(given, desk) if name == AFTER_INTERVIEW else _write(given, desk)
    return "\n".join(lines) + "\n"


def _check(name: str, given: Mapping[str, str], desk: Desk) -> None:
    known = blanks(name, desk)
    wrong = [
        problem("", f"the argument `{one.name}`", "none", one.about)
        for one in known
        if one.required and not given.get(one.name)
    ]
    words = desk.policy.vocabulary
    tables: list[tuple[str, Mapping[str, object]]] = [("purpose", words.purposes), ("channel", words.channels)]
    if desk.cases.argument == "case":
        tables.append(("contact", words.roles))
    wrong += [
        problem(f"/{key}", f"one of {', '.join(f'`{word}`' for word in table)}", f"`{given[key]}`")
        for key, table in tables
        if given.get(key) and given[key] not in table
    ]
    if wrong:
        raise BadArgumentsError(wrong)


def _write(given: Mapping[str, str], desk: Desk) -> Iterator[str]:
    contact, purpose, channel = given["contact"], given["purpose"], given.get("channel") or "email"
    now, nobody = desk.now(), desk.policy.vocabulary.channel(channel).addresses_nobody
    to: dict[str, object] = {} if nobody else {"to": contact}
    stated: dict[str, object] = {"action": {"channel": channel, "purpose": purpose, **to}}
    if desk.cases.argument == "case":
        stated["case"] = {"zone": "UTC", "contacts": {contact: {"roles": contact}}, "history": "unknown"}
    elif given.get("case_id"):
        stated["case_id"] = given["case_id"]
    taken = desk.cases.take(desk.policy, stated)
    verdict = taken.policy.check(taken.case, taken.action, now=now, all_findings=True)
    bound = list(dict.fromkeys(one.rule_id for one in verdict.findings if _binds_text(one)))
    rules = {rule.id: rule for rule in _version(taken.policy, now).rules}
    yield f"Write a {verdict.description}."
    yield ""
    if bound:
        yield f"These rules of {desk.policy.title} ({desk.policy.id}) bind the text:"
        yield ""
        for rule in (rules[one] for one in bound if one in rules):
            told = desk.pages.explained(rule.id, now)
            because = f" Reason: {rule.because}" if rule.because else ""
            yield f"- {rule.id} ({rule.level.value}): {told['title']}. {told['says']}{because}"
    else:
        yield f"No rule of {desk.policy.title} ({desk.policy.id}) binds the text of this."
    yield ""
    yield f"Then ask `{CHECK}` about the action with its `message`, and send it only where `permitted` is true."
    yield "If it is refused, take one of `try_next`. Do not act on your own judgement of the rules."


def _binds_text(finding: courtesy.Finding) -> bool:
    """Whether a rule, asked without a text, waits for one."""
    return finding.status not in _UNBOUND and any(name.startswith(_TEXT) for name in finding.missing)


def _after_interview(given: Mapping[str, str], desk: Desk) -> Iterator[str]:
    case = f" with case_id `{given['case_id']}`" if given.get("case_id") else ""
    owed = [rule for rule in _version(desk.policy, desk.now()).rules if rule.type == "expect"]
    yield f"Plan the follow-up after an interview by {desk.policy.title} ({desk.policy.id})."
    if owed:
        yield ""
        yield "The policy expects:"
        yield ""
        yield from (f"- {rule.id} ({rule.level.value}): {rule.title or rule.id}" for rule in owed)
    yield ""
    yield f"1. Ask `{NEXT}`{case} what may be done now, and `{PLAN}`{case} what comes later."
    yield "2. Tell what `missing` names, if you know it. Never make up a fact."
    yield f"3. Before each action, ask `{CHECK}`{case} about it with its text; do it only where `permitted` is true."
    yield "4. Put what was done, and what came in, into the history of the case before you ask again."


def _version(policy: Policy | Policies, now: datetime) -> courtesy.PolicySource:
    return policy.to_read(now)
