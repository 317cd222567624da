"""What can go wrong in matching: policies beyond a limit, engines that are missing, and engines that err."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from courtesy.errors import CourtesyError, FaultError, Problem
from courtesy.wording.text import joined, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.model.facts import Matches
    from courtesy.model.predicate import Leaf
    from courtesy.spans import Span


class TooComplexError(CourtesyError):
    """A policy would need more of the durable matcher than it can be trusted with.

    `rule` is the place, in the list of predicates, of the rule at which the limit was passed; `needed` counts `what`
    up to there, and can be a lower bound.
    """

    code: ClassVar[str] = "too-complex"
    way_out: ClassVar[str] = "split the rule or the policy, or use fewer `any` within `all`"

    def __init__(self, rule: int, what: str, limit: int, needed: int, advice: str) -> None:
        super().__init__()
        self.rule = rule
        self.what = what
        self.limit = limit
        self.needed = needed
        self.advice = advice

    def __str__(self) -> str:
        return f"expected at most {self.limit} {self.what}, found {self.needed} or more"

    def help(self) -> str | None:
        """What to do about it."""
        return self.advice


class TooComplexRuleError(Problem):
    """A rule of a policy file needs more of the durable matcher than it can be trusted with."""

    code: ClassVar[str] = "too-complex"
    way_out: ClassVar[str] = "split the rule or the policy, or use fewer `any` within `all`"

    def __init__(self, span: Span, rule_id: str, cause: TooComplexError) -> None:
        super().__init__(span)
        self.rule_id = rule_id
        self.cause = cause

    def __str__(self) -> str:
        return f"rule `{self.rule_id}` is too complex: {self.cause}"

    def help(self) -> str | None:
        """What to do about it."""
        return self.cause.help()


class DurableUnavailableError(CourtesyError):
    """The durable matcher was demanded, and durable-rules cannot be imported here. `which` was asked for."""

    code: ClassVar[str] = "durable-unavailable"
    way_out: ClassVar[str] = "use the matcher `auto` or `native`, or install durable-rules on a Python before 3.13"

    def __init__(self, which: str) -> None:
        super().__init__(which)
        self.which = which

    def __str__(self) -> str:
        return f"`{self.which}` needs the library durable-rules, which cannot be imported here"

    def help(self) -> str | None:
        """What works instead."""
        return "use the matcher `native` or `auto`, or install durable-rules on a Python before 3.13"


class UnknownMatcherError(CourtesyError, ValueError):
    """There is no matcher of that name."""

    code: ClassVar[str] = "unknown-matcher"
    way_out: ClassVar[str] = "use `auto`, `both`, `native` or `durable`"

    def __init__(self, name: object, known: Sequence[str]) -> None:
        super().__init__(name, known)
        self.name = str(name)
        self.known = tuple(known)

    def __str__(self) -> str:
        return f"expected the name of a matcher, found `{self.name:.60}`"

    def help(self) -> str | None:
        """The name that was probably meant, or those that there are."""
        near = nearest(self.name, self.known)
        return f"did you mean `{near}`?" if near else f"one of {joined((f'`{name}`' for name in self.known), 'or')}"


class MistypedPredicateError(FaultError):
    """A predicate compares a term with a constant of another type; compiling a policy must have rejected it."""

    code: ClassVar[str] = "mistyped-predicate"

    def __init__(self, leaf: Leaf) -> None:
        super().__init__()
        self.leaf = leaf

    def __str__(self) -> str:
        return f"a predicate compares a term with constants of another type: `{self.leaf!r}`"


class EngineFaultError(FaultError):
    """The durable matcher did something that it should never do; its answer is worth nothing."""

    code: ClassVar[str] = "engine-fault"
    way_out: ClassVar[str] = (
        "check again, since the matcher has been set up anew, and report the fault if it comes back"
    )

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what

    def __str__(self) -> str:
        return f"the durable matcher failed: {self.what}"

    def help(self) -> str | None:
        """What a user can do."""
        return "check again; the matcher has been set up anew"


class MatchersDisagreeError(FaultError):
    """The two matchers give different answers for one fact sheet; neither is picked.

    `durable` and `native` are what they said, by the places of the rules, whose ids are `rule_ids`.
    """

    code: ClassVar[str] = "matchers-disagree"

    def __init__(self, durable: Matches, native: Matches, rule_ids: Sequence[str]) -> None:
        super().__init__()
        self.durable = durable
        self.native = native
        self.rule_ids = tuple(rule_ids)

    def __str__(self) -> str:
        said = (f"{name} says {self._in_words(getattr(self, name))}" for name in ("durable", "native"))
        return f"the matchers disagree: {', '.join(said)}"

    def _in_words(self, matches: Matches) -> str:
        violated, undetermined = (
            joined(f"`{self.rule_ids[rule]}`" for rule in rules) or "none"
            for rules in (matches.violated, matches.undetermined)
        )
        return f"violated {violated} and undetermined {undetermined}"
