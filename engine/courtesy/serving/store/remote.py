"""A bundle behind an address. It is fetched again only where it has changed, and never waited for without end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import httpx2

import courtesy
from courtesy.serving.addresses import is_local
from courtesy.serving.store import limits
from courtesy.serving.store.archive import unpacked
from courtesy.serving.store.content import content_in
from courtesy.serving.store.errors import BadBundleError
from courtesy.serving.store.place_errors import BadSourceError, UnreachableSourceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.serving.store.content import Content

_SECONDS = 10.0
_WHOLE = 60.0
_MOST_REDIRECTS = 5
_OK, _NOT_MODIFIED = 200, 304


class RemoteSource:
    """A bundle behind an https address, or behind one of this machine.

    `seconds` is how long it may say nothing, `whole` how long all of it may take. What follows a `?` in the address,
    and a password, are told nobody.
    """

    is_local = False

    def __init__(
        self,
        address: str,
        *,
        seconds: float = _SECONDS,
        whole: float = _WHOLE,
        transport: httpx2.BaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        parts = urlsplit(address)
        if not parts.hostname:
            raise BadSourceError(address.partition("?")[0], "an address without a host")
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        port = f":{parts.port}" if parts.port else ""
        self.name = urlunsplit((parts.scheme, host + port, parts.path, "", ""))
        self._address, self._whole, self._clock = address, whole, clock
        self._client = httpx2.Client(
            timeout=seconds,
            transport=transport,
            follow_redirects=True,
            max_redirects=_MOST_REDIRECTS,
            headers={"User-Agent": f"courtesy/{courtesy.__version__}", "Accept-Encoding": "identity"},
            event_hooks={"request": [self._check_address]},
        )

    def fetch(self, mark: str | None) -> Content | None:
        """What it holds; raises as a source does."""
        try:
            with self._client.stream("GET", self._address, headers={"If-None-Match": mark} if mark else {}) as answer:
                if mark and answer.status_code == _NOT_MODIFIED:
                    return None
                if answer.status_code != _OK:
                    raise UnreachableSourceError(self.name, f"status {answer.status_code}")
                data = self._body(answer)
                seen = answer.headers.get("etag")
        except httpx2.TimeoutException:
            raise UnreachableSourceError(self.name, "no answer in time") from None
        except httpx2.HTTPError as error:
            raise UnreachableSourceError(self.name, _reason(error)) from None
        return content_in(unpacked(self.name, data), seen)

    def _body(self, answer: httpx2.Response) -> bytes:
        due = self._clock() + self._whole
        found = bytearray()
        for part in answer.iter_raw():
            found += part
            if len(found) > limits.SENT:
                raise BadBundleError(self.name, f"at most {limits.SENT:,} bytes", "more")
            if self._clock() > due:
                raise UnreachableSourceError(self.name, f"no whole answer within {self._whole:g} seconds")
        return bytes(found)

    def _check_address(self, request: httpx2.Request) -> None:
        """Whoever redirects to an address without encryption is not followed."""
        if request.url.scheme != "https" and not is_own(str(request.url)):
            raise UnreachableSourceError(self.name, "a redirection to an address without encryption")


def is_own(address: str) -> bool:
    """Whether an address is of this machine."""
    return is_local(urlsplit(address).hostname or "")


def _reason(error: httpx2.HTTPError) -> str:
    """What went wrong, without the address, which may hold what nobody should read."""
    match error:
        case httpx2.ConnectError():
            return "nothing that can be connected to"
        case httpx2.TooManyRedirects():
            return f"more than {_MOST_REDIRECTS} redirections"
        case _:
            return "an answer that breaks off"
