"""The rules of zones that an export describes: whoever follows them alone has the right time."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz

from contactdesk.formats.zone_writing import zone_block

ZONES = (
    "Europe/Warsaw", "America/New_York", "Asia/Tehran", "Asia/Taipei", "Australia/Lord_Howe",
    "Africa/Casablanca", "Asia/Gaza", "Europe/Dublin", "Pacific/Apia", "UTC",
)  # fmt: skip
_BESIDE = timedelta(hours=3)


def _offsets(wall: datetime, zone: ZoneInfo) -> set[timedelta | None]:
    return {(wall + n * _BESIDE).replace(tzinfo=zone).utcoffset() for n in (-1, 0, 1)}


@pytest.mark.parametrize("name", ZONES)
def test_a_zone_keeps_its_time_by_the_rules_alone(name: str) -> None:
    zone = ZoneInfo(name)
    rules = tz.tzical(io.StringIO(zone_block(name).decode())).get(name)
    at = datetime(1970, 1, 2, 0, 30)
    while at < datetime(2037, 12, 30):
        wall = at.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
        offsets = _offsets(wall, zone)
        if len(offsets) == 1:  # around a change, wall times say two things or none
            assert {wall.replace(tzinfo=rules).utcoffset()} == offsets
        at += timedelta(hours=103)


def test_a_change_stands_as_the_clock_shows_it_before() -> None:
    block = zone_block("Europe/Warsaw").decode()
    assert "T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n" in block
    assert "T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n" in block
