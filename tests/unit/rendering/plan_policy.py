"""The policy by which the plans of `plans.py` are made, with the titles, reasons and sources of its rules."""

from __future__ import annotations

from datetime import date

from courtesy.model.policy import Citation, Level, PolicySource, Rule, Source


def _rule(rule_id: str, level: Level, rule_type: str, title: str, because: str, **more: object) -> Rule:
    fields = {"source": Citation("guide", "After the interview", 1), **more}
    return Rule(id=rule_id, level=level, type=rule_type, body=None, title=title, because=because, **fields)  # type: ignore[arg-type]  # a body is only read when a policy is compiled


POLICY = PolicySource(
    id="small-agency",
    version="2.1.0",
    title="How a small agency follows up",
    valid_from=date(2026, 1, 1),
    valid_until=date(2027, 1, 1),
    sources={
        "guide": Source("A guide to following up", "A publisher", "https://example.org/guide"),
        "handbook": Source("The agency's own handbook"),
    },
    zone="America/New_York",
    rules=(
        _rule(
            "timing.thank-you-within-a-day",
            Level.SHOULD,
            "deadline",
            "A thank-you note is mailed within 24 hours of the interview",
            "A thank-you reads as sincere while the conversation is still fresh.",
            remedy="Mail it today all the same; a late thank-you is better than none.",
            source=Citation("guide", "First, say thank you", 1),
        ),
        _rule(
            "timing.email-after-a-week",
            Level.MUST,
            "wait",
            "A follow-up e-mail waits a full week",
            "Checking credentials and past employment can take a week or more.",
            remedy="Save it as a draft.",
            source=Citation("guide", "After a full week, write", 1),
        ),
        _rule(
            "timing.phone-in-business-hours",
            Level.SHOULD,
            "hours",
            "Calls are made in the recipient's business hours",
            "Respecting people's time means calling while they are at work.",
            remedy="Call on a working day between nine and five, where they are.",
            source=Citation("guide", "Pick up the phone", 2),
            interpretation=True,
        ),
        _rule(
            "frequency.email-once-a-week",
            Level.MUST,
            "limit",
            "At most one e-mail a week to the same person",
            "More than that reads as pressure.",
            source=Citation("guide", "How often", 1),
        ),
        _rule(
            "channels.linkedin-profile-ready",
            Level.MUST,
            "require",
            "The LinkedIn profile is ready to be seen",
            "Whoever receives a request looks at the profile behind it.",
            remedy="Polish the profile, ask a colleague for a recommendation and link your portfolio.",
            source=Citation("guide", "Connect", 1),
        ),
        _rule(
            "channels.copy-the-hiring-department",
            Level.MUST,
            "require",
            "A follow-up e-mail copies the people who run the hiring",
            "They will most likely answer you, so they should see what you wrote.",
        ),
        _rule(
            "prohibitions.no-text-messages",
            Level.MUST,
            "forbid",
            "No text messages",
            "A text message reaches people at any hour.",
            remedy="Write an e-mail instead.",
            source=Citation("guide", "What not to do", 2),
        ),
        _rule(
            "prohibitions.no-social-messages",
            Level.MUST,
            "forbid",
            "No messages on private social networks",
            "These are private places; nobody expects to be followed up there.",
            source=Citation("guide", "What not to do", 3),
        ),
        _rule(
            "prohibitions.respect-a-stop",
            Level.MUST,
            "forbid",
            "Nothing more to someone who asked to stop",
            "They said so.",
            source=Citation("handbook"),
        ),
        _rule(
            "content.short",
            Level.SHOULD,
            "require",
            "Messages are short",
            "People read short messages.",
            source=Citation("guide", "Keep it short", 3),
            interpretation=True,
        ),
        _rule(
            "obligations.write-early",
            Level.MUST,
            "expect",
            "Each interviewer hears from you within four days",
            "Silence looks like a lack of interest.",
            source=Citation("handbook"),
        ),
        _rule(
            "obligations.thank-you-note",
            Level.SHOULD,
            "expect",
            "Each interviewer is thanked by hand",
            "A card written by hand shows a care that an e-mail cannot.",
            source=Citation("guide", "First, say thank you", 1),
        ),
        _rule(
            "obligations.call-at-least-once",
            Level.SHOULD,
            "expect",
            "There is at least one call",
            "A call shows that you are interested.",
            source=Citation("guide", "Pick up the phone", 1),
        ),
        _rule(
            "obligations.connect-on-linkedin",
            Level.MAY,
            "expect",
            "Each interviewer gets a connection request",
            "It keeps the conversation going after the interview.",
            source=Citation("guide", "Connect", 1),
            interpretation=True,
        ),
    ),
)
