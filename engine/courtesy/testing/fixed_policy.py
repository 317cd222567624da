"""A policy that gives the answer which a test wants."""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from courtesy import Action, Case, Outcome, Policy, UnusableArgumentError
from courtesy.testing.answers import source_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from courtesy import Waiver

_Q = TypeVar("_Q", bound="Callable[..., Any]")
_GIVEN = frozenset({"now", "case", "action"})


class Asked(NamedTuple):
    """One question that was asked of a policy: the name of the method, and what it was given.

    `action` is None where the question is about the whole case, or the case has no such action. `options` are the
    other keywords.
    """

    question: str
    case: Case
    action: Action | None
    now: datetime
    options: dict[str, Any]


def _noted(question: _Q) -> _Q:
    """A question that is written down, and answered by the policy inside unless it fails."""
    name = question.__name__

    @wraps(question)
    def asks(self: FixedPolicy, case: Case, action: Action | str | None = None, **options: Any) -> Any:
        others = {key: value for key, value in options.items() if key not in _GIVEN}
        self.asked.append(Asked(name, case, _meant(case, action), cast("datetime", options.get("now")), others))
        if self.raises is not None:
            raise self.raises
        given = (case,) if action is None else (case, action)
        return getattr(self._inside, name)(*given, **options)

    return cast("_Q", asks)


class FixedPolicy(Policy):
    """A policy that gives one answer to whatever it is asked, and keeps what it was asked in `asked`.

    It is a `Policy` of one rule, so that its verdicts, windows and plans are real ones, which fit each other: a `wait`
    permits from `earliest` on, and an `undetermined` once the case states what is `missing`. An action that is done
    is not permitted once more.
    """

    def __init__(
        self,
        outcome: str = Outcome.ALLOW,
        *,
        earliest: datetime | None = None,
        missing: Iterable[str] = (),
        raises: Exception | None = None,
        rule: str = "fixed.answer",
        like: Policy | None = None,
        pinned: bool = False,
        waivers: Iterable[Waiver] = (),
    ) -> None:
        """Answer by `outcome`, which `rule` gives.

        `earliest` goes with `wait`, and `missing`, names of facts, with `undetermined`: where none is named, it is
        one that no case states. Every question raises `raises` where that is given. Cases are read in the words of
        `like`, whose id and version it takes too; without it in those of the language. `pinned` and `waivers` are as
        for a `Policy`. Raises UnusableArgumentError, and InvalidInputError where `rule` is no id.
        """
        names = (missing,) if isinstance(missing, str) else tuple(missing)
        source = source_of(_outcome(outcome), rule, earliest, names, like)
        super().__init__(source, matcher="native", pinned=pinned, waivers=waivers)
        self.raises = raises
        self.asked: list[Asked] = []
        """The questions so far, those too that an error answered."""
        self._inside = Policy(source, matcher="native", pinned=pinned, waivers=self.waivers)
        self._again: Callable[..., FixedPolicy] = partial(
            FixedPolicy, outcome, earliest=earliest, missing=names, raises=raises, rule=rule, like=like
        )

    check = _noted(Policy.check)
    check_plan = _noted(Policy.check_plan)
    obligations = _noted(Policy.obligations)
    windows = _noted(Policy.windows)
    plan = _noted(Policy.plan)
    next_steps = _noted(Policy.next_steps)

    def as_pinned(self) -> FixedPolicy:
        """The same for whatever date, as every answer says; what is asked of it is asked of this one too."""
        return self if self.pinned else self._sharing(self._again(pinned=True, waivers=self.waivers))

    def with_waivers(self, waivers: Iterable[Waiver]) -> FixedPolicy:
        """The same with these exceptions from its rule; what is asked of it is asked of this one too."""
        return self._sharing(self._again(pinned=self.pinned, waivers=waivers))

    def _sharing(self, other: FixedPolicy) -> FixedPolicy:
        other.asked = self.asked
        return other

    def __reduce__(self) -> tuple[Callable[..., FixedPolicy], tuple[object, ...]]:
        """Pickled as what it was made of: what it was asked stays behind."""
        return partial(self._again, pinned=self.pinned, waivers=self.waivers), ()

    def __repr__(self) -> str:
        return f"<FixedPolicy {self.id}@{self.version}, asked {len(self.asked)} times>"


def _outcome(given: str) -> Outcome:
    try:
        return Outcome(given)
    except ValueError:
        known = ", ".join(f"`{one.value}`" for one in Outcome)
        raise UnusableArgumentError(f"expected an outcome, found `{given!s:.60}`", f"give one of {known}") from None


def _meant(case: object, action: object) -> Action | None:
    """The action that a question is about."""
    if isinstance(action, Action):
        return action
    actions = case.actions if isinstance(case, Case) else ()
    if action is None:
        return actions[0] if len(actions) == 1 else None
    return next((one for one in actions if one.id == action), None)
