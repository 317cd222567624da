"""Random sequences of good and bad bundles, against a model of a few lines."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courtesy.serving.store.content import Content, content_in
from courtesy.serving.store.folder import StoreFolder
from courtesy.serving.store.keys import PrivateKey, new_pair, read_private
from courtesy.serving.store.place_errors import UnknownRevisionError, UnreachableSourceError
from courtesy.serving.store.rollback import roll_back
from tests.helpers.stores import NOW, Trial, bundle, policy

if TYPE_CHECKING:
    from collections.abc import Mapping

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Sent:
    """A bundle as a test describes it. `expires` and `begins` are hours from the beginning."""

    revision: int
    version: str = "1.0.0"
    days: int = 7
    signed: bool = True
    whole: bool = True
    begins: int = 0
    expires: int = 100

    @property
    def content(self) -> tuple[str, int]:
        """What tells its files apart."""
        return self.version, self.days


@dataclass
class Model:
    """What must be active, told without files, digests or processes. `kept` are those at hand, as they came."""

    hour: int = 0
    now: Sent | None = None
    kept: list[Sent] = field(default_factory=list)
    highest: int = 0
    known: dict[str, int] = field(default_factory=dict)
    left: list[tuple[str, int]] = field(default_factory=list)

    @property
    def active(self) -> dict[str, int]:
        """What is served."""
        if self.now is None or self.hour >= self.now.expires:
            return {}
        return {f"agency@{self.now.version}": self.now.days}

    def look(self, sent: Sent) -> str | None:
        """The code of what is wrong with a bundle; else it is active, or waits."""
        expired = self.hour >= sent.expires
        if wrong := _first(
            ("bad-signature", not sent.signed), ("bad-bundle", not sent.whole), ("expired-bundle", expired)
        ):
            return wrong
        is_active = self.now is not None and _same(sent, self.now)
        was_left = sent.content in self.left and sent.revision <= self.highest
        if is_active or self.hour < sent.begins or was_left:
            return None
        changed = self.known.get(sent.version, sent.days) != sent.days
        if wrong := _first(("older-revision", sent.revision <= self.highest), ("changed-version", changed)):
            return wrong
        self.highest, self.left = sent.revision, []
        self.known[sent.version] = sent.days
        self.now = sent
        self.kept = [*(one for one in self.kept if not _same(one, sent)), sent][-5:]
        return None

    def go_back(self) -> bool:
        """Make what became active before active again, where there is something."""
        before = [] if self.now is None else self.kept[: self.kept.index(self.now)]
        if self.now is None or not before:
            return False
        self.left = [one for one in [*self.left, self.now.content] if one != before[-1].content]
        self.now = before[-1]
        return True


def _same(one: Sent, other: Sent) -> bool:
    return (one.content, one.revision) == (other.content, other.revision)


def _first(*wrong: tuple[str, bool]) -> str | None:
    return next((code for code, is_so in wrong if is_so), None)


@cache
def _key() -> PrivateKey:
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(new_pair()[0])
        return read_private(Path(file.name))


def _made(sent: Sent) -> Content:
    files: Mapping[str, bytes] = {"policy.yaml": policy(sent.version, sent.days).encode()}
    times = {"not_before": NOW + sent.begins * HOUR, "expires_at": NOW + sent.expires * HOUR}
    found = replace(bundle(sent.revision, files, key=_key() if sent.signed else None, **times), mark=repr(sent))
    if sent.whole:
        return found
    held = {**found.files, "manifest.json": found.manifest or b"", "manifest.sig": found.signature or b"", "x.md": b""}
    return content_in(held, found.mark)


_OTHERS = ["again", "restart", "back", "an hour", "three hours", "no source"]
_PLAIN = {
    "revision": st.integers(1, 5),
    "version": st.sampled_from(["1.0.0", "1.1.0"]),
    "days": st.sampled_from([7, 7, 5]),
}
_ODD = {
    "signed": st.booleans(),
    "whole": st.booleans(),
    "begins": st.sampled_from([0, 2]),
    "expires": st.sampled_from([3, 100]),
}
_BUILDS = [st.builds(Sent, **_PLAIN, **{name: values}) for name, values in _ODD.items()]
STEPS = st.integers(0, 9).flatmap(
    lambda kind: (
        st.builds(Sent, **_PLAIN) if kind < 5 else st.one_of(_BUILDS) if kind == 5 else st.sampled_from(_OTHERS)
    )
)


@pytest.mark.slow
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, min_size=4, max_size=9))
def test_sequences(steps: list[Sent | str]) -> None:
    """Whatever is sent, and whenever the process is started anew, what is active is what the model says."""
    with tempfile.TemporaryDirectory() as name:
        trial, model = Trial(Path(name) / "store", keys=(_key().public,)), Model()
        source: Sent | None = None
        for step in steps:
            wrong = None
            match step:
                case Sent():
                    source = step
                    wrong = model.look(source)
                    assert wrong == trial.step(_made(source))
                case "again" if source is not None:
                    wrong = model.look(source)
                    assert wrong == trial.step()
                case "no source":
                    held = trial.source.held
                    trial.start()
                    assert "unreachable-source" == trial.step(UnreachableSourceError("given", "nothing"))
                    trial.source.held = held
                case "restart":
                    trial.start()
                    trial.follower.follow()
                case "an hour" | "three hours":
                    hours = 1 if step == "an hour" else 3
                    model.hour += hours
                    trial.now += hours * HOUR
                case "back":
                    if model.go_back():
                        roll_back(StoreFolder(trial.folder), trial.now)
                    elif model.now is not None:
                        with pytest.raises(UnknownRevisionError):
                            roll_back(StoreFolder(trial.folder), trial.now)
                    trial.follower.follow()
            assert model.active == trial.active, steps
            assert trial.follower.trouble is None
