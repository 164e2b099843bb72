"""Birthdays and anniversaries as people write and read them, whole or in part."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime

from PySide6.QtCore import QCalendar, QDate, QLocale, QTime

from contactdesk.i18n import _, ngettext
from contactdesk.model.dates import PartialDate

_JALALI = QCalendar(QCalendar.System.Jalali)
_ANY_YEAR = -(2**31)  # QCalendar.Unspecified
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+|\d+", re.UNICODE)
# Between a day and a month, or a month and a year, in the languages of the program.
_FILLERS = {"of", "de", "del", "den", "der", "the", "r", "roku", "rok", "年", "月", "日"}


def shown_locale() -> QLocale:
    """The locale dates are written in; British English where the system names none."""
    locale = QLocale()
    if locale.language() == QLocale.Language.C:
        return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    return locale


def date_text(value: PartialDate | None, locale: QLocale | None = None) -> str:
    """The date in words of the locale ("14 March 1984", "14 March", "1984"), or its own words."""
    if value is None or not value:
        return ""
    if value.text:
        return value.text
    locale = locale or shown_locale()
    if _is_jalali(locale) and value.year and value.month and value.day:
        return _jalali_text(QDate(value.year, value.month, value.day), locale)
    pattern = _pattern(locale, value)
    sample = QDate(value.year or 2000, value.month or 1, value.day or 1)
    return locale.toString(sample, pattern)


def read_date(typed: str, locale: QLocale | None = None) -> PartialDate | None:
    """What somebody typed as a date; words that are no date are kept as words, "" is None."""
    text = latin_digits(typed).strip()
    if not text:
        return None
    iso = PartialDate.parse(text)
    if iso and not iso.text:
        return iso
    locale = locale or shown_locale()
    found = _read_numbers(text, locale) or _read_words(text, locale)
    return found or PartialDate(text=typed.strip())


def when_text(value: PartialDate | None, today: date) -> str:
    """How far the next return of the day is: "today", "tomorrow", "in 110 days", or ""."""
    if value is None or not (value.month and value.day):
        return ""
    days = (_next_return(value.month, value.day, today) - today).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in {count} day", "in {count} days", days).format(count=_number(days))


def age_text(value: PartialDate | None, today: date) -> str:
    """The age reached so far ("42 years old"); "" where the year is not known or not past."""
    if value is None or not value.year:
        return ""
    passed = (today.month, today.day) >= (value.month or 1, value.day or 1)
    years = today.year - value.year - (0 if passed else 1)
    if not 0 <= years <= 130:
        return ""
    return ngettext("{count} year old", "{count} years old", years).format(count=_number(years))


def span_text(starts_on: str, ends_on: str, today: date) -> str:
    """How long a membership lasts or lasted: "since 2021", "from 1 December", "2018 – 2025"."""
    start, end = PartialDate.parse(starts_on), PartialDate.parse(ends_on)
    if start and end:
        return f"{date_text(start)} – {date_text(end)}"
    if end:
        return _("until {date}").format(date=date_text(end))
    if not start:
        return ""
    if not _is_future(start, today):
        return _("since {date}").format(date=date_text(start))
    if start.month and start.day and start.year and start.year - today.year < 2:
        soon = date(start.year, start.month, start.day) - today
        if soon.days < 300:  # the year goes without saying
            start = PartialDate(None, start.month, start.day)
    return _("from {date}").format(date=date_text(start))


def is_over(ends_on: str, today: date) -> bool:
    """Whether a membership that ends then is over; the last day itself still counts."""
    end = PartialDate.parse(ends_on)
    if not end or end.text or not end.year:
        return bool(end and end.text)
    return (end.year, end.month or 12, end.day or 31) < (today.year, today.month, today.day)


def _is_future(value: PartialDate, today: date) -> bool:
    if not value.year:
        return False
    return (value.year, value.month or 1, value.day or 1) > (today.year, today.month, today.day)


def _next_return(month: int, day: int, today: date) -> date:
    for year in (today.year, today.year + 1):
        try:
            candidate = date(year, month, day)
        except ValueError:  # 29 February: kept on 1 March where the year has none
            candidate = date(year, 3, 1)
        if candidate >= today:
            return candidate
    return today


def _number(value: int) -> str:
    return shown_locale().toString(value)


def _is_jalali(locale: QLocale) -> bool:
    return locale.language() == QLocale.Language.Persian


def calendar_of(locale: QLocale) -> QCalendar:
    """The calendar that a language counts its months by."""
    return _JALALI if _is_jalali(locale) else QCalendar()


def years_between(first: datetime, last: datetime) -> list[tuple[datetime, str]]:
    """The beginning of every year after `first`, up to `last`, with the year as it is written."""
    locale = shown_locale()
    calendar = calendar_of(locale)
    start = calendar.partsFromDate(QDate(first.year, first.month, first.day)).year + 1
    found = []
    while (day := QDate(start, 1, 1, calendar)).isValid():
        moment = datetime(day.year(), day.month(), day.day()).astimezone()
        if moment > last:
            break
        found.append((moment, locale.toString(start).replace(locale.groupSeparator(), "")))
        start += 1
    return found


def _jalali_text(day: QDate, locale: QLocale) -> str:
    parts = _JALALI.partsFromDate(day)
    month = _JALALI.standaloneMonthName(locale, parts.month)
    year = locale.toString(parts.year).replace(locale.groupSeparator(), "")
    return f"{locale.toString(parts.day)} {month} {year}"


def _pattern(locale: QLocale, value: PartialDate) -> str:
    """The locale's long date without the weekday and without the parts that are not known."""
    pattern = locale.dateFormat(QLocale.FormatType.LongFormat)
    pattern = re.sub(r"\s*[,،]?\s*dddd\s*[,،]?\s*", " ", pattern).strip()
    if not value.day:
        pattern = re.sub(r"(?<![\w'])d{1,2}\.?\s*('[^']*')?,?\s*|(?<=月)d{1,2}日", "", pattern)
    if not value.year:
        pattern = re.sub(r"[\s,،]*('[^']*'\s*)?y+\s*(年|'[^']*')?[\s,،]*", " ", pattern)
    if not value.month:
        pattern = "yyyy" if value.year else "d"
    elif not value.day and not value.year:
        pattern = "MMMM"
    if not value.day and value.month and "MMMM" in pattern:
        # alone the month has its own form in some languages: "marzec 1984", but "14 marca 1984"
        pattern = pattern.replace("MMMM", f"'{locale.standaloneMonthName(value.month)}'")
    return re.sub(r"\s+", " ", pattern).strip(" ,،")


def latin_digits(text: str) -> str:
    """The text with digits of any script as 0 to 9."""
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)


def _read_numbers(text: str, locale: QLocale) -> PartialDate | None:
    """14.3.1984, 3/14/84 where the locale has the month first, 03/2021, 14.3., 3月14日."""
    if m := re.fullmatch(r"(\d+)月\s*(\d+)日?", text):
        return _checked(None, int(m[1]), int(m[2]), locale)
    if "tháng" in text.casefold():
        text = re.sub(r"\s*tháng\s*|,\s*", ".", text, flags=re.IGNORECASE).strip(".")
    if not re.fullmatch(r"\d+\s*[./\-年]\s*\d+(\s*[./\-月]\s*(\d+\s*日?)?)?", text):
        return None
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    if len(numbers) == 3:
        return _three_numbers(numbers, text, locale)
    first, second = numbers
    if first > 31:
        return _checked(first, second, None, locale)
    if second > 31:
        return _checked(second, first, None, locale)
    day, month = _day_first(first, second, locale)
    return _checked(None, month, day, locale)


def _three_numbers(numbers: list[int], text: str, locale: QLocale) -> PartialDate | None:
    if numbers[0] > 31:
        return _checked(numbers[0], numbers[1], numbers[2], locale)
    day, month = _day_first(numbers[0], numbers[1], locale)
    year = numbers[2]
    if year < 100 and len(re.findall(r"\d+", text)[2]) == 2:
        year = _century(year)
    return _checked(year, month, day, locale)


def _century(year: int) -> int:
    """84 is 1984: birthdays and anniversaries lie in the past."""
    return 2000 + year if 2000 + year <= date.today().year else 1900 + year


def _day_first(first: int, second: int, locale: QLocale) -> tuple[int, int]:
    pattern = locale.dateFormat(QLocale.FormatType.ShortFormat)
    month_first = 0 <= pattern.find("M") < pattern.find("d")
    if (month_first and first <= 12) or second > 12:
        return second, first
    return first, second


def _read_words(text: str, locale: QLocale) -> PartialDate | None:
    """14 March 1984, March 14, 1984, Mar 1984, 14 marca, ۲۳ اسفند ۱۳۶۲."""
    words = [w.casefold() for w in _WORDS.findall(_ORDINAL.sub("", text))]
    numbers = [int(w) for w in words if w.isdigit()]
    names = [w for w in words if not w.isdigit() and w not in _FILLERS]
    if len(names) != 1 or len(numbers) > 2:
        return None
    jalali = _month_named(names[0], _month_names(QLocale("fa_IR"), _JALALI))
    if jalali:
        return _read_jalali(numbers, jalali)
    month = next((m for names_ in _languages(locale) if (m := _month_named(names[0], names_))), 0)
    if not month:
        return None
    years = [n for n in numbers if n > 31]
    days = [n for n in numbers if n <= 31]
    if len(years) > 1 or len(days) > 1:
        return None
    return _checked(years[0] if years else None, month, days[0] if days else None, None)


def _read_jalali(numbers: list[int], month: int) -> PartialDate | None:
    if len(numbers) != 2:
        return None
    day, year = sorted(numbers)
    found = QDate(year, month, day, _JALALI) if year > 31 else QDate()
    return PartialDate(found.year(), found.month(), found.day()) if found.isValid() else None


def _languages(locale: QLocale) -> Iterator[dict[str, int]]:
    for each in (locale, QLocale("en"), QLocale("pl"), QLocale("de"), QLocale("es")):
        yield _month_names(each, QCalendar())


def _month_names(locale: QLocale, calendar: QCalendar) -> dict[str, int]:
    names: dict[str, int] = {}
    for month in range(1, 13):
        for form in (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat):
            for name in (
                calendar.monthName(locale, month, _ANY_YEAR, form),
                calendar.standaloneMonthName(locale, month, _ANY_YEAR, form),
            ):
                names.setdefault(name.casefold().strip("."), month)
    return names


def _month_named(word: str, names: dict[str, int]) -> int:
    if word in names:
        return names[word]
    near = {month for name, month in names.items() if len(word) >= 3 and name.startswith(word)}
    return near.pop() if len(near) == 1 else 0


def _checked(
    year: int | None, month: int, day: int | None, locale: QLocale | None
) -> PartialDate | None:
    if locale is not None and _is_jalali(locale) and year and 1200 <= year <= 1499 and day:
        found = QDate(year, month, day, _JALALI)
        if found.isValid():
            return PartialDate(found.year(), found.month(), found.day())
    candidate = PartialDate(year, month, day)
    return candidate if PartialDate.parse(str(candidate)) == candidate else None


def moment_text(stamp: str) -> str:
    """A moment (ISO 8601) as the day it was here: "today, 14:05", "20 November 2026"."""
    try:
        moment = datetime.fromisoformat(stamp).astimezone()
    except ValueError:
        return stamp
    if is_today(stamp):
        return _("today, {time}").format(time=clock_text(stamp))
    return date_text(PartialDate(moment.year, moment.month, moment.day))


def clock_text(stamp: str) -> str:
    """The time of day of a moment (ISO 8601), as the clock here showed it: "14:05"."""
    try:
        moment = datetime.fromisoformat(stamp).astimezone()
    except ValueError:
        return stamp
    shown = QTime(moment.hour, moment.minute)
    return shown_locale().toString(shown, QLocale.FormatType.ShortFormat)


def is_today(stamp: str) -> bool:
    """Whether a moment (ISO 8601) was on the present day, by the clock here."""
    try:
        moment = datetime.fromisoformat(stamp).astimezone()
    except ValueError:
        return False
    return moment.date() == datetime.now(UTC).astimezone().date()
