"""What the first rows of a table tell: its delimiter, its heads, the order of its dates."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from contactdesk.formats.csv_records import Record, records
from contactdesk.formats.table_calendars import guess_calendar
from contactdesk.formats.table_dates import guess_order
from contactdesk.formats.table_fields import DATE_PARTS, KEEP, parse_field
from contactdesk.formats.table_heads import (
    Guess,
    guess_by_values,
    guess_columns,
    known_heads,
    looks_like_value,
)
from contactdesk.formats.table_words import fold_head

DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 60
"""Rows that are looked at."""
_TITLE_ROWS = 10
_SEPARATOR_LINE = re.compile(r'\A\ufeff?"?sep=(.)"?\r?\n', re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_MONTH_FIRST = ("US", "PH", "PR", "GU", "FM", "MH", "PW", "AS", "VI")
"""Regions that write the month before the day, with slashes."""
_NOT_ENGLISH = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is to be read. `first` is the row (from 0) after the heads."""

    heads: tuple[str, ...]
    columns: tuple[str, ...]
    has_header: bool
    date_order: str
    first: int
    own: bool = False
    """Whether ContactDesk wrote it, so that cells say exactly what a contact holds."""
    known: int = 0
    pads: bool = False
    """Whether rows are filled up to the width of the heads, so that a shorter one is broken."""
    calendar: str = "gregorian"
    """In which dates are written: one of `CALENDARS`."""
    rows: tuple[tuple[str, ...], ...] = field(default=(), repr=False)


def stated_delimiter(text: str) -> str:
    """The delimiter of Excel's first line "sep=;", or ""."""
    found = _SEPARATOR_LINE.match(text)
    return found[1] if found else ""


def guess_delimiter(sample: bytes, encoding: str) -> str:
    """The delimiter under which the first rows are most alike; "" for a single column."""
    best, most = "", 0.0
    for delimiter in DELIMITERS:
        rows = first_rows(sample, encoding, delimiter)
        score = _evenness(rows)
        if score > most:
            best, most = delimiter, score
    return best


def first_rows(sample: bytes, encoding: str, delimiter: str) -> list[list[str]]:
    """The first rows of a file's first bytes; the last, which may be cut off, is left out."""
    found: list[Record] = list(
        islice(records(io.BytesIO(sample), encoding, delimiter), LOOKED_AT + 1)
    )
    if len(found) > 1 and len(sample) > 4000:
        found = found[:-1]
    rows = [r.cells for r in found if r.cells]
    if rows:
        rows[0] = [rows[0][0].removeprefix("\ufeff"), *rows[0][1:]] if rows[0] else rows[0]
    return rows[:LOOKED_AT]


def _evenness(rows: list[list[str]]) -> float:
    widths = [len(r) for r in rows if any(c.strip() for c in r)]
    if not widths or max(widths) < 2:
        return 0.0
    common = max(set(widths), key=lambda w: (widths.count(w), w))
    if common < 2:
        common = max(widths)
    share = widths.count(common) / len(widths)
    heads = max((known_heads(row) for row in rows[:_TITLE_ROWS] if len(row) > 1), default=0)
    return share * min(common, 6) / 6 + heads


def looks_like_table(sample: bytes, encoding: str) -> bool:
    """Whether text without a table's name is one: known heads, or several even rows."""
    delimiter = guess_delimiter(sample, encoding)
    rows = [r for r in first_rows(sample, encoding, delimiter) if any(c.strip() for c in r)]
    if not delimiter or len(rows) < 2:
        return False
    widths = {len(r) for r in rows}
    if known_heads(rows[0]) >= 2 and all(len(c) < 60 for c in rows[0]):
        return True
    return len(widths) == 1 and len(rows[0]) > 2 and max(len(c) for r in rows for c in r) < 200


def guess_layout(
    rows: Sequence[Sequence[str]],
    has_header: bool | None = None,
    columns: Sequence[str] | None = None,
    date_order: str = "",
    region: str = "",
    calendar: str = "",
) -> Layout:
    """How to read a table whose first rows these are; what is given is not guessed.

    `region` is the book's ("PL"): where dates fit two orders, its own decides.
    """
    place = _head_row(rows) if has_header is not False else -1
    if has_header is None and place >= 0 and not _is_head(rows, place):
        place = -1
    has_header = place >= 0
    body = rows[place + 1 :]
    heads = _heads(rows[place] if has_header else (), body)
    values = [[r[n] if n < len(r) else "" for r in body] for n in range(len(heads))]
    guess = guess_columns(heads, values) if has_header else Guess(guess_by_values(values), 0)
    chosen = _chosen(columns, len(heads)) if columns is not None else guess.columns
    dates = _dates(chosen, values)
    calendar = calendar or guess_calendar(heads, dates, region)
    order = date_order or _order(heads, dates, region)
    full = [r for r in body if len(r) == len(heads)]
    pads = len(heads) > 2 and any(not r[-1].strip() for r in full)
    return Layout(heads, chosen, has_header, order, place + 1, guess.own, guess.known, pads,
                  calendar, tuple(map(tuple, body)))  # fmt: skip


def _chosen(columns: Sequence[str], width: int) -> tuple[str, ...]:
    """The fields a person chose; columns beyond them are kept."""
    return (*columns, *([KEEP] * (width - len(columns))))[:width]


def _head_row(rows: Sequence[Sequence[str]]) -> int:
    """The row of the heads: the first with several that are known; lines of a title come before."""
    best, most = 0, 1
    for place, row in enumerate(rows[:_TITLE_ROWS]):
        known = known_heads(row)
        if known > most:
            best, most = place, known
            if known * 2 > sum(bool(c.strip()) for c in row):
                break
    return best if rows else -1


def _is_head(rows: Sequence[Sequence[str]], place: int) -> bool:
    row = rows[place]
    if any(looks_like_value(cell) for cell in row):
        return False
    if known_heads(row):
        return True
    below = rows[place + 1 :]
    if not all(cell.strip() for cell in row) or len(set(row)) < len(row):
        return False
    if any(looks_like_value(cell) for r in below for cell in r):
        return True
    return any(_is_numbers_below(n, cell, below) for n, cell in enumerate(row))


def _is_numbers_below(column: int, head: str, below: Sequence[Sequence[str]]) -> bool:
    """Whether a column has numbers in every row but this one."""
    values = [r[column] for r in below if column < len(r) and r[column].strip()]
    return bool(values) and not _DIGIT.search(head) and all(map(_DIGIT.search, values))


def _heads(row: Sequence[str], body: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Heads as wide as most rows are: some programs forget that of the last column."""
    widths = sorted(max((n for n, c in enumerate(r, 1) if c.strip()), default=0) for r in body)
    most = widths[len(widths) // 2] if widths else 0
    if not row:
        most = max(map(len, body), default=0)
    heads = [cell.strip() for cell in row]
    return tuple(heads + [""] * (most - len(heads)))


def _dates(columns: Sequence[str], values: list[list[str]]) -> list[str]:
    """The cells of the columns that hold whole dates."""
    fields = [parse_field(key) for key in columns]
    return [
        value
        for f, column in zip(fields, values, strict=True)
        if f and f.name in ("birthday", "anniversary") and f.part not in DATE_PARTS
        for value in column
    ]


def _order(heads: Sequence[str], dates: Sequence[str], region: str) -> str:
    english = not any(_NOT_ENGLISH.search(h) for h in heads) and any(
        fold_head(h) in ("birthday", "first name", "last name", "anniversary", "date of birth")
        for h in heads
    )
    american = region in _MONTH_FIRST if region else english
    return guess_order(dates, american)
