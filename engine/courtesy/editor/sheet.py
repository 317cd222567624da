"""A file on somebody's desk, with the policy that it belongs to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.api.as_typed import Typed

if TYPE_CHECKING:
    from courtesy.editor.kinds import FileKind
    from courtesy.editor.sketch import Word
    from courtesy.errors import CourtesyError
    from courtesy.loading.project import Project
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.policy import PolicySource

_NOTHING = Typed()


class Sheet(Struct, frozen=True, kw_only=True):
    """A file with all that it takes to help with it.

    `manifest` is that of the policy it belongs to, None where it belongs to none; `now` is that policy as it stands,
    and `good` as it last stood without a mistake. Where a file that is not the manifest is helped with and the manifest
    is not sound, `now` is the policy with the manifest as it last was. `trouble` is why there is no policy.
    """

    path: Path
    text: str
    kind: FileKind
    words: tuple[Word, ...] = ()
    manifest: Path | None = None
    now: Typed = _NOTHING
    good: Typed = _NOTHING
    manifest_is_sound: bool = True
    project: Project | None = None
    trouble: CourtesyError | None = None

    @property
    def source(self) -> PolicySource | None:
        """The policy as far as it can be read, or else as it last could be."""
        return self.now.source or self.good.source

    def rule(self, rule_id: str) -> CompiledRule | None:
        """A rule as it stands, or else as it last stood without a mistake."""
        return self.now.rules.get(rule_id) or self.good.rules.get(rule_id)


class Reading(Struct, frozen=True, kw_only=True):
    """A policy as it stands (`now`), with its manifest as it last was sound (`rest`), and as it last was `good`.

    `saved` are its files, each with when it was last written to the disk.
    """

    now: Typed
    rest: Typed
    good: Typed

    saved: tuple[tuple[Path, int], ...] = ()

    def depends_on(self, path: Path) -> bool:
        """Whether it could be another policy if a file said something else; of one with mistakes nobody knows."""
        return self.now.policy is None or any(path == file for file, _ in self.saved)

    @property
    def is_fresh(self) -> bool:
        """Whether its files lie on the disk as they did when it was read."""
        return all(_time_of(file) == time for file, time in self.saved)


def saved_files(typed: Typed) -> tuple[tuple[Path, int], ...]:
    """The files of a policy and of those it builds on, each with when it was last written to the disk."""
    lineage = () if typed.source is None else typed.source.lineage
    files = (Path(name).resolve() for one in lineage for name in one.files)
    return tuple((file, _time_of(file)) for file in files)


def _time_of(file: Path) -> int:
    """When a file was last written; 0 where there is none."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
