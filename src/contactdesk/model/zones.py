"""Time zones by the names that files give them: IANA's, Windows', and those of old programs."""

from __future__ import annotations

import re
from datetime import UTC, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

CONTINENTS = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/",
              "Indian/", "Pacific/")  # fmt: skip
"""How the names of zones begin that say a place."""
_SHOWN = re.compile(r"^\((?:GMT|UTC)[^)]*\)\s*")


@lru_cache(maxsize=512)
def zone_of(name: str) -> ZoneInfo | None:
    """The zone of a TZID ("Europe/Warsaw", "W. Europe Standard Time",
    "/mozilla.org/20050126_1/Europe/Berlin", "Canberra, Melbourne, Sydney"), or None for one that
    is not known.
    """
    name = name.strip().strip('"')
    for tried in (name, *_endings(name), name.replace("-", "/", 1), _windows(name), _city(name)):
        if tried and (found := _iana(tried)):
            return found
    return None


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
    "(GMT+01:00) Sarajevo, Skopje, Warsaw, Zagreb".
    """
    listed = _SHOWN.sub("", name)
    if "," not in listed:
        return ""
    places = (place.strip().replace(" ", "_").lower() for place in listed.split(","))
    return next((_cities()[place] for place in places if place in _cities()), "")


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """Every zone by its place, in lower case."""
    keys = (key for key in sorted(available_timezones()) if key.startswith(CONTINENTS))
    return {key.rpartition("/")[2].lower(): key for key in keys}
