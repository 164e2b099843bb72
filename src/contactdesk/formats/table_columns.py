"""A contact as the cells of a row, and the columns that a file of contacts needs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from contactdesk.formats.custom_property import COLUMN, label_of
from contactdesk.formats.table_fields import WORDS
from contactdesk.formats.table_own import (
    ALWAYS,
    FIRST_ITEMS,
    ITEM_COLUMNS,
    LATER_COLUMNS,
    RARE_COLUMNS,
    SINGLE_COLUMNS,
    continued,
    joined_words,
)
from contactdesk.model.contact import DATE_FIELDS, Contact, Extra
from contactdesk.model.record import from_plain, to_plain

_LEAST = {"memberships": 1, "phones": 1, "emails": 1}
_LISTS = ("types", "departments")
_ITEMS = tuple(
    (field, tuple(part for part, _head in parts)) for field, parts in ITEM_COLUMNS.items()
)
_SINGLE = tuple(
    field
    for field, _head in (*SINGLE_COLUMNS, *LATER_COLUMNS, *RARE_COLUMNS)
    if field not in ("extra", "photo", "kind")
)


class Key(NamedTuple):
    """A column: a field, and of an item its number (from 1) and part."""

    field: str
    number: int = 0
    part: str = ""


Cells = dict[Key, str]


class Column(NamedTuple):
    """A column of the file: its head, and which piece (from 0) of a long cell stands in it."""

    head: str
    key: Key
    piece: int = 0


class MissingColumnError(Exception):
    """A contact has more than there are columns for: the book changed since they were counted."""


def cells_of(contact: Contact) -> Cells:
    """What a contact has, by column; nothing for what is empty."""
    cells: Cells = {}
    for name in _SINGLE:
        if value := getattr(contact, name):
            if name in WORDS:
                value = joined_words(value)
            cells[Key(name)] = str(value) if name in DATE_FIELDS else value
    for field, parts in _ITEMS:
        for number, item in enumerate(getattr(contact, field), 1):
            for part in parts:
                if value := getattr(item, part):
                    cells[Key(field, number, part)] = _part_cell(part, value)
    if contact.kind != "individual":
        cells[Key("kind")] = contact.kind
    if contact.photo:
        cells[Key("photo")] = f"{contact.photo.media_type}, {contact.photo.size} bytes"
    others = []
    for extra in contact.extra:
        if label := label_of(extra):
            cells[Key("custom", 0, label)] = extra.value
        else:
            others.append(extra)
    if others:
        cells[Key("extra")] = _extras_cell(others)
    return cells


def _part_cell(part: str, value: Any) -> str:
    if part in _LISTS:
        return joined_words(value)
    return "yes" if value is True else str(value)


def _extras_cell(extras: Iterable[Extra]) -> str:
    plain = [{k: v for k, v in to_plain(e).items() if k != "item"} for e in extras]
    return json.dumps(plain, ensure_ascii=False)


def extras_of(cell: str) -> list[Extra] | None:
    """The properties of a cell of "Other fields"; None where it is not ours."""
    try:
        plain = json.loads(cell)
        found: tuple[Extra, ...] = from_plain("extra", plain)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None
    return list(found) if all(map(_is_whole, found)) else None


def _is_whole(extra: Extra) -> bool:
    words = (
        extra.name,
        extra.value,
        extra.group,
        *extra.types,
        *(w for p in extra.params for w in p),
    )
    return all(isinstance(w, str) for w in words) and all(len(p) == 2 for p in extra.params)


class Columns:
    """The columns of a file: those that always stand there, and what its contacts need.

    `most` is the number of characters that a cell may hold; longer ones go on in further columns.
    """

    def __init__(self, contacts: Iterable[Contact], most: int = 0) -> None:
        self._most = most
        self._pieces: dict[Key, int] = {}
        for contact in contacts:
            for key, cell in cells_of(contact).items():
                pieces = len(self._parted(cell)) if most and len(cell) * 2 > most else 1
                if pieces > self._pieces.get(key, 0):
                    self._pieces[key] = pieces
        self.columns = tuple(self._planned())

    @property
    def heads(self) -> list[str]:
        """The first row."""
        return [column.head for column in self.columns]

    def row(self, contact: Contact) -> list[str]:
        """A contact's row. Raises `MissingColumnError` where it has more than was counted."""
        cells = cells_of(contact)
        if any(key not in self._pieces for key in cells):
            raise MissingColumnError
        if not self._most:
            return [cells.get(column.key, "") for column in self.columns]
        row = []
        for _head, key, piece in self.columns:
            pieces = self._parted(cells.get(key, ""))
            if len(pieces) > self._pieces.get(key, 1):
                raise MissingColumnError
            row.append(pieces[piece] if piece < len(pieces) else "")
        return row

    def _parted(self, cell: str) -> list[str]:
        """Pieces that a cell can hold; characters beyond U+FFFF count twice there."""
        if not self._most or len(cell) * 2 <= self._most:
            return [cell]
        size = self._most if max(cell) <= "\uffff" else self._most // 2
        return [cell[start : start + size] for start in range(0, len(cell), size)]

    def _planned(self) -> Iterator[Column]:
        for field, head in SINGLE_COLUMNS:
            yield from self._with_pieces(head, Key(field))
        for field in FIRST_ITEMS:
            yield from self._items(field)
        for field, head in LATER_COLUMNS:
            yield from self._with_pieces(head, Key(field))
        for field in ITEM_COLUMNS:
            if field not in FIRST_ITEMS:
                yield from self._items(field)
        for key in [key for key in self._pieces if key.field == "custom"]:
            yield from self._with_pieces(COLUMN.format(label=key.part), key)
        for field, head in RARE_COLUMNS:
            if Key(field) in self._pieces:
                yield from self._with_pieces(head, Key(field))

    def _items(self, field: str) -> Iterator[Column]:
        count = max((k.number for k in self._pieces if k.field == field), default=0)
        for number in range(1, max(count, _LEAST.get(field, 0)) + 1):
            for part, head in ITEM_COLUMNS[field]:
                key = Key(field, number, part)
                if part in ALWAYS or key in self._pieces:
                    yield from self._with_pieces(head.format(n=number), key)

    def _with_pieces(self, head: str, key: Key) -> Iterator[Column]:
        yield Column(head, key)
        for piece in range(1, self._pieces.get(key, 1)):
            yield Column(continued(head, piece), key, piece)
