"""How much a question may hold, and how long an answer may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from courtesy.serving.http.problems import RejectedError

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOO_LARGE = 413


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one question may hold, and the seconds in which it is answered."""

    body: int = 256 * 1024
    touches: int = 2_000
    actions: int = 100
    text: int = 20_000
    contacts: int = 200
    contacts_of_a_plan: int = 20
    evaluations: int = 100
    waiting: int = 64
    checks_at_once: int = 4
    large_body: int = 32 * 1024
    check_seconds: float = 1.0
    search_seconds: float = 10.0
    ledger_seconds: float = 15.0
    body_seconds: float = 10.0

    def hold(self, what: str, found: int) -> None:
        """Raise RejectedError (413), which names the limit, where more is found."""
        most = getattr(self, what)
        if found > most:
            raise RejectedError(
                _TOO_LARGE,
                "too-large",
                f"expected at most {most:,} {_WORDS[what]}, found {f'{found:,}' if what != 'body' else 'more'}",
                limit={"name": what, "most": most},
            )

    def hold_case(self, document: object, *, planned: bool = False) -> None:
        """Hold a case document to what it may contain, whatever else may be wrong with it."""
        if not isinstance(document, dict):
            return
        self.hold("touches", _length(document.get("history")))
        self.hold("contacts_of_a_plan" if planned else "contacts", _length(document.get("contacts")))
        self.hold_actions(document.get("actions"))

    def hold_actions(self, actions: object) -> None:
        """Hold a list of action documents to how many they are, and how much text they carry."""
        self.hold("actions", _length(actions))
        for action in actions if isinstance(actions, list) else ():
            message = action.get("message") if isinstance(action, dict) else None
            self.hold("text", sum(map(len, _texts(message))))


def _length(value: object) -> int:
    return len(value) if isinstance(value, list | dict) else 0


def _texts(message: Any) -> Iterable[str]:
    parts = message.values() if isinstance(message, dict) else (message,)
    return (part for part in parts if isinstance(part, str))


_WORDS = {
    "body": "bytes in a body",
    "touches": "touches in a history",
    "actions": "actions",
    "text": "characters in a message",
    "contacts": "contacts",
    "contacts_of_a_plan": "contacts of a plan",
    "evaluations": "evaluations",
}
