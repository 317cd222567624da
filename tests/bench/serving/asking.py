"""A client that asks one question after the other, and looks at every answer."""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.bench.serving.questions import answered, judged, questions

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.serving.questions import Question
    from tests.bench.serving.variants import Variants

Json = dict[str, Any]
_FAILED = 500
_ON_ONE_CONNECTION = 30


class Cut(NamedTuple):
    """A question whose connection was cut before the answer: from when to when it was asked, on the common clock."""

    begun: float
    ended: float
    how: str


@dataclass
class Found:
    """What came of questions. Times are in seconds."""

    asked: Counter[str] = field(default_factory=Counter)
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    cut: list[Cut] = field(default_factory=list)
    variants: set[int] = field(default_factory=set)
    served: dict[str, list[float]] = field(default_factory=dict)
    here: dict[str, list[float]] = field(default_factory=dict)
    etags: dict[str, int] = field(default_factory=dict)

    def add(self, other: Found) -> None:
        """Take over what another client has found."""
        self.asked += other.asked
        self.right += other.right
        self.wrong += other.wrong
        self.mixed += other.mixed
        self.refused += other.refused
        self.cut += other.cut
        self.variants |= other.variants
        for mine, theirs in ((self.served, other.served), (self.here, other.here)):
            for kind, times in theirs.items():
                mine.setdefault(kind, []).extend(times)
        for tag, variant in other.etags.items():
            if self.etags.setdefault(tag, variant) != variant:
                self.mixed.append(f"{tag} stands for two")

    def not_permitted(self, what: str) -> int:
        """How many questions were refused for that reason, such as `503 too-busy`."""
        return self.refused[what]

    @property
    def failed(self) -> dict[str, int]:
        """Answers of 500 and more, by kind."""
        return {what: times for what, times in self.refused.items() if int(what[:3]) >= _FAILED}


class Client:
    """Asks questions of a server and compares each answer with what has to come."""

    def __init__(self, address: tuple[str, int], variants: Variants, seed: int, *, every: int = 20) -> None:
        """Every so many answers the same is done in this process, and its time taken."""
        self._address, self._variants, self._every = address, variants, every
        random = Random(seed)  # noqa: S311  no secret
        self._questions = questions(random, 60)
        self._random = random
        self._expected: dict[tuple[int, int], Any] = {}
        self._connection: HTTPConnection | None = None
        self.found = Found()

    def ask_all(self, goes_on: Callable[[], bool]) -> Found:
        """Ask as long as it goes on."""
        first = list(range(len(self._questions)))
        while goes_on():
            place = first.pop() if first else self._random.randrange(len(self._questions))
            self.ask(place)
        return self.found

    def ask(self, place: int) -> None:
        """Ask one of the questions, now and then on a new connection, which any worker may take."""
        if self._random.randrange(_ON_ONE_CONNECTION) == 0:
            self._close()
        question = self._questions[place]
        self.found.asked[question.kind] += 1
        begun = time.monotonic()
        try:
            status, headers, body = self._sent(question)
        except (OSError, HTTPException) as error:
            self.found.cut.append(Cut(begun, time.monotonic(), type(error).__name__))
            self._close()
            return
        took = time.monotonic() - begun
        answer: Json = json.loads(body)
        if status != 200:
            self.found.refused[f"{status} {answer['error']['code']}"] += 1
            return
        self.found.served.setdefault(question.kind, []).append(took)
        self._look(place, question, answer, headers.get("etag", ""))

    def _look(self, place: int, question: Question, answer: Json, tag: str) -> None:
        if errors := _errors(answer):
            self.found.refused.update(f"{one['status']} {one['code']} in a batch" for one in errors)
            return
        said = answered(question, answer)
        digests = {(one["policy"] or {}).get("digest", "none") for one in said}
        found = {self._variants.by_digest.get(digest, -1) for digest in digests}
        if len(found) > 1 or -1 in found or self.found.etags.setdefault(tag, *found) not in found:
            self.found.mixed.append(f"{question.kind}: {sorted(found)} {sorted(digests)} {tag}")
            return
        variant = found.pop()
        self.found.variants.add(variant)
        if said == self._expected_of(place, question, variant):
            self.found.right += 1
        else:
            self.found.wrong.append(f"{question.kind} by variant {variant}: {json.dumps(said)[:500]}")

    def _expected_of(self, place: int, question: Question, variant: int) -> Any:
        if (place, variant) in self._expected and self._random.randrange(self._every):
            return self._expected[place, variant]
        begun = time.monotonic()
        expected = judged(question, self._variants, variant)
        self.found.here.setdefault(question.kind, []).append(time.monotonic() - begun)
        return self._expected.setdefault((place, variant), expected)

    def _sent(self, question: Question) -> tuple[int, dict[str, str], bytes]:
        if self._connection is None:
            self._connection = HTTPConnection(*self._address, timeout=60)
        self._connection.request("POST", question.path, question.body, {"Content-Type": "application/json"})
        response = self._connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return response.status, headers, response.read()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _errors(answer: Json) -> list[Json]:
    """Why items of a batch have no decision."""
    items = answer.get("evaluations", [])
    return [one["context"]["error"] for one in items if not one["decision"] and "error" in one["context"]]
