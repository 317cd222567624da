"""What a token may permit."""

from __future__ import annotations

from courtesy.serving.http.scopes import SCOPES


def scope_list() -> str:
    """Each scope with what it permits, as a table."""
    rows = [f"| `{name}` | {what} |" for name, what in SCOPES.items()]
    return "\n".join(["| scope | permits to |", "|---|---|", *rows])
