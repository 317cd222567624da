"""The server under load, as its operator sees it: its processes, their memory, and who is killed."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator

_MIB = 1024


class Server:
    """A server of two workers that follows a folder of policies."""

    def __init__(self, process: subprocess.Popen[str], address: tuple[str, int]) -> None:
        self.process, self.address = process, address
        self.said: list[str] = []
        self.kills: list[tuple[float, str]] = []
        self._reading = Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        self.said.extend(line.rstrip("\n") for line in self.process.stderr)

    def status(self) -> dict[str, Any]:
        """What one of the workers says of all."""
        with urlopen(f"http://{self.address[0]}:{self.address[1]}/v1/status", timeout=60) as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    def counted(self, name: str) -> float:
        """The sum of a counter over all its labels."""
        with urlopen(f"http://{self.address[0]}:{self.address[1]}/metrics", timeout=60) as answer:
            lines = answer.read().decode().splitlines()
        return sum(float(line.split()[-1]) for line in lines if re.match(rf"{name}[{{ ]", line))

    def workers(self) -> dict[int, int]:
        """The processes that answer, by their numbers."""
        return {one["number"]: one["pid"] for one in self.status()["workers"]}

    def kill(self, worker: int, *, searcher: bool = False) -> None:
        """Kill a worker, or the process that searches for it."""
        pid = self.workers().get(worker)
        if pid is None:
            return  # it begins just now
        targets = _children(pid) if searcher else [pid]
        for one in targets[:1]:
            self.kills.append((time.monotonic(), "searcher" if searcher else "worker"))
            os.kill(one, signal.SIGKILL)

    def memory(self) -> dict[str, float]:
        """MiB that each process holds, by what it is, and how many files the second worker has open."""
        found = {"supervisor": _held(self.process.pid)}
        for number, pid in sorted(self.workers().items()):
            found[f"worker {number}"] = _held(pid)
            for child in _children(pid):
                found[f"searcher of {number}"] = _held(child)
            found[f"files of {number}"] = len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208  names are not looked at
        return found

    def end(self) -> int:
        """Tell it to end, and how it did."""
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(60)
        self._reading.join(60)
        return status


@contextmanager
def serving(source: Path, folder: Path) -> Iterator[Server]:
    """A server of what lies in `source`, with its store in `folder`."""
    command = [sys.executable, "-m", "courtesy", "serve", "--policies", str(source), "--store", str(folder / "store")]
    options = ["--every", "1", "--dev", "--workers", "2", "--searchers", "1", "--simulate", "--port", "0"]
    process = subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        said: list[str] = []
        while not (told := re.match(r"serving .* on http://(.*):(\d+)$", said[-1] if said else "")):
            said.append(process.stderr.readline())
            assert said[-1], f"the server did not start: {said}"
        yield Server(process, (told[1], int(told[2])))
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def _children(pid: int) -> list[int]:
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8")
    return [int(one) for one in told.split()]


def _held(pid: int) -> float:
    told = Path(f"/proc/{pid}/status").read_text("utf-8")
    found = re.search(r"^VmRSS:\s+(\d+) kB", told, re.MULTILINE)
    return int(found[1]) / _MIB if found else 0.0
