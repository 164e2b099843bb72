"""Changing what repeats: one time, that and all later ones, all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.model.agenda import Occurrence, agenda, span_of
from contactdesk.model.event import Attendee, Event
from contactdesk.model.rule_texts import (
    common_rules,
    counted_less,
    moved_rule,
    weekdays_of,
    with_weekdays,
)
from contactdesk.model.series import Plan, Scope, as_one, edited, removed

WARSAW = ZoneInfo("Europe/Warsaw")
MEETING = Event(
    id="m", number=1, uid="u", summary="Meeting", starts_at="2026-10-05T09:00:00",
    ends_at="2026-10-05T09:30:00", time_zone="Europe/Warsaw", rrule="FREQ=WEEKLY;BYDAY=MO;COUNT=6",
)  # fmt: skip


def times(events: list[Event]) -> list[Occurrence]:
    span = span_of(date(2026, 9, 1), date(2027, 9, 1), WARSAW)
    return agenda(events, span).occurrences


def told(events: list[Event]) -> list[str]:
    """As "10-05 09:00 Meeting"."""
    return [f"{o.starts_at[5:16].replace('T', ' ')} {o.event.summary}" for o in times(events)]


def done(events: list[Event], plan: Plan) -> list[Event]:
    """The events after a plan was carried out."""
    became = {was.id: now for was, now in plan.saved}
    gone = {event.id for event in plan.deleted}
    kept = [became.get(event.id, event) for event in events if event.id not in gone]
    new = [replace(e, id=f"new {len(kept)} {n}") for n, e in enumerate(plan.added)]
    return [*kept, *new]


def changed(events: list[Event], nth: int, scope: Scope, **values: object) -> list[Event]:
    occurrence = times(events)[nth]
    mine = replace(as_one(occurrence), **values)  # type: ignore[arg-type]  # any field
    return done(events, edited(events, occurrence, mine, scope, WARSAW))


def without(events: list[Event], nth: int, scope: Scope) -> list[Event]:
    return done(events, removed(events, times(events)[nth], scope, WARSAW))


def test_what_nobody_changed_is_not_written() -> None:
    occurrence = times([MEETING])[2]
    assert edited([MEETING], occurrence, as_one(occurrence), "all", WARSAW) == Plan()


def test_one_time_moves_alone() -> None:
    moved = {"starts_at": "2026-10-20T14:00:00", "ends_at": "2026-10-20T15:00:00"}
    after = changed([MEETING], 2, "this", **moved)
    assert told(after) == [
        "10-05 09:00 Meeting", "10-12 09:00 Meeting", "10-20 14:00 Meeting",
        "10-26 09:00 Meeting", "11-02 09:00 Meeting", "11-09 09:00 Meeting",
    ]  # fmt: skip
    single = after[-1]
    assert (single.recurrence_id, single.uid, single.rrule) == ("2026-10-19T09:00:00", "u", "")
    again = changed(after, 2, "this", summary="Moved")
    assert len(again) == 2
    assert told(again)[2] == "10-20 14:00 Moved"


def test_this_and_all_later_ones_become_a_series_of_their_own() -> None:
    after = changed([MEETING], 2, "later", summary="Call", starts_at="2026-10-20T08:00:00",
                    ends_at="2026-10-20T08:15:00")  # fmt: skip
    assert told(after) == [
        "10-05 09:00 Meeting", "10-12 09:00 Meeting", "10-20 08:00 Call",
        "10-27 08:00 Call", "11-03 08:00 Call", "11-10 08:00 Call",
    ]  # fmt: skip
    assert after[0].uid != after[1].uid
    assert after[0].rrule == "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261019T065959Z"
    assert after[1].rrule == "FREQ=WEEKLY;BYDAY=TU;COUNT=4"


def test_from_the_first_on_is_all() -> None:
    after = changed([MEETING], 0, "later", summary="Call")
    assert len(after) == 1
    assert {line[12:] for line in told(after)} == {"Call"}


def test_all_of_them_move_by_as_much_as_one_did() -> None:
    after = changed([MEETING], 3, "all", starts_at="2026-10-28T10:00:00",
                    ends_at="2026-10-28T11:00:00")  # fmt: skip
    assert told(after) == [
        "10-07 10:00 Meeting", "10-14 10:00 Meeting", "10-21 10:00 Meeting",
        "10-28 10:00 Meeting", "11-04 10:00 Meeting", "11-11 10:00 Meeting",
    ]  # fmt: skip
    assert after[0].ends_at == "2026-10-07T11:00:00"


def test_left_out_and_moved_ones_keep_their_places_when_all_move() -> None:
    some = without([MEETING], 1, "this")
    some = changed(some, 1, "this", starts_at="2026-10-21T16:00:00", ends_at="2026-10-21T16:30:00")
    some = changed(some, 2, "this", summary="With guests")
    after = changed(some, 0, "all", starts_at="2026-10-05T08:00:00", ends_at="2026-10-05T08:30:00")
    assert told(after) == [
        "10-05 08:00 Meeting", "10-21 16:00 Meeting", "10-26 08:00 With guests",
        "11-02 08:00 Meeting", "11-09 08:00 Meeting",
    ]  # fmt: skip
    named = changed(after, 0, "all", summary="Sync")
    assert [line[12:] for line in told(named)] == ["Sync", "Sync", "With guests", "Sync", "Sync"]


def test_a_moved_one_takes_the_later_ones_along_to_where_it_is() -> None:
    some = changed([MEETING], 2, "this", starts_at="2026-10-19T11:00:00",
                   ends_at="2026-10-19T11:30:00")  # fmt: skip
    after = changed(some, 2, "later", starts_at="2026-10-19T12:00:00",
                    ends_at="2026-10-19T12:30:00")  # fmt: skip
    assert [line[:11] for line in told(after)] == [
        "10-05 09:00", "10-12 09:00", "10-19 12:00", "10-26 12:00", "11-02 12:00", "11-09 12:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "left"),
    [("this", ["10-05", "10-12", "10-26", "11-02", "11-09"]), ("later", ["10-05", "10-12"]),
     ("all", [])],
)  # fmt: skip
def test_they_go(scope: Scope, left: list[str]) -> None:
    assert [line[:5] for line in told(without([MEETING], 2, scope))] == left
    single = changed([MEETING], 2, "this", summary="Other")
    assert [line[:5] for line in told(without(single, 2, scope))] == left


def test_what_happens_once_can_begin_to_repeat_and_stop() -> None:
    once = replace(MEETING, rrule="")
    weekly = changed([once], 0, "all", rrule="FREQ=WEEKLY;COUNT=3")
    assert [line[:5] for line in told(weekly)] == ["10-05", "10-12", "10-19"]
    moved = changed(weekly, 1, "this", summary="Other")
    assert [line[:5] for line in told(changed(moved, 0, "all", rrule=""))] == ["10-05"]
    assert without([once], 0, "this") == []


def test_whole_days_and_utc_are_ended_as_they_are_written() -> None:
    days = replace(MEETING, starts_at="2026-10-05", ends_at="2026-10-06", time_zone="")
    assert changed([days], 2, "later", summary="B")[0].rrule.endswith("UNTIL=20261018")
    utc = replace(MEETING, starts_at="2026-10-05T09:00:00Z", ends_at="2026-10-05T09:30:00Z",
                  time_zone="")  # fmt: skip
    first, rest = changed([utc], 2, "later", summary="B")
    assert first.rrule.endswith("UNTIL=20261019T085959Z")
    assert rest.starts_at == "2026-10-19T09:00:00Z"
    floating = replace(MEETING, time_zone="")
    assert changed([floating], 2, "later", summary="B")[0].rrule.endswith("UNTIL=20261019T085959")


def test_a_meeting_becomes_a_whole_day_and_back() -> None:
    days = changed([MEETING], 1, "all", starts_at="2026-10-12", ends_at="2026-10-13", time_zone="")
    assert [o.starts_at for o in times(days)][:2] == ["2026-10-05", "2026-10-12"]
    back = changed(days, 1, "all", starts_at="2026-10-12T09:00:00", ends_at="2026-10-12T09:30:00",
                   time_zone="Europe/Warsaw")  # fmt: skip
    assert told(back) == told([MEETING])


def test_nine_stays_nine_over_the_change_of_clocks() -> None:
    after = changed([MEETING], 1, "later", starts_at="2026-10-12T09:15:00",
                    ends_at="2026-10-12T09:45:00")  # fmt: skip
    assert {line[6:11] for line in told(after)[1:]} == {"09:15"}


def test_attendees_of_one_time_stay_its_own() -> None:
    guest = Attendee(email="ewa@example.org", item=1)
    after = changed([MEETING], 2, "this", attendees=(guest,))
    assert after[0].attendees == ()
    assert after[1].attendees == (guest,)


@pytest.mark.parametrize(
    ("rule", "was", "becomes", "moved"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,WE", "2026-10-05", "2026-10-06", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("FREQ=MONTHLY;BYDAY=1MO", "2026-10-05", "2026-10-13", "FREQ=MONTHLY;BYDAY=2TU"),
        ("FREQ=MONTHLY;BYDAY=-1WE", "2026-11-25", "2026-11-27", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("FREQ=MONTHLY;BYMONTHDAY=5", "2026-10-05", "2026-10-07", "FREQ=MONTHLY;BYMONTHDAY=7"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28", "2026-02-28", "2026-03-01",
         "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1"),
        ("FREQ=DAILY", "2026-02-28", "2026-03-01", "FREQ=DAILY"),
    ],
)  # fmt: skip
def test_a_rule_moves_with_its_day(rule: str, was: str, becomes: str, moved: str) -> None:
    found = moved_rule(rule, datetime.fromisoformat(was), datetime.fromisoformat(becomes))
    assert found == moved


def test_a_rule_that_makes_no_sense_stays_as_it_is() -> None:
    first = datetime(2026, 10, 5)
    assert counted_less("FREQ=SOMETIMES;COUNT=4", first, first) == "FREQ=SOMETIMES;COUNT=4"
    broken = replace(MEETING, rrule="FREQ=SOMETIMES")
    assert told(changed([broken], 0, "later", summary="B")) == ["10-05 09:00 B"]


def test_the_last_friday_is_offered_where_it_is_the_last() -> None:
    assert "FREQ=MONTHLY;BYDAY=-1FR" in common_rules(datetime(2026, 11, 27))
    assert "FREQ=MONTHLY;BYDAY=4FR" in common_rules(datetime(2026, 11, 27))
    assert not any("-1" in rule for rule in common_rules(datetime(2026, 11, 20)))


RULES = st.sampled_from(
    ["FREQ=DAILY;COUNT=9", "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=7", "FREQ=WEEKLY;INTERVAL=2;COUNT=5",
     "FREQ=MONTHLY;BYDAY=1MO;COUNT=5", "FREQ=MONTHLY;BYMONTHDAY=5;COUNT=4", "FREQ=DAILY;INTERVAL=3;"
     "UNTIL=20261105T080000Z"]
)  # fmt: skip


@given(RULES, st.integers(0, 3), st.integers(-10_000, 10_000), st.sampled_from(["this", "later"]))
def test_what_is_not_meant_stays(rule: str, nth: int, minutes: int, scope: Scope) -> None:
    series = [replace(MEETING, rrule=rule)]
    before = times(series)
    at = datetime.fromisoformat(before[nth].starts_at) + timedelta(minutes=minutes)
    after = changed(series, nth, scope, summary="Other", starts_at=at.isoformat(),
                    ends_at=(at + timedelta(minutes=30)).isoformat())  # fmt: skip
    kept = [o.starts_at for o in times(after) if o.event.summary == "Meeting"]
    other = [o.starts_at for o in times(after) if o.event.summary == "Other"]
    stays = [o.starts_at for n, o in enumerate(before) if n < nth or (scope == "this" and n > nth)]
    if scope == "this" or nth:
        assert kept == stays
    assert at.isoformat() in other
    gone = removed(series, before[nth], scope, WARSAW)
    assert [o.starts_at for o in times(done(series, gone))] == stays


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=WEEKLY", {1}),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,MO", {0, 2}),
        ("FREQ=WEEKLY;BYDAY=TU;BYHOUR=9", None),
        ("FREQ=MONTHLY;BYDAY=1TU", None),
        ("FREQ=WEEKLY;BYDAY=TU\nFREQ=DAILY", None),
    ],
)
def test_the_days_of_a_plain_weekly_rule(rule: str, days: set[int] | None) -> None:
    assert weekdays_of(rule, 1) == days
    if days is not None:
        assert weekdays_of(with_weekdays(rule, frozenset({6, 1})), 1) == {1, 6}
