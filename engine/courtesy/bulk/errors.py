"""What cannot be audited, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.errors import CourtesyError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class NotExpressibleError(CourtesyError):
    """A rule asks for something that tables cannot tell. `rule` is its id, `what` the construct."""

    code = "not-expressible"
    way_out = "leave the rule out with a copy of the policy, or judge these touches one by one with `courtesy check`"

    def __init__(self, rule: str, what: str) -> None:
        super().__init__()
        self.rule, self.what = rule, what

    def __str__(self) -> str:
        return f"rule `{self.rule}` cannot be audited: {self.what}"


class UnusableTablesError(CourtesyError):
    """Tables that cannot be audited as they are. `problems` says what is wrong with each, in one run."""

    code = "unusable-tables"
    way_out = "correct the rows or columns that the message names"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__()
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "; ".join(self.problems)


class SparkFailedError(CourtesyError):
    """Spark could not judge. `reason` is what it said, in one line."""

    code = "spark-failed"
    way_out = "read what Spark wrote about it; executors take `pip install 'courtesy[spark]'` of the same version"

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason

    def __str__(self) -> str:
        return f"Spark could not judge: {self.reason}"


class EnginesDifferError(CourtesyError):
    """An executor of Spark judges by other versions than the program that asked: its findings could be others."""

    code = "engines-differ"
    way_out = "install the same versions of Courtesy and its libraries on the executors as where the audit is started"

    def __init__(self, asked: Mapping[str, str | None], found: Mapping[str, str | None]) -> None:
        """Both are the versions of what decides, by its name."""
        super().__init__()
        self.asked, self.found = dict(asked), dict(found)

    def __str__(self) -> str:
        differing = [name for name, version in self.asked.items() if self.found.get(name) != version]
        asked, found = (
            ", ".join(f"{name} {versions.get(name) or 'missing'}" for name in differing)
            for versions in (self.asked, self.found)
        )
        return f"expected executors with {asked}, found {found}"


class AuditUnavailableError(MissingExtraError):
    """What an audit takes is not installed. `module` is what could not be imported, `extra` what brings it."""

    code = "audit-unavailable"
    way_out = "install it with `pip install 'courtesy[audit]'`, for Spark with `pip install 'courtesy[spark]'`"
    needed = "what audits take"
    libraries = frozenset({"duckdb", "numpy", "pandas", "pyarrow", "pyspark", "sqlglot"})

    def __init__(self, module: str, extra: str = "audit") -> None:
        super().__init__(module)
        self.extra = extra
