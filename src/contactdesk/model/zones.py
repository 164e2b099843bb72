"""Time zones by the names that files give them: IANA's, Windows', and those of old programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, tzinfo
from functools import lru_cache
from itertools import chain
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

CONTINENTS = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/",
              "Indian/", "Pacific/")  # fmt: skip
"""How the names of zones begin that say a place."""
_SHOWN = re.compile(r"^\((?:GMT|UTC)[^)]*\)\s*")
_OFFSET = re.compile(r"(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d{2})?", re.IGNORECASE)
_NO_WHOLE_HOURS = {
    "+3:30": "Asia/Tehran", "+4:30": "Asia/Kabul", "+5:30": "Asia/Kolkata",
    "+5:45": "Asia/Kathmandu", "+6:30": "Asia/Yangon", "+9:30": "Australia/Darwin",
}  # fmt: skip
_SPOKEN = {
    "z": "Etc/UTC",
    "coordinated universal time": "Etc/UTC",
    "tzone://microsoft/utc": "Etc/UTC",
    "greenwich mean time": "Europe/London",
    "eastern time (us & canada)": "America/New_York",
    "central time (us & canada)": "America/Chicago",
    "mountain time (us & canada)": "America/Denver",
    "pacific time (us & canada)": "America/Los_Angeles",
    "atlantic time (canada)": "America/Halifax",
    "indiana (east)": "America/Indiana/Indianapolis",
    "newfoundland": "America/St_Johns",
    "saskatchewan": "America/Regina",
    "central america": "America/Guatemala",
    "arizona": "America/Phoenix",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "brasilia": "America/Sao_Paulo",
    "brasília": "America/Sao_Paulo",
    "baja california": "America/Tijuana",
    "greenland": "America/Nuuk",
    "west central africa": "Africa/Lagos",
    "sri jayawardenepura": "Asia/Colombo",
    "yangon (rangoon)": "Asia/Yangon",
    "nuku'alofa": "Pacific/Tongatapu",
    "cape verde is.": "Atlantic/Cape_Verde",
    "cabo verde is.": "Atlantic/Cape_Verde",
    "international date line west": "Etc/GMT+12",
}
"""What Windows shows of a zone without a place that gives it away."""


@lru_cache(maxsize=512)
def zone_of(name: str) -> ZoneInfo | None:
    """The zone of a TZID ("Europe/Warsaw", "W. Europe Standard Time",
    "/mozilla.org/20050126_1/Europe/Berlin", "Canberra, Melbourne, Sydney", "UTC+01:00"), or None
    for one that is not known.
    """
    name = name.strip().strip('"')
    seen = {""}
    for tried in chain((name, *_endings(name), name.replace("-", "/", 1)), _told(name)):
        if tried not in seen and (found := _iana(tried)):
            return found
        seen.add(tried)
    return None


def _told(name: str) -> Iterator[str]:
    """What a name says that is no key of the database, the likeliest first."""
    yield _SPOKEN.get(_SHOWN.sub("", name).partition(" : ")[0].lower(), "")
    yield _by_offset(name)
    yield _windows(name)
    yield _keys().get(name.lower(), "") if "/" in name else ""
    yield _city(name)


def _by_offset(name: str) -> str:
    """The zone that is always so far from UTC ("GMT+0100"); the database counts the other way."""
    found = _OFFSET.fullmatch(name)
    if found is None:
        return ""
    sign, hours, minutes = found[1], int(found[2]), found[3] or "00"
    if minutes != "00":
        return _NO_WHOLE_HOURS.get(f"{sign}{hours}:{minutes}", "")
    return f"Etc/GMT{'-' if sign == '+' else '+'}{hours}" if hours else "Etc/UTC"


def home_zone() -> tzinfo:
    """The zone of this computer, by its rules for every date; UTC where it says none."""
    import icu

    return zone_of(str(icu.TimeZone.createDefault().getID())) or UTC


def _endings(name: str) -> list[str]:
    """What a longer name ends in: old programs wrote the place of a file before it."""
    parts = name.replace(" ", "_").strip("/").split("/")
    return ["/".join(parts[-many:]) for many in (3, 2, 1) if len(parts) >= many]


def _iana(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _windows(name: str) -> str:
    import icu  # large; few calendars need it

    found = icu.TimeZone.getIDForWindowsID(name, "001")
    return str(found or "")


def _city(name: str) -> str:
    """The zone of the first place of a list, as Windows shows zones to people:
    "(GMT+01:00) Sarajevo, Skopje, Warsaw, Zagreb", "(UTC+02:00) Cairo".
    """
    listed = _SHOWN.sub("", name)
    if "," not in listed and listed == name:
        return ""
    places = (place.strip().replace(" ", "_").lower() for place in listed.split(","))
    return next((_cities()[place] for place in places if place in _cities()), "")


@lru_cache(maxsize=1)
def _keys() -> dict[str, str]:
    """Every zone by its name in lower case."""
    return {key.lower(): key for key in available_timezones()}


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """Every zone by its place, in lower case."""
    keys = (key for key in sorted(available_timezones()) if key.startswith(CONTINENTS))
    return {key.rpartition("/")[2].lower(): key for key in keys}
