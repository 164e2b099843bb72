"""Time zones by the names that files give them: IANA's, Windows', and those of old programs."""

from __future__ import annotations

from datetime import UTC, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@lru_cache(maxsize=512)
def zone_of(name: str) -> ZoneInfo | None:
    """The zone of a TZID ("Europe/Warsaw", "W. Europe Standard Time",
    "/mozilla.org/20050126_1/Europe/Berlin"), or None for one that is not known.
    """
    name = name.strip().strip('"')
    for tried in (name, *_endings(name), name.replace("-", "/", 1), _windows(name)):
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
