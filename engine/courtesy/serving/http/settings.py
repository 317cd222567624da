"""How a server is set up, and what keeps it from starting."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

import courtesy
from courtesy.serving.addresses import is_local
from courtesy.serving.http.limits import Limits

if TYPE_CHECKING:
    from pathlib import Path

    from courtesy.serving.http.recorder import LogSettings
    from courtesy.serving.http.signed import Issuer
    from courtesy.serving.http.tokens import Holder

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")


class NotProtectedError(courtesy.CourtesyError):
    """Others than this machine could ask, and nothing would tell who they are."""

    code: ClassVar[str] = "not-protected"
    way_out: ClassVar[str] = "serve on 127.0.0.1 or on a Unix socket, or take tokens with `--tokens` or `--jwks`"

    def __init__(self, host: str) -> None:
        super().__init__()
        self.host = host

    def __str__(self) -> str:
        return f"expected an address of this machine, or tokens, found `{self.host}` without tokens"

    def help(self) -> str:
        """How to serve it."""
        return "take tokens with `--tokens` or `--jwks`, or serve on 127.0.0.1 or with `--socket`"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where a server listens, whom it answers, and how much.

    `url` is the address under which clients know it, where that is another one than it listens on. `workers` are the
    processes that answer, `searchers` those that search for each of them. Where neither `holders` of tokens nor an
    `issuer` of signed ones is named, everybody on this machine may ask anything, but chooses the time only with
    `simulate`. `ledger` is the address of one. With a `log` every decision is written down before it is told.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    socket: Path | None = None
    url: str | None = None
    holders: tuple[Holder, ...] = ()
    issuer: Issuer | None = None
    ledger: str | None = None
    simulate: bool = False
    workers: int = 1
    searchers: int = 2
    limits: Limits = field(default_factory=Limits)
    log: LogSettings | None = None

    def check(self) -> None:
        """Raise NotProtectedError where others than this machine could ask without a token.

        Also raises what LogSettings.check does.
        """
        if self.socket is None and not self.is_protected and not is_local(self.host):
            raise NotProtectedError(self.host)
        if self.log is not None:
            self.log.check()

    @property
    def is_protected(self) -> bool:
        """Whether it takes a token to ask."""
        return bool(self.holders) or self.issuer is not None

    @property
    def address(self) -> str:
        """The address under which clients know it, without a slash at the end."""
        if self.url is not None:
            return self.url.rstrip("/")
        if self.socket is not None:
            return "http://localhost"
        return self.listens_on

    @property
    def listens_on(self) -> str:
        """The address that it listens on, where that is no socket."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def knows_host(self, header: str) -> bool:
        """Whether a request is meant for this server: a page of another site may have been sent here by its name."""
        if self.is_protected or self.socket is not None:
            return True
        try:
            name = urlsplit(f"//{header}").hostname
        except ValueError:  # brackets around what is no address
            return False
        return name in {*LOCAL_NAMES, self.host, urlsplit(self.address).hostname}
