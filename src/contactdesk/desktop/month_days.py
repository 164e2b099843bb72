"""Months, weeks and days as the person's language counts and writes them.

A Persian month is one of the Solar Hijri calendar; days themselves are the same everywhere.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCalendar, QDate, QLocale, QTime

from contactdesk.desktop import week_habits
from contactdesk.desktop.date_texts import calendar_of, shown_locale
from contactdesk.i18n import _

_MONDAY = 1  # Qt counts weekdays from 1


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the month that a day is in."""
    calendar, parts = _parts(day)
    length = calendar.daysInMonth(parts.month, parts.year)
    return (
        _day(QDate(parts.year, parts.month, 1, calendar), day),
        _day(QDate(parts.year, parts.month, length, calendar), day),
    )


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last one of a month that is shorter."""
    calendar, parts = _parts(day)
    there = parts.year * 12 + parts.month - 1 + months
    year, month = there // 12, there % 12 + 1
    length = calendar.daysInMonth(month, year)
    return _day(QDate(year, month, min(parts.day, length), calendar), day)


def month_title(day: date) -> str:
    """The month and its year: "November 2026"."""
    calendar, parts = _parts(day)
    locale = shown_locale()
    name = calendar.standaloneMonthName(locale, parts.month)
    year = _plain_number(parts.year)
    if locale.language() in (QLocale.Language.Chinese, QLocale.Language.Japanese):
        return f"{year}年{name}"
    return f"{name[:1].upper()}{name[1:]} {year}"


def day_title(day: date) -> str:
    """The day and its month: "24 November"."""
    calendar, parts = _parts(day)
    locale = shown_locale()
    if locale.language() == QLocale.Language.Chinese:
        return f"{parts.month}月{parts.day}日"
    name = calendar.monthName(locale, parts.month)
    return f"{_plain_number(parts.day)} {name}"


def days_title(first: date, last: date) -> str:
    """Days from one to another: "23 – 29 November 2026"; one day with its weekday."""
    year, until = (_plain_number(_parts(day)[1].year) for day in (first, last))
    if shown_locale().language() == QLocale.Language.Chinese:
        return _chinese_days(first, last, year, until)
    end = f"{day_title(last)} {until}"
    if first == last:
        return f"{weekday_name(last)}, {end}"
    if year != until:
        return f"{day_title(first)} {year} – {end}"
    same = _parts(first)[1].month == _parts(last)[1].month
    return f"{day_number(first) if same else day_title(first)} – {end}"


def _chinese_days(first: date, last: date, year: str, until: str) -> str:
    if first == last:
        return f"{until}年{day_title(last)} {weekday_name(last)}"
    end = day_title(last) if year == until else f"{until}年{day_title(last)}"
    return f"{year}年{day_title(first)} – {end}"


def day_number(day: date) -> str:
    """The number of a day in its month."""
    return _plain_number(_parts(day)[1].day)


def begins_month(day: date) -> bool:
    """Whether a day is the first of its month."""
    return bool(_parts(day)[1].day == 1)


def short_day(day: date) -> str:
    """A first of a month in a cell: "1 Dec"."""
    calendar, parts = _parts(day)
    locale, short = shown_locale(), QLocale.FormatType.ShortFormat
    if locale.language() == QLocale.Language.Chinese:
        return day_title(day)
    name = calendar.monthName(locale, parts.month, parts.year, short)
    return f"{_plain_number(parts.day)} {name}"


def other_day(day: date) -> str:
    """The Gregorian day where another calendar is in use, with its month on the first; else ""."""
    locale = shown_locale()
    if calendar_of(locale).isGregorian():
        return ""
    number = _plain_number(day.day)
    if day.day > 1:
        return number
    return f"{number} {locale.monthName(day.month, QLocale.FormatType.ShortFormat)}"


def other_months(first: date, last: date) -> str:
    """The Gregorian months of another calendar's month: "November – December 2026"; else ""."""
    locale = shown_locale()
    if calendar_of(locale).isGregorian():
        return ""
    months = [f"{locale.standaloneMonthName(day.month)}" for day in (first, last)]
    years = [_plain_number(day.year) for day in (first, last)]
    if years[0] != years[1]:
        return f"{months[0]} {years[0]} – {months[1]} {years[1]}"
    return f"{' – '.join(dict.fromkeys(months))} {years[0]}"


def first_weekday() -> int:
    """The day that weeks begin on, 0 = Monday."""
    wanted = week_habits.first_weekday()
    return wanted if wanted is not None else int(shown_locale().firstDayOfWeek().value) - _MONDAY


def is_day_off(day: date) -> bool:
    """Whether it is a day of the weekend where the person is."""
    return (day.weekday() + _MONDAY) not in {int(d.value) for d in shown_locale().weekdays()}


def weekday_name(day: date, *, short: bool = False) -> str:
    """ "Tuesday", or "Tue"."""
    form = QLocale.FormatType.ShortFormat if short else QLocale.FormatType.LongFormat
    name = shown_locale().standaloneDayName(day.weekday() + _MONDAY, form)
    return name[:1].upper() + name[1:]


def weekday_letter(day: date) -> str:
    """The shortest name of a weekday: "T"."""
    form = QLocale.FormatType.NarrowFormat
    return shown_locale().standaloneDayName(day.weekday() + _MONDAY, form)


def week_number(day: date) -> str:
    """The number of a week that begins on a Monday (ISO 8601), "" of any other."""
    if day.weekday():
        return ""
    return _("W{n}").format(n=_plain_number(day.isocalendar().week))


def clock_text(hour: int, minute: int) -> str:
    """A time of the day: "9:00"."""
    locale = shown_locale()
    return locale.toString(QTime(hour, minute), locale.timeFormat(QLocale.FormatType.ShortFormat))


def _parts(day: date) -> tuple[QCalendar, QCalendar.YearMonthDay]:
    calendar = calendar_of(shown_locale())
    return calendar, calendar.partsFromDate(QDate(day.year, day.month, day.day))


def _day(found: QDate, instead: date) -> date:
    """As Python's date; another day for one that it does not know (before year 1, after 9999)."""
    if not found.isValid() or not 1 <= found.year() <= 9999:
        return instead
    return date(found.year(), found.month(), found.day())


def _plain_number(value: int) -> str:
    locale = shown_locale()
    return locale.toString(value).replace(locale.groupSeparator(), "")
