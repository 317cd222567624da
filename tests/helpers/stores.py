"""Small policies, bundles and sources for tests of the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import courtesy
from courtesy.serving.store.activation import Activator
from courtesy.serving.store.content import Content, content_in
from courtesy.serving.store.folder import StoreFolder, Writes
from courtesy.serving.store.follower import Follower
from courtesy.serving.store.manifest import MANIFEST, SIGNATURE, BundledPolicy, Manifest, files_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from courtesy.serving.store.keys import PrivateKey, PublicKey

Files = dict[str, bytes]
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def policy(version: str = "1.0.0", days: int = 7, id_: str = "agency", title: str = "A policy") -> str:
    """A policy of one rule: a follow-up e-mail waits for so many days."""
    return (
        f"courtesy: 1\nid: {id_}\nversion: {version}\ntitle: {title}\nzone: UTC\n"
        f"rules:\n- id: timing.wait\n  level: must\n  title: Wait\n  because: They need time.\n"
        f"  applies_to: {{channel: email}}\n  wait: {{at_least: {days} days, after: interview}}\n"
    )


def cases_of(days: int) -> str:
    """Tests that pass where that policy waits for so many days."""
    return (
        "base:\n  zone: UTC\n  interview: {ended_at: 2026-11-01T12:00}\n  contacts: {i: {roles: [interviewer]}}\n"
        "  actions: [{id: a, channel: email, purpose: follow_up, to: i}]\n"
        f"cases:\n  in time: {{at: 2026-11-{days + 1:02}T12:00, outcome: allow}}\n"
        f"  too soon: {{at: 2026-11-{days + 1:02}T11:59, outcome: wait, violated: [timing.wait]}}\n"
    )


def files(version: str = "1.0.0", days: int = 7, tested: int | None = None, id_: str = "agency") -> Files:
    """A folder with that policy and its tests, which are for `tested` days."""
    home = f"{id_}/{version}"
    return {
        f"{home}/policy.yaml": policy(version, days, id_).encode(),
        f"{home}/tests/wait.yaml": cases_of(days if tested is None else tested).encode(),
    }


def write(folder: Path, contents: Mapping[str, bytes]) -> Path:
    """Files written into a folder."""
    for name, data in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@dataclass
class Given:
    """A source that holds what a test puts into it; an error is raised instead. It counts how often it was asked."""

    held: Content | Exception
    name: str = "given"
    is_local: bool = False
    asked: list[str | None] = field(default_factory=list)

    def fetch(self, mark: str | None) -> Content | None:
        """What it holds."""
        self.asked.append(mark)
        if isinstance(self.held, Exception):
            raise self.held
        return None if mark is not None and mark == self.held.mark else self.held


@dataclass
class Trial:
    """A store in a folder, with a source and a clock that a test sets."""

    folder: Path
    source: Given = field(default_factory=lambda: Given(content_in(files())))
    now: datetime = NOW
    keys: Sequence[PublicKey] = ()
    dev: bool = False
    max_stale: float | None = None
    writes: Writes = field(default_factory=Writes)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Begin anew, as a process does."""
        at = StoreFolder(self.folder, self.writes)
        self.activator = Activator(self.source, at, lambda: self.now, keys=self.keys, dev=self.dev, matcher="native")
        self.follower = Follower(
            self.folder,
            self.source.name,
            trusted=tuple(key.fingerprint for key in self.keys),
            max_stale=self.max_stale,
            matcher="native",
            clock=lambda: self.now,
        )

    def step(self, content: Content | Exception | None = None) -> str | None:
        """Look at the source, which may hold something else now, and follow; the code of what went wrong."""
        if content is not None:
            self.source.held = content
        report = self.activator.step()
        self.follower.follow()
        return None if report.failure is None else report.failure.code

    @property
    def active(self) -> dict[str, int]:
        """What is served: the days of the policy by its versions."""
        shelf = self.follower.shelf
        if shelf is None:
            return {}
        return {f"{one.id}@{one.version}": _days(one) for held in shelf.policies.values() for one in held.versions}


def _days(found: Any) -> int:
    return int(str(found.rules[0].body["at_least"]).split()[0])


@cache
def _promise(data: bytes) -> BundledPolicy:
    found = courtesy.parse_policy(data, matcher="native")
    return BundledPolicy(id=found.id, version=found.version, digest=found.digest)


def promised(contents: Mapping[str, bytes]) -> tuple[BundledPolicy, ...]:
    """The policies among these files, as a manifest tells of them."""
    found = [_promise(data) for name, data in contents.items() if "/tests/" not in name and name.endswith(".yaml")]
    return tuple(sorted(found, key=lambda one: (one.id, one.version)))


def bundle(
    revision: int,
    contents: Mapping[str, bytes] | None = None,
    *,
    key: PrivateKey | None = None,
    policies: Sequence[BundledPolicy] | None = None,
    **changed: Any,
) -> Content:
    """A bundle; what its manifest says of its policies is true unless the test says otherwise."""
    held = files() if contents is None else contents
    listed = promised(held) if policies is None else tuple(policies)
    manifest = Manifest(
        format=1, revision=revision, made_with="1.0.0", policies=listed, files=files_of(held), **changed
    ).to_bytes()
    signed = {} if key is None else {SIGNATURE: key.sign(manifest)}
    return content_in({**held, MANIFEST: manifest, **signed}, f'"{revision}"')
