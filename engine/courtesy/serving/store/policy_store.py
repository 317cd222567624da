"""Policies from a source that change while a program runs: fetched, verified, tested, kept, and always whole."""

from __future__ import annotations

import os
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Self

import courtesy
from courtesy.serving.store.activation import Activator
from courtesy.serving.store.folder import StoreFolder
from courtesy.serving.store.follower import Follower, machine_clock
from courtesy.serving.store.keys import read_public
from courtesy.serving.store.loop import Loop
from courtesy.serving.store.place_errors import NothingActiveError
from courtesy.serving.store.rollback import roll_back
from courtesy.serving.store.sources import source_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from courtesy import CourtesyError, MatcherName, Policies, Policy
    from courtesy.serving.store.content import Source
    from courtesy.serving.store.status import StoreStatus

EVERY = 30.0
_LOOKS = 2
"""One look may fail, and is not yet a reason to be not ready."""


class PolicyStore:
    """The policies of a source, each question asked of those that are active at its time.

    `source` is a folder that people edit, a bundle (`.tar.gz`, or the folder of one), or the https address of a bundle.
    `folder` is where what was active is kept, so that it is there again after a restart without the source; only
    programs that serve this source write to it. `keys` are files of public keys: with any, only what one of them has
    signed becomes active. The source is looked at `every` so many seconds, a tenth more or less. `max_stale` is for how
    many seconds it may not have held what is active before the store is not ready. `dev` lets a version of a policy
    have other rules than it had. `tell` is called after a look that came to something else than the one before.

    with PolicyStore("https://example.com/agency.tar.gz", "/var/lib/agency", keys=["agency.public.pem"]) as store:
        verdict = store.current("northgate").check(case, action, now=now)

    Where `with` begins, the source is looked at once, and then in a thread until it ends. Without `with`, call `step`.
    One may be used from many threads at once. Raises BadSourceError, BadKeyError and UnusableArgumentError.
    """

    def __init__(
        self,
        source: str | Path | Source,
        folder: str | Path | None = None,
        *,
        keys: Iterable[str | Path] = (),
        every: float = EVERY,
        max_stale: float | None = None,
        dev: bool = False,
        matcher: MatcherName = "auto",
        clock: Callable[[], datetime] = machine_clock,
        tell: Callable[[StoreStatus], object] | None = None,
    ) -> None:
        _check_times(every, max_stale)
        found = source_of(source) if isinstance(source, str | os.PathLike) else source
        trusted = [read_public(Path(key)) for key in keys]
        self.is_local = found.is_local
        """Whether the source lies on this machine."""
        self.folder = default_folder(found.name) if folder is None else Path(folder)
        """Where what was active is kept."""
        self._clock = clock
        self._activator = Activator(found, StoreFolder(self.folder), clock, keys=trusted, dev=dev, matcher=matcher)
        self._follower = Follower(
            self.folder,
            found.name,
            trusted=tuple(key.fingerprint for key in trusted),
            max_stale=max_stale,
            matcher=matcher,
            clock=clock,
        )
        self._loop = Loop(self.step, every)
        self._following = ExitStack()
        self._tell = tell
        self._told: object = None

    def __enter__(self) -> Self:
        """Look at the source, and go on doing so."""
        self.step()
        self._following.enter_context(self._follower.following())
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Look no more; what was active can still be asked."""
        self.stop()
        self._following.close()

    def start(self) -> None:
        """Look at the source again and again, in a thread; the first time when a while has passed."""
        self._loop.start()

    def stop(self) -> None:
        """Look no more, once a look that is under way has ended."""
        self._loop.stop()

    def current(self, name: str | None = None) -> Policies:
        """All versions of a policy, as they are active now; without a name the first one, which is the project's.

        Raises NothingActiveError where none is, and UnknownPolicyError.
        """
        shelf = self._follower.shelf
        if shelf is None:
            raise NothingActiveError("; ".join(self._follower.hindrances(self._clock())))
        return shelf.policy(name)

    def on(self, day: date, name: str | None = None) -> Policy:
        """The version that holds on a day. Raises as `current` does, and OutsideValidityError."""
        return self.current(name).on(day)

    @property
    def status(self) -> StoreStatus:
        """How the policies are doing: what is active, and why what the source holds is not."""
        return self._follower.state(self._clock())

    @property
    def error(self) -> CourtesyError | None:
        """Why the last look at the source failed, whole; None where it did not."""
        return self._activator.error

    @property
    def served(self) -> Follower:
        """What serves these policies: a service takes it, and its processes get copies of it."""
        return self._follower

    def step(self) -> StoreStatus:
        """Look at the source once; what is new, and as it should be, is active then. What is not is told by `status`.

        Raises BadStoreError where the folder cannot be written.
        """
        self._activator.step()
        self._follower.follow()
        status = self.status
        failure = None if status.failure is None else (status.failure.stage, status.failure.message)
        told = (status.revision, status.content, failure, status.waiting)
        if self._tell is not None and told != self._told:
            self._tell(status)
        self._told = told
        return status

    def roll_back(self, revision: int | None = None) -> StoreStatus:
        """Make active what was before, or an earlier revision. Raises UnknownRevisionError and BadStoreError."""
        roll_back(StoreFolder(self.folder), self._clock(), revision)
        self._follower.follow()
        return self.status


def _check_times(every: float, max_stale: float | None) -> None:
    if not every > 0:
        raise courtesy.UnusableArgumentError(
            f"the source is to be looked at every {every:g} seconds", "give more than 0"
        )
    if max_stale is not None and max_stale < _LOOKS * every:
        what = f"policies are to be stale after {max_stale:g} seconds, and the source is looked at every {every:g}"
        raise courtesy.UnusableArgumentError(what, f"make it at least {_LOOKS * every:g} seconds")


def default_folder(source: str) -> Path:
    """Where what came from a source is kept if nobody says where: in the folder for the state of this user."""
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home) / "courtesy" / f"store-{sha256(source.encode()).hexdigest()[:16]}"
