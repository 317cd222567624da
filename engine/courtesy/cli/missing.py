"""What servers are made with, and may not be installed."""

from __future__ import annotations

from typing import ClassVar

from courtesy.errors import CourtesyError

_LIBRARIES = frozenset(
    {"anyio", "cryptography", "httpx2", "jwt", "opentelemetry", "prometheus_client", "starlette", "uvicorn"}
)


def is_missing(error: ModuleNotFoundError) -> bool:
    """Whether it is one of these that is not installed."""
    return error.name is not None and error.name.partition(".")[0] in _LIBRARIES


class MissingServerError(CourtesyError):
    """What the server is made with is not installed."""

    code: ClassVar[str] = "no-server"
    way_out: ClassVar[str] = "install it with `pip install 'courtesy[serve]'`"

    def __str__(self) -> str:
        return "the server is not installed"

    def help(self) -> str:
        """How to install it."""
        return "`pip install 'courtesy[serve]'`"
