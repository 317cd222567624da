"""What becomes active, what does not, and what stays then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from courtesy.serving.store.content import content_in
from courtesy.serving.store.folder import StoreFolder, in_use
from courtesy.serving.store.manifest import BundledPolicy
from courtesy.serving.store.place_errors import UnknownRevisionError, UnreachableSourceError
from courtesy.serving.store.pointer import KEPT
from courtesy.serving.store.rollback import roll_back
from tests.helpers.stores import NOW, Given, Trial, bundle, files, policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from courtesy.serving.store.content import Content
    from courtesy.serving.store.keys import PrivateKey

DAY = timedelta(days=1)


def test_a_folder_that_is_edited(tmp_path: Path) -> None:
    """What is saved becomes active under a revision of its own, and what was not changed is not looked at again."""
    trial = Trial(tmp_path / "store")
    assert ({}, ("no policy is active yet",)) == (trial.active, trial.follower.hindrances(NOW))
    assert None is trial.step()
    assert ({"agency@1.0.0": 7}, ()) == (trial.active, trial.follower.hindrances(NOW))
    first = trial.follower.shelf
    assert None is trial.step()
    assert first is trial.follower.shelf
    assert None is trial.step(content_in({**files(), **files("1.1.0", 5)}, "two"))
    assert {"agency@1.0.0": 7, "agency@1.1.0": 5} == trial.active
    status = trial.follower.state(NOW)
    assert (2, 4, ()) == (status.revision, status.tests, status.hindrances)
    trial.step()
    assert "two" == trial.source.asked[-1]


GOOD = {**files(), **files("1.1.0", 5)}
BAD: dict[str, tuple[Callable[[], Content | Exception], str, str]] = {
    "a source that does not answer": (lambda: UnreachableSourceError("given", "no"), "fetch", "unreachable-source"),
    "another file": (
        lambda: _changed(bundle(2, GOOD), "agency/1.1.0/policy.yaml", policy("1.1.0", 4)), "verify", "bad-bundle"
    ),
    "a file too many": (lambda: _changed(bundle(2, GOOD), "more.yaml", "x"), "verify", "bad-bundle"),
    "a file too few": (lambda: _changed(bundle(2, GOOD), "agency/1.1.0/policy.yaml", None), "verify", "bad-bundle"),
    "an older revision": (lambda: replace(bundle(1, GOOD), mark=None), "verify", "older-revision"),
    "one that has expired": (lambda: bundle(2, GOOD, expires_at=NOW), "verify", "expired-bundle"),
    "other rules under a version": (lambda: bundle(2, files(days=5)), "load", "changed-version"),
    "other policies than promised": (
        lambda: bundle(2, GOOD, policies=[BundledPolicy(id="agency", version="1.0.0", digest=f"sha256:{0:064}")]),
        "load",
        "other-digests",
    ),
    "a policy that is none": (
        lambda: content_in({**files(), "agency/1.1.0/policy.yaml": b"courtesy: 1\nid: agency\nversion: 1.1.0\n"}),
        "load",
        "invalid-input",
    ),
    "no policy": (lambda: content_in({"notes.md": b"none"}), "load", "no-policies"),
    "tests that fail": (lambda: bundle(2, {**files(), **files("1.1.0", 5, 6)}), "test", "failed-tests"),
    "a policy that builds on what lies elsewhere": (
        lambda: content_in({"courtesy.yaml": b"policies: ['..']\n", **files()}), "load", "outside-source"
    ),
}  # fmt: skip


def _changed(content: Content, name: str, text: str | None) -> Content:
    held: dict[str, Any] = {**content.files, "manifest.json": content.manifest}
    held.pop(name, None)
    return content_in(held if text is None else {**held, name: text.encode()})


@pytest.mark.parametrize("name", BAD)
def test_what_does_not_become_active(tmp_path: Path, name: str) -> None:
    """What is wrong is told with its stage, counted, and leaves what was active, also after a restart."""
    made, stage, code = BAD[name]
    trial = Trial(tmp_path / "store", max_stale=60)
    trial.step(bundle(1))
    later = trial.now = NOW + timedelta(seconds=90)
    assert code == trial.step(made())
    for _ in range(2):
        assert {"agency@1.0.0": 7} == trial.active
        status = trial.follower.state(later)
        assert status.failure is not None
        assert (stage, code, later) == (status.failure.stage, status.failure.code, status.failure.at)
        assert ({stage: 1}, NOW, 1) == (status.failures, status.checked, status.revision)
        assert "within 60 seconds" in status.hindrances[0]
        trial.start()
        trial.follower.follow()
    assert None is trial.step(bundle(3, GOOD))
    recovered = trial.follower.state(later)
    assert (5, None, {stage: 1}, ()) == (
        trial.active["agency@1.1.0"], recovered.failure, recovered.failures, recovered.hindrances,
    )  # fmt: skip


def test_places_are_those_of_the_source(tmp_path: Path) -> None:
    """What is wrong with a policy is told at its place in the source, not in the store."""
    trial = Trial(tmp_path / "store")
    trial.step(content_in({"agency/policy.yaml": policy().replace("must", "most").encode()}))
    assert "given/agency/policy.yaml:8:10: " in str(trial.activator.error)


def test_signatures(tmp_path: Path, keys: tuple[PrivateKey, PrivateKey]) -> None:
    """With a key nothing becomes active, or stays, that it has not signed; a bundle is signed whole."""
    one, other = keys
    trial = Trial(tmp_path / "store")
    trial.step(bundle(1))
    trial.keys = (one.public,)
    trial.start()
    trial.follower.follow()
    assert {} == trial.active
    assert "bad-signature" == trial.step(content_in(files()))
    assert "bad-signature" == trial.step(bundle(2))
    assert "bad-signature" == trial.step(bundle(2, key=other))
    signed = bundle(2, key=one)
    assert "bad-signature" == trial.step(content_in({**signed.files, "manifest.json": b"{}", "manifest.sig": b"!"}))
    swapped = {**signed.files, "manifest.json": bundle(3).manifest or b"", "manifest.sig": signed.signature or b""}
    assert "bad-signature" == trial.step(content_in(swapped))
    assert {} == trial.active
    assert None is trial.step(signed)
    assert {"agency@1.0.0": 7} == trial.active
    assert one.public.fingerprint == trial.follower.state(NOW).signed_by
    trial.keys = (other.public, one.public)
    trial.start()
    assert None is trial.step(bundle(1, GOOD, key=other)), "another key counts its own revisions"
    assert "older-revision" == trial.step(bundle(2, key=one))


def test_a_store_of_another_source(tmp_path: Path, keys: tuple[PrivateKey, PrivateKey]) -> None:
    """What came from another source is not served, unless a key that is trusted has signed it."""
    trial = Trial(tmp_path / "store")
    trial.step(bundle(1, key=keys[0]))
    trial.source = Given(bundle(9, files("2.0.0")), name="other")
    trial.start()
    trial.follower.follow()
    assert ({}, "bad-store") == (trial.active, getattr(trial.follower.trouble, "code", None))
    assert None is trial.step()
    assert {"agency@2.0.0": 7} == trial.active
    trial.keys = (keys[0].public,)
    trial.start()
    assert None is trial.step(bundle(2, key=keys[0]))
    trial.source = Given(UnreachableSourceError("moved", "no"), name="moved")
    trial.start()
    trial.step()
    assert {"agency@1.0.0": 7} == trial.active


def test_times_of_a_bundle(tmp_path: Path) -> None:
    """A bundle waits for its time without being a failure, and answers nothing once its time is over."""
    trial = Trial(tmp_path / "store")
    trial.step(bundle(1, expires_at=NOW + 3 * DAY))
    new = bundle(2, GOOD, not_before=NOW + DAY, expires_at=NOW + 2 * DAY)
    assert None is trial.step(new)
    assert "revision 2 may be used from 2026-11-28T12:00:00+00:00 on" == trial.follower.state(NOW).waiting
    assert {"agency@1.0.0": 7} == trial.active
    trial.now = NOW + DAY
    assert None is trial.step()
    assert {"agency@1.0.0": 7, "agency@1.1.0": 5} == trial.active
    trial.now = NOW + 2 * DAY
    assert {} == trial.active
    assert ("revision 2 expired at 2026-11-29 12:00:00+00:00",) == trial.follower.hindrances(trial.now)


def test_dev(tmp_path: Path) -> None:
    """Who tries things may change the rules of a version, again and again."""
    trial = Trial(tmp_path / "store", dev=True)
    for days in (7, 5, 7):
        assert None is trial.step(content_in(files(days=days)))
        assert {"agency@1.0.0": days} == trial.active


def test_going_back(tmp_path: Path) -> None:
    """Who goes back gets what was active before, and the source is heeded only when it holds something newer."""
    trial = Trial(tmp_path / "store")
    trial.step(bundle(1))
    trial.step(bundle(2, GOOD))
    roll_back(StoreFolder(trial.folder), NOW)
    assert None is trial.step()
    assert {"agency@1.0.0": 7} == trial.active
    assert "gone back from" in str(trial.follower.state(NOW).waiting)
    trial.start()
    assert None is trial.step()
    assert {"agency@1.0.0": 7} == trial.active
    assert "older-revision" == trial.step(bundle(2, {**files(), **files("1.2.0", 3)}))
    assert None is trial.step(bundle(3, {**files(), **files("1.2.0", 3)}))
    assert 3 == trial.active["agency@1.2.0"]
    for revision, active in ((None, {"agency@1.0.0": 7, "agency@1.1.0": 5}), (None, {"agency@1.0.0": 7})):
        roll_back(StoreFolder(trial.folder), NOW, revision)
        trial.follower.follow()
        assert active == trial.active
    assert None is trial.step(), "revision 3 does not come again, though it was not the last one that was left"
    assert {"agency@1.0.0": 7} == trial.active
    with pytest.raises(UnknownRevisionError, match="expected an earlier revision that is kept, found none"):
        roll_back(StoreFolder(trial.folder), NOW)
    roll_back(StoreFolder(trial.folder), NOW, 3)
    trial.follower.follow()
    assert 3 == trial.active["agency@1.2.0"]
    assert None is trial.step(bundle(4, GOOD)), "a higher revision is another decision"
    assert {"agency@1.0.0": 7, "agency@1.1.0": 5} == trial.active


def test_what_is_kept(tmp_path: Path) -> None:
    """The last contents are kept, and one that somebody is loading, whatever comes after them."""
    trial = Trial(tmp_path / "store")
    trial.step()
    first = trial.follower.place
    assert first is not None
    with in_use(first):
        for number in range(KEPT + 2):
            trial.step(content_in(files(f"1.{number}.0")))
        kept = list(trial.folder.glob("sha256-*"))
        assert (KEPT + 1, True) == (len(kept), first in kept)
    trial.step(content_in(files("2.0.0")))
    assert KEPT == len(list(trial.folder.glob("sha256-*")))
    assert trial.follower.place in trial.folder.glob("sha256-*")
    assert {"agency@2.0.0": 7} == trial.active


def test_a_store_that_was_changed(tmp_path: Path) -> None:
    """Files of the store that are not as they were put there are not served, and are put there again."""
    trial = Trial(tmp_path / "store")
    trial.step(bundle(1))
    assert trial.follower.place is not None
    (trial.follower.place / "agency/1.0.0/policy.yaml").write_text(policy(days=1))
    trial.start()
    trial.follower.follow()
    assert {} == trial.active
    assert "expected the files that were put there" in trial.follower.hindrances(NOW)[1]
    assert None is trial.step(bundle(2))
    assert {"agency@1.0.0": 7} == trial.active
    (trial.folder / "pointer.json").write_text("{")
    assert "bad-store" == trial.step(bundle(3))
    assert {"agency@1.0.0": 7} == trial.active
    assert 2 == len(trial.follower.hindrances(NOW)) or trial.follower.trouble is not None
