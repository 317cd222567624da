"""The load test sees what it is there to see: no fault where there is none, and every fault that is planted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from courtesy.serving.http.app import application
from courtesy.serving.http.settings import Settings
from courtesy.serving.served import Served
from courtesy.serving.shelf import Shelf
from tests.bench.serving.asking import Client, Cut, Found
from tests.bench.serving.tables import text_of
from tests.bench.serving.trial import Report
from tests.bench.serving.variants import Variants
from tests.unit.serving.http.conftest import PATIENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.bench.serving.questions import Question

Answer = tuple[int, dict[str, str], bytes]
_QUESTIONS = 40


class _Turning(Served):
    """Serves one variant or the other."""

    def turn(self, shelf: Shelf) -> None:
        """Serve this from now on."""
        self._shelf = shelf


@pytest.fixture(scope="module")
def variants(tmp_path_factory: pytest.TempPathFactory) -> Variants:
    """All that is served in turn."""
    return Variants.loaded(tmp_path_factory.mktemp("variants"))


@pytest.fixture(scope="module")
def asked(variants: Variants) -> Iterator[Callable[[Callable[[int, Answer], Answer]], Found]]:
    """Asks all questions, with two variants in turn, and has every answer changed on its way."""
    shelves = [Shelf(list(one.values())) for one in variants.policies[:2]]
    served = _Turning(shelves[0])
    app = application(served, Settings(searchers=0, simulate=True, limits=PATIENT))
    kept: dict[tuple[int, bytes], Answer] = {}

    def ask(changed: Callable[[int, Answer], Answer]) -> Found:
        class Asking(Client):
            def _sent(self, question: Question) -> Answer:
                place = self.found.asked.total() % 2
                if (place, question.body) not in kept:
                    served.turn(shelves[place])
                    told = server.post(
                        question.path, content=question.body, headers={"Content-Type": "application/json"}
                    )
                    kept[place, question.body] = told.status_code, dict(told.headers), told.content
                return changed(self.found.asked.total(), kept[place, question.body])

        client = Asking(("", 0), variants, 1)
        places = iter(range(_QUESTIONS))
        for place in places:
            client.ask(place)
        return client.found

    with TestClient(app, base_url="http://127.0.0.1:8080") as server:
        yield ask


def test_no_fault(asked: Callable[..., Found]) -> None:
    """Whatever is asked, over HTTP the same is answered as in this process, by each of the policies in its turn."""
    found = asked(lambda _, answer: answer)
    assert (_QUESTIONS, [], [], {0, 1}) == (found.right, found.wrong, found.mixed, found.variants)
    report = Report(seconds=60, clients=1, found=found, memory=[{"supervisor": 60.0}])
    assert f"| answers that are right | {_QUESTIONS} |" in text_of(report, "nothing else")


def _edited(answer: Answer, old: str, new: str) -> Answer:
    status, headers, body = answer
    return status, headers, body.replace(old.encode(), new.encode())


def _digest(variants: Variants, variant: int) -> str:
    return variants.policies[variant]["agency"].versions[0].digest


def test_a_wrong_answer(asked: Callable[..., Found]) -> None:
    """An answer that says the opposite, or measured something else, is found."""
    found = asked(lambda _, answer: _edited(answer, '"outcome":"allow"', '"outcome":"deny"'))
    assert found.wrong
    assert _QUESTIONS == found.right + len(found.wrong)


def test_mixed_policies(asked: Callable[..., Found], variants: Variants) -> None:
    """An answer by the other policies than its tag says, or by policies that never were, is found."""
    other = asked(lambda _, answer: _edited(answer, _digest(variants, 0), _digest(variants, 1)))
    never = asked(lambda _, answer: _edited(answer, _digest(variants, 0), "sha256:0"))
    assert other.mixed
    assert never.mixed
    assert not never.wrong


def test_what_is_no_answer(asked: Callable[..., Found]) -> None:
    """Refusals are counted by what they are, and questions that were cut off by whether a worker had been killed."""

    def changed(place: int, answer: Answer) -> Answer:
        if place == 1:
            return 503, {}, json.dumps({"error": {"code": "too-busy"}}).encode()
        if place == 2:
            raise ConnectionResetError
        if place == 3:
            error = {"status": 504, "code": "deadline-exceeded"}
            items = [{"decision": False, "context": {"error": error}}]
            return 200, {}, json.dumps({"evaluations": items}).encode()
        return answer

    found: Any = asked(changed)
    assert {"503 too-busy": 1, "504 deadline-exceeded in a batch": 1} == found.failed
    assert (_QUESTIONS - 3, [], []) == (found.right, found.wrong, found.mixed)
    assert ["ConnectionResetError"] == [one.how for one in found.cut]
    found.cut = [Cut(10, 11, "x"), Cut(100, 101, "x"), Cut(200, 201, "x")]
    report = Report(60, 1, found, kills=[(10.5, "worker"), (98, "worker"), (199, "searcher")])
    assert (2, 1, 2) == (report.cut, report.lost, report.killed)
