"""vCalendar 1.0's grammar of repeating, as rules of iCalendar (vCalendar 1.0, section 2.3).

`W1 MO WE #10` is every week on Monday and Wednesday, ten times; `MP1 2- FR` is the last but one
Friday of every month. What ends a rule is `#` with a count (`#0`: never) or a time; without
either it happens twice. Telephones leave out the sign of a place, the interval or a space, and
some name the days within the months of a yearly rule (`YM1 11 MP1 1+ TU`).
"""

from __future__ import annotations

import re

from contactdesk.formats.calendar_values import moment
from contactdesk.model.recurrence import RuleError, parse_rule

_FREQUENCY = re.compile(r"(MP|MD|YM|YD|D|W|M)(\d{0,4})")
_WITHIN = re.compile(r" (?=M[PD]1? )")
_COUNT = re.compile(r"#(\d{1,6})")
_PLACE = re.compile(r"(\d)([+-]?)")
_DAY = re.compile(r"(\d{1,3})([+-])?\$?")
_WEEKDAY = re.compile(r"(SU|MO|TU|WE|TH|FR|SA)\$?")
_NEW = re.compile(r"FREQ\s*=")
_NEW_UNTIL = re.compile(r"UNTIL=([^;]*)")
_UNTIL = re.compile(r"\d{8}(?:T(?:\d{4,6})?Z?)?")
_HOUR = re.compile(r"\d{4}\$?")
_NAMES = {"D": "DAILY", "W": "WEEKLY", "MP": "MONTHLY", "MD": "MONTHLY", "YM": "YEARLY",
          "YD": "YEARLY", "M": "MINUTELY"}  # fmt: skip


def can_be_followed(rule: str) -> bool:
    """Whether it makes sense and happens at some time."""
    try:
        parse_rule(rule)
    except RuleError:
        return False
    return True


def rule_of(value: str) -> str:
    """The rule of iCalendar that says the same, or "" for one that cannot be understood."""
    value = value.strip().rstrip(";").upper()
    return _in_order(value) if _NEW.search(value) else _translated(value)


def _in_order(rule: str) -> str:
    """A rule of iCalendar without what only its writer put there: spaces, escapes, its own name,
    half a time.
    """
    rule = "".join(rule.replace("\\", "").split())
    while rule.startswith("RRULE:"):
        rule = rule[len("RRULE:") :]
    rule = ";".join(p for p in rule.split(";") if "=" in p and p != "INTERVAL=0")
    return _NEW_UNTIL.sub(
        lambda m: "UNTIL=" + (re.sub(r"[-:]", "", moment(m[1])) or m[1]), rule, count=1
    )


def _translated(value: str) -> str:
    text = " ".join(value.replace(",", " ").replace("#", " #").split())
    said = [_said(part) for part in _WITHIN.split(text, maxsplit=1)]
    outer, inner = said[0], said[-1]
    if outer is None or inner is None or (inner is not outer and outer.kind != "YM"):
        return ""
    ending = inner.ending() if outer.ending() is None else outer.ending()
    parts = [f"FREQ={_NAMES[outer.kind]}", *(["COUNT=2"] if ending is None else ending)]
    if outer.interval != 1:
        parts.append(f"INTERVAL={outer.interval}")
    return ";".join(parts + outer.days() + (inner.days() if inner is not outer else []))


def _said(text: str) -> _Words | None:
    """What a rule says, or None for one that cannot be understood."""
    first, *others = text.split() or [""]
    found = _FREQUENCY.fullmatch(first)
    if found is None:
        return None
    said = _Words(found[1], int(found[2] or 1))
    return said if said.interval and all(map(said.take, others)) else None


class _Words:
    """What follows the frequency."""

    def __init__(self, kind: str, interval: int) -> None:
        self.kind, self.interval = kind, interval
        self._count: int | None = None
        self._until = ""
        self._places: list[int] = []
        self._weekdays: list[str] = []
        self._days: list[int] = []
        self._had_weekday = False

    def take(self, word: str) -> bool:
        """Take in a word; False when it makes no sense here."""
        if found := _COUNT.fullmatch(word):
            self._count = int(found[1])
        elif _UNTIL.fullmatch(word):
            self._until = moment(word)
            return bool(self._until)
        elif self.kind == "MP" and (found := _PLACE.fullmatch(word)):
            self._begin_places()
            self._places.append(int(found[1]) * (-1 if found[2] == "-" else 1))
        elif self.kind in ("MP", "W") and (found := _WEEKDAY.fullmatch(word)):
            self._add_weekday(found[1])
        elif word == "LD" and self.kind == "MD":
            self._days.append(-1)
        elif self.kind in ("MD", "YM", "YD") and (found := _DAY.fullmatch(word)):
            self._days.append(int(found[1]) * (-1 if found[2] == "-" else 1))
        else:  # times of the day say again when it begins; a "$" stands after the last of them
            return word == "$" or _HOUR.fullmatch(word) is not None
        return True

    def _begin_places(self) -> None:
        """After weekdays, other places begin: `1+ MO 2+ TH`."""
        if self._had_weekday:
            self._places = []
            self._had_weekday = False

    def _add_weekday(self, day: str) -> None:
        self._had_weekday = True
        self._weekdays += [f"{place}{day}" for place in self._places] or [day]

    def ending(self) -> list[str] | None:
        """COUNT or UNTIL, [] for a rule that says it has no end, and None where it says nothing."""
        if self._until:
            return ["UNTIL=" + self._until.replace("-", "").replace(":", "")]
        if self._count is None:
            return None
        return [f"COUNT={self._count}"] if self._count else []

    def days(self) -> list[str]:
        """Which days of the week, month or year."""
        if self._weekdays:
            return ["BYDAY=" + ",".join(self._weekdays)]
        name = {"MD": "BYMONTHDAY", "YM": "BYMONTH", "YD": "BYYEARDAY"}.get(self.kind)
        return [f"{name}=" + ",".join(map(str, self._days))] if self._days and name else []
