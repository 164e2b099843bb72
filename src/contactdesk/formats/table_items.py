"""The items of a row: phones, mails, addresses and jobs, of which a contact may have several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from contactdesk.formats.custom_property import of_label
from contactdesk.formats.table_addresses import parted_address, parted_town
from contactdesk.formats.table_dates import read_table_date
from contactdesk.formats.table_fields import ADDRESS_PARTS, Field
from contactdesk.formats.table_kinds import read_kind
from contactdesk.formats.table_own import parted_words
from contactdesk.model.contact import ENTRY_FIELDS, Address, Entry, Extra, Membership

_GOOGLE = " ::: "
_MAILS = re.compile(r"[;,\s]+")
_NUMBER = re.compile(r"\+?[\d\s().\-/]{6,}")
_YES = frozenset({"yes", "true", "1"})


class SlotPlan:
    """Which columns make one item: its field and, by part, their places."""

    __slots__ = ("bare", "fallback", "field", "places")

    def __init__(self, field: Field) -> None:
        self.field = field
        self.places: dict[str, list[int]] = {}
        self.fallback: dict[str, str] = {}
        self.bare = False
        """Whether no column says anything about the item but its value."""

    def add(self, part: str, place: int) -> None:
        """One more column."""
        self.places.setdefault(part, []).append(place)


class RowItems:
    """Reads the items of rows by their plans; `exact` for tables that ContactDesk wrote."""

    def __init__(self, plans: Sequence[SlotPlan], exact: bool) -> None:
        self._exact = exact
        for plan in plans:
            plan.bare = set(plan.places) | set(plan.fallback) <= {"value"}
        self._entries = [p for p in plans if p.field.name in ENTRY_FIELDS]
        self._addresses = [p for p in plans if p.field.name == "addresses"]
        self._jobs = [p for p in plans if p.field.name == "memberships"]
        self._others = [p for p in plans if p.field.name in ("events", "custom")]
        self.last = 0
        """The number of the last item of the row that was read."""

    def read(self, cells: Sequence[str], values: dict[str, Any]) -> None:
        """Put the items of a row into its values."""
        self.last = 0
        for plan in self._jobs:
            self._job(plan, cells, values)
        for plan in self._entries:
            self._entry(plan, cells, values)
        for plan in self._addresses:
            self._address(plan, cells, values)
        for plan in self._others:
            self._other(plan, cells, values)

    def _next(self) -> int:
        self.last += 1
        return self.last

    def _add(self, values: dict[str, Any], name: str, item: Any) -> None:
        values[name] = (*values.get(name, ()), item)

    def _cell(self, plan: SlotPlan, part: str, cells: Sequence[str]) -> str:
        """The first of a part's columns that says something."""
        for place in plan.places.get(part, ()):
            value = cells[place]
            if value:
                value = value if self._exact else value.strip()
                if value:
                    return value
        return ""

    def _entry(self, plan: SlotPlan, cells: Sequence[str], values: dict[str, Any]) -> None:
        name = plan.field.name
        value = self._cell(plan, "value", cells) or plan.fallback.get("value", "")
        if not value:
            return
        if self._exact:
            types, label, preferred = self._own_kind(plan, cells)
            item = Entry(value, types, label, preferred, self._next())
            self._add(values, name, item)
            return
        if plan.bare:
            for one in _several(name, value):
                item = Entry(one, plan.field.types, plan.field.label, False, self._next())
                self._add(values, name, item)
            return
        types, label, preferred = self._kind(plan, cells)
        if name == "impp" and (service := self._cell(plan, "service", cells)):
            types = tuple(dict.fromkeys((service.lower(), *types)))
        for one in _several(name, value):
            self._add(values, name, Entry(one, types, label, preferred, self._next()))
            preferred = False
        display = self._cell(plan, "display", cells)
        if display and not _repeats(display, value, values):
            self._add(values, "extra", Extra("X-EMAIL-DISPLAY-NAME", display))

    def _kind(self, plan: SlotPlan, cells: Sequence[str]) -> tuple[tuple[str, ...], str, bool]:
        """Types and label by the columns' heads and by what a column says about them."""
        types, label, preferred = plan.field.types, plan.field.label, False
        if word := self._cell(plan, "kind", cells) or plan.fallback.get("kind", ""):
            more, said, preferred = read_kind(word)
            types = tuple(dict.fromkeys((*types, *more)))
            label = said or label
        if said := self._cell(plan, "label", cells):
            label = said
        if self._cell(plan, "preferred", cells).lower() in _YES:
            preferred = True
        return types, label, preferred

    def _own_kind(self, plan: SlotPlan, cells: Sequence[str]) -> tuple[tuple[str, ...], str, bool]:
        return (
            parted_words(self._cell(plan, "types", cells)) or plan.field.types,
            self._cell(plan, "label", cells) or plan.field.label,
            self._cell(plan, "preferred", cells).lower() in _YES,
        )

    def _address(self, plan: SlotPlan, cells: Sequence[str], values: dict[str, Any]) -> None:
        parts = {part: self._cell(plan, part, cells) for part in ADDRESS_PARTS}
        if not self._exact:
            self._foreign_parts(plan, cells, parts)
        if not any(parts.values()):
            return
        for part, value in plan.fallback.items():
            if part in parts and not parts[part]:
                parts[part] = value
        kind = self._own_kind(plan, cells) if self._exact else self._kind(plan, cells)
        types, label, preferred = kind
        address = Address(**parts, types=types, label=label, preferred=preferred, item=self._next())
        self._add(values, "addresses", address)

    def _foreign_parts(self, plan: SlotPlan, cells: Sequence[str], parts: dict[str, str]) -> None:
        places = plan.places.get("street", ())
        if len(places) > 1:
            lines = (cells[place].strip() for place in places)
            parts["street"] = "\n".join(line for line in lines if line)
        parts["street"] = parts["street"].replace("\r\n", "\n")
        if parts["locality"] and not parts["postal_code"]:
            parts["postal_code"], parts["locality"] = parted_town(parts["locality"])
        if house := self._cell(plan, "house_number", cells):
            parts["street"] = f"{parts['street']} {house}".strip()
        whole = self._cell(plan, "whole", cells)
        if whole and not any(parts.values()):
            found = parted_address(whole)
            parts.update(
                street=found.street, postal_code=found.postal_code,
                locality=found.locality, country=found.country,
            )  # fmt: skip

    def _job(self, plan: SlotPlan, cells: Sequence[str], values: dict[str, Any]) -> None:
        get = self._cell
        organisation = get(plan, "organisation", cells)
        department, title = get(plan, "departments", cells), get(plan, "job_title", cells)
        role = get(plan, "role", cells)
        dates = [get(plan, part, cells) for part in ("starts_on", "ends_on")]
        organisation = organisation or plan.fallback.get("organisation", "")
        if not (organisation or department or title or role or any(dates)):
            return
        title = title or plan.fallback.get("job_title", "")
        departments = parted_words(department) if self._exact else (department,)
        if not self._exact:
            dates = [str(read_table_date(d, "dmy") or "") if d else "" for d in dates]
        starts_on, ends_on = dates
        self._add(values, "memberships", Membership(
            organisation, departments if department else (), title, role, "", starts_on, ends_on,
            self._next(),
        ))  # fmt: skip

    def _other(self, plan: SlotPlan, cells: Sequence[str], values: dict[str, Any]) -> None:
        """Google's events and fields of one's own: what they are called stands beside them."""
        value, word = self._cell(plan, "value", cells), self._cell(plan, "kind", cells)
        if not value:
            return
        if plan.field.name == "custom" and plan.field.label:
            self._add(values, "extra", of_label(plan.field.label, value))
            return
        if plan.field.name == "events" and word.lower() in ("anniversary", "birthday"):
            date = read_table_date(value, "ymd")
            if date and values.setdefault(word.lower(), date) == date:
                return
        slug = "-".join("".join(c if c.isalnum() else " " for c in word).split())
        fallback = "Event" if plan.field.name == "events" else "Custom"
        self._add(values, "extra", Extra(f"X-{slug[:60] or fallback}", value))


def _several(name: str, value: str) -> list[str]:
    """The values of a cell that holds more than one."""
    if _GOOGLE in value:
        return [v.strip() for v in value.split(_GOOGLE) if v.strip()]
    if name == "emails" and value.count("@") > 1:
        pieces = [p for p in _MAILS.split(value) if p]
        return pieces if all("@" in p for p in pieces) else [value]
    if name == "phones" and (";" in value or "\n" in value or "," in value):
        pieces = [p.strip() for p in re.split(r"[;\n,]", value) if p.strip()]
        return pieces if all(_NUMBER.fullmatch(p) for p in pieces) else [value]
    return [value]


def _repeats(display: str, value: str, values: dict[str, Any]) -> bool:
    """Whether the name that is shown for a mail says nothing new."""
    name = values.get("formatted_name") or " ".join(
        p for p in (values.get("given", ""), values.get("family", "")) if p
    )
    bare = display.strip("' ")
    return value.lower() in bare.lower() or bare == name
