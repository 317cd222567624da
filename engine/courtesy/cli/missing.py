"""What commands are made with that comes with extras, and may not be installed."""

from __future__ import annotations

from typing import ClassVar

from courtesy.errors import MissingExtraError


class MissingServerError(MissingExtraError):
    """What the server is made with is not installed."""

    code: ClassVar[str] = "no-server"
    way_out: ClassVar[str] = "install it with `pip install 'courtesy[serve]'`"
    needed: ClassVar[str] = "what the server takes"
    libraries: ClassVar[frozenset[str]] = frozenset(
        {"anyio", "cryptography", "httpx2", "jwt", "opentelemetry", "prometheus_client", "starlette", "uvicorn"}
    )
    extra = "serve"


class MissingAgentServerError(MissingExtraError):
    """What the server for agents is made with is not installed."""

    code: ClassVar[str] = "no-agent-server"
    way_out: ClassVar[str] = "install it with `pip install 'courtesy[serve]'`"
    needed: ClassVar[str] = "what the server for agents takes"
    libraries: ClassVar[frozenset[str]] = frozenset({"anyio", "mcp", "mcp_types", "pydantic", "starlette", "uvicorn"})
    extra = "serve"


class MissingLanguageServerError(MissingExtraError):
    """What the language server is made with is not installed."""

    code: ClassVar[str] = "no-language-server"
    way_out: ClassVar[str] = "install it with `pip install 'courtesy[lsp]'`"
    needed: ClassVar[str] = "what the language server takes"
    libraries: ClassVar[frozenset[str]] = frozenset({"lsprotocol", "pygls"})
    extra = "lsp"
