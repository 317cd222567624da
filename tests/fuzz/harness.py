"""One input through one loader: whatever the bytes, it takes little work and memory, and touches nothing else."""

from __future__ import annotations

import os
import re
import resource
import sys
import sysconfig
import zoneinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

import courtesy
from courtesy.errors import InvalidInputError
from courtesy.loading import policy_files
from courtesy.loading.case_loader import read_case
from courtesy.loading.mail.draft import read_draft
from courtesy.loading.resources import data_root
from courtesy.loading.source import read_tree
from courtesy.model.case import Case, Contact
from courtesy.model.vocabulary import BUILT_IN
from courtesy.rendering.problems.text import render
from tests.helpers.work import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.rendering.ink import Ink

ROOT = Path(__file__).parents[2]
CALLS, MEGABYTES = 5_000_000, 200
_POLICY = data_root() / "policies" / "hire-wire" / "1.0.0"
_MANIFEST = re.sub(
    rb"include:.*?\]", b"include: [timing.yaml]", (_POLICY / "policy.yaml").read_bytes(), flags=re.DOTALL
)
assert _MANIFEST.count(b"include: [timing.yaml]") == 1
_CONTACTS = {
    name: Contact(id=name, emails=(f"{name}@example.com", f"{name}@example.org"))
    for name in ("desk", "hr", "interviewer")
}
_READABLE = tuple(
    os.path.realpath(place)
    for place in {
        *(place for place in sys.path if place),
        *sysconfig.get_paths().values(),
        *zoneinfo.TZPATH,
        sys.prefix,
        sys.base_prefix,
        str(ROOT),
    }
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FORBIDDEN = ("socket.", "subprocess.", "shutil.", "ftplib.", "urllib.", "ctypes.dlopen", "os.system", "os.exec")
_FORBIDDEN += ("os.posix_spawn", "os.fork", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink")


class BrokenPromiseError(Exception):
    """An input made a loader do what it must never do."""


class Watch:
    """Sees every file and socket that Python opens. An audit hook cannot be taken back, so it is made once."""

    def __init__(self) -> None:
        self.armed = False
        self.seen: list[str] = []
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.armed:
            return
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & _WRITING:
                self.seen.append(f"opened {path!r} for writing")
            elif isinstance(path, str | bytes) and not os.path.realpath(os.fsdecode(path)).startswith(_READABLE):
                self.seen.append(f"opened {path!r}")
        elif event.startswith(_FORBIDDEN):
            self.seen.append(f"{event} {arguments!r:.200}")


_watch: list[Watch] = []


def load_policy(data: bytes) -> None:
    """A manifest, or a list of rules that the shipped manifest includes alone; what can be read of it is compiled."""
    files = {"timing.yaml": data, "policy.yaml": _MANIFEST} if data.startswith(b"- ") else {"policy.yaml": data}
    original = policy_files.content_of
    policy_files.content_of = lambda path, unsaved: files.get(path.name) or original(path, unsaved)
    try:
        policy = courtesy.load_policy(_POLICY / "policy.yaml", matcher="native")
        assert policy.dated.profiles.whole.matchers.used
    finally:
        policy_files.content_of = original


def load_case(data: bytes) -> None:
    """A case in YAML or JSON, whichever the bytes look like."""
    read_case(read_tree(data, "case.json" if data.startswith(b"{") else "case.yaml"), BUILT_IN)


def load_mail(data: bytes) -> None:
    """A draft to contacts of a case."""
    read_draft(data, "draft.eml", Case(contacts=_CONTACTS))


TARGETS: dict[str, Callable[[bytes], None]] = {"policy": load_policy, "case": load_case, "mail": load_mail}


def _plain(text: str, _: Ink) -> str:
    return text


def peak() -> float:
    """The most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Harness:
    """Feeds one target; `start` is the memory that the process needs before any input."""

    def __init__(self, target: str) -> None:
        self.load = TARGETS[target]
        if not _watch:
            _watch.append(Watch())
        self.watch = _watch[0]
        for first in (b"", b"zone: nowhere/at all", b"From: a@b\n\nx"):
            self._load(first)  # imports and caches that only errors need
        self.start = peak()

    def _load(self, data: bytes) -> None:
        try:
            self.load(data)
        except InvalidInputError as error:
            # As the command line shows it: what is wrong must also be tellable.
            render(error, _plain)

    def __call__(self, data: bytes) -> None:
        """Load one input. Raises BrokenPromiseError, or what the loader lets escape."""
        self.watch.seen.clear()
        self.watch.armed = True
        try:
            with counted(CALLS):
                self._load(data)
        finally:
            self.watch.armed = False
        grown = peak() - self.start
        if self.watch.seen:
            raise BrokenPromiseError("; ".join(self.watch.seen))
        if grown > MEGABYTES:
            raise BrokenPromiseError(f"took {grown:.0f} MiB")
