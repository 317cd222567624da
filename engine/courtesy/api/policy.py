"""What embeds a policy: one compiled policy checks actions and plans, and makes plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.api.questions import Questions
from courtesy.api.waiving import fit_waivers
from courtesy.compiling.compiler import compile_calendar, compile_policy, compile_preferences
from courtesy.compiling.identity import identity
from courtesy.explanation.notices import pinned
from courtesy.judging.reach import Reach
from courtesy.judging.version import Version
from courtesy.matching.crosscheck import available_matchers, check_limits
from courtesy.model.reading import facts_read
from courtesy.wording.validity import validity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from courtesy.compiling.identity import Identity
    from courtesy.matching.crosscheck import MatcherName
    from courtesy.model.almanac import WorkCalendar
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.policy import PolicySource, Rule
    from courtesy.model.preferences import Preferences
    from courtesy.model.verdict import Notice
    from courtesy.model.waivers import Waiver


class Policy(Questions):
    """A policy ready to check with, in one version. Immutable; one may be used from many threads at once.

    Every question takes `deadline`, the seconds that its answer may take, and raises DeadlineExceededError when they
    are over.
    """

    def __init__(
        self,
        source: PolicySource,
        *,
        matcher: MatcherName = "auto",
        pinned: bool = False,
        waivers: Iterable[Waiver] = (),
    ) -> None:
        """Compile `source`; with `pinned` it judges whatever the date, and every answer says so.

        `waivers` are exceptions from its rules. Raises InvalidInputError where a rule cannot be compiled, or is too
        complex to match, or a waiver is of no rule, or of one that may not be waived.
        """
        self.source, self.pinned = source, pinned
        self.waivers: tuple[Waiver, ...] = fit_waivers(waivers, source)
        """The exceptions that have been granted from its rules, those too that have ended."""
        self.compiled: tuple[CompiledRule, ...] = compile_policy(source)
        self.calendar: WorkCalendar = compile_calendar(source)
        self.preferences: Preferences = compile_preferences(source)
        available_matchers(matcher)
        if matcher != "native":  # whether or not durable-rules is here, so that a policy is too complex everywhere
            check_limits([(rule.rule.id, rule.rule.span, rule.truth) for rule in self.compiled])
        self.identity: Identity = identity(source, self.compiled, self.calendar, self.preferences)
        self.dated = Version.of(
            source, self.compiled, self.preferences, self.identity, matcher=matcher, waivers=self.waivers
        )
        version = replace(self.dated, reach=Reach(source)) if pinned else self.dated
        super().__init__(source.vocabulary, (version,), matcher, (_pinned_to(source),) if pinned else ())

    def __reduce__(self) -> tuple[Callable[..., Policy], tuple[object, ...]]:
        """Pickled as what it was compiled from."""
        return _compiled, (type(self), self.source, self.matcher, self.pinned, self.waivers)

    def __eq__(self, other: object) -> bool:
        return self._key == other._key if isinstance(other, Policy) else False

    def __hash__(self) -> int:
        return hash((self.id, self.version, self.digest, self.matcher, self.pinned))

    def __repr__(self) -> str:
        return f"<Policy {self.id}@{self.version}, {len(self.rules)} rules>"

    @property
    def _key(self) -> tuple[object, ...]:
        return self.source, self.matcher, self.pinned, self.waivers

    @property
    def id(self) -> str:
        """The policy's own id, such as `hire-wire`."""
        return self.source.id

    @property
    def version(self) -> str:
        """The semantic version of this policy."""
        return self.source.version

    @property
    def digest(self) -> str:
        """`sha256:` and the digest of all that judges: policies that have it in common judge alike.

        It is the same for any layout, order of keys and comment, and for equal lengths of time.
        """
        return self.identity.digest

    @property
    def text_digest(self) -> str:
        """`sha256:` and the digest of what people read: titles, reasons, sources, words."""
        return self.identity.text_digest

    @property
    def title(self) -> str:
        """What the policy is about."""
        return self.source.title

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules as the policy states them, in its order."""
        return self.source.rules

    @property
    def facts_read(self) -> dict[str, frozenset[str]]:
        """The facts that each rule reads, by its id; `history` where it looks at what has happened."""
        return {one.rule.id: facts_read(one) for one in self.compiled}

    def as_pinned(self) -> Policy:
        """The same version for whatever date: for what was agreed under it. Every answer says that it is pinned."""
        if self.pinned:
            return self
        return type(self)(self.source, matcher=self.matcher, pinned=True, waivers=self.waivers)

    def with_waivers(self, waivers: Iterable[Waiver]) -> Policy:
        """The same version with these exceptions from its rules, and no others. Raises InvalidInputError."""
        return type(self)(self.source, matcher=self.matcher, pinned=self.pinned, waivers=waivers)


def _pinned_to(source: PolicySource) -> Notice:
    terms = validity(source.valid_from, source.valid_until)
    return pinned(source.id, source.version, f"; else that is valid {terms}" if terms else "")


def _compiled(
    kind: Callable[..., Policy],
    source: PolicySource,
    matcher: MatcherName,
    pinned: bool,  # noqa: FBT001  pickle gives no names
    waivers: tuple[Waiver, ...],
) -> Policy:
    return kind(source, matcher=matcher, pinned=pinned, waivers=waivers)
