"""Two versions of a policy beside each other: what their files say otherwise, and which acts they judge otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from courtesy.model.frozen import Frozen
from courtesy.model.origin import PolicyReference
from courtesy.model.outcome import Outcome, Standing
from courtesy.model.policy import ChangeNote, Level
from courtesy.model.shown import Shown
from courtesy.model.touch_history import TouchHistory
from courtesy.model.turn import Side, Turn
from courtesy.values import Word

# ---------------------------------------------------------------- what the files say


class Effect(Word):
    """What a change does to single acts, all else unchanged.

    What is `looser` refuses no act that was permitted, and what is `stricter` permits none that was refused: certain
    from the form of the rules alone. `other` can do either, `none` does neither.
    """

    LOOSER = "looser"
    STRICTER = "stricter"
    OTHER = "other"
    NONE = "none"


class How(Word):
    """What became of a rule.

    One that is `renamed` judges as before under another id, `locked` and `unlocked` ones bind who builds on the policy,
    and what is `reworded` is only read otherwise.
    """

    REMOVED = "removed"
    DISABLED = "disabled"
    LOOSER = "looser"
    ADDED = "added"
    STRICTER = "stricter"
    OTHER = "other"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    RENAMED = "renamed"
    REWORDED = "reworded"

    @property
    def effect(self) -> Effect:
        """What that does to single acts."""
        return _EFFECTS[self]


_EFFECTS = {
    How.REMOVED: Effect.LOOSER,
    How.DISABLED: Effect.LOOSER,
    How.LOOSER: Effect.LOOSER,
    How.ADDED: Effect.STRICTER,
    How.STRICTER: Effect.STRICTER,
    How.OTHER: Effect.OTHER,
    How.LOCKED: Effect.NONE,
    How.UNLOCKED: Effect.NONE,
    How.RENAMED: Effect.NONE,
    How.REWORDED: Effect.NONE,
}


class Line(Struct, frozen=True):
    """One thing that a policy's page says otherwise, under its label. None is not said. `judges` is false for words."""

    label: str
    old: str | None
    new: str | None
    judges: bool = True


class RuleChange(Struct, frozen=True, kw_only=True):
    """A rule that is not as it was. Of one that came or went, `lines` are all that its page says of what it asks.

    `level` and `title` are the new ones, the old ones of a rule that went.
    """

    rule_id: str
    how: How
    type: str
    level: Level
    title: str
    lines: tuple[Line, ...]


class SettingChange(Struct, frozen=True, kw_only=True):
    """Something that the policy as a whole says otherwise: its calendar, its channels, what holds by default.

    `subject` is what it is about: `channel`, `fact`, `calendar`; `name` which one of several.
    """

    subject: str
    name: str | None
    effect: Effect
    line: Line


# ---------------------------------------------------------------- which acts are judged otherwise


class Judged(Struct, frozen=True, kw_only=True):
    """What one version makes of an act. `rules` are those that decide: of a wait, those that end last."""

    outcome: Outcome
    earliest: datetime | None
    rules: tuple[str, ...]


class ActChange(Struct, frozen=True, kw_only=True):
    """An act on which the verdict turns. `case` is the name of its case, and `description` says what the act is.

    `at` is the time at which the old version judged it, as its recipient's clock shows it.
    """

    case: str
    action: str
    description: str
    now: datetime
    at: datetime
    turn: Turn
    old: Judged
    new: Judged


class DutyChange(Struct, frozen=True, kw_only=True):
    """An obligation that stands otherwise in a recorded case: None is not owed by that version."""

    case: str
    rule_id: str
    contact: str | None
    now: datetime
    old: Standing | None
    new: Standing | None
    old_due: datetime | None
    new_due: datetime | None


class NotRun(Struct, frozen=True):
    """A recorded case that one of the versions, or none, could judge, and why."""

    case: str
    by: Side
    why: str


class Recorded(Struct, frozen=True, kw_only=True):
    """What recorded cases show: how many of them, and of their acts, both versions have judged, and all that differs.

    What they could not both judge is in `not_run`. With `own_times` each was judged as of its own first action or last
    touch, whichever is later.
    """

    cases: int
    acts: int
    own_times: bool
    changes: tuple[ActChange, ...]
    duties: tuple[DutyChange, ...]
    not_run: tuple[NotRun, ...]


class Example(Frozen, frozen=True, kw_only=True):
    """A case made up for a change, judged by both versions as it is shown.

    `story` tells the case in words, and `document` is the case itself. `change` is what becomes of its act, `duty` of
    what is owed in it: one of the two. `masked_by` are rules that refuse the act in both versions, so that the change
    does not show.
    """

    story: str
    document: Mapping[str, object]
    change: ActChange | None = None
    duty: DutyChange | None = None
    masked_by: tuple[str, ...] = ()


class Unseen(Word):
    """Why a change shows in no verdict: it takes a waiver to see it, or it is of a hint (`may`), which changes none."""

    WAIVERS = "waivers"
    HINTS = "hints"


class Trial(Struct, frozen=True, kw_only=True):
    """What was made up for one change: `about` is the rule's id, or the subject and name of what else changed.

    `tried` is how many cases were looked at. `missing` is what was looked for and not found beside the
    examples, and `one_sided` how many cases were left out because only one version takes them, for words that the other
    does not declare. `unseen` is why it shows in no verdict by itself, so that none was looked for.
    """

    about: str
    tried: int
    examples: tuple[Example, ...]
    masked: tuple[Example, ...] = ()
    missing: tuple[Turn, ...] = ()
    one_sided: int = 0
    unseen: Unseen | None = None


# ---------------------------------------------------------------- all of it


class Comparison(Shown, frozen=True, kw_only=True):
    """All in which two versions of a policy differ, what permits more first.

    `identical` is whether nothing that judges has changed. `affected` are the rules that are written as they were, and
    read a clock or a calendar that has changed. `notes` are what the new manifest tells of the changes. `recorded` is
    None where no cases were given, `history` where no tables were, `tests` where the policy has none of its own, and
    `trials` where no cases were to be made up.
    """

    old: PolicyReference
    new: PolicyReference
    identical: bool
    effect: Effect
    rules: tuple[RuleChange, ...]
    settings: tuple[SettingChange, ...]
    affected: tuple[str, ...]
    notes: tuple[ChangeNote, ...]
    recorded: Recorded | None = None
    history: TouchHistory | None = None
    tests: Recorded | None = None
    trials: tuple[Trial, ...] | None = None

    @property
    def acts(self) -> tuple[ActChange, ...]:
        """Every act of a case on which the verdict turns, recorded and made up, what is newly permitted first.

        Touches of `history` are not among them: these are counted.
        """
        shown = (one.change for trial in self.trials or () for one in trial.examples)
        found = (change for some in (self.recorded, self.tests) if some for change in some.changes)
        every = (*found, *filter(None, shown))
        return tuple(sorted(every, key=lambda one: _TURNS[one.turn]))

    @property
    def permits_more(self) -> bool:
        """Whether something was found that is newly permitted."""
        past = self.history is not None and self.history.newly_permitted > 0
        return past or any(one.turn.permits for one in self.acts)

    @property
    def differs(self) -> bool:
        """Whether anything that judges has changed, or a case can be judged by one version only."""
        not_run = (one for some in (self.recorded, self.tests) if some for one in some.not_run)
        one_sided = any(one.by is not Side.BOTH for one in not_run)
        past = self.history is not None and self.history.differs
        return not self.identical or one_sided or past or bool(self.acts)


_TURNS = {turn: place for place, turn in enumerate(Turn)}
