"""What a day is made of: what is next, what is over, what waits for a later day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from contactdesk.model.agenda import Occurrence, agenda, span_of
from contactdesk.model.birthdays import Birthday
from contactdesk.model.event import Event
from contactdesk.model.keeping import Kept
from contactdesk.model.today import (
    Callback,
    FollowUp,
    Today,
    birthday_key,
    greeting_part,
    is_over,
    kept_key,
    minutes_until,
    next_of,
    shortened,
    without_put_off,
)

DAY = date(2026, 11, 24)


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour, minute, second)


def happens(*times: str, **values: str) -> list[Occurrence]:
    """Appointments from and to times of the day ("09:00-10:00"), or all day ("")."""
    events = []
    for n, each in enumerate(times):
        first, _to, last = each.partition("-")
        starts, ends = (f"2026-11-24T{t}:00Z" for t in (first, last))
        if not each:
            starts, ends = "2026-11-24", "2026-11-25"
        events.append(Event(id=str(n), summary=each, starts_at=starts, ends_at=ends, **values))
    return agenda(events, span_of(DAY, date(2026, 11, 25), UTC)).occurrences


def test_the_next_one_is_what_goes_on_or_begins_first() -> None:
    some = happens("", "09:00-10:00", "11:00-12:00")
    for now, expected in (
        (at(8), "09:00-10:00"), (at(9, 30), "09:00-10:00"), (at(10), "11:00-12:00"),
    ):  # fmt: skip
        found = next_of(some, now)
        assert found is not None
        assert found.event.summary == expected
    assert next_of(some, at(12)) is None
    assert [is_over(each, at(23)) for each in some] == [False, True, True]


def test_what_was_called_off_is_not_next() -> None:
    assert next_of(happens("11:00-12:00", status="CANCELLED"), at(10)) is None


def test_minutes_are_counted_up() -> None:
    (each,) = happens("11:00-12:00")
    assert minutes_until(each, at(10, 50)) == 10
    assert minutes_until(each, at(10, 50, 1)) == 10
    assert minutes_until(each, at(10, 59, 59)) == 1
    assert minutes_until(each, at(11)) == 0
    assert minutes_until(each, at(11, 5)) < 0


@pytest.mark.parametrize(
    ("hour", "part"), [(4, "morning"), (11, "morning"), (12, "afternoon"), (18, "evening"),
                       (23, "evening"), (0, "evening"), (3, "evening")]
)  # fmt: skip
def test_a_greeting_goes_by_the_hour(hour: int, part: str) -> None:
    assert greeting_part(hour) == part


def test_what_is_put_off_comes_back_on_its_day_and_another_call_at_once() -> None:
    call, kept = Callback(1, (Event(id="a"),)), Kept(2, "Bo", 30, None)
    born = Birthday(3, "Cy", DAY, "birthday", 30)
    found = Today(DAY, callbacks=(call,), keeping=(kept,), birthdays=(born,))
    off = {call.key: "2026-11-25", kept_key(kept): "2026-12-01", birthday_key(born): "2027-09-20"}
    assert without_put_off(found, off).is_quiet
    later = found._replace(day=date(2026, 11, 25))
    assert without_put_off(later, off).callbacks == (call,)
    again = found._replace(callbacks=(Callback(1, (Event(id="b"), Event(id="a"))),))
    assert without_put_off(again, off).callbacks == again.callbacks
    next_year = found._replace(birthdays=(born._replace(date=date(2027, 11, 24)),))
    assert without_put_off(next_year, off).birthdays == next_year.birthdays


def test_what_is_due_is_counted_without_what_is_done_or_comes() -> None:
    born = Birthday(3, "Cy", DAY, "birthday", 30)
    found = Today(
        DAY,
        follow_ups=(FollowUp(Event(), done=True), FollowUp(Event())),
        callbacks=(Callback(1, (Event(),)),),
        birthdays=(born, born._replace(date=date(2026, 11, 25))),
    )
    assert found.due == 3


def test_a_very_long_part_is_cut_and_still_counted() -> None:
    found = Today(DAY, keeping=tuple(Kept(n, "Bo", 30, None) for n in range(50)),
                  callbacks=(Callback(1, (Event(),)),))  # fmt: skip
    short = shortened(found, 40)
    assert (len(short.keeping), short.beyond, short.due) == (40, {"keeping": 10}, 51)
    assert shortened(found, 50) == found
