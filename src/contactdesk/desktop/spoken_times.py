"""Days and times as people type them: "tomorrow", "fri 13", "9.30", "2pm", "lunch fri 13 12:00".

What is understood is the person's own language and English; digits may be those of any script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from PySide6.QtCore import QLocale

from contactdesk.desktop.date_texts import latin_digits, read_date, shown_locale
from contactdesk.i18n import _

_TIME = re.compile(
    r"(?:(?P<h>\d{1,2})(?:[:.h](?P<m>\d{2})|h)?|(?P<hm>\d{3,4}))\s*(?P<half>am|pm|a\.m\.|p\.m\.)?",
    re.IGNORECASE,
)
_CLEAR = re.compile(r"\d{1,2}[:h]\d{2}|\d{1,2}\s*(?:am|pm)|\d{1,2}h", re.IGNORECASE)
_LEAST = 2  # letters of a weekday
_WEEK, _YEAR = timedelta(days=7), 366


class Spoken(NamedTuple):
    """What a line says beside its subject; `day` or `at` may be missing, not both."""

    subject: str
    day: date | None
    at: time | None


def read_time(typed: str) -> time | None:
    """The time of day that somebody typed, None for what is none."""
    found = _TIME.fullmatch(latin_digits(typed).strip())
    if found is None:
        return None
    digits = found["hm"]
    hour = int(digits[:-2] if digits else found["h"])
    minute = int(digits[-2:] if digits else found["m"] or 0)
    half = (found["half"] or "").lower()[:1]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if (hour, minute) == (24, 0):
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_day(typed: str, today: date) -> date | None:
    """The day that somebody typed: the next one that is called so; None for what is none."""
    text = " ".join(typed.casefold().replace(",", " ").split())
    if not text:
        return None
    named = _near(text, today)
    if named is not None:
        return named
    words = latin_digits(text).split()
    if any(":" in word for word in words):  # a time beside it is no part of a day
        return None
    weekday = next((n for n in map(weekday_of, words) if n is not None), None)
    numbers = [int(w.rstrip(".")) for w in words if w.rstrip(".").isdecimal()]
    if weekday is not None and len(words) == 1:
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    if len(numbers) == 1 and len(words) == (1 if weekday is None else 2):
        return _next_day(numbers[0], weekday, today)
    if weekday is not None:  # "Fri, 13 November 2026"
        text = " ".join(w for w in words if weekday_of(w) is None)
    return _dated(text, today)


def _near(text: str, today: date) -> date | None:
    """Today, tomorrow and the like, in the person's language and in English."""
    days = {
        "today": 0, "tomorrow": 1, _("today").casefold(): 0, _("tomorrow").casefold(): 1,
        _("the day after tomorrow").casefold(): 2, "yesterday": -1, _("yesterday").casefold(): -1,
    }  # fmt: skip
    return today + timedelta(days=days[text]) if text in days else None


def weekday_of(word: str) -> int | None:
    """0 = Monday; by its name, its short name or the beginning of its name."""
    word = word.strip(".")
    if len(word) < _LEAST or not word.isalpha():
        return None
    for names in weekday_names():
        found = {day for name, day in names if name.startswith(word)}
        exact = {day for name, day in names if name == word}
        if len(exact or found) == 1:
            return (exact or found).pop()
    return None


def weekday_names() -> Iterator[list[tuple[str, int]]]:
    """The names of days and what day each is, the person's own language first."""
    forms = (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)
    for locale in (shown_locale(), QLocale("en")):
        yield [
            (name.casefold().strip("."), day - 1)
            for day in range(1, 8)
            for form in forms
            for name in (locale.standaloneDayName(day, form), locale.dayName(day, form))
        ]


def _next_day(number: int, weekday: int | None, today: date) -> date | None:
    """The next 13th, or the next one that is a Friday where that is said."""
    for ahead in range(_YEAR * (1 if weekday is None else 3)):
        day = today + timedelta(days=ahead)
        if day.day == number and weekday in (None, day.weekday()):
            return day
    return None


def _dated(text: str, today: date) -> date | None:
    found = read_date(text)
    if found is None or found.text or not found.month or not found.day:
        return None
    for year in (found.year,) if found.year else (today.year, today.year + 1):
        try:
            day = date(year, found.month, found.day)
        except ValueError:
            continue
        if found.year or day >= today:
            return day
    return None


def spoken(line: str, today: date) -> Spoken | None:
    """A subject with a day or a time at its end ("lunch with Eva fri 13 12:00"), taken apart."""
    words = line.split()
    day: date | None = None
    at: time | None = None
    while len(words) > 1:
        taken, found = _last(words, today, with_day=day is None, with_time=at is None,
                             loosely=day is not None)  # fmt: skip
        if not taken:
            break
        words = words[:-taken]
        day = found if isinstance(found, date) else day
        at = found if isinstance(found, time) else at
    if day is None and at is None:
        return None
    while len(words) > 1 and words[-1].casefold() in _fillers():
        words.pop()
    return Spoken(" ".join(words), day, at)


def _last(
    words: list[str], today: date, *, with_day: bool, with_time: bool, loosely: bool
) -> tuple[int, date | time | None]:
    """How many of the last words are a day or a time, and which; 0 for none."""
    for many in range(min(3, len(words) - 1), 0, -1):
        tail = words[-many:]
        text = " ".join(tail)
        at = read_time(text) if with_time and many < 3 else None
        announced = len(words) > many + 1 and words[-many - 1].casefold() in _fillers()
        if at is not None and (_CLEAR.fullmatch(latin_digits(text)) or loosely or announced):
            return many + announced, at
        day = read_day(text, today) if with_day and not text.isdecimal() else None
        if day is not None:
            return many + announced, day
    return 0, None


def _fillers() -> set[str]:
    """Words before a time or a day: "at 9", "on Friday"."""
    return {"at", "on", "@", *_("at,on").casefold().split(",")}


def as_moment(day: date, at: time) -> str:
    """A wall time as an event writes it."""
    return datetime.combine(day, at).isoformat()
