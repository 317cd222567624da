"""The parts of a rule that judge: each number, bound, level, entry of a list, window, anchor and condition of it."""

from __future__ import annotations

from msgspec import Struct

from courtesy.spans import Path, Span
from courtesy.values import Word


class PartKind(Word):
    """What a part of a rule is.

    A `condition` is one question that is true, false or unknown: a fact with its test, a question to the history, or a
    field that a touch must have. A `group` joins several. A `bound` is a number, a length of time or a time of day, and
    a `window` a stretch of time in which touches count. An `entry` is one of the values of a condition or of a list. An
    `anchor` is what time is counted from. A `setting` is any other word that changes how the rule is read.
    """

    LEVEL = "level"
    CONDITION = "condition"
    GROUP = "group"
    BOUND = "bound"
    WINDOW = "window"
    ENTRY = "entry"
    ANCHOR = "anchor"
    SETTING = "setting"


class RulePart(Struct, frozen=True, kw_only=True):
    """One part of a rule: `path` is its place in the rule, such as `limit.at_most`, and `value` what is written there.

    `keys` is the same path key by key, since the names of facts have dots in them. `span` is where it was written: of a
    rule that another policy inherits, in the file of whoever wrote it last. Of a group, `value` is empty.
    """

    rule_id: str
    path: str
    keys: Path
    kind: PartKind
    value: str
    span: Span


class Sight(Word):
    """What a case can show of a part: a condition that holds, does not or cannot be told; a bound from either side.

    `before` and `after` are within one unit of the bound: of `7 days`, from 6 days on and up to 8 days; of a number,
    the numbers beside it; of a time of day, the hour.
    """

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"
    BEFORE = "before"
    AT = "at"
    AFTER = "after"


POSITIONS = (Sight.BEFORE, Sight.AT, Sight.AFTER)
TRUTHS = (Sight.TRUE, Sight.FALSE, Sight.UNKNOWN)
