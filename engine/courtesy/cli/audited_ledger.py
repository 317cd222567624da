"""The cases of a ledger, as an audit reads them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from courtesy.cli import terminal
from courtesy.cli.ledger_options import opened
from courtesy.errors import InvalidInputError
from courtesy.model.ledger import LedgerState
from courtesy.model.vocabulary import VOID_OUTCOMES
from courtesy.rendering.as_json import to_dict
from courtesy.wording.text import agree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.api.questions import Questions
    from courtesy.ledger import Ledger
    from courtesy.model.case import Case
    from courtesy.model.ledger import LedgerCase, LedgerEntry

    Batches = Iterator[list[tuple[str, Case]]]

_HAPPENED = frozenset({LedgerState.DONE, LedgerState.SENDING, LedgerState.IN_DOUBT})
"""What was claimed alone has not gone out; what is in doubt counts until somebody says that it has not."""


@contextmanager
def cases_of(address: str, tenant: str, policy: Questions) -> Iterator[Batches]:
    """The cases of a ledger, some at a time. Those that were erased are left out, and counted.

    Raises `CourtesyError`.
    """
    with opened(address, tenant, None) as ledger:
        yield _batches(ledger, policy)


def _batches(ledger: Ledger, policy: Questions) -> Batches:
    erased = 0
    for report in ledger.reports():
        kept = [case for case in report.cases if case.document is not None]
        erased += len(report.cases) - len(kept)
        yield [(case.case_id, _read(case, policy)) for case in kept]
    if erased:
        terminal.complain(f"not judged: {agree(erased, 'case')} of which all was erased\n")


def _read(case: LedgerCase, policy: Questions) -> Case:
    try:
        return policy.case_from(_document(case))
    except InvalidInputError:
        terminal.complain(f"in the case `{case.case_id}` of the ledger:\n")
        raise


def _document(case: LedgerCase) -> dict[str, Any]:
    """A case with what has happened as its history, each touch by a name of its own."""
    happened = sorted((one for one in case.entries if one.state in _HAPPENED), key=lambda one: (one.touch.at, one.seq))
    stated = {**(case.document or {}), "id": case.case_id, "actions": []}
    return {**stated, "history": [{**to_dict(one.touch), "id": _name(one)} for one in happened]}


def _name(entry: LedgerEntry) -> str:
    """The id of the action that it was, unless that may have been tried again; else its own in the ledger."""
    own = None if entry.touch.outcome in VOID_OUTCOMES else entry.touch.id
    return own or entry.touch_id
