"""Cases of the ledger that questions name by their ids: one state of all of them, and the time at which it was so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from courtesy.ledger import stated
from courtesy.serving.http.bodies import kind_of
from courtesy.serving.http.problems import RejectedError, problem
from courtesy.serving.http.routes import OWN
from courtesy.serving.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from courtesy.ledger import Ledger

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Held:
    """A case with its history: all that was done, is being sent, or is in doubt."""

    document: Json
    revision: int

    @cached_property
    def without_actions(self) -> Json:
        """The same, for a question that brings its own."""
        return {name: part for name, part in self.document.items() if name != "actions"}


@dataclass(frozen=True, kw_only=True)
class HeldCases:
    """What a question is told of the ledger: the cases that it names and that there are, by their ids, at one time."""

    cases: Mapping[str, Held]
    now: datetime

    @property
    def headers(self) -> dict[str, str]:
        """What an answer about a single one says of it beside its body, which has a form of its own."""
        one = next(iter(self.cases.values()), None)
        return {} if one is None else {"Courtesy-Revision": str(one.revision)}

    def find(self, case_id: str, at_least: int | None, at: str) -> Held:
        """The case of that id; `at` is a JSON pointer to what names it.

        Raises RejectedError: 404, and 409 where it is behind what the question has seen.
        """
        found = self.cases.get(case_id)
        if found is None:
            what = f"expected a case of the ledger, found {quoted(case_id)}"
            fix = "take it in with `PUT /v1/cases/{case_id}` first"
            raise _no_case([problem(f"{at}/case_id", what, fix, "unknown-case")])
        if at_least is not None and found.revision < at_least:
            what = f"expected the case at revision {at_least} or later, found {found.revision}"
            pointer = f"{at}/at_least_revision"
            raise RejectedError(
                409, "behind", what, fix="is it the same ledger?", problems=[problem(pointer, what, None, "behind")]
            )
        return found


def named(kind: str, body: Json, most: int) -> tuple[str, ...]:
    """The ids of cases that a question names, each once; whether they are of good shape is said later.

    Nobody looks for those of more evaluations than `most`: such a question is refused.
    """
    found = [body.get("case_id")] if kind in OWN else list(_in_contexts(body, most))
    return tuple(dict.fromkeys(one for one in found if isinstance(one, str) and one))


def _in_contexts(body: Json, most: int) -> Iterator[object]:
    items = body.get("evaluations")
    for one in (body, *(items[:most] if isinstance(items, list) else ())):
        context = one.get("context") if isinstance(one, dict) else None
        if isinstance(context, dict):
            yield context.get("case_id")


def read(ledger: Ledger, names: tuple[str, ...]) -> HeldCases:
    """The cases of those names that the ledger has. Raises what it raises."""
    report = ledger.report(*names, lenient=True)
    known = [one for one in report.cases if one.document is not None]
    # The clock of the database may have been put back; what has happened is not in the future.
    now = max((report.now, *(one.touch.at for case in known for one in case.entries)))
    found = {one.case_id: Held(document=stated(one), revision=one.revision) for one in known}
    return HeldCases(cases=found, now=now)


def no_ledger(at: str) -> RejectedError:
    """404: a question names a case, and the server keeps none."""
    fix = "give the case itself, or start the server with `--ledger`"
    return _no_case([problem(f"{at}/case_id", "this server keeps no cases", fix, "no-ledger")])


def _no_case(problems: list[Json]) -> RejectedError:
    (first,) = problems
    return RejectedError(404, first["code"], first["message"], fix=first["help"], problems=problems)


def no_revision(value: object, at: str) -> Iterator[Json]:
    """What is wrong with the revision of a case that a question has seen, if anything is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield problem(at, f"expected a whole number, found {kind_of(value)}")
    elif not isinstance(value, int) or value < 0:
        yield problem(at, f"expected a whole number from 0 on, found `{str(value)[:20]}`")
