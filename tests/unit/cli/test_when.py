"""The act that `courtesy when` asks about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Run

NOW = ("--now", "2026-11-23T09:00")


def test_mistyped_flags_are_told_together(run: Run, case: str) -> None:
    """An unknown channel, contact and purpose are invalid, each with its flag and the nearest word."""
    flags = ("--channel", "emial", "--to", "hrr", "--cc", "intervewer", "--purpose", "folow_up")
    result = run("when", case, *flags, *NOW)
    assert (3, "") == (result.exit_code, result.stdout)
    told = {"--channel": "email", "--to": "hr", "--cc": "interviewer", "--purpose": "follow_up"}
    assert [f"  {flag}   help: did you mean `{near}`?" in result.stderr for flag, near in told.items()] == [True] * 4


def test_a_mistyped_channel_alone_is_invalid(run: Run, case: str) -> None:
    """A channel that the policy refuses for not knowing it is taken for a mistake."""
    result = run("when", case, "--channel", "telegram", "--to", "hr", *NOW)
    assert (3, "") == (result.exit_code, result.stdout)


def test_an_unlisted_channel_that_is_not_refused(run: Run, case: str, strict: str) -> None:
    """A channel that the policy does not know is asked about where the policy does not refuse it."""
    result = run("when", case, "--channel", "telegram", "--to", "hr", "--policy", strict, *NOW)
    assert (0, "") == (result.exit_code, result.stderr)
    assert "[defaults.unlisted_channel]" in result.stdout


def test_a_channel_by_its_other_name(run: Run, case: str) -> None:
    """A channel goes by its alias too."""
    assert run("when", case, "--channel", "x", "--to", "hr", *NOW).exit_code == 1


@pytest.mark.parametrize("flags", [(), ("--channel", "phone"), ("--to", "hr")])
def test_when_needs_an_act(run: Run, case: str, flags: tuple[str, ...]) -> None:
    """Without a channel, or somebody whom the act addresses, there is nothing to ask."""
    assert run("when", case, *flags, *NOW).exit_code == 2


def test_a_public_post_addresses_nobody(run: Run, case: str) -> None:
    """A public post is asked about without --to."""
    result = run("when", case, "--channel", "public_post", *NOW)
    assert (4, "") == (result.exit_code, result.stderr)


def test_copies_count(run: Run, case: str) -> None:
    """Who gets a copy decides too: without one the follow-up is closed for good."""
    mail = ("--channel", "email", "--purpose", "follow_up", "--to", "interviewer")
    assert (1, 0) == (run("when", case, *mail, *NOW).exit_code, run("when", case, *mail, "--cc", "hr", *NOW).exit_code)
