"""Addresses that a page may lead to."""

from __future__ import annotations

from urllib.parse import quote

_KEPT = ":/?#[]@!$&'()*+,;=%~"
"""What an address is made of beside letters and digits."""


def followable(url: str | None) -> str:
    """An address of the web, with no sign in it that ends one; empty for any other.

    `javascript:` and its like never become a link.
    """
    if url is None or not url.lower().startswith(("https://", "http://")):
        return ""
    return quote(url, safe=_KEPT)
