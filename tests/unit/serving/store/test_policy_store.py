"""The store as programs use it that embed Courtesy."""

from __future__ import annotations

import pickle
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

import courtesy
from courtesy.serving.shelf import UnknownPolicyError
from courtesy.serving.store import PolicyStore, StoreStatus
from courtesy.serving.store.archive import packed
from courtesy.serving.store.content import content_in
from courtesy.serving.store.loop import Loop
from courtesy.serving.store.manifest import MANIFEST
from courtesy.serving.store.place_errors import NothingActiveError
from courtesy.serving.store.reading import Disk
from tests.helpers.stores import NOW, Given, bundle, files, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from courtesy.serving.store.content import Content


def _store(source: Any, folder: Path, **options: Any) -> PolicyStore:
    return PolicyStore(source, folder, **{"clock": lambda: NOW, "matcher": "native", **options})


def test_what_is_asked(tmp_path: Path) -> None:
    """Policies are had by name, and versions by day, as they are active; before there are any, that is told."""
    store = _store(Given(content_in({**files(), **files("1.1.0", 5), **files(id_="other")})), tmp_path)
    with pytest.raises(NothingActiveError, match="found none: no policy is active yet"):
        store.current()
    assert store.step().ready
    assert store.current() is store.current("agency")
    assert ("1.0.0", "1.1.0") == tuple(one.version for one in store.current("agency").versions)
    assert "1.1.0" == store.on(date(2026, 11, 27)).version
    assert "1.0.0" == store.on(date(2026, 11, 27), "other").version
    with pytest.raises(UnknownPolicyError, match="expected a policy that is served, found `none`"):
        store.current("none")


def test_what_is_told(tmp_path: Path) -> None:
    """Whoever listens hears of each look that came to something else than the one before."""
    told: list[StoreStatus] = []
    source = Given(bundle(1))
    store = _store(source, tmp_path, tell=told.append)
    store.step()
    store.step()
    for wrong in (courtesy.UnusableArgumentError("a", "b"), courtesy.UnusableArgumentError("a", "b"), bundle(1)):
        source.held = wrong
        store.step()
    assert [(1, None), (1, "a"), (1, None)] == [(one.revision, one.failure and one.failure.message) for one in told]
    assert store.error is None
    assert {"source", "revision", "policies", "failures", "hindrances"} <= set(store.status.to_dict())


def test_going_back_in_python(tmp_path: Path) -> None:
    """Who goes back is answered by what was active before at once."""
    source = Given(bundle(1))
    store = _store(source, tmp_path)
    store.step()
    source.held = bundle(2, files("1.1.0"))
    assert 2 == store.step().revision
    assert 1 == store.roll_back().revision
    assert "1.0.0" == store.current().versions[-1].version


def test_a_copy_for_another_process(tmp_path: Path) -> None:
    """What serves can be sent to another process, and has there what the store has."""
    store = PolicyStore(_folder(tmp_path), tmp_path / "store", matcher="native")
    store.served.follow()
    other = pickle.loads(pickle.dumps(store.served))  # noqa: S301  our own
    assert other.shelf is None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Disk, "settled", 0)
        store.step()
    assert other.follow()
    assert store.served.shelf is not None
    assert store.served.shelf.digest == other.shelf.digest
    assert store.served.place == other.place


def _folder(tmp_path: Path) -> Path:
    return write(tmp_path / "policies", files())


class _Answers(BaseHTTPRequestHandler):
    """Gives what its server holds, unless it was given before."""

    def do_GET(self) -> None:
        held: Content = self.server.held  # type: ignore[attr-defined]
        self.server.asked.append(self.headers["If-None-Match"])  # type: ignore[attr-defined]
        data = packed({**held.files, MANIFEST: held.manifest or b""})
        unchanged = self.headers["If-None-Match"] == held.mark
        self.send_response(304 if unchanged else 200)
        self.send_header("ETag", held.mark or "")
        self.send_header("Content-Length", "0" if unchanged else str(len(data)))
        self.end_headers()
        if not unchanged:
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def web() -> Iterator[Any]:
    """A web server that holds a bundle."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        server.held, server.asked = bundle(1), []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_an_address(tmp_path: Path, web: Any) -> None:
    """A bundle is fetched over HTTP where it has changed; a start without the server has what was active."""
    address = f"http://127.0.0.1:{web.server_address[1]}/agency.tar.gz"
    store = _store(address, tmp_path)
    assert (1, True) == ((status := store.step()).revision, status.ready)
    store.step()
    web.held = bundle(2, files("1.1.0"))
    assert 2 == store.step().revision
    assert [None, '"1"', '"1"'] == web.asked
    web.shutdown()
    web.server_close()
    again = _store(address, tmp_path)
    status = again.step()
    assert status.failure is not None
    assert (2, "fetch", "1.1.0") == (status.revision, status.failure.stage, again.current().versions[-1].version)


def test_the_loop(tmp_path: Path) -> None:
    """Inside `with` the source is looked at again and again, in a thread that ends with it, whatever a look raises."""
    heard = [threading.Event() for _ in range(3)]
    source = Given(bundle(1))

    def fetch(_: str | None) -> Content:
        heard[min(len(source.asked), 2)].set()
        source.asked.append(None)
        if len(source.asked) == 2:
            raise RuntimeError("a mistake")
        return bundle(len(source.asked))

    source.fetch = fetch  # type: ignore[method-assign]
    before = set(threading.enumerate())
    with _store(source, tmp_path, every=0.01) as store:
        assert heard[0].is_set()
        assert 1 == store.status.revision
        assert heard[2].wait(30)
    assert set(threading.enumerate()) <= before
    assert "1.0.0" == store.current().versions[-1].version


@pytest.mark.parametrize("times", [{"every": 0}, {"every": -1}, {"every": 30, "max_stale": 59}])
def test_times_that_cannot_be(tmp_path: Path, times: dict[str, float]) -> None:
    """A source is looked at now and then, and twice before what came from it is stale."""
    with pytest.raises(courtesy.UnusableArgumentError):
        _store(Given(bundle(1)), tmp_path, **times)


def test_pauses() -> None:
    """Pauses lie a tenth around what was asked for, so that many machines do not ask at once."""
    assert [9.0, 10.0, 11.0] == [Loop(lambda: None, 10, lambda chance=chance: chance).pause for chance in (0, 0.5, 1)]  # type: ignore[misc]
