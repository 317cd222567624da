"""What a token may permit, and the routes of a ledger that take it."""

from __future__ import annotations

import courtesy
from courtesy.serving.http.claims.routes import LEDGER_ROUTES
from courtesy.serving.http.scopes import SCOPES, listed


def scope_list() -> str:
    """Each scope with what it permits, as a table."""
    rows = [f"| `{name}` | {what} |" for name, what in SCOPES.items()]
    return "\n".join(["| scope | permits to |", "|---|---|", *rows])


def ledger_routes() -> str:
    """Each route of a ledger: whom it admits, what it is for, and the keys of its body."""
    bodies = courtesy.schema("ledger_request")["$defs"]
    rows = []
    for route in LEDGER_ROUTES.values():
        body = bodies[route.takes.partition(".")[2]] if route.takes else {"properties": {}}
        keys = [f"`{name}`" if name in body["required"] else f"(`{name}`)" for name in body["properties"]]
        rows.append(f"| `{route.method} {route.path}` | {listed(route.scopes)} | {route.summary} | {' '.join(keys)} |")
    return "\n".join(["| route | scope | | body |", "|---|---|---|---|", *rows])
