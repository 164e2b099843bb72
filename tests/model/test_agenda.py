"""What happens when: series with exceptions, changed clocks, whole days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from contactdesk.formats.ical_reading import read_entries
from contactdesk.model.agenda import agenda, span_of
from contactdesk.model.event import Event
from contactdesk.model.zones import zone_of

FILES = Path(__file__).parents[1] / "data" / "calendar"
WARSAW = ZoneInfo("Europe/Warsaw")


def happening(name: str, first: str, until: str) -> list[tuple[str, str, str]]:
    with open(FILES / name, "rb") as stream:
        events = [e.event for e in read_entries(stream) if e.event]
    return told(events, first, until)


def told(events: list[Event], first: str, until: str) -> list[tuple[str, str, str]]:
    span = span_of(date.fromisoformat(first), date.fromisoformat(until), WARSAW)
    return [(o.starts_at, o.ends_at, o.event.summary) for o in agenda(events, span).occurrences]


def test_nine_in_warsaw_stays_nine_when_the_clocks_change() -> None:
    found = happening("weekly-over-dst.ics", "2026-10-01", "2026-12-01")
    assert [each[0] for each in found] == [
        f"2026-{day}T09:00:00" for day in ("10-12", "10-19", "10-26", "11-02")
    ]
    with open(FILES / "weekly-over-dst.ics", "rb") as stream:
        events = [e.event for e in read_entries(stream) if e.event]
    span = span_of(date(2026, 10, 1), date(2026, 12, 1), WARSAW)
    hours = [each.begins.hour for each in agenda(events, span).occurrences]
    assert hours == [7, 7, 8, 8]  # in UTC


def test_a_moved_a_called_off_and_a_left_out_occurrence() -> None:
    assert happening("moved-and-called-off.ics", "2026-03-01", "2026-04-01") == [
        ("2026-03-02T09:00:00", "2026-03-02T09:45:00", "Stand-up"),
        ("2026-03-04T14:00:00", "2026-03-04T14:30:00", "Stand-up, moved"),
        ("2026-03-06T09:00:00", "2026-03-06T09:45:00", "Stand-up"),
    ]


def test_this_and_all_later_ones() -> None:
    assert happening("this-and-later.ics", "2026-01-01", "2026-02-01") == [
        ("2026-01-05T08:00:00", "2026-01-05T09:00:00", "Early"),
        ("2026-01-12T08:00:00", "2026-01-12T09:00:00", "Early"),
        ("2026-01-19T10:30:00", "2026-01-19T11:00:00", "Later"),
        ("2026-01-26T10:30:00", "2026-01-26T11:00:00", "Later"),
    ]


def test_whole_days_leap_days_and_the_years_end() -> None:
    assert happening("whole-days.ics", "2027-01-01", "2029-01-01") == [
        ("2026-12-30", "2027-01-03", "Over the year’s end"),
        ("2028-02-29", "2028-03-01", "Leap day"),
    ]
    last = [each[0] for each in happening("whole-days.ics", "2026-01-01", "2026-12-01")]
    assert last == ["2026-01-31", "2026-02-28", "2026-03-31"]


def test_the_ends_of_a_span_are_midnight_where_the_person_is() -> None:
    late = Event(summary="Late", starts_at="2026-03-01T23:30:00Z", duration_minutes=60)
    assert told([late], "2026-03-01", "2026-03-02") == []
    assert told([late], "2026-03-02", "2026-03-03") != []
    moment = Event(summary="No length", starts_at="2026-03-02T00:00:00")
    assert told([moment], "2026-03-02", "2026-03-03") != []
    assert told([moment], "2026-03-01", "2026-03-02") == []


def test_an_hour_is_an_hour_also_in_the_night_of_the_clocks() -> None:
    night = Event(
        starts_at="2026-10-25T01:30:00", time_zone="Europe/Warsaw", duration_minutes=120
    )  # at 3 it is 2 again
    span = span_of(date(2026, 10, 25), date(2026, 10, 26), WARSAW)
    (found,) = agenda([night], span).occurrences
    assert (found.ends - found.begins).total_seconds() == 7200
    assert found.ends_at == "2026-10-25T02:30:00"


def test_of_an_invitation_sent_again_the_last_counts() -> None:
    first = Event(
        uid="u", starts_at="2026-03-02", rrule="FREQ=WEEKLY;COUNT=3", summary="Old", sequence=1
    )
    again = replace(first, summary="New", exdates=("2026-03-09",), sequence=2)
    moved = replace(
        first, rrule="", recurrence_id="2026-03-09", starts_at="2026-03-10", summary="Moved"
    )
    assert told([first, moved, again], "2026-03-01", "2026-04-01") == [
        ("2026-03-02", "2026-03-03", "New"),
        ("2026-03-16", "2026-03-17", "New"),
    ]


def test_a_rule_that_cannot_be_followed_happens_once_and_is_told() -> None:
    event = Event(uid="u", starts_at="2026-03-02", rrule="FREQ=DAILY;INTERVAL=0", summary="Odd")
    span = span_of(date(2026, 3, 1), date(2026, 4, 1), WARSAW)
    found = agenda([event], span)
    assert [o.starts_at for o in found.occurrences] == ["2026-03-02"]
    assert [(e.summary, "FREQ=DAILY;INTERVAL=0" in why) for e, why in found.refused] == [
        ("Odd", True)
    ]


def test_zones_by_every_name() -> None:
    for name, zone in {
        "Europe/Warsaw": "Europe/Warsaw",
        "W. Europe Standard Time": "Europe/Berlin",
        "/mozilla.org/20050126_1/Europe/Berlin": "Europe/Berlin",
        "US-Eastern": "US/Eastern",
        "(GMT+01:00) Sarajevo, Skopje, Warsaw, Zagreb": "Europe/Sarajevo",
        "Canberra, Melbourne, Sydney": "Australia/Canberra",
    }.items():
        assert str(zone_of(name)) == zone
    for name in ("", "nonsense", "../../etc/passwd", "Europe", "a,b"):
        assert zone_of(name) is None


def test_the_beginning_of_a_series_counts_also_where_its_rule_does_not_have_it() -> None:
    """As most programs show it: on the Monday it begins, then on Tuesdays."""
    monday = Event(id="1", uid="1", summary="a", starts_at="2026-01-05T09:00:00")
    until_february = span_of(date(2026, 1, 1), date(2026, 2, 1), WARSAW)

    def days(rule: str, **more: object) -> list[int]:
        event = replace(monday, rrule=rule, **more)  # type: ignore[arg-type]
        return [o.begins.day for o in agenda([event], until_february).occurrences]

    assert days("FREQ=WEEKLY;BYDAY=TU") == [5, 6, 13, 20, 27]
    assert days("FREQ=WEEKLY;BYDAY=TU;COUNT=3") == [5, 6, 13]
    assert days("FREQ=WEEKLY;BYDAY=TU;UNTIL=20260101T000000") == []
    assert days("FREQ=WEEKLY;BYDAY=TU", exdates=("2026-01-05T09:00:00",)) == [6, 13, 20, 27]
    assert days("FREQ=WEEKLY;BYDAY=TU;COUNT=2\nFREQ=WEEKLY;BYDAY=MO;COUNT=2") == [5, 6, 12, 13]


def test_further_times_that_end_when_they_say() -> None:
    event = Event(
        id="1", uid="1", summary="a", starts_at="2026-01-05T09:00:00",
        ends_at="2026-01-05T10:00:00", time_zone="Europe/Warsaw",
        rdates=(
            "2026-01-06T09:00:00/2026-01-06T12:00:00",
            "2026-01-07T08:00:00Z/2026-01-07T08:30:00Z",
        ),
    )  # fmt: skip
    assert [ends for _starts, ends, _ in told([event], "2026-01-01", "2026-02-01")] == [
        "2026-01-05T10:00:00", "2026-01-06T12:00:00", "2026-01-07T09:30:00",
    ]  # fmt: skip


def test_an_occurrence_without_its_series_that_repeats_itself() -> None:
    event = Event(
        id="1", uid="1", summary="a", recurrence_id="2026-01-05T09:00:00", and_later=True,
        starts_at="2026-01-05T10:00:00", rrule="FREQ=WEEKLY;COUNT=2",
    )  # fmt: skip
    assert [starts for starts, _, _ in told([event], "2026-01-01", "2026-02-01")] == [
        "2026-01-05T10:00:00", "2026-01-12T10:00:00",
    ]  # fmt: skip


def test_a_rule_of_when_it_does_not_happen() -> None:
    found = happening("every-friday-but-the-13th.ics", "2026-02-01", "2026-04-01")
    assert [starts[:10] for starts, _ends, _ in found] == [
        "2026-02-06", "2026-02-20", "2026-02-27", "2026-03-06", "2026-03-20", "2026-03-27",
    ]  # fmt: skip


def moments(first: str, until: str, title: str) -> list[tuple[str, str]]:
    """By the clock, and in UTC."""
    with open(FILES / "clocks-change.ics", "rb") as stream:
        events = [e.event for e in read_entries(stream) if e.event]
    span = span_of(date.fromisoformat(first), date.fromisoformat(until), WARSAW)
    found = agenda(events, span).occurrences
    return [
        (o.starts_at, f"{o.begins:%d %H:%M}") for o in found if o.event.summary.startswith(title)
    ]


def test_half_past_two_in_the_nights_when_clocks_change() -> None:
    assert moments("2026-03-27", "2026-04-01", "Gap") == [
        ("2026-03-28T02:30:00", "28 01:30"),
        ("2026-03-29T02:30:00", "29 01:30"),  # there is no such time: half past three it is
        ("2026-03-30T02:30:00", "30 00:30"),
    ]
    assert moments("2026-10-23", "2026-10-28", "Twice") == [
        ("2026-10-24T02:30:00", "24 00:30"),
        ("2026-10-25T02:30:00", "25 00:30"),  # it comes twice: the first counts
        ("2026-10-26T02:30:00", "26 01:30"),
    ]


def test_ends_and_exceptions_in_utc_of_a_series_by_the_clock() -> None:
    assert [at for at, _utc in moments("2026-10-01", "2026-12-01", "Until")] == [
        "2026-10-26T00:30:00", "2026-11-02T00:30:00",
    ]  # fmt: skip
    assert moments("2026-10-01", "2026-12-01", "Across") == [
        ("2026-10-18T10:00:00", "18 08:00"),
        ("2026-10-24T10:00:00", "24 08:00"),  # instead of the 25th, after the change
        ("2026-11-01T10:00:00", "01 09:00"),
    ]


def test_only_years_of_53_weeks_have_the_last_one() -> None:
    found = [at for at, _utc in moments("2020-01-01", "2033-01-01", "Week 53")]
    assert found == ["2020-12-28", "2026-12-28", "2032-12-27"]


def test_what_makes_no_sense_comes_in_with_its_reason_and_its_text() -> None:
    with open(FILES / "clocks-change.ics", "rb") as stream:
        never, nowhere = list(read_entries(stream))[-2:]
    assert [p.code for p in never.problems] == ["odd-rule"]
    assert never.event is not None
    assert never.event.rrule == "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"
    assert moments("2026-01-01", "2028-01-01", "Never") == [("2026-03-01", "28 23:00")]
    assert [p.code for p in nowhere.problems] == ["no-zone", "end-before-start"]
    assert b"DTEND;TZID=Atlantis/Capital:20260302T093000" in nowhere.raw


def test_a_whole_day_that_ends_on_itself_is_that_day() -> None:
    day = Event(uid="a", summary="Fair", starts_at="2026-12-01", ends_at="2026-12-01")
    weekly = replace(day, uid="b", rrule="FREQ=WEEKLY;COUNT=2")
    assert told([day], "2026-12-01", "2026-12-02") == [("2026-12-01", "2026-12-02", "Fair")]
    assert told([day], "2026-12-02", "2026-12-03") == []
    assert told([weekly], "2026-12-05", "2026-12-31") == [("2026-12-08", "2026-12-09", "Fair")]


def test_a_rule_of_another_calendar_is_told_instead_of_followed_by_ours() -> None:
    rule = "RSCALE=CHINESE;FREQ=YEARLY"
    new_year = Event(uid="a", summary="New year", starts_at="2026-02-17", rrule=rule)
    span = span_of(date(2026, 1, 1), date(2028, 1, 1), WARSAW)
    found = agenda([new_year], span)
    assert [o.starts_at for o in found.occurrences] == ["2026-02-17"]
    ((refused, why),) = found.refused
    assert (refused.uid, "CHINESE" in why) == ("a", True)
    ours = replace(new_year, rrule="RSCALE=GREGORIAN;FREQ=YEARLY")
    assert [o.starts_at for o in agenda([ours], span).occurrences] == ["2026-02-17", "2027-02-17"]
