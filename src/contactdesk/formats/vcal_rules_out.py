"""Rules of iCalendar in vCalendar 1.0's grammar of repeating (vCalendar 1.0, section 2.3).

Its words are fewer: every so many days, weeks with their weekdays, months by place of a weekday
or by day, years by months or by days. A rule that needs others has no place in it.
"""

from __future__ import annotations

import re

_DAYS = frozenset({"MO", "TU", "WE", "TH", "FR", "SA", "SU"})
_PLACED = re.compile(r"([+-]?[1-5])(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"\d{8}(?:T\d{6}Z?)?")
_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH",
          "BYYEARDAY", "BYSETPOS"}  # fmt: skip


def old_rule(rule: str, starts_at: str) -> str:
    """The rule in the old grammar, for what begins at a time; "" where it has no words for it."""
    parts = dict(part.partition("=")[::2] for part in rule.upper().split(";") if part)
    every = parts.get("INTERVAL", "1")
    if set(parts) - _KNOWN or not every.isdecimal() or not 0 < int(every) < 1000 or not starts_at:
        return ""
    by = {name: value.split(",") for name, value in parts.items() if name.startswith("BY")}
    if parts.get("WKST", "MO") != "MO" and int(every) > 1:
        return ""
    says = _SAYS.get(parts.get("FREQ", ""))
    words = says(int(every), by, starts_at) if says else ""
    end = _ending(parts)
    return f"{words} {end}" if words and end else ""


def _ending(parts: dict[str, str]) -> str:
    if "UNTIL" in parts:
        return parts["UNTIL"] if _UNTIL.fullmatch(parts["UNTIL"]) else ""
    count = parts.get("COUNT", "0")
    return f"#{int(count)}" if count.isdecimal() and len(count) < 7 else ""


def _daily(every: int, by: dict[str, list[str]], _starts: str) -> str:
    return "" if by else f"D{every}"


def _weekly(every: int, by: dict[str, list[str]], _starts: str) -> str:
    days = by.pop("BYDAY", [])
    return "" if by or set(days) - _DAYS else " ".join([f"W{every}", *days])


def _monthly(every: int, by: dict[str, list[str]], starts: str) -> str:
    days, places = by.pop("BYDAY", []), by.pop("BYSETPOS", [])
    if days:
        if len(places) == len(days) == 1 and days[0] in _DAYS:  # the last Friday, said otherwise
            days = [places[0] + days[0]]
        elif places:
            return ""
        found = [_PLACED.fullmatch(day) for day in days]
        words = [f"{abs(int(m[1]))}{'-' if m[1][0] == '-' else '+'} {m[2]}" for m in found if m]
        return "" if by or len(words) < len(days) else " ".join([f"MP{every}", *words])
    numbers = by.pop("BYMONTHDAY", [str(int(starts[8:10]))])
    if by or places or not all(_is_number(n, 31) for n in numbers):
        return ""
    return " ".join([f"MD{every}", *map(_counted, map(int, numbers))])


def _yearly(every: int, by: dict[str, list[str]], starts: str) -> str:
    month, day = int(starts[5:7]), int(starts[8:10])
    months = by.pop("BYMONTH", [str(month)])
    if "BYYEARDAY" in by:
        days = by.pop("BYYEARDAY")
        if by or months != [str(month)] or not all(_is_number(n, 366) for n in days):
            return ""
        return " ".join([f"YD{every}", *map(_counted, map(int, days))])
    if not all(_is_number(m, 12) and int(m) > 0 for m in months):
        return ""
    if not by or by == {"BYMONTHDAY": [str(day)]}:
        return " ".join([f"YM{every}", *(str(int(m)) for m in months)])
    if [int(m) for m in months] == [month] and every < 80:  # every twelfth month
        return _monthly(every * 12, by, starts)
    return ""


def _is_number(text: str, most: int) -> bool:
    digits = text.lstrip("+-")
    return digits.isdecimal() and len(digits) < 4 and 0 < int(digits) <= most


def _counted(day: int) -> str:
    """A day counted from the start of the month or year, or from its end."""
    return f"{-day}-" if day < 0 else str(day)


_SAYS = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}
