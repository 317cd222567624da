"""Policies that are served in turn: the same ids and versions, with other numbers in two files of each."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import courtesy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from courtesy import Policies

COUNT = 6
NAMES = ("agency", "partner")
_OURS = Path(__file__).parents[3] / "policies/hire-wire/1.0.0"
_TORN_BRIEFLY, _TORN = 0.05, 2.0


def files(variant: int) -> dict[str, bytes]:
    """The files of a variant, by their paths. Whoever mixes those of two gets a policy that never was."""
    found = {f"agency/1.0.0/{file.name}": file.read_bytes() for file in _OURS.iterdir() if file.is_file()}
    found["agency/1.0.0/policy.yaml"] = found["agency/1.0.0/policy.yaml"].replace(b"id: hire-wire", b"id: agency", 1)
    days = f"{5 + variant} days".encode()
    for name, before in (("timing", b"at_least: 7 days"), ("frequency", b"at_most: 1, per: 7 days")):
        path = f"agency/1.0.0/{name}.yaml"
        assert found[path].count(before) == 1
        found[path] = found[path].replace(before, before.replace(b"7 days", days))
    head = "courtesy: 1\nid: partner\nversion: 1.0.0\ntitle: A partner\nzone: UTC\n"
    rules = {
        "wait": f"wait: {{at_least: {days.decode()}, after: interview}}",
        "limit": f"limit: {{at_most: 1, per: {days.decode()}, counting: {{channel: email}}}}",
    }
    found["partner/1.0.0/policy.yaml"] = f"{head}include: [wait.yaml, limit.yaml]\n".encode()
    for name, rule in rules.items():
        told = f"id: {name}.mails, title: Mails, level: must, applies_to: {{channel: email}}, {rule}"
        found[f"partner/1.0.0/{name}.yaml"] = f"- {{{told}}}\n".encode()
    return found


@dataclass(frozen=True)
class Variants:
    """All variants as they judge in this process, by their names and digests."""

    policies: tuple[dict[str, Policies], ...]
    by_digest: dict[str, int]

    @classmethod
    def loaded(cls, folder: Path) -> Variants:
        """All of them, from files that are written into a folder."""
        loaded = []
        for variant in range(COUNT):
            for path, data in files(variant).items():
                _file(folder / str(variant), path).write_bytes(data)
            loaded.append({name: courtesy.load_policies(folder / str(variant) / name / "1.0.0") for name in NAMES})
        digests = {found[name].versions[0].digest: n for n, found in enumerate(loaded) for name in NAMES}
        return cls(tuple(loaded), digests)


class Publisher:
    """Writes one variant after the other over the files that are served, as an editor does that saves file by file."""

    def __init__(self, folder: Path, random: Random) -> None:
        self._folder, self._random = folder, random
        self.variant = 0
        self.torn = self.published = 0
        for path, data in files(0).items():
            _file(folder, path).write_bytes(data)

    def publish(self) -> None:
        """The next variant, with files that are cut in the middle for a moment, and now and then for longer."""
        self.variant = (self.variant + 1) % COUNT
        self.published += 1
        for path, data in _in_any_order(files(self.variant), self._random):
            target = _file(self._folder, path)
            if target.read_bytes() == data:
                continue
            target.write_bytes(data[: self._random.randrange(1, len(data))])
            time.sleep(self._random.uniform(0, _TORN_BRIEFLY))
            if self._random.random() < 1 / 20:  # longer than a folder has to be still to be read
                self.torn += 1
                target.write_bytes(data[: data.index(b" days")])
                time.sleep(_TORN)
            target.write_bytes(data)


def _in_any_order(found: dict[str, bytes], random: Random) -> Iterator[tuple[str, bytes]]:
    paths = sorted(found)
    random.shuffle(paths)
    return ((path, found[path]) for path in paths)


def _file(folder: Path, path: str) -> Path:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    return target
