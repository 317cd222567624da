"""Bundles behind an address: fetched when they have changed, in time, and from nowhere else."""

from __future__ import annotations

import socket
from itertools import count
from typing import TYPE_CHECKING

import httpx2
import pytest

from courtesy.serving.store import limits
from courtesy.serving.store.archive import packed
from courtesy.serving.store.errors import BadBundleError
from courtesy.serving.store.place_errors import BadSourceError, UnreachableSourceError
from courtesy.serving.store.reading import QuickDisk
from courtesy.serving.store.remote import RemoteSource
from courtesy.serving.store.sources import ArchiveSource, FolderSource, source_of
from tests.helpers.stores import files, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ADDRESS = "https://reader:secret@example.com/agency.tar.gz?signature=secret"


def _source(answer: Callable[[httpx2.Request], httpx2.Response], address: str = ADDRESS) -> RemoteSource:
    return RemoteSource(address, transport=httpx2.MockTransport(answer))


def test_what_has_changed_is_fetched() -> None:
    """A bundle is sent once, and then only where it has changed; no secret of the address is told."""
    asked = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append((request.headers.get("if-none-match"), request.headers["authorization"][:5]))
        if request.headers.get("if-none-match") == '"one"':
            return httpx2.Response(304)
        return httpx2.Response(200, stream=httpx2.ByteStream(packed(files())), headers={"ETag": '"one"'})

    source = _source(answer)
    found = source.fetch(None)
    assert found is not None
    assert (files(), '"one"', None) == (found.files, found.mark, found.manifest)
    assert source.fetch(found.mark) is None
    assert [(None, "Basic"), ('"one"', "Basic")] == asked
    assert "https://example.com/agency.tar.gz" == source.name


class _Drips(httpx2.SyncByteStream):
    """A body that never ends."""

    def __iter__(self) -> Iterator[bytes]:
        while True:
            yield b"x"


class _Breaks(httpx2.SyncByteStream):
    """A body that breaks off."""

    def __iter__(self) -> Iterator[bytes]:
        yield b"x"
        raise httpx2.ReadError("gone, with the secret")


class _Large(httpx2.SyncByteStream):
    """A body that is too large."""

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(limits.SENT // limits.MIB + 1):
            yield bytes(limits.MIB)


def _answer(data: bytes) -> httpx2.Response:
    return httpx2.Response(200, stream=httpx2.ByteStream(data))


def _redirected(to: str) -> Callable[[httpx2.Request], httpx2.Response]:
    return lambda _: httpx2.Response(302, headers={"Location": to})


def _refused(request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ConnectError("refused, with the secret", request=request)


def _late(request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ReadTimeout("late, with the secret", request=request)


FAILING: dict[str, tuple[Callable[[httpx2.Request], httpx2.Response], type[Exception], str]] = {
    "an error": (lambda _: httpx2.Response(500), UnreachableSourceError, "found status 500"),
    "something else": (
        lambda _: httpx2.Response(200, stream=httpx2.ByteStream(b"<html>")),
        BadBundleError,
        "a whole archive",
    ),
    "one that was not asked for": (lambda _: httpx2.Response(304), UnreachableSourceError, "found status 304"),
    "nobody": (_refused, UnreachableSourceError, "nothing that can be connected to"),
    "silence": (_late, UnreachableSourceError, "no answer in time"),
    "a body that breaks off": (lambda _: httpx2.Response(200, stream=_Breaks()), UnreachableSourceError, "breaks off"),
    "a body that is too large": (lambda _: httpx2.Response(200, stream=_Large()), BadBundleError, "at most"),
    "no encryption": (_redirected("http://example.com/x.tar.gz"), UnreachableSourceError, "without encryption"),
    "a circle": (_redirected(ADDRESS), UnreachableSourceError, "redirections"),
    "another kind of address": (_redirected("file:///etc/passwd"), UnreachableSourceError, "found"),
}


@pytest.mark.parametrize("name", FAILING)
def test_addresses_that_fail(name: str) -> None:
    """What is no bundle is told in one sentence, without anything secret."""
    answer, kind, said = FAILING[name]
    with pytest.raises(kind, match=said) as found:
        _source(answer).fetch(None)
    assert "secret" not in str(found.value)
    assert "\n" not in str(found.value)


def test_a_body_that_never_ends() -> None:
    """However often a server sends a little, it is not waited for longer than for the whole."""
    source = RemoteSource(
        ADDRESS,
        whole=60,
        transport=httpx2.MockTransport(lambda _: httpx2.Response(200, stream=_Drips())),
        clock=count().__next__,
    )
    with pytest.raises(UnreachableSourceError, match="no whole answer within 60 seconds"):
        source.fetch(None)


def test_a_server_that_hangs() -> None:
    """A server that takes a connection and says nothing is given up."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        source = RemoteSource(f"http://127.0.0.1:{silent.getsockname()[1]}/agency.tar.gz", seconds=0.05)
        with pytest.raises(UnreachableSourceError, match="no answer in time"):
            source.fetch(None)


def test_what_is_a_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A source is a folder, a bundle, or an address with encryption, or of this machine."""
    folder = write(tmp_path / "agency", files())
    bundle = tmp_path / "agency.tar.gz"
    bundle.write_bytes(packed(files()))
    kinds = {folder: FolderSource, bundle: ArchiveSource, "https://example.com/a": RemoteSource}
    assert all(isinstance(source_of(named), kind) for named, kind in kinds.items())
    assert isinstance(source_of("http://localhost:9/a.tar.gz"), RemoteSource)
    monkeypatch.setattr(QuickDisk, "settled", 0)
    found = ArchiveSource(bundle).fetch(None)
    assert found is not None
    assert files() == found.files
    others = [tmp_path / "x", folder / "agency/1.0.0/policy.yaml"]
    for other in ("http://example.com/a", "s3://a/b", "https:///a", *others):
        with pytest.raises(BadSourceError, match="expected a folder, a bundle or an https address, found"):
            source_of(other)
