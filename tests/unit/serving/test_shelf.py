"""The policies that a service answers by."""

from __future__ import annotations

import pickle

import pytest

import courtesy
from courtesy.serving.shelf import Shelf, UnknownPolicyError

ONE = courtesy.load_policies("hire-wire")


def test_names() -> None:
    """A policy is found by its id and by a version of it, and where none is named the first one answers."""
    shelf = Shelf([ONE])
    assert ("hire-wire", "hire-wire@1.0.0") == shelf.names
    assert shelf.find(None) is shelf.find("hire-wire") is ONE
    assert shelf.find("hire-wire@1.0.0").sources == ONE.sources
    assert "1.0.0" == shelf.version("hire-wire").version


@pytest.mark.parametrize("name", ["", "hire", "hire-wire@2.0.0", "hire-wire@^1"])
def test_unknown_names(name: str) -> None:
    """Another name is an error that lists those that are served."""
    with pytest.raises(UnknownPolicyError) as found:
        Shelf([ONE]).find(name)
    assert "`hire-wire@1.0.0`" in found.value.help()


def test_twice() -> None:
    """One policy cannot be served twice."""
    with pytest.raises(courtesy.UnusableArgumentError, match="hire-wire"):
        Shelf([ONE, ONE])


def test_sent_to_other_processes() -> None:
    """A shelf comes back whole from another process."""
    again = pickle.loads(pickle.dumps(Shelf([ONE])))  # noqa: S301  our own
    assert Shelf([ONE]).digest == again.digest
