"""The paths of questions, each with its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

METADATA = "/.well-known/authzen-configuration"
AUTHZEN: Mapping[str, tuple[str, str]] = {
    "access_evaluation_endpoint": ("/access/v1/evaluation", "evaluation"),
    "access_evaluations_endpoint": ("/access/v1/evaluations", "evaluations"),
    "search_subject_endpoint": ("/access/v1/search/subject", "search-subject"),
    "search_resource_endpoint": ("/access/v1/search/resource", "search-resource"),
    "search_action_endpoint": ("/access/v1/search/action", "search-action"),
}
"""The routes of the standard, by what its metadata call them."""

OWN = ("check", "when", "plan", "next")
"""The kinds of questions of our own, each at `/v1/<kind>`."""

ASKED: Mapping[str, str] = {**dict(AUTHZEN.values()), **{f"/v1/{kind}": kind for kind in OWN}}
"""All routes that answer questions."""

NEEDS: Mapping[str, str] = {
    **dict.fromkeys(ASKED, "check"),
    "/v1/policies": "policies",
    "/v1/policies/{name}": "policies",
    "/v1/status": "policies",
    "/metrics": "metrics",
}
"""The scope that a route takes; the others are open to everybody."""
