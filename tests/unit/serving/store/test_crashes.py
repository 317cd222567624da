"""A process that ends at any step leaves a store that serves the last policies or the new ones, and never others."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any

import pytest

from courtesy.serving.store.folder import Writes
from courtesy.serving.store.report import Stage
from tests.helpers.stores import Trial, bundle, policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FIRST = {"one.yaml": policy().encode()}
GOOD = {**FIRST, "two.yaml": policy("1.1.0", 5).encode()}
OLD, NEW = {"agency@1.0.0": 7}, {"agency@1.0.0": 7, "agency@1.1.0": 5}


class Killed(BaseException):
    """The process is gone: nothing of it does anything any more."""


class Ending(Writes):
    """Writes so often; then the process ends, in the middle of a write, or the disk takes nothing more."""

    def __init__(self, steps: int, error: BaseException) -> None:
        self.left, self.error = steps, error
        self.done: list[str] = []

    def _step(self, name: str) -> bool:
        """Count a step; whether it is the one in which the process ends."""
        self.left -= 1
        if self.left < 0:
            raise self.error
        self.done.append(name)
        return self.left == 0

    def write(self, path: Path, data: bytes) -> None:
        """Write all of it, or half of it where it is the last step."""
        if self._step("write"):
            path.write_bytes(data[: len(data) // 2])
            raise self.error
        path.write_bytes(data)

    def make(self, path: Path) -> None:
        """Make a folder."""
        self._step("make")
        super().make(path)

    def settle(self, folder: Path) -> None:
        """Have the names in a folder on the disk."""
        self._step("settle")
        assert folder.is_dir()

    def move(self, old: Path, new: Path) -> None:
        """Give another name."""
        self._step("move")
        super().move(old, new)

    def remove(self, path: Path) -> None:
        """Remove something."""
        self._step("remove")
        super().remove(path)


def _ended_at(trial: Trial, steps: int, error: BaseException, look: Callable[[], Any]) -> bool:
    """Whether the process was ended before the look was over."""
    trial.writes = Ending(steps, error)
    trial.start()
    trial.follower.follow()
    try:
        look()
    except Killed:
        return True
    finally:
        trial.writes = Writes()
    return False


@pytest.mark.slow
@pytest.mark.parametrize("before", [{}, OLD], ids=["an empty store", "a store in use"])
def test_a_process_that_is_killed(tmp_path: Path, before: dict[str, int]) -> None:
    """Started again, without the source, it serves what was active or what was to be; with it, what it holds."""
    seen = set()
    for steps in range(1, 60):
        trial = Trial(tmp_path / f"{steps}")
        if before:
            trial.step(bundle(1, FIRST))
        if not _ended_at(trial, steps, Killed(), lambda trial=trial: trial.step(bundle(2, GOOD))):  # type: ignore[misc]
            break
        trial.start()
        trial.follower.follow()
        assert trial.active in (before, NEW), steps
        assert trial.follower.trouble is None, steps
        seen.add(len(trial.active))
        assert None is trial.step(), steps
        assert NEW == trial.active, steps
    else:
        pytest.fail("it was never done")
    assert {len(before), len(NEW)} == seen


def test_what_is_left_half_done(tmp_path: Path) -> None:
    """What a process left behind that was killed is removed when something becomes active."""
    trial = Trial(tmp_path / "store")
    trial.step(bundle(1, FIRST))
    assert _ended_at(trial, 4, Killed(), lambda: trial.step(bundle(2, GOOD)))
    assert [one for one in trial.folder.iterdir() if one.name.startswith(".new")]
    trial.start()
    trial.step(bundle(3, {**GOOD, "more.md": b"x"}))
    assert ["lock", "pointer.json", "status.json"] == sorted(
        one.name for one in trial.folder.iterdir() if not one.name.startswith("sha256-")
    )


@pytest.mark.slow
def test_a_disk_that_is_full(tmp_path: Path) -> None:
    """What the disk refuses is told with its stage, if it takes that, and what was active stays."""
    stages = set()
    full = OSError(errno.ENOSPC, "No space left on device")
    for steps in range(1, 60):
        trial = Trial(tmp_path / f"{steps}")
        trial.step(bundle(1, FIRST))
        told: list[Any] = []

        def look(trial: Trial = trial, told: list[Any] = told) -> None:
            try:
                told.append(trial.step(bundle(2, GOOD)))
            except Exception as error:  # noqa: BLE001  it is looked at below
                told.append(getattr(error, "code", repr(error)))

        _ended_at(trial, steps, full, look)
        if told == [None]:
            break
        assert ["bad-store"] == told
        assert trial.active in (OLD, NEW), steps
        if (failure := trial.activator.error) is not None:
            stages.add(str(failure))
        trial.start()
        assert None is trial.step()
        assert NEW == trial.active
    else:
        pytest.fail("it was never done")
    assert {f"{tmp_path}/"} == {one[: len(str(tmp_path)) + 1] for one in stages}
    assert all(one.endswith("found a disk that is full") for one in stages)


def test_the_order_of_the_steps(tmp_path: Path) -> None:
    """Nothing gets its name before all of it is on the disk, and the pointer comes last."""
    trial = Trial(tmp_path / "store", writes=Ending(10_000, Killed()))
    trial.step(bundle(1, FIRST))
    writes = trial.writes
    assert isinstance(writes, Ending)
    steps = [name for name in writes.done if name != "make"]
    put = ["write", "settle", "move", "settle"]
    replaced = ["write", "move", "settle"]
    assert [*put, *replaced, *replaced] == steps
    assert Stage.ACTIVATE == list(Stage)[-1]
