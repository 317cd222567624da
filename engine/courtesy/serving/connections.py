"""Connections of clients: how many there may be, and how long a slow one is waited for.

What the server under it leaves open: a client that sends the head of a request byte by byte, or nothing at all, that
goes on sending a body which nobody reads any more, or that does not read its answer, would be kept for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import h11
from uvicorn.protocols.http.flow_control import CLOSE_HEADER
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

CROWDED = "crowded"
"""True in the `state` of a request where there are so many connections that none should be added."""


_NO_HTTP = (
    b'{"error":{"status":400,"code":"no-http",'
    b'"message":"expected a request of HTTP/1.1, found something else","help":null}}'
)


class Connection(H11Protocol):
    """One connection of a client."""

    most: ClassVar[int] = 500
    """From so many connections on requests are said to come from a crowd; at twice as many, they are not taken."""
    asks_within: ClassVar[float] = 10.0
    """Seconds in which a request has to begin, and its head to come."""
    reads_within: ClassVar[float] = 30.0
    """Seconds in which some of an answer has to be read."""
    kept_for: ClassVar[float] = 60.0
    """Seconds after which an answer is the last on its connection. A client that keeps one asks one worker only."""

    _made = 0.0

    _slow_to_ask: asyncio.TimerHandle | None = None
    _slow_to_read: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # so is that of uvicorn
        """Take it, as long as there are not too many."""
        super().connection_made(transport)
        self._made = self.loop.time()
        if len(self.connections) > 2 * self.most:
            transport.abort()
            return
        if len(self.connections) > self.most:
            self.app_state = {**self.app_state, CROWDED: True}
        transport.set_write_buffer_limits(high=0)  # whatever is not read yet counts
        self._wait_for_question()

    def data_received(self, data: bytes) -> None:
        """Read on. A question that has come whole to its body is answered, and waited for by whoever answers."""
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before and self.loop.time() >= self._made + self.kept_for:
            self._say_that_it_is_the_last()
        if self.cycle is None or self.cycle.response_complete:  # type: ignore[redundant-expr]  # at first it is None
            self._wait_for_question()
        elif self._slow_to_ask is not None:
            self._slow_to_ask.cancel()
            self._slow_to_ask = None

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  what uvicorn would say in plain text
        """Tell that it is no HTTP, where nothing is being told yet, and hang up."""
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            headers = [("content-type", "application/json"), ("content-length", str(len(_NO_HTTP)))]
            response = h11.Response(status_code=400, headers=[*headers, ("connection", "close")], reason="Bad Request")
            for event in (response, h11.Data(data=_NO_HTTP), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event))
        self.transport.close()

    def _unsupported_upgrade_warning(self) -> None:
        """Answer as if nobody had asked for another protocol: it is the client's wish, and no news."""

    def pause_writing(self) -> None:
        """Wait until what has been written is read, but not for ever."""
        super().pause_writing()
        if self._slow_to_read is None:
            self._slow_to_read = self.loop.call_later(self.reads_within, self.transport.abort)

    def resume_writing(self) -> None:
        """Write on."""
        super().resume_writing()
        if self._slow_to_read is not None:
            self._slow_to_read.cancel()
            self._slow_to_read = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        for waiting in (self._slow_to_ask, self._slow_to_read):
            if waiting is not None:
                waiting.cancel()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """Close it, once what has been asked is answered."""
        super().shutdown()
        self._say_that_it_is_the_last()

    def _say_that_it_is_the_last(self) -> None:
        """Say with the answer that none comes after it, so that nobody asks another question here."""
        cycle = self.cycle
        if cycle is not None and not cycle.response_started:  # type: ignore[redundant-expr]  # at first it is None
            cycle.default_headers = [*cycle.default_headers, CLOSE_HEADER]

    def _wait_for_question(self) -> None:
        if self._slow_to_ask is None:
            self._slow_to_ask = self.loop.call_later(self.asks_within, self._give_up)

    def _give_up(self) -> None:
        self._slow_to_ask = None
        self.transport.close()
