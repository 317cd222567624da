"""Words that people write for words of the language: said once, for files, policies and flags.

Rule types bring theirs along (`synonyms`). A word that can stand for several names them all.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from courtesy.wording.meant.forms import one_of
from courtesy.wording.meant.pasted import plain
from courtesy.wording.text import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    Synonyms = Mapping[str, tuple[str, ...]]


def _by_synonym(table: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word, synonyms in table.items():
        for synonym in synonyms.split():
            found[synonym] = (*found.get(synonym, ()), word)
    return found


KEYS: Synonyms = _by_synonym({
    # of rules
    "applies_to": "when if applies apply_to for scope where only_if only_for condition conditions match matches filter",
    "unless": "except exception exceptions except_if excluding exclude excludes but_not not ignore",
    "because": "reason why rationale justification explanation motivation reasons",
    "title": "name description desc summary label heading headline",
    "level": "severity priority importance strength criticality enforcement",
    "source": "citation cite reference references",
    "remedy": "fix hint help remediation suggestion advice solution recommendation",
    "zone": "timezone time_zone tz timezones",
    "calendar": "holidays holiday_calendar calendars",
    "week_starts": "first_day_of_week week_start start_of_week",
    "concerns": "audience whom",
    "locked": "final frozen lock",
    "interpretation": "interpreted interpretive",
    # of rule types
    "at_least": "min minimum least gte ge wait_for for",
    "at_most": "max maximum most lte le up_to count times number cap within for",
    "more_than": "gt greater_than over above",
    "less_than": "lt under below",
    "is": "eq equals equal value ==",
    "is_not": "ne neq not not_equal !=",
    "one_of": "in any_of",
    "none_of": "not_in nin",
    "includes": "contains",
    "exists": "known present defined is_known",
    "after": "from start starting since",
    "before": "ahead_of",
    "or": "else fallback fallbacks otherwise default",
    "per": "window period every interval each within for",
    "counting": "of count counts touches matching selector",
    "within": "window period in in_the_last last for deadline",
    "touch": "selector event act action after",
    "act": "action actions touch do selector",
    "for_each": "each per for every",
    "days": "weekdays weekday day day_of_week dow",
    "from": "start begin begins opens open start_time sender since",
    "to": "end ends closes close until till end_time recipient recipients contact whom",
    "not_on": "closed blackout except excluding exclude not_dates",
    "on": "dates date only_on",
    "has_not": "no none not without",
    # of selectors, acts and touches
    "channel": "via medium type channels",
    "purpose": "about topic purposes",
    "direction": "way",
    "outcome": "result status outcomes",
    "tags": "tag labels label keywords",
    "roles": "role position positions job_title",
    "at": "when time date datetime sent_at timestamp on sent",
    "message": "text content mail",
    "body": "text content message",
    "cc": "copy copies copied_to carbon_copy",
    # of manifests
    "include": "files rule_files imports import includes",
    "valid": "validity effective in_force",
    "extends": "extend base parent inherits inherit based_on",
    "change": "override overrides modify",
    "disable": "disabled remove off without",
    "closed": "closures shutdown closing_days closed_days",
    "business_hours": "office_hours working_hours opening_hours work_hours",
    # of cases
    "contacts": "people persons contact recipients",
    "history": "touches past log events",
    "actions": "action planned proposed plan acts",
    "candidate": "applicant",
    "ended_at": "end ends_at date at ended finished_at end_time on",
    "decision_promised_for": "decision_by decision_date decision decision_on promised_for",
    "emails": "email e_mail mail addresses email_addresses",
    # of projects and waivers
    "policies": "folders paths policy_folders",
    "until": "to till expires expiry expires_at expires_on end valid_until ends",
    "by": "who author approved_by owner approver",
    "rule": "rule_id id",
})  # fmt: skip
"""Keys that people write, and the keys that mean it, wherever one of them can stand."""

WORDS: Synonyms = _by_synonym({
    # channels
    "phone": "call phone_call telephone calls voice mobile",
    "email": "mail e_mail emails mails electronic_mail",
    "sms": "text text_message texts texting sms_message",
    "handwritten_note": "letter note card thank_you_note thank_you_card handwritten handwritten_letter post mail",
    "linkedin_connection": "linkedin connection connection_request linkedin_request linkedin_invitation",
    "linkedin_message": "linkedin inmail linkedin_inmail linkedin_dm",
    "public_post": "post posting blog blog_post review tweet",
    "twitter": "tweet",
    "facebook": "fb messenger",
    "instagram": "insta ig",
    "in_person": "visit meeting face_to_face onsite personally",
    # purposes
    "thank_you": "thanks thankyou gratitude appreciation",
    "follow_up": "followup chase chaser reminder nudge",
    "check_in": "checkin status status_update reminder nudge",
    "ask_question": "question ask questions",
    "provide_information": "info information inform documents",
    "references": "reference",
    # roles
    "hiring_manager": "manager",
    "hr": "human_resources people_team personnel human_resource",
    "recruiter": "headhunter talent_acquisition",
    "owner": "proprietor",
    "ceo": "chief_executive chief_executive_officer",
    "employee": "staff worker",
    # outcomes and events
    "answered": "replied responded",
    "no_answer": "unanswered not_answered",
    "delivered": "sent done",
    "voicemail": "left_voicemail mailbox",
    "declined": "rejected refused",
    "cancelled": "canceled withdrawn",
    "reply": "answer response replied answered",
    "auto_reply": "autoreply out_of_office ooo auto_response",
    "stop_request": "stop unsubscribe opt_out do_not_contact optout",
    "invitation": "invite invited",
    # of selectors and rules
    "outbound": "out sent outgoing ours",
    "inbound": "in received incoming theirs",
    "any": "both either all anyone everything",
    "same_contact": "contact recipient same same_person",
    "same_company": "company same_firm",
    "anyone": "all any everybody everyone",
    "addressed": "to recipient recipients",
    "copied": "cc copies",
    "everyone": "all everybody both any anyone",
    # levels
    "must": "mandatory required require requires shall error critical compulsory obligatory strict hard high blocker",
    "should": "recommended recommend warning warn advised ought soft medium",
    "may": "optional info information hint advice suggestion could might can note low",
    # settings and facts
    "deny": "forbid block refuse reject",
    "allow": "permit permitted ok accept",
    "boolean": "bool flag yes_no yes/no true/false truth",
    "integer": "int whole whole_number",
    "number": "float decimal numeric double",
    "string": "text str free_text",
    "one_of": "enum choice select option",
    "time": "date datetime timestamp date_time",
    "duration": "length timespan interval",
    "negative": "bad rude angry hostile unfriendly impolite",
    "positive": "good friendly polite nice",
    "neutral": "polite factual matter_of_fact",
})  # fmt: skip
"""Words that people write for words that there are."""

FACTS: Synonyms = _by_synonym({
    "message.words": "message.length message.word_count message.wordcount message.size",
    "message.sentences": "message.sentence_count",
    "message.tone": "message.sentiment message.mood",
    "message.names_contacts": "message.names message.mentions_names",
    "message.mentions_thanks": "message.thanks message.says_thanks",
    "action.local_time": "action.time action.hour action.time_of_day action.clock",
    "action.weekday": "action.day action.day_of_week action.dow action.days",
    "action.business_day": "action.working_day action.workday action.is_business_day",
    "action.at": "action.date action.datetime action.when",
    "recipient.roles": "roles role contact.roles contact.role recipient.position action.to.roles action.to",
    "recipient.asked_to_stop": "recipient.opted_out recipient.unsubscribed recipient.stopped recipient.stop_request",
    "recipient.invited_contact": "recipient.invited recipient.invitation",
})  # fmt: skip
"""Facts that people write by another name."""

_CUTOFF = 0.75
_SHORTEST = 3
_LONGEST_COMPARED = 200
_MOST_COMPARED = 1000
_DENIED = re.compile(r"\s*(?:!|~|<>|(?:not|no|non|anything but|all but|except)[\s-])", re.IGNORECASE)
_NEGATING = re.compile(r"(?:un|non|not|no|dis|in|im|anti)_?")


def spelt(written: str) -> str:
    """A word as the language spells its own: in lower case, with `_` where people write spaces, hyphens or capitals."""
    snake = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", "_", plain(written))
    return re.sub(r"[\s_-]+", "_", snake.lower()).strip("_.")


def meant_words(written: str, known: Iterable[str], synonyms: Synonyms = WORDS) -> tuple[str, ...]:
    """The known words that one can stand for: by spelling, by meaning, or with a slip; none where nobody can tell."""
    by_spelling = {spelt(word): word for word in islice(known, _MOST_COMPARED)}
    if _DENIED.match(written) and written not in synonyms:
        return ()  # what is not meant
    bare = spelt(written[:_LONGEST_COMPARED])
    if bare in by_spelling:
        return (by_spelling[bare],)
    of_table = synonyms.get(bare) or _written_together(synonyms).get(bare.replace("_", ""), ())
    if by_meaning := tuple(by_spelling[word] for word in of_table if word in by_spelling):
        return by_meaning
    if len(bare) < _SHORTEST:
        return ()
    if begun := [word for form, word in by_spelling.items() if form.startswith(bare)]:
        return tuple(begun) if len(begun) <= 2 else ()  # noqa: PLR2004  more are no help
    from difflib import SequenceMatcher, get_close_matches  # noqa: PLC0415  cold start: only for what went wrong

    near = get_close_matches(bare, [form for form in by_spelling if not _opposite(bare, form)], n=2, cutoff=_CUTOFF)
    alike = [SequenceMatcher(None, form, bare).ratio() for form in near]
    return tuple(by_spelling[form] for form, ratio in zip(near, alike, strict=True) if ratio == alike[0])


def denied(written: str, known: Iterable[str], synonyms: Synonyms = WORDS) -> tuple[str, ...]:
    """The known words that a text says not to be meant: `not email`, `!email`."""
    found = _DENIED.match(written)
    return meant_words(written[found.end() :], known, synonyms) if found else ()


def word_hint(written: str, known: Iterable[str], synonyms: Synonyms = WORDS) -> str | None:
    """The question whether one of the known words was meant; None where there is no telling."""
    meant = meant_words(written, known, synonyms)
    return one_of(meant) if meant else None


def _written_together(synonyms: Synonyms) -> Synonyms:
    return {written.replace("_", ""): words for written, words in synonyms.items()}


def _opposite(one: str, other: str) -> bool:
    """Whether one word denies the other: `unanswered` is not nearly `answered`."""
    short, long = sorted((one, other), key=len)
    return long.endswith(short) and _NEGATING.fullmatch(long.removesuffix(short)) is not None


def fact_meant(name: str, known: Collection[str]) -> str | None:
    """The fact that a name was probably meant for: another name for it, without what it is of, or spelt nearly so."""
    by_meaning = [fact for fact in FACTS.get(name, ()) if fact in known]
    if by_meaning:
        return by_meaning[0]
    if "." not in name:
        ends = [fact for fact in known if fact.rpartition(".")[2] == name]
        return ends[0] if len(ends) == 1 else None
    near = nearest(name, known)
    # Two names that share no more than `attributes.` are not near.
    alike = near is not None and nearest(name.rpartition(".")[2], [near.rpartition(".")[2]]) is not None
    return near if alike else None
