"""The policies that come with Courtesy are what their releases record."""

from __future__ import annotations

from pathlib import Path

import pytest

import courtesy
from courtesy.api.policies import load_as_written
from courtesy.api.releases import check_releases
from courtesy.loading.releases import recorded

SHIPPED = [entry for entry in courtesy.list_policies() if entry.origin == "Courtesy"]


@pytest.mark.parametrize("entry", SHIPPED, ids=[f"{entry.id}@{entry.version}" for entry in SHIPPED])
def test_shipped_policies_are_as_they_were_released(entry: courtesy.PolicyEntry) -> None:
    """Every version is recorded once, with the content that it has.

    A changed one takes a version of its own; as long as it has not been published, its record may be made anew, by
    taking the old one out of `releases.yaml` and running `courtesy release policies/hire-wire`.
    """
    policy = load_as_written(entry.location)
    check_releases(policy)
    assert 1 == len(recorded(Path(policy.source.location), entry.id, entry.version))
