"""Keys that stand in the wrong place: where each belongs, or what to write in place of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rules import RULE_TYPES
from courtesy.wording.synonyms import KEYS, spelt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KEYS_OF_RULES: Mapping[str, tuple[str, ...]] = {
    **KEYS,
    **{word: (name,) for name, kind in RULE_TYPES.items() for word in kind.synonyms},
}
"""What people write for the keys of a rule: rule types bring their own."""
KEYS_OF_TESTS: Mapping[str, tuple[str, ...]] = {
    **KEYS,
    **dict.fromkeys(("after", "later_than"), ("more_than",)),
    **dict.fromkeys(("before", "earlier_than"), ("less_than",)),
    **dict.fromkeys(("from", "since"), ("at_least",)),
    **dict.fromkeys(("until", "to"), ("at_most",)),
}
"""What people write for the tests of a fact."""
_CONDITION = "conditions of a rule stand under `applies_to`"
_BOUND = "it stands inside the rule type, such as `wait: {at_least: 7 days, after: interview}`"
_MANIFEST = "it stands in the manifest, for all rules of a policy"
SWITCH_OFF = "to switch a rule off, take it out of the file; one of the parent goes under `disable`"
_QUIET = '`hours` are those in which an act is permitted, such as `hours: {from: "07:00", to: "21:00"}`'
_OF_RULES = {
    **dict.fromkeys(("channel", "channels", "purpose", "tags", "roles", "history", "all", "any"), _CONDITION),
    **dict.fromkeys(("to", "contact", "recipient", "role"), f"{_CONDITION}, such as `recipient.roles`"),
    **dict.fromkeys(
        ("at_least", "at_most", "after", "before", "until", "per", "counting", "within", "or", "touch", "act"), _BOUND
    ),
    **dict.fromkeys(("min", "minimum", "count", "counts", "window", "period", "duration", "timeout", "time"), _BOUND),
    **dict.fromkeys(("must", "should", "may"), "how binding a rule is stands under `level`, such as `level: must`"),
    **dict.fromkeys(("comment", "comments", "note", "notes", "remark"), "write a comment behind a `#`"),
    **dict.fromkeys(
        ("url", "link", "ref", "section"), "a rule cites a source of the manifest with `source: {ref: <its id>}`"
    ),
    **dict.fromkeys(("version", "valid", "include", "from"), _MANIFEST),
    **dict.fromkeys(("enabled", "disabled", "active", "inactive", "skip", "off", "on"), SWITCH_OFF),
    **dict.fromkeys(("quiet", "quiet_hours", "do_not_disturb", "silent", "silence"), _QUIET),
    **dict.fromkeys(
        ("allow", "permit", "allowed"), "what no rule refuses is permitted; exceptions to a rule stand under `unless`"
    ),
    **dict.fromkeys(("type", "rule_type", "kind"), "the rule type is a key of its own, such as `wait:` or `limit:`"),
}
_OF_SELECTORS = frozenset({"channel", "purpose", "direction", "outcome", "event", "tags", "roles", "same"})
_OWNERS = {
    owner: f"what a touch must be stands under `{owner}`" for owner in ("last", "touch", "act", "counting", "has")
}
_ANYWHERE = {"before": "only `wait` and `deadline` count back from a date, with `before`"}
_BESIDE: tuple[tuple[str, str, str], ...] = (
    ("between", "more_than", "write both bounds, such as `{at_least: ..., less_than: ...}`"),
    ("between", "holidays", 'hours have two ends: `from: "09:00"` and `to: "17:00"`'),
    ("zone", "holidays", "`zone` stands beside `hours`, in the rule"),
    ("at_most", "until", "the most is a `deadline`, such as `deadline: {at_most: 7 days, after: interview}`"),
    ("at_most", "for_each", "so many at most are a `limit`, such as `limit: {at_most: 1, per: 7 days}`"),
    (
        "at_least",
        "counting",
        "so many at least are an `expect`, such as `expect: {act: {channel: phone}, at_least: 1}`",
    ),
    ("calendar", "defaults", "it stands under `defaults`, such as `defaults: {calendar: GB-ENG}`"),
    ("week_starts", "defaults", "it stands under `defaults`, such as `defaults: {week_starts: monday}`"),
    ("unlisted_channel", "defaults", "it stands under `defaults`, such as `defaults: {unlisted_channel: deny}`"),
    ("zone", "unlisted_channel", "`zone` stands beside `defaults`"),
    ("subject", "message", "it stands under `message`, such as `message: {subject: ...}`"),
    ("body", "message", "it stands under `message`, such as `message: {body: ...}`"),
    ("name", "noun", "what it is called stands under `noun`"),
    ("title", "noun", "what it is called stands under `noun`"),
    ("link", "publisher", "its address stands under `url`"),
    ("url", "paragraph", "its address stands in the manifest, under `sources`"),
    ("link", "paragraph", "its address stands in the manifest, under `sources`"),
)
"""Keys that mean something elsewhere, a key by which the mapping is known that they stand in, and what to do."""


def belongs_elsewhere(key: str, known: Sequence[str]) -> str | None:
    """Where a key belongs that means nothing among those that are `known` here; None where that is not known."""
    bare = spelt(key)
    if "applies_to" in known and bare in _OF_RULES:
        return _ANYWHERE.get(bare) or _OF_RULES[bare]
    for word, sign, why in _BESIDE:
        if bare == word and sign in known and bare not in known:
            return why
    if bare in {"outcome", "event", "direction"} and {"message", "at"} <= {*known} and bare not in known:
        return f"{bare}s are of what has happened, which stands in the `history`"
    if slip := _slip(key, known):
        return slip
    for owner, why in _OWNERS.items():
        if owner in known and bare in _OF_SELECTORS:
            return f"{why}, such as `{owner}: {{{bare}: ...}}`"
    return None if "more_than" in known else _ANYWHERE.get(bare)


def _slip(key: str, known: Sequence[str]) -> str | None:
    """What was left out where a key has a value in it: the colon, or the key that a number after a comma needs."""
    name, _, value = key.partition(" ")
    if value and name in known:
        return f"put a colon behind `{name}`: `{name}: {value}`"
    if key[:1].isdigit():
        return "inside `{}` every value has its key, and a comma ends it: write `1.5`, and not `1,5`"
    return None
