"""Dates as tables write them: in three orders, with month names, or as ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from contactdesk.formats.table_calendars import other_calendar
from contactdesk.formats.table_words import fold_head
from contactdesk.model.dates import PartialDate

ORDERS = ("ymd", "dmy", "mdy")
_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ].*)?|--\d{2}-?\d{2}|\d{8}|\d{4}-\d{2}|\d{4}|--\d{2}|---\d{2}"
)
_NUMBERS = re.compile(
    r"(\d{1,4})\s*([-./年])\s*(\d{1,2})\s*(?:[-./月]\s*(\d{1,4}))?\s*[日.年]?(?:[T\s].*)?"
)
_NAMED = re.compile(
    r"(\d{1,2})[.\s-]+([^\W\d]+)[.,\s-]+(\d{4})|([^\W\d]+)\.?\s+(\d{1,2}),?\s+(\d{4})"
)
_NO_DATE = frozenset({"0/0/00", "0/0/0000", "00/00/0000", "00/00/00", "0000-00-00", "00.00.0000",
                      "0.0.00", "1/1/4501", "01/01/4501", "4501-01-01", "01.01.4501", "1.1.4501",
                      "0-0-00", "0"})  # fmt: skip
_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "january jan januar janner stycznia styczen janvier enero gennaio januari ledna",
            "february feb februar lutego luty fevrier febrero febbraio februari unora",
            "march mar marz marca marzec mars marzo maart brezna",
            "april apr kwietnia kwiecien avril abril aprile dubna",
            "may mai maja maj mayo maggio mei kvetna",
            "june jun juni czerwca czerwiec juin junio giugno cervna",
            "july jul juli lipca lipiec juillet julio luglio cervence",
            "august aug sierpnia sierpien aout agosto augustus srpna",
            "september sep sept wrzesnia wrzesien septembre septiembre settembre zari",
            "october oct okt oktober pazdziernika pazdziernik octobre octubre ottobre rijna",
            "november nov listopada listopad novembre noviembre",
            "december dec dez dezember grudnia grudzien decembre diciembre dicembre prosince",
        ),
        1,
    )
    for word in words.split()
}


@lru_cache(maxsize=50_000)
def read_table_date(
    value: str, order: str = "ymd", calendar: str = "gregorian"
) -> PartialDate | None:
    """A date of a cell; None for one that says that there is none, words where it makes no sense.

    `order` is "ymd", "dmy" or "mdy"; a year of four digits in front needs none. `calendar` is one
    of `CALENDARS`, or "exact" for the dates of a table of our own.
    """
    text = value.strip()
    if not text or text in _NO_DATE:
        return None
    if not text.startswith("text:") and calendar != "exact":
        other = other_calendar(text, order, calendar)
        if other is not None:
            return other
    if text.startswith("text:") or _ISO.fullmatch(text):
        return PartialDate.parse(text)
    parts = _numbers(text, order) or _named(text)
    if parts is None:
        return PartialDate(text=text)
    year, month, day = parts
    if year is not None and (year < 1500 or year == 1604):
        if year != 1604:  # another calendar's year: the words are safer than a wrong day
            return PartialDate(text=text)
        year = None  # Apple's word for a year that is not known
    found = PartialDate(year, month, day)
    return found if PartialDate.parse(str(found)) == found else PartialDate(text=text)


def _numbers(text: str, order: str) -> tuple[int | None, int, int] | None:
    found = _NUMBERS.fullmatch(text)
    if not found:
        return None
    one, two = int(found[1]), int(found[3])
    if found[4] is None:
        if found[2] in "年" or len(found[1]) > 2:
            return None
        day, month = (two, one) if order == "mdy" else (one, two)
        return None, month, day
    three = int(found[4])
    if len(found[1]) > 2 or found[2] == "年":
        return one, two, three
    if order == "ymd" and len(found[4]) <= 2:
        return _century(one, found[1]), two, three
    day, month = (two, one) if order == "mdy" else (one, two)
    return _century(three, found[4]), month, day


def _century(year: int, written: str) -> int:
    """Two digits are the last such year that has been: nobody is born tomorrow."""
    if len(written) > 2:
        return year
    now = date.today().year
    return year + (now // 100 - (1 if year > now % 100 else 0)) * 100


def _named(text: str) -> tuple[int | None, int, int] | None:
    found = _NAMED.fullmatch(text)
    if not found:
        return None
    day, word, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
    month = _MONTHS.get(fold_head(word))
    return (int(year), month, int(day)) if month else None


def guess_order(values: Iterable[str], american: bool = False) -> str:
    """The order that fits all dates of a column; the commonest of its look where several do.

    `american` is the word of the heads: with slashes, English tables put the month first.
    """
    possible = set(ORDERS)
    marks = set()
    for value in values:
        found = _NUMBERS.fullmatch(value.strip())
        if not found or value.strip() in _NO_DATE:
            continue
        marks.add(found[2])
        possible &= _possible(found) or possible
    if "ymd" in possible and len(possible) == 1:
        return "ymd"
    if possible == {"mdy"} or ("mdy" in possible and american and marks == {"/"}):
        return "mdy"
    return "dmy" if "dmy" in possible and marks else "ymd" if not marks else "mdy"


def _possible(found: re.Match[str]) -> set[str]:
    one, two = int(found[1]), int(found[3])
    if len(found[1]) > 2 or found[2] == "年":
        return {"ymd"}
    orders = set()
    if found[4] is None or len(found[4]) > 2 or int(found[4]) > 31:
        orders = {"dmy", "mdy"}
    else:
        orders = set(ORDERS)
    if one > 12:
        orders.discard("mdy")
    if two > 12:
        orders -= {"dmy", "ymd"}
    if one > 31:
        orders &= {"ymd"}
    return orders
