"""Days of other calendars as days of ours: the Persian (Jalali) one, and Taiwan's Minguo years.

Persian years follow ICU's calendar, as the window shows them. Minguo years are ours less 1911;
before the first of them they count backwards (民前).
"""

from __future__ import annotations

from datetime import date, timedelta

MINGUO_BEGINS = 1912
_EPOCH = date(1970, 1, 1)
_DAY = 86_400


def from_jalali(year: int, month: int, day: int) -> date | None:
    """Our day for a Persian one: (1370, 5, 12) is 1991-08-03; None where there is no such day."""
    if not (1 <= year <= 3000 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    import icu

    calendar = icu.Calendar.createInstance(icu.TimeZone.getGMT(), icu.Locale("en@calendar=persian"))
    calendar.setLenient(False)
    calendar.clear()
    calendar.set(year, month - 1, day)
    try:
        return _EPOCH + timedelta(days=round(calendar.getTime()) // _DAY)
    except (icu.ICUError, OverflowError):
        return None


def from_minguo(year: int, month: int, day: int) -> date | None:
    """Our day for one of Taiwan's: (79, 5, 12) is 1990-05-12; year 0 is 1911."""
    try:
        return date(year + MINGUO_BEGINS - 1, month, day)
    except ValueError:
        return None
