"""What is typed above a column of a table, and which cells it lets through.

    any text      cells in which every word of it begins a word
    a, b          one of several
    -             empty cells
    !a            cells that are not so
    > 5, <= 2     numbers and days; `< 6 mo`: less than six months ago (d, w, mo, y)

Words of the reader's own language for the units are understood as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from contactdesk.i18n import _
from contactdesk.model import fold
from contactdesk.model.table_columns import Kind

Test = Callable[[str], bool]

_COMPARED = re.compile(r"\s*(<=|>=|<|>|=)\s*(.+?)\s*", re.DOTALL)
_SPAN = re.compile(r"([\d.,]+)\s*(\D*)")
_DAYS = {"d": 1, "w": 7, "mo": 30.44, "m": 30.44, "y": 365.25}
_AGAINST: dict[str, Callable[[float, float], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "=": lambda one, other: one == other,
}


class CellFilter(NamedTuple):
    """What lets cells through; `trouble` is a sentence where what was typed says nothing."""

    test: Test
    trouble: str = ""


def cell_filter(text: str, kind: Kind, today: date) -> CellFilter:
    """What is typed above a column of some kind; nothing typed lets everything through."""
    wanted = text.strip()
    if not wanted:
        return CellFilter(_everything)
    if wanted == "-":
        return CellFilter(lambda cell: not cell)
    if wanted.startswith("!") and len(wanted) > 1:
        inner = cell_filter(wanted[1:], kind, today)
        return CellFilter(lambda cell: not inner.test(cell), inner.trouble)
    if (compared := _COMPARED.fullmatch(wanted)) and (kind != "text" or compared[1] != "="):
        return _comparing(compared[1], compared[2], kind, today)
    return CellFilter(
        _any_of([part for part in wanted.replace("،", ",").split(",") if part.strip()])
    )


def _everything(_cell: str) -> bool:
    return True


def _any_of(parts: list[str]) -> Test:
    wanted = [words for part in parts if (words := fold.tokens(part))]
    starts = [[_start_of(word) for word in words] for words in wanted]
    only = starts[0][0] if [len(some) for some in starts] == [1] else None

    def test(cell: str) -> bool:
        if cell.isascii():  # as below, in a tenth of the time
            text = cell.lower()
            if only is not None:
                return only(text) is not None
            return any(all(start(text) for start in some) for some in starts)
        has = fold.tokens(cell)
        return any(
            all(any(token.startswith(word) for token in has) for word in words) for words in wanted
        )

    return test if wanted else _everything


def _start_of(word: str) -> Callable[[str], object]:
    """Looks for a word of which another begins."""
    return re.compile(rf"(?<![^\W_]){re.escape(word)}").search


def _comparing(sign: str, text: str, kind: Kind, today: date) -> CellFilter:
    against = _AGAINST[sign]
    if kind in ("date", "day"):
        return _comparing_days(sign, text, today)
    bound = number_of(text)
    if bound is None:
        sentence = _("“{text}” is no number. Write for instance > 5.").format(text=text)
        return CellFilter(_everything, sentence)

    def test(cell: str) -> bool:
        value = number_of(cell)
        return value is not None and against(value, bound)

    return CellFilter(test)


def _comparing_days(sign: str, text: str, today: date) -> CellFilter:
    """`< 6 mo`: less than six months ago; `> 2024-05-01`: after that day."""
    bound = _day(text)
    if bound is None and (span := _days_of(text)) is not None:
        bound = today - timedelta(days=round(span))
        sign = sign.translate(str.maketrans("<>", "><"))  # the longer ago, the smaller the day
    if bound is None:
        sentence = _("“{text}” what? Write for instance < 6 mo, or a day as 2026-05-01.")
        return CellFilter(_everything, sentence.format(text=text))
    against, at = _AGAINST[sign], float(bound.toordinal())

    def test(cell: str) -> bool:
        day = _day(cell)
        return day is not None and against(float(day.toordinal()), at)

    return CellFilter(test)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _days_of(text: str) -> float | None:
    found = _SPAN.fullmatch(fold.fold(text).strip())
    if not found:
        return None
    amount, unit = number_of(found[1]), found[2].strip(" .")
    days = _units().get(unit)
    return amount * days if amount is not None and days else None


def _units() -> dict[str, float]:
    """The short and long words for spans, English and the reader's own."""
    own = {
        _("d|day|days"): _DAYS["d"],
        _("w|week|weeks"): _DAYS["w"],
        _("mo|month|months"): _DAYS["mo"],
        _("y|year|years"): _DAYS["y"],
    }
    words = {fold.fold(word): days for some, days in own.items() for word in some.split("|")}
    english = {"day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30.44, "months": 30.44,
               "year": 365.25, "years": 365.25}  # fmt: skip
    return {**english, **_DAYS, **words}


def number_of(text: str) -> float | None:
    """The number that a text begins with: "1 250,50 €" is 1250.5; None where there is none."""
    digits = re.sub(r"(?<=\d)[\s\u00a0\u202f'](?=\d)", "", fold.fold(text).strip())
    found = re.match(r"[^\d+-]{0,4}([+-]?\d[\d.,]*)", digits)
    if not found:
        return None
    plain = found[1].rstrip(".,")
    mark = max(plain.rfind("."), plain.rfind(","))
    if mark >= 0 and len(plain) - mark - 1 != 3:  # the last mark is the decimal one
        plain = re.sub(r"[.,]", "", plain[:mark]) + "." + plain[mark + 1 :]
    else:
        plain = re.sub(r"[.,]", "", plain)
    try:
        return float(plain)
    except ValueError:
        return None
