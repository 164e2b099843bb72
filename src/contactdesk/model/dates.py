"""Dates of which a part may be missing (RFC 6350, section 4.3.1), or that are only words."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_FULL = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?")
_NO_YEAR = re.compile(r"--(\d{2})-?(\d{2})(?:[T ].*)?")
_YEAR_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"(\d{4})")
_MONTH = re.compile(r"--(\d{2})")
_DAY = re.compile(r"---(\d{2})")
_DAYS_IN = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a day without its year, a year alone …, or the words that stand for one."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    text: str = ""

    def __str__(self) -> str:
        """ISO 8601 as vCard 4 truncates it; words as `text:…`."""
        if self.text:
            return "text:" + self.text
        if self.year is None:
            if self.month is None:
                return f"---{self.day:02d}" if self.day else ""
            return f"--{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")
        if self.month is None:
            return f"{self.year:04d}"
        return f"{self.year:04d}-{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")

    def last_date(self) -> date:
        """The last day that it may be (a year alone: its 31 December); its year is known."""
        assert self.year is not None
        month = self.month or 12
        return date(self.year, month, min(self.day or 31, monthrange(self.year, month)[1]))

    def __bool__(self) -> bool:
        return bool(self.text or self.year or self.month or self.day)

    @classmethod
    def parse(cls, value: str) -> PartialDate:
        """Read what `str()` gives, or any vCard date; everything else is kept as words."""
        if value.startswith("text:"):
            return cls(text=value[5:])
        found = _parts(value.strip())
        return found if found is not None and _plausible(found) else cls(text=value)


def _parts(value: str) -> PartialDate | None:
    if m := _FULL.fullmatch(value):
        return PartialDate(int(m[1]), int(m[2]), int(m[3]))
    if m := _NO_YEAR.fullmatch(value):
        return PartialDate(None, int(m[1]), int(m[2]))
    if m := _YEAR_MONTH.fullmatch(value):
        return PartialDate(int(m[1]), int(m[2]))
    if m := _YEAR.fullmatch(value):
        return PartialDate(int(m[1]))
    if m := _MONTH.fullmatch(value):
        return PartialDate(None, int(m[1]))
    if m := _DAY.fullmatch(value):
        return PartialDate(None, None, int(m[1]))
    return None


def _plausible(date: PartialDate) -> bool:
    if date.year == 0:
        return False
    if date.month is not None and not 1 <= date.month <= 12:
        return False
    most = _DAYS_IN[date.month - 1] if date.month else 31
    return date.day is None or 1 <= date.day <= most
