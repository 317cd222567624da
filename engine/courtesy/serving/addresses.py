"""Addresses of this machine, which nobody else can reach or pretend to be."""

from __future__ import annotations

import ipaddress


def is_local(host: str) -> bool:
    """Whether an address is reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
