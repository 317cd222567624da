"""How policies become active: fetched, verified, stored, loaded, tested, and pointed at.

Nothing is changed for those who serve before the last step, which is one. Whatever fails leaves what was active.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import courtesy
from courtesy.serving.found import found_by
from courtesy.serving.store import loading
from courtesy.serving.store.bundle import check_expiry, check_promise, verified
from courtesy.serving.store.errors import ChangedVersionError, ExpiredBundleError, OlderRevisionError
from courtesy.serving.store.folder import in_use
from courtesy.serving.store.place_errors import BadStoreError
from courtesy.serving.store.places import told_at
from courtesy.serving.store.pointer import Active, first
from courtesy.serving.store.report import Stage, read_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from courtesy import MatcherName
    from courtesy.serving.store.bundle import Bundle
    from courtesy.serving.store.content import Source
    from courtesy.serving.store.folder import StoreFolder
    from courtesy.serving.store.keys import PublicKey
    from courtesy.serving.store.manifest import BundledPolicy
    from courtesy.serving.store.pointer import Pointer
    from courtesy.serving.store.report import Report


class _FailedError(Exception):
    """A stage has failed; never leaves this module."""

    def __init__(self, stage: Stage, error: courtesy.CourtesyError) -> None:
        super().__init__(stage, error)
        self.stage, self.error = stage, error


class Activator:
    """Looks at a source, and makes what it holds active in a store. One at a time may do so, in any process.

    With `keys` only what one of them has signed becomes active. `dev` lets a version have other rules than before.
    """

    def __init__(
        self,
        source: Source,
        folder: StoreFolder,
        clock: Callable[[], datetime],
        *,
        keys: Sequence[PublicKey] = (),
        dev: bool = False,
        matcher: MatcherName = "auto",
    ) -> None:
        self.source, self._folder, self._clock = source, folder, clock
        self._keys, self._dev, self._matcher = tuple(keys), dev, matcher
        self._seen: tuple[str | None, str] | None = None
        """The mark and the content of what the source held when it was last active."""
        self._looking = threading.Lock()
        self.error: courtesy.CourtesyError | None = None
        """Why the last look failed, as it was raised; None where it did not."""

    def step(self) -> Report:
        """Look once, and activate what is new. What fails is told in the report, and raised to nobody.

        Raises BadStoreError where not even the report can be left.
        """
        with self._looking:
            return self._step()

    def _step(self) -> Report:
        now = self._clock()
        try:
            waiting, failed = self._look(now), None
        except _FailedError as error:
            waiting, failed = None, error
        self.error = None if failed is None else failed.error
        with self._folder.lock():
            before = read_report(self._folder.path, self.source.name)
            report = (
                before.after_success(now, waiting)
                if failed is None
                else before.after_failure(failed.stage, failed.error, now)
            )
            try:
                self._folder.tell(report)
            except OSError as error:
                raise _unwritable(self._folder, error) from None
        return report

    def _look(self, now: datetime) -> str | None:
        """Fetch and activate; gives what is at hand and does not become active yet, in words."""
        name = self.source.name
        with _stage(Stage.FETCH, self._folder):
            content = self.source.fetch(self._mark())
        if content is None:
            with _stage(Stage.VERIFY):
                self._check_active(now)
            return None
        with _stage(Stage.VERIFY):
            bundle = verified(name, content, self._keys)
            check_expiry(name, bundle, now)
        manifest = bundle.manifest
        if manifest is not None and manifest.not_before is not None and now < manifest.not_before:
            return f"revision {manifest.revision} may be used from {manifest.not_before.isoformat()} on"
        with _stage(Stage.STORE, self._folder), self._folder.lock():
            waiting = self._activate(bundle, now)
        self._seen = (content.mark, bundle.content) if waiting is None else None
        return waiting

    def _check_active(self, now: datetime) -> None:
        """Raise ExpiredBundleError where what is active is over, though the source still holds it."""
        pointer = self._folder.pointer
        if pointer is not None and pointer.active.expires_at is not None and pointer.active.is_expired(now):
            raise ExpiredBundleError(self.source.name, pointer.active.expires_at)

    def _mark(self) -> str | None:
        """The mark of what is active, where it came from here."""
        if self._seen is None:
            return None
        mark, content = self._seen
        pointer = self._folder.pointer
        return mark if pointer is not None and pointer.active.content == content else None

    def _activate(self, bundle: Bundle, now: datetime) -> str | None:
        """Make it active, unless it is; under the lock."""
        with _stage(Stage.VERIFY):
            pointer = self._folder.pointer
            line = bundle.signed_by or self.source.name
            if pointer is not None and _is_left(pointer, bundle, line):
                return "what the source holds was gone back from; it stays inactive until something newer is there"
            if pointer is not None and _is_active(pointer, bundle, line):
                return None
            revision = self._revision(pointer, bundle, line)
        with _stage(Stage.STORE, self._folder):
            place = self._folder.keep(bundle.content, bundle.files)
        with in_use(place):
            policies, tests = self._tried(place, bundle, pointer)
        active = Active(
            content=bundle.content,
            revision=revision,
            source=self.source.name,
            activated=now,
            policies=policies,
            tests=tests,
            made_with=courtesy.__version__,
            signed_by=bundle.signed_by,
            expires_at=None if bundle.manifest is None else bundle.manifest.expires_at,
        )
        moved = first(active) if pointer is None else pointer.moved_to(active)
        with _stage(Stage.ACTIVATE, self._folder):
            self._folder.point(moved)
            self._folder.prune(moved)
        return None

    def _revision(self, pointer: Pointer | None, bundle: Bundle, line: str) -> int:
        highest = 0 if pointer is None else pointer.highest.get(line, 0)
        if bundle.manifest is None:
            return highest + 1
        if bundle.manifest.revision <= highest:
            raise OlderRevisionError(self.source.name, bundle.manifest.revision, highest)
        return bundle.manifest.revision

    def _tried(self, place: Path, bundle: Bundle, pointer: Pointer | None) -> tuple[tuple[BundledPolicy, ...], int]:
        """The policies of a content, and how many tests passed, once they are all loaded as they should be."""
        name = self.source.name
        with _stage(Stage.LOAD), told_at(name, place):
            shelf = loading.load_shelf(place, name, self._matcher)
            policies = loading.policies_of(shelf, place)
            if bundle.manifest is not None:
                check_promise(name, bundle.manifest, policies)
            if pointer is not None and not self._dev:
                _check_known(pointer, policies)
        with _stage(Stage.TEST), told_at(name, place):
            return policies, loading.test(shelf, place)


def _is_active(pointer: Pointer, bundle: Bundle, line: str) -> bool:
    active = pointer.active
    is_same = (active.content, active.line) == (bundle.content, line)
    return is_same and (bundle.manifest is None or bundle.manifest.revision == active.revision)


def _is_left(pointer: Pointer, bundle: Bundle, line: str) -> bool:
    """Whether somebody went back from it; a higher revision is another decision, also of the same files."""
    is_newer = bundle.manifest is not None and bundle.manifest.revision > pointer.highest.get(line, 0)
    return bundle.content in pointer.left and not is_newer


def _check_known(pointer: Pointer, policies: tuple[BundledPolicy, ...]) -> None:
    """A version that was active judges as it did. Raises ChangedVersionError."""
    if pointer.active.made_with != courtesy.__version__:
        return  # another Courtesy may give other digests
    named = ((f"{one.id}@{one.version}", one.digest) for one in policies)
    if changed := [name for name, digest in named if pointer.known.get(name, digest) != digest]:
        raise ChangedVersionError(changed)


@contextmanager
def _stage(stage: Stage, folder: StoreFolder | None = None) -> Iterator[None]:
    """What fails in here has failed at this stage; what the disk refuses, in that folder."""
    try:
        yield
    except courtesy.CourtesyError as error:
        raise _FailedError(stage, error) from None
    except OSError as error:
        if folder is None:
            raise _FailedError(stage, BadStoreError("the store", "files that can be read", found_by(error))) from None
        raise _FailedError(stage, _unwritable(folder, error)) from None


def _unwritable(folder: StoreFolder, error: OSError) -> BadStoreError:
    return BadStoreError(str(folder.path), "a folder that can be written", found_by(error))
