"""What a table of contacts says: its heads, its cells, its filters, its totals."""

from __future__ import annotations

from datetime import date

from contactdesk.desktop import bidi
from contactdesk.desktop.date_texts import date_text
from contactdesk.desktop.row_touches import short
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.dates import PartialDate
from contactdesk.model.table_columns import BY_KEY

LEFT_TO_RIGHT = ("phone", "mobile", "email", "url")
"""Columns whose texts run left to right whatever stands around them."""


def column_words(column: str) -> str:
    """What a column is called."""
    known = BY_KEY.get(column)
    return _(known.label) if known is not None else column


def cell_words(column: str, text: str) -> str:
    """A stored text as a cell shows it: days in the reader's own spelling."""
    known = BY_KEY.get(column)
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
