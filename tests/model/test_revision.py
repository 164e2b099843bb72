"""Which version of an event an edit makes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from contactdesk.model.event import Attendee, Event
from contactdesk.model.event_record import merge
from contactdesk.model.revision import instead_of, revised

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
STAMP = "2026-11-24T09:30:00Z"
EVA = Attendee("eva@lis.example")
PLAIN = Event(uid="a", summary="Call", starts_at="2026-11-25T09:00:00",
              ends_at="2026-11-25T10:00:00")  # fmt: skip
OURS = replace(PLAIN, attendees=(EVA,))
THEIRS = replace(OURS, organizer=EVA, sequence=2, revised_at="2026-11-01T00:00:00Z")


@pytest.mark.parametrize(
    ("was", "change", "version"),
    [
        (PLAIN, {"starts_at": "2026-11-25T08:00:00"}, (0, "")),  # nobody else has it
        (OURS, {"starts_at": "2026-11-25T08:00:00"}, (1, STAMP)),
        (OURS, {"rrule": "FREQ=WEEKLY"}, (1, STAMP)),
        (OURS, {"status": "CANCELLED"}, (1, STAMP)),
        (OURS, {"summary": "Talk"}, (0, STAMP)),
        (OURS, {"attendees": ()}, (0, STAMP)),  # those who were invited get to know it
        (OURS, {"calendar": "office"}, (0, "")),  # of the book alone
        (THEIRS, {"starts_at": "2026-11-25T08:00:00"}, (2, STAMP)),  # the count is theirs
        (replace(PLAIN, sequence=3), {"ends_at": "2026-11-25T12:00:00"}, (4, "")),
        (replace(PLAIN, revised_at="2026-11-01T00:00:00Z"), {"location": "x"}, (0, STAMP)),
    ],
)
def test_an_edit_makes_a_version(
    was: Event, change: dict[str, Any], version: tuple[int, str]
) -> None:
    now = revised(was, replace(was, **change), AT)
    assert (now.sequence, now.revised_at) == version


def test_what_was_not_changed_is_the_same_version() -> None:
    assert revised(OURS, OURS, AT) == OURS


def test_a_single_time_of_a_series_is_newer_than_the_series() -> None:
    assert instead_of(replace(OURS, sequence=4), AT).sequence == 5


def test_two_edits_at_once_are_never_asked_about_their_versions() -> None:
    mine = revised(OURS, replace(OURS, location="Room 2"), AT)
    later = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
    theirs = revised(OURS, replace(OURS, summary="Talk", status="CANCELLED"), later)
    result, conflicts = merge(OURS, mine, theirs)
    assert conflicts == ()
    assert (result.location, result.summary) == ("Room 2", "Talk")
    assert (result.sequence, result.revised_at) == (1, "2026-11-24T09:31:00Z")
