"""A card being read: the values found so far, and what only its end can bring together."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from contactdesk.formats.content_lines import extra_text, split_escaped, unescape
from contactdesk.formats.dialects import (
    FULLCONTACT,
    MESSENGER_SCHEMES,
    is_wedding,
    unwrapped_label,
)
from contactdesk.formats.heads import Head
from contactdesk.formats.jobs import Job, paired
from contactdesk.model.contact import Entry, Extra
from contactdesk.model.dates import PartialDate

Slot = tuple[str, int]
"""A field of a contact and the number of the item in it (0 for a field of one value)."""

_YEAR_FIRST = re.compile(r"(\d{4}|-)[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[+-]\d{2}:?\d{2}|Z)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})")


class Card:
    """The values of one card. Lists of items stand under their field's name in `lists`."""

    __slots__ = (
        "alternatives",
        "begun",
        "categories",
        "dates",
        "grouped",
        "item",
        "job_item",
        "job_items",
        "jobs",
        "label_slots",
        "labels",
        "lists",
        "nicknames",
        "notes",
        "photo",
        "problems",
        "ranks",
        "shown_as_company",
        "slots",
        "together",
        "values",
        "version",
    )

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.lists: dict[str, list[Any]] = {}
        self.item = 0
        self.version = ""
        self.begun = False
        self.notes: list[str] = []
        self.nicknames: list[str] = []
        self.categories: list[str] = []
        self.jobs: list[Job] = []
        self.job_item = 0
        self.job_items: list[int] = []
        self.labels: dict[str, str] = {}
        self.grouped: list[tuple[str, str, int]] = []
        self.dates: list[tuple[Head, str, int]] = []
        self.ranks: list[tuple[str, int, int]] = []
        self.photo: bytes | None = None
        self.shown_as_company = False
        self.problems: list[str] = []
        self.slots: dict[Slot, Slot] = {}
        """Where the end of the card moved what a line held."""
        self.alternatives: set[tuple[str, str]] = set()
        """ALTIDs seen: a line with one of them says the same once more, in another language."""
        self.together: dict[int, list[int]] = {}
        """Items of one line, by the first of them."""
        self.label_slots: dict[str, list[Slot]] = {}
        """The items that the label of a group speaks of."""

    def next_item(self) -> int:
        """The number for one more item."""
        self.item += 1
        return self.item

    def add(self, field: str, head: Head, value: str, types: tuple[str, ...] | None = None) -> int:
        """Append an `Entry` to a field; the number it got."""
        self.item = item = self.item + 1
        types = head.types if types is None else types
        entry = Entry(value, types, head.word, head.preferred, item)
        entries = self.lists.get(field)
        if entries is None:
            self.lists[field] = [entry]
        else:
            entries.append(entry)
        if head.group or head.rank > 1:
            self.note_head(field, head)
        return item

    def note_head(self, field: str, head: Head) -> None:
        """Remember the group and rank of the item that was just added to a field."""
        place = len(self.lists[field]) - 1
        if head.group:
            self.grouped.append((head.group, field, place))
        if head.rank > 1:
            self.ranks.append((field, place, head.rank))

    def add_extra(self, extra: Extra) -> int:
        """Append a property that has no field of its own; its number is given here."""
        item = self.next_item()
        kept = Extra(extra.name, extra.value, extra.group, extra.types, extra.params, item)
        self.lists.setdefault("extra", []).append(kept)
        return item

    def add_job(self, part: str, value: Any, head: Head) -> int:
        """Remember an ORG, TITLE or ROLE; the place at which its membership will be known."""
        if not self.job_item:
            self.job_item = self.next_item()
        if head.params:
            dates = (head.param("X-STARTS-ON"), head.param("X-ENDS-ON"))
            self.jobs.append(Job(part, value, head.group, *dates))
        else:
            self.jobs.append(Job(part, value, head.group))
        return -len(self.jobs)

    def says_again(self, part: str, head: Head) -> bool:
        """Whether a line says what one before it says, as its ALTID tells (RFC 6350, 5.4).

        In a card that was written anew the first of them has none any more.
        """
        stated = head.param("ALTID")
        if not stated:
            return False
        again = (part, stated) in self.alternatives
        if not again and head.param("LANGUAGE"):
            marked = any(other == part for other, _ in self.alternatives)
            again = not marked and any(job.part == part for job in self.jobs)
        self.alternatives.add((part, stated))
        return again

    def settle(self) -> dict[str, Any]:
        """Bring together what several lines say; the values of the contact. Once a card."""
        values = self.values
        if self.jobs:
            jobs, self.job_items = paired(self.jobs, self.job_item, self.next_item)
            values["memberships"] = jobs[::-1] if len(jobs) > 1 and self._ends_with_main() else jobs
        if self.dates:
            self._place_dates()
        if self.labels:
            self._apply_labels()
        if self.ranks:
            self._apply_ranks()
        if "impp" in self.lists:
            self._drop_doubled_messengers()
        if self.notes:
            notes = [unescape(n) if "\\" in n else n for n in self.notes]
            values["note"] = "\n\n".join(notes)
        if self.nicknames:
            values["nicknames"] = self._words(self.nicknames)
        if self.categories:
            values["categories"] = self._words(self.categories)
        for field, entries in self.lists.items():
            values[field] = tuple(entries)
        return values

    def _ends_with_main(self) -> bool:
        """Whether the last job is the main one: so it is in FullContact's cards. What we write into
        them begins with it, and stands in groups.
        """
        extras: list[Extra] = self.lists.get("extra", [])
        is_theirs = any(extra.name.upper().startswith(FULLCONTACT) for extra in extras)
        return is_theirs and not any(job.group for job in self.jobs)

    def _words(self, values: list[str]) -> tuple[str, ...]:
        """Words of a list property; vCard 2.1 knows no lists, a comma is part of the word there."""
        if len(values) == 1 and "," not in values[0] and "\\" not in values[0]:
            word = values[0].strip()
            return (word,) if word else ()
        if self.version == "2.1":
            found = [unescape(value).strip() for value in values]
        else:
            found = [w.strip() for value in values for w in split_escaped(value, ",")]
        return tuple(dict.fromkeys(word for word in found if word))

    def _place_dates(self) -> None:
        """Apple's X-ABDATE is the anniversary when its label says so."""
        for head, value, reserved in self.dates:
            label = self.labels.get(head.group, "") if head.group else ""
            date = read_date(head, value)
            wedding = bool(date) and is_wedding(label)
            if wedding and self.values.setdefault("anniversary", date) == date:
                self.slots["extra", reserved] = ("anniversary", 0)
                self.label_slots[head.group] = [("anniversary", 0)]
                continue
            kept = Extra(head.name, value, head.group, head.types, head.params, reserved)
            self.lists.setdefault("extra", []).append(kept)
        if "extra" in self.lists:
            self.lists["extra"].sort(key=lambda extra: extra.item)

    def _apply_labels(self) -> None:
        """A person's word goes to the items of its group; one without items is kept apart."""
        for group, field, place in self.grouped:
            if group in self.labels:
                old = self.lists[field][place]
                self.lists[field][place] = _labelled(old, self.labels[group])
                self.label_slots.setdefault(group, []).append((field, old.item))
        for group, value in self.labels.items():
            if group not in self.label_slots:
                item = self.add_extra(Extra("X-ABLabel", extra_text(value), group))
                self.label_slots[group] = [("extra", item)]

    def _apply_ranks(self) -> None:
        """PREF=2 and above count only where nothing of the field is preferred more."""
        best: dict[str, int] = {}
        for field, _, rank in self.ranks:
            best[field] = min(rank, best.get(field, rank))
        low = {(field, place) for field, place, rank in self.ranks}
        for field, place, rank in self.ranks:
            entries = self.lists[field]
            first = any(e.preferred for n, e in enumerate(entries) if (field, n) not in low)
            if first or rank > best[field]:
                entries[place] = replace(entries[place], preferred=False)

    def _drop_doubled_messengers(self) -> None:
        """Apple writes X-AIM and IMPP for one address: the IMPP stays."""
        entries = self.lists["impp"]
        if len(entries) < 2:
            return
        full = {}
        for entry in entries:
            scheme, colon, rest = entry.value.partition(":")
            if colon:
                service = MESSENGER_SCHEMES.get(scheme.lower(), scheme.lower())
                full[service, rest.lower()] = entry.item
                for word in entry.types:
                    full[word, rest.lower()] = entry.item
        kept = []
        for entry in entries:
            service = entry.types[0] if entry.types else ""
            other = full.get((service, entry.value.lower()))
            if other and other != entry.item:
                self.slots["impp", entry.item] = ("impp", other)
            else:
                kept.append(entry)
        self.lists["impp"] = kept


def read_date(head: Head, value: str) -> PartialDate | None:
    """A date as vCard and its dialects write it; None for one that is all zeros.

    A year that Apple says to leave out, its 1604 and a year 0 mean that the year is unknown.
    """
    if head.value_type == "text":
        return PartialDate(text=value)
    return _date_of(value.strip(), head.param("X-APPLE-OMIT-YEAR") if head.params else "")


@lru_cache(maxsize=50_000)
def _date_of(value: str, omitted: str) -> PartialDate | None:
    """Birthdays repeat: every day of a hundred years fits in here."""
    value = _in_order(value)
    if value[:4] in (omitted or "1604", "1604", "0000") and len(value) > 4:
        value = "--" + value[4:].lstrip("-")
    if not value.strip("0-/. "):
        return None
    return PartialDate.parse(value)


def _in_order(value: str) -> str:
    """A date as people write it in vCard's order; what may be read in two ways stays words."""
    if loose := _YEAR_FIRST.fullmatch(value):
        year, month, day = loose[1], int(loose[2]), int(loose[3])
        if day or month or year == "-":
            return f"{year}-{month:02d}-{day:02d}" if day else f"{year}-{month:02d}"
        return year
    if loose := _YEAR_LAST.fullmatch(value):
        first, second = int(loose[1]), int(loose[3])
        if loose[2] == "/" and first <= 12 and second <= 12 and first != second:
            return value
        month, day = (first, second) if second > 12 else (second, first)
        return f"{loose[4]}-{month:02d}-{day:02d}"
    return value


def _labelled(item: Any, word: str) -> Any:
    """The item with a person's word for it, unless an Apple label only repeats its types."""
    label, types = unwrapped_label(unescape(word))
    if types and set(types) <= set(item.types):
        return item
    return replace(item, label=label, types=tuple(dict.fromkeys((*item.types, *types))))
