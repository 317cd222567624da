"""A history keeps its order and its index, however it came about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from courtesy.model.case import History, Touch
from courtesy.model.predicate import Direction

TOUCHES = st.lists(
    st.builds(
        lambda minute, name, event: Touch(
            at=datetime(2026, 11, 20, tzinfo=UTC) + timedelta(minutes=minute),
            channel="email",
            to=("hr",) if event is None else (),
            from_=() if event is None else ("hr",),
            id=name,
            direction=Direction.OUTBOUND if event is None else Direction.INBOUND,
            event=event,
        ),
        st.integers(0, 5),
        st.sampled_from([None, "a", "b", "c"]),
        st.sampled_from([None, "reply", "stop_request"]),
    ),
    max_size=6,
)


@given(touches=TOUCHES)
def test_touches_added_one_by_one_make_the_same_history(touches: list[Touch]) -> None:
    """Adding touches one by one gives the history of all of them, ties in the order they came."""
    grown = History()
    for touch in touches:
        grown = grown.with_touch(touch)
    assert History.of(touches) == grown


def test_an_hour_that_comes_twice_keeps_its_order() -> None:
    """Of two touches in a repeated hour the one of its first pass comes first, whatever the wall clock shows."""
    zone = ZoneInfo("America/New_York")
    first = Touch(at=datetime(2026, 11, 1, 1, 30, tzinfo=zone), channel="email")
    second = Touch(at=datetime(2026, 11, 1, 1, 10, tzinfo=zone, fold=1), channel="email")
    assert (first, second) == History.of([second, first]).touches


@given(touches=TOUCHES)
def test_a_touch_is_left_out_by_its_id(touches: list[Touch]) -> None:
    """The history without an id is the history of all other touches, with their own index."""
    assert History.of(touch for touch in touches if touch.id != "a") == History.of(touches).without("a")
