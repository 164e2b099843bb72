"""Dates of the Persian calendar and of Taiwan's in tables: told where they cannot be mistaken.

A year like 1370 is nobody's year of birth in our calendar, but it may be a Persian or an Islamic
one. So Persian digits, a Persian month's name or a table of Iran speak for the first; 民國 says
what it is by itself. What is sure of nothing stays words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from contactdesk.model.calendars import from_jalali, from_minguo
from contactdesk.model.dates import PartialDate

CALENDARS = ("gregorian", "jalali", "minguo")
OLDEST = 1500
"""No year before this one is a year of our calendar in somebody's address book."""
_PERSIAN_DIGITS = re.compile("[۰-۹]")
_PERSIAN_LETTERS = re.compile("[پچژگکی]")
_MONTHS = ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی",
           "بهمن", "اسفند")  # fmt: skip
_SPELT = str.maketrans("يىك", "ییک")
_NAMED = re.compile(rf"(\d{{1,2}})\s*({'|'.join(_MONTHS)})(?:\s*ماه)?\s*،?\s*(\d{{4}})")
_MINGUO = re.compile(
    r"(?:中華)?民(?:國|国)?\s*(前)?\s*(\d{1,3}|元)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
)
_NUMBERS = re.compile(r"(\d{1,4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,4})\s*日?(?:[T\s].*)?")
_RUN = re.compile(r"(\d{2,4})(\d{2})(\d{2})")
_IRAN = ("IR", "AF")


def other_calendar(text: str, order: str, calendar: str) -> PartialDate | None:
    """A date that is written in another calendar, as a day of ours; words where there is no such
    day or it may be of several calendars; None where it is one of ours."""
    if found := _MINGUO.fullmatch(text):
        year = 1 if found[2] == "元" else int(found[2])
        return _told(
            text, from_minguo(1 - year if found[1] else year, int(found[3]), int(found[4]))
        )
    if found := _NAMED.fullmatch(text.translate(_SPELT)):
        month = _MONTHS.index(found[2]) + 1
        return _told(text, from_jalali(int(found[3]), month, int(found[1])))
    parts = _parts(text, order, calendar)
    if parts is None or parts[0] >= OLDEST or parts[0] == 0:
        return None
    year, month, day = parts
    if calendar == "minguo" and year < 1000:
        return _told(text, from_minguo(year, month, day))
    if calendar == "jalali" or (_PERSIAN_DIGITS.search(text) and year > 1200):
        return _told(text, from_jalali(_whole(year) if year < 100 else year, month, day))
    return PartialDate(text=text) if year >= 1000 else None


def _told(text: str, found: date | None) -> PartialDate:
    if found is None:
        return PartialDate(text=text)
    return PartialDate(found.year, found.month, found.day)


def _whole(year: int) -> int:
    """A Persian year of two digits: the last that has been."""
    now = date.today().year - 621
    return year + (now // 100 - (1 if year > now % 100 else 0)) * 100


def _parts(text: str, order: str, calendar: str) -> tuple[int, int, int] | None:
    """Year, month and day; the year stands first unless the last number is one."""
    if found := _NUMBERS.fullmatch(text):
        one, two, three = int(found[1]), int(found[2]), int(found[3])
        if len(found[3]) > 2:
            return (three, one, two) if order == "mdy" else (three, two, one)
        if calendar == "gregorian" and len(found[1]) < 4:
            return None
        return one, two, three
    if found := _RUN.fullmatch(text):
        if calendar == "gregorian" and len(found[1]) < 4:
            return None
        return int(found[1]), int(found[2]), int(found[3])
    return None


def guess_calendar(heads: Sequence[str], values: Iterable[str], region: str) -> str:
    """The calendar in which a table's dates are written; "gregorian" where nothing is sure."""
    years: list[int] = []
    minguo = False
    persian = region in _IRAN or any(_PERSIAN_LETTERS.search(head) for head in heads)
    for value in map(str.strip, values):
        minguo = minguo or bool(_MINGUO.fullmatch(value))
        persian = persian or bool(_PERSIAN_DIGITS.search(value) or _NAMED.search(value))
        found = _NUMBERS.fullmatch(value)
        if found:
            written = found[3] if len(found[3]) > 2 else found[1]
            years.append(int(written) if len(written) > 2 else 0)
    if minguo or (region == "TW" and years and _are_minguo(years)):
        return "minguo"
    if persian and any(1200 < year < OLDEST for year in years):
        return "jalali"
    return "gregorian"


def _are_minguo(years: Sequence[int]) -> bool:
    """Years of three digits are no others; those of two may be of either calendar."""
    return any(100 <= year < 200 for year in years) and not any(year >= 1000 for year in years)
