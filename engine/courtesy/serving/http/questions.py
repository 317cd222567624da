"""Each kind of question by its name, with the function that answers it: here, or in a process that searches."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from courtesy.serving.http import own
from courtesy.serving.http.authzen import batch, evaluation, search

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from courtesy.serving.http.asking import Asking

Json = dict[str, Any]

ANSWERS: Mapping[str, Callable[[Asking, Json], Json]] = {
    "evaluation": evaluation.answer,
    "evaluations": batch.answer,
    "search-subject": partial(search.answer, "subject"),
    "search-resource": partial(search.answer, "resource"),
    "search-action": partial(search.answer, "action"),
    "check": own.check,
    "when": own.when,
    "plan": own.plan,
    "next": own.next_steps,
}


def is_search(kind: str, request: Mapping[str, Any]) -> bool:
    """Whether an answer takes more than a look at one time, so that others must not wait for it."""
    match kind:
        case "evaluation":
            return not evaluation.is_brief(request)
        case "evaluations":
            return not batch.is_brief(request)
        case "check":
            return bool(request.get("alternatives"))
        case _:
            return True
