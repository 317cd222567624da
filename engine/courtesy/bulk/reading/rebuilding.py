"""A case of the tables in a store, whole, as the engine judges it."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from courtesy.bulk import cases

if TYPE_CHECKING:
    from courtesy.bulk.reading.store import Store
    from courtesy.model.case import Action, Case, Touch
    from courtesy.model.vocabulary import Vocabulary


def case_of(store: Store, case_id: str, vocabulary: Vocabulary) -> Case:
    """The case of that id, without actions, its times in UTC."""
    where = f"WHERE case_id = {store.literal(case_id)} ORDER BY"
    (row,) = store.dicts(f"FROM given_cases {where} row")
    contacts = store.dicts(f"FROM given_contacts {where} row")
    touches = store.dicts(f'FROM given_touches {where} "at", seq')
    return cases.case_of(row, contacts, touches, vocabulary, clock=UTC)


def action_of(store: Store, case_id: str, touch: Touch) -> Action:
    """A touch of a case as the action that was done, with its text. The touch bears an id."""
    key = f"case_id = {store.literal(case_id)} AND touch_id = {store.literal(touch.id or '')}"
    (row,) = store.dicts(f"FROM given_touches WHERE {key}")
    return cases.action_of(row, touch)
