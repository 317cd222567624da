"""Where a verdict comes from: the policy, the matchers that answered, and the versions of all that had a part in it."""

from __future__ import annotations

from msgspec import Struct

from courtesy.values import Word


class NamedBy(Word):
    """Who named the policy that judged: a flag, the case, or the project file; or nobody did."""

    FLAG = "flag"
    CASE = "case"
    PROJECT = "project"
    DEFAULT = "default"


class PolicyReference(Struct, frozen=True):
    """Which policy judged, in which version. `named_by` None is chosen by the program that asked.

    `digest` is over what judges, `text_digest` over what people read; what older versions of Courtesy have written down
    has an empty one.
    """

    id: str
    version: str
    digest: str
    text_digest: str = ""
    named_by: NamedBy | None = None


class MatcherReport(Struct, frozen=True):
    """Which matchers answered. `agreed` is null where one answered alone: a disagreement is a fault and no verdict."""

    used: tuple[str, ...]
    agreed: bool | None = None

    @classmethod
    def of(cls, used: tuple[str, ...]) -> MatcherReport:
        """The report of an answer by these matchers: without a fault, two of them have agreed."""
        return cls(used, True if len(used) > 1 else None)


class EngineReport(Struct, frozen=True, kw_only=True):
    """Which versions judged: with the same ones a verdict comes out the same. None where a version is not known.

    `durable` is that of durable-rules; the native matcher is part of Courtesy. `time_zones` is the release of the time
    zone database, `holidays` and `tone` are the versions of the libraries that know holidays and tone.
    """

    courtesy: str
    python: str
    durable: str | None = None
    time_zones: str | None = None
    holidays: str | None = None
    tone: str | None = None
