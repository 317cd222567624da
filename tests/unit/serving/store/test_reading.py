"""Files that people edit are read as they were at one time, whatever is saved meanwhile."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest

from courtesy.serving.store.errors import BadBundleError
from courtesy.serving.store.place_errors import ChangingSourceError, UnreachableSourceError
from courtesy.serving.store.reading import Disk, Stamp, files_below, read_settled
from courtesy.serving.store.sources import ArchiveSource, FolderSource
from tests.helpers.stores import files, write

NANO = 10**9
OLD, NEW, HALF = b"the old text", b"the new text", b"the n"


START, STEP = 1000.0, 0.01
Saved = tuple[float, str, bytes | None]


class Machine(Disk):
    """A disk in memory, on which something is saved at the times that a test names. Every look takes a moment."""

    settled = 1.0

    def __init__(self, *saved: Saved) -> None:
        self.saved = sorted(saved, key=lambda one: one[0])
        self.clock, self.reads = START, 0
        self.files = {"a": (OLD, 0.0), "b": (OLD, 0.0)}

    def listed(self) -> dict[str, Path]:
        """The files that are there."""
        return {name: Path(name) for name in sorted(self.files)}

    def read(self, path: Path) -> bytes:
        """What a file holds at the next moment."""
        self._pass()
        self.reads += 1
        return self._at(path)[0]

    def stamp(self, path: Path) -> Stamp:
        """When it was saved, at the next moment."""
        self._pass()
        data, at = self._at(path)
        return Stamp(len(data), int(at * NANO), int(at * NANO), 1)

    def now(self) -> float:
        """The time."""
        return self.clock

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.clock += seconds

    def _at(self, path: Path) -> tuple[bytes, float]:
        if path.name not in self.files:
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return self.files[path.name]

    def _pass(self) -> None:
        self.clock += STEP
        while self.saved and self.saved[0][0] <= self.clock:
            at, name, data = self.saved.pop(0)
            if data is None:
                self.files.pop(name)
            else:
                self.files[name] = data, at


def _moments() -> list[float]:
    """Times between all looks of a reading in which nothing is saved, and some before and after them."""
    quiet = Machine()
    assert read_settled("given", quiet.listed, None, quiet) is not None
    within = [START + STEP * (number + 0.5) for number in range(round((quiet.clock - START) / STEP) + 1)]
    return [START - 0.5, START - 5 * STEP, *within]


def test_two_files_that_are_saved_one_after_the_other() -> None:
    """Whenever one is saved, in two pieces, and then the other, what is read is all old or all new, and both occur."""
    seen = set()
    for first in _moments():
        for pause in (0, *(STEP * number for number in range(1, 12)), 0.5, 0.9):
            machine = Machine((first, "a", HALF), (first + STEP, "a", NEW), (first + STEP + pause, "b", NEW))
            found = read_settled("given", machine.listed, None, machine)
            assert found is not None
            assert found[0] in ({"a": OLD, "b": OLD}, {"a": NEW, "b": NEW}), (first, pause)
            seen.add(found[0]["a"])
    assert {OLD, NEW} == seen


@pytest.mark.parametrize("moment", _moments())
def test_a_file_that_goes_or_comes(moment: float) -> None:
    """One that is removed, or comes, while others are read is gone or there as a whole."""
    gone = Machine((moment, "b", None))
    found = read_settled("given", gone.listed, None, gone)
    assert found is not None
    assert found[0] in ({"a": OLD, "b": OLD}, {"a": OLD})
    come = Machine((moment, "c", NEW))
    found = read_settled("given", come.listed, None, come)
    assert found is not None
    assert found[0] in ({"a": OLD, "b": OLD}, {"a": OLD, "b": OLD, "c": NEW})


def test_what_never_stops_changing() -> None:
    """A file that is saved again and again is not read, and that is told."""
    machine = Machine(*((START + STEP * number, "a", b"%d" % number) for number in range(1000)))
    with pytest.raises(ChangingSourceError, match="expected files that stay as they are"):
        read_settled("given", machine.listed, None, machine)


def test_what_has_not_changed_is_not_read() -> None:
    """By the mark of what was read nothing is read again, until something is saved, even with the same length."""
    machine = Machine()
    found = read_settled("given", machine.listed, None, machine)
    assert found is not None
    before = machine.reads
    assert read_settled("given", machine.listed, found[1], machine) is None
    assert before == machine.reads
    machine.files["a"] = NEW, machine.clock
    again = read_settled("given", machine.listed, found[1], machine)
    assert again is not None
    assert ({"a": NEW, "b": OLD}, True) == (again[0], again[1] != found[1])


class _Quick(Disk):
    settled = 0


def test_folders(tmp_path: Path) -> None:
    """Of a folder what is hidden, and what is no part of policies, is left out; links inside it are followed."""
    write(tmp_path, {**files(), ".git/policy.yaml": b"x", "policy.yaml~": b"x", "notes.pdf": b"x", "README.md": b"x"})
    (tmp_path / "..data").mkdir()
    (tmp_path / "..data" / "more.yaml").write_bytes(b"y")
    (tmp_path / "more.yaml").symlink_to(Path("..data") / "more.yaml")
    content = FolderSource(tmp_path, _Quick()).fetch(None)
    assert content is not None
    assert {**files(), "README.md": b"x", "more.yaml": b"y"} == content.files
    assert FolderSource(tmp_path, _Quick()).fetch(content.mark) is None


def test_folders_that_are_refused(tmp_path: Path) -> None:
    """A link that leads out, one to itself, a pipe and a file that is too large are told by name, and nothing hangs."""
    outside = write(tmp_path / "outside", {"policy.yaml": b"x"})
    for name, made in {
        "link.yaml": lambda path: path.symlink_to(outside / "policy.yaml"),
        "folder": lambda path: path.symlink_to(outside, target_is_directory=True),
        "pipe.yaml": os.mkfifo,
        "large.yaml": lambda path: path.write_bytes(bytes(2**20 + 1)),
    }.items():
        folder = write(tmp_path / name / "policies", files())
        made(folder / name)
        with pytest.raises(BadBundleError, match=name):
            FolderSource(folder, _Quick()).fetch(None)


def test_folders_in_themselves(tmp_path: Path) -> None:
    """A folder that leads to itself is no endless folder."""
    write(tmp_path, files())
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    with pytest.raises(BadBundleError, match="folders in each other"):
        files_below(tmp_path)


def test_what_is_not_there(tmp_path: Path) -> None:
    """A folder or bundle that has gone is told, and so is one that nobody may read."""
    for source in (FolderSource(tmp_path / "none", _Quick()), ArchiveSource(tmp_path / "none.tar.gz", _Quick())):
        with pytest.raises(UnreachableSourceError, match="expected policies, found no `none"):
            source.fetch(None)


def test_names_tell_states_apart() -> None:
    """The mark is another one for every other set of files."""
    machines = [Machine() for _ in range(3)]
    machines[1].files["c"] = OLD, 0.0
    machines[2].files["c2"] = OLD, 0.0
    found = [read_settled("given", one.listed, None, one) for one in machines]
    marks = [one[1] for one in found if one is not None]
    assert all(one != other for one, other in pairwise([*marks, marks[0]]))
