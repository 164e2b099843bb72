"""What a table of contacts says: its heads, its cells, its filters, its totals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from contactdesk.desktop import bidi, custom_texts
from contactdesk.desktop.date_texts import date_text
from contactdesk.desktop.row_touches import short
from contactdesk.i18n import N_, _, counted, ngettext
from contactdesk.model.custom import id_of, named
from contactdesk.model.dates import PartialDate
from contactdesk.model.table_columns import COLUMNS, TableColumn, column_of

LEFT_TO_RIGHT = ("phone", "mobile", "email", "url")
"""Columns whose texts run left to right whatever stands around them."""


def known_column(column: str) -> TableColumn | None:
    """A column of the book, custom fields among them; None for one that there is no more."""
    found = column_of(column, custom_texts.known())
    return found if found is not None and found.label else None


def column_words(column: str) -> str:
    """What a column is called."""
    known = known_column(column)
    if known is None:
        return _("(no such field)")
    return known.label if id_of(column) else _(known.label)


def all_columns() -> list[TableColumn]:
    """Every column that a table can show, in the order in which they are offered."""
    own = (known_column(named(field.id)) for field in custom_texts.known().fields)
    return [*COLUMNS, *(column for column in own if column is not None)]


def cell_words(column: str, text: str) -> str:
    """A stored text as a cell shows it: days in the reader's own spelling."""
    if field := id_of(column):
        return custom_texts.custom_text(field, text) if text else ""
    known = column_of(column)
    kind = known.kind if known is not None else "text"
    if not text or kind not in ("date", "day"):
        return " ".join(text.split()) if kind == "text" else text
    if kind == "date":
        return date_text(PartialDate.parse(text))
    return short(date.fromisoformat(text))


def painted_words(column: str, text: str) -> str:
    """A cell's words, marked so that they stand right in a line of either direction."""
    words = cell_words(column, text)
    return bidi.left_to_right(words) if column in LEFT_TO_RIGHT else bidi.isolated(words)


def filter_words(column: str, typed: str) -> str:
    """A filter as a chip says it: "Town: Gdańsk", "E-mail is empty"."""
    head = column_words(column)
    if typed == "-":
        return _("{column} is empty").format(column=head)
    if typed == "!-":
        return _("{column} is filled").format(column=head)
    if typed.startswith("!"):
        return _("{column} is not {text}").format(column=head, text=typed[1:].strip())
    if typed[:1] in "<>=":
        return _("{column} {text}").format(column=head, text=typed)
    return _("{column}: {text}").format(column=head, text=typed)


def group_words(column: str, text: str, many: int) -> tuple[str, str]:
    """The head of a group, and how many are in it."""
    contacts = ngettext("{n} contact", "{n} contacts", many).format(n=counted(many))
    head = (
        cell_words(column, text) if text else _("No {column}").format(column=column_words(column))
    )
    return head, contacts


def shown_words(shown: int, of_all: int) -> str:
    """How many of a list are shown."""
    if shown == of_all:
        return ngettext("{n} contact", "{n} contacts", shown).format(n=counted(shown))
    return _("{n} of {all} shown").format(n=counted(shown), all=counted(of_all))


TOTAL_WORDS = {
    "": N_("Sum"), "average": N_("Average"), "min": N_("Smallest"), "max": N_("Largest")
}  # fmt: skip
"""What is worked out of a column of numbers, as `TableView.total` names it."""


def total_words(many: int, found: Mapping[str, float], how: str) -> str:
    """The foot of a table: how many there are, and what their numbers come to."""
    parts = [ngettext("{n} contact", "{n} contacts", many).format(n=counted(many))]
    for column, amount in found.items():
        shown = custom_texts.amount_text(f"{amount:.2f}".rstrip("0").rstrip("."))
        name = column_words(column)
        words = _("{column}: {amount}") if not how else _("{column}, {how}: {amount}")
        how_words = _(TOTAL_WORDS.get(how, "")) if how else ""
        parts.append(words.format(column=name, how=how_words.lower(), amount=shown))
    return " · ".join(parts)
