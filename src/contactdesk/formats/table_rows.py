"""Rows of a table become contacts: the plan is made once from the columns, then followed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from contactdesk.formats.base import Parsed, Problem
from contactdesk.formats.row_cards import card_of
from contactdesk.formats.table_dates import read_table_date
from contactdesk.formats.table_fields import DATE_PARTS, SINGLE, WORDS, Field, parse_field
from contactdesk.formats.table_items import RowItems, SlotPlan
from contactdesk.formats.table_kinds import read_gender_word, says_nothing
from contactdesk.formats.table_layout import Layout
from contactdesk.formats.table_names import parted_name
from contactdesk.formats.table_own import CONTINUED, parted_words
from contactdesk.formats.table_services import property_name
from contactdesk.formats.table_wide import ALONE_LIMIT, TOGETHER, Together
from contactdesk.formats.vcard_reading import is_company
from contactdesk.formats.vcard_writing import NEWEST
from contactdesk.i18n import N_, _
from contactdesk.model.contact import DATE_FIELDS, Contact, Extra
from contactdesk.model.dates import PartialDate

MESSAGES = {
    "long": N_("This row is larger than {limit} MB; it was not read."),
    "quote": N_("A quotation mark is opened in this row and never closed; it is kept as a letter."),
    "columns": N_("This row has more cells than the table has columns; it was not read."),
    "short": N_("This row ends before its last column; it was not read."),
    "unreadable": N_("This row could not be read."),
    "nothing": N_("There is nothing in this row that a contact could hold."),
    "kept": N_("No field takes these columns, so they are kept among the other fields: {columns}"),
    "together": N_("No field takes {count} columns, so they are kept together in one: {name}"),
    "encoding": N_("Some letters of this row could not be read in the encoding {encoding}."),
    "date": N_("{value}: no day that is sure. It is kept as it is written."),
    "rounded": N_("{value}: a spreadsheet has shortened this number."),
    "photo-elsewhere": N_("The photo is not in this file, only what it was; it was left out."),
    "was-archived": N_("This contact was in the archive there; here it is among the others."),
}
_KINDS = ("individual", "org", "group", "location")
_NAMES = ("prefixes", "given", "additional", "family", "suffixes")
_MOST_TOLD = 30
_QUOTED = re.compile(r'"([^"]*)"')
_ALL_QUOTED = re.compile(r'"[^"]*"(?:[,;] ?"[^"]*")*')
_ROUNDED = re.compile(r"\d[.,]\d+E\+\d+")


class RowReader:
    """Reads rows of one table by its layout; `encoding` is named where letters make no sense."""

    def __init__(self, layout: Layout, choices: Mapping[str, Any], encoding: str = "") -> None:
        self._layout = layout
        self._exact = layout.own
        self._encoding = encoding
        self._width = len(layout.heads)
        self._order = layout.date_order
        self._calendar = "exact" if layout.own else layout.calendar
        self._single: list[tuple[int, str]] = []
        self._dates: list[tuple[int, str, str]] = []
        self._words: list[tuple[int, str]] = []
        self._extras: list[tuple[int, str, str]] = []
        self._json: list[int] = []
        self._longer: dict[int, list[int]] = {}
        self._told: set[int] = set()
        self._slots: dict[Any, SlotPlan] = {}
        fields = [parse_field(key) for key in layout.columns]
        for place, field in enumerate(fields):
            self._plan(place, field, layout.heads[place])
        self._together: Together | None = None
        if len(self._extras) > ALONE_LIMIT:
            self._together = Together([(place, head) for place, _name, head in self._extras])
            self._wide, self._extras = len(self._extras), []
        self._has_parts = any(name in ("given", "family") for _p, name in self._single)
        self._defaults = self._planned_defaults(choices.get("defaults") or {})
        self._items = RowItems(list(self._slots.values()), self._exact)

    def _plan(self, place: int, field: Field | None, head: str) -> None:
        if field is None:
            return
        if self._exact and (longer := CONTINUED.fullmatch(head)):
            first = self._layout.heads.index(longer[1]) if longer[1] in self._layout.heads else -1
            if first >= 0:
                self._longer.setdefault(first, []).append(place)
                return
        if field.name in DATE_FIELDS:
            self._dates.append((place, field.name, field.part))
        elif field.name in SINGLE:
            self._single.append((place, field.name))
        elif field.name in WORDS:
            self._words.append((place, field.name))
        elif field.name == "extra":
            if field.part == "json":
                self._json.append(place)
            else:
                self._extras.append((place, property_name(head, place), head))
        else:
            self._slots.setdefault(field.slot, SlotPlan(field)).add(field.part, place)

    def _planned_defaults(self, defaults: Mapping[str, str]) -> dict[str, str]:
        """Values for every row: of items they go into the plan, the rest is returned."""
        kept: dict[str, str] = {}
        for key, value in defaults.items():
            field = parse_field(key)
            if field is None or not str(value).strip():
                continue
            if field.name in (*SINGLE, *WORDS):
                kept[field.name] = str(value)
            elif field.name not in ("extra", "events", "custom"):
                plans = [p for s, p in self._slots.items() if s == field.slot]
                if not plans and field.part in ("country", "region", "locality", "postal_code"):
                    plans = [p for p in self._slots.values() if p.field.name == "addresses"]
                if not plans:
                    plans = [self._slots.setdefault(field.slot, SlotPlan(field))]
                for plan in plans:
                    plan.fallback[field.part] = str(value)
        return kept

    def read(self, index: int, line: int, cells: Sequence[str], odd: bool = False) -> Parsed | None:
        """One row; None for an empty one. `odd` says that some of its bytes made no sense."""
        first = next(filter(None, cells), "")
        if not first or (first.isspace() and not "".join(cells).strip()):
            return None
        width = len(cells)
        if width != self._width:
            if width > self._width and any(c.strip() for c in cells[self._width :]):
                return self.bad(index, line, "columns", cells)
            if width < self._width and self._layout.pads:
                return self.bad(index, line, "short", cells)
            cells = [*cells[: self._width], *([""] * (self._width - width))]
        try:
            return self._contact(index, line, cells, odd)
        except Exception:  # whatever a stranger's cells set off, the other rows go on
            return self.bad(index, line, "unreadable", cells)

    def bad(self, index: int, line: int, code: str, cells: Sequence[str], text: str = "") -> Parsed:
        """A row of which nothing comes in, and why."""
        raw = (text or _as_line(cells)).encode("utf-8", "replace")
        name = next((c.strip()[:100] for c in cells if c.strip()), "")
        return Parsed(index, line, raw, None, (problem(line, code),), None, "", name)

    def _contact(self, index: int, line: int, cells: Sequence[str], odd: bool) -> Parsed:
        if self._longer:
            cells = list(cells)
            for first, places in self._longer.items():
                cells[first] += "".join(cells[place] for place in places)
        problems: list[Problem] = []
        values = self._values(cells, line, problems)
        self._items.read(cells, values)
        extras = self._read_extras(cells, line, problems)
        if extras:
            values["extra"] = (*values.get("extra", ()), *extras)
        if not values and not problems:
            return self.bad(index, line, "nothing", cells)
        for phone in values.get("phones", ()):
            if "E+" in phone.value and _ROUNDED.fullmatch(phone.value):
                problems.append(problem(line, "rounded", value=phone.value))
        self._default(values)
        self._name(values)
        contact = self._numbered(values)
        if odd:
            problems.append(problem(line, "encoding", encoding=self._encoding))
        raw = card_of(contact, values)
        return Parsed(index, line, raw, contact, tuple(problems), None, contact.uid,
                      contact.formatted_name, NEWEST)  # fmt: skip

    def _values(self, cells: Sequence[str], line: int, problems: list[Problem]) -> dict[str, Any]:
        """The fields of which a contact has one."""
        values: dict[str, Any] = {}
        exact = self._exact
        for place, name in self._single:
            value = cells[place] if exact else cells[place].strip()
            if value:
                self._set_single(values, name, value, line, problems)
        for place, name in self._words:
            if cell := cells[place]:
                words = parted_words(cell) if exact else _words_of(cell, name)
                if words:
                    values[name] = tuple(dict.fromkeys((*values.get(name, ()), *words)))
        if self._dates:
            self._read_dates(cells, values, line, problems)
        return values

    def _set_single(
        self, values: dict[str, Any], name: str, value: str, line: int, problems: list[Problem]
    ) -> None:
        if name == "archived_at":
            problems.append(problem(line, "was-archived"))
        elif name == "photo":
            if value[:8].lower().startswith(("http:", "https:")):
                kept = Extra("PHOTO", value, params=(("VALUE", "uri"),))
                values["extra"] = (*values.get("extra", ()), kept)
            else:
                problems.append(problem(line, "photo-elsewhere"))
        elif name == "kind":
            if value in _KINDS:
                values[name] = value
        elif name == "note" and not self._exact:
            value = value.replace("\r\n", "\n").replace("\r", "\n")
            values[name] = f"{values[name]}\n\n{value}" if name in values else value
        elif name == "gender" and not self._exact:
            if word := read_gender_word(value):
                values[name] = word
        else:
            values.setdefault(name, value)

    def _read_dates(
        self, cells: Sequence[str], values: dict[str, Any], line: int, problems: list[Problem]
    ) -> None:
        parts: dict[str, dict[str, int]] = {}
        for place, name, part in self._dates:
            cell = cells[place]
            if not cell or cell.isspace():
                continue
            if part in DATE_PARTS:
                if cell.strip().isdecimal():
                    parts.setdefault(name, {})[part] = int(cell)
            elif date := read_table_date(cell, self._order, self._calendar):
                values.setdefault(name, date)
                if date.text and not self._exact and any(map(str.isdecimal, cell)):
                    problems.append(problem(line, "date", value=cell.strip()[:60]))
        for name, numbers in parts.items():
            year, month, day = (numbers.get(part) or None for part in DATE_PARTS)
            date = PartialDate(year, month, day)
            if date and PartialDate.parse(str(date)) == date:
                values.setdefault(name, date)

    def _read_extras(self, cells: Sequence[str], line: int, problems: list[Problem]) -> list[Extra]:
        found: list[Extra] = []
        news: list[str] = []
        for place, name, head in self._extras:
            value = cells[place].strip()
            if not value or says_nothing(head, value):
                continue
            found.append(Extra(name, value.replace("\r\n", "\n")))
            if place not in self._told:
                self._told.add(place)
                news.append(head or name)
        if news:
            problems.append(problem(line, "kept", columns=", ".join(news[:_MOST_TOLD])))
        if self._together and (text := self._together.text(cells)):
            found.append(Extra(TOGETHER, text))
            if not self._told:
                self._told.add(self._wide)
                problems.append(problem(line, "together", count=str(self._wide), name=TOGETHER))
        for place in self._json:
            if cells[place]:
                found += read_extras_cell(cells[place], place)
        return found

    def _default(self, values: dict[str, Any]) -> None:
        for name, value in self._defaults.items():
            if name in WORDS:
                words = _words_of(value, name)
                values[name] = tuple(dict.fromkeys((*values.get(name, ()), *words)))
            elif name in DATE_FIELDS:
                values.setdefault(name, read_table_date(value, self._order, self._calendar))
            elif name != "kind" or value in _KINDS:
                values.setdefault(name, value)

    def _name(self, values: dict[str, Any]) -> None:
        """A name for everybody, and the parts of a whole one where they are sure."""
        if self._exact:
            if not values.get("formatted_name"):
                values["formatted_name"] = _called(values)
            return
        whole = values.get("formatted_name", "")
        if whole and not self._has_parts:
            job = values["memberships"][0].organisation if values.get("memberships") else ""
            parts = parted_name(whole)
            if whole != job:
                values["formatted_name"] = parts.whole
                values.update(
                    {n: v for n in _NAMES if (v := getattr(parts, n)) and n not in values}
                )
        elif not whole:
            values["formatted_name"] = _called(values)
        if "kind" not in values and is_company(values, values["formatted_name"]):
            values["kind"] = "org"

    def _numbered(self, values: dict[str, Any]) -> Contact:
        """Further properties get the numbers after those of the items."""
        if extras := values.get("extra"):
            number = self._items.last
            values["extra"] = tuple(
                Extra(e.name, e.value, e.group, e.types, e.params, number + n)
                for n, e in enumerate(extras, 1)
            )
        return Contact(**values)


def problem(line: int, code: str, **gaps: str) -> Problem:
    """A problem of a row with its sentence."""
    return Problem(line, code, _(MESSAGES[code]).format(limit=1, **gaps))


def read_extras_cell(cell: str, place: int) -> list[Extra]:
    """The further properties of a cell that ContactDesk wrote; anything else as one property."""
    from contactdesk.formats.table_columns import extras_of

    found = extras_of(cell)
    return found if found is not None else [Extra(property_name("Other fields", place), cell)]


def _called(values: dict[str, Any]) -> str:
    from contactdesk.model.names import formatted_name  # brings ICU

    return formatted_name(Contact(**values))


def _words_of(cell: str, name: str) -> tuple[str, ...]:
    """Words of a cell as the programs separate them: " ::: " (Google), ";" (Outlook), ","."""
    if cell[:1] == '"' and _ALL_QUOTED.fullmatch(cell):  # Mailchimp
        return tuple(w for word in _QUOTED.findall(cell) if (w := word.strip()))
    for mark in (" ::: ", ";", "\n", ","):
        if mark in cell:
            words: Iterable[str] = cell.split(mark)
            break
    else:
        words = (cell,)
    stripped = (w.strip().removeprefix("* ").strip() for w in words)
    return tuple(w for w in stripped if w)


def _as_line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
