"""One grammar: what the schemas ask of a text is the form that its reader takes."""

from __future__ import annotations

from functools import reduce
from typing import Any

import pytest

import courtesy
from courtesy.compiling.dates import DATES, DAYS_OF_HOURS
from courtesy.compiling.hours import DAYS
from courtesy.compiling.moments import WINDOW
from courtesy.instants import DATE, TIME, TIME_OF_DAY, TIME_OR_DATE
from courtesy.loading.versions import VERSION
from courtesy.values import DURATION

FORMS = {
    "policy $defs duration": DURATION,
    "policy $defs window": WINDOW,
    "policy $defs time_of_day": TIME_OF_DAY,
    "policy $defs date": DATE,
    "policy $defs hours_window properties days": DAYS,
    "policy $defs hours_window properties days items": DAYS,
    "policy $defs hours_window properties not_on": DAYS_OF_HOURS,
    "policy $defs hours_window properties not_on items": DAYS_OF_HOURS,
    "policy $defs hours_window properties on": DAYS_OF_HOURS,
    "policy $defs hours_window properties on items": DAYS_OF_HOURS,
    "policy $defs dates": DATES,
    "policy $defs manifest properties version": VERSION,
    "case $defs time": TIME,
    "case $defs time_or_date": TIME_OR_DATE,
}


@pytest.mark.parametrize("place", FORMS)
def test_a_schema_asks_for_the_form_that_is_read(place: str) -> None:
    """The pattern of each such text in the schemas is that of its parser."""
    name, *path = place.split()
    part: dict[str, Any] = reduce(dict.__getitem__, path, courtesy.schema(name))
    assert f"^{FORMS[place]}$" == part["pattern"]
