"""What documents are called in the window: their kinds, icons, sizes and places."""

from __future__ import annotations

from datetime import date

from contactdesk.desktop import bidi
from contactdesk.desktop.timeline_view import day_text
from contactdesk.i18n import N_, _
from contactdesk.model.document import Document, Sort, media_type_of, sort_of
from contactdesk.operations.file_sizes import size_words

NAMES: dict[Sort, str] = {
    "picture": N_("Picture"),
    "pdf": N_("PDF"),
    "text": N_("Text"),
    "writing": N_("Text"),
    "table": N_("Spreadsheet"),
    "slides": N_("Slides"),
    "mail": N_("E-mail"),
    "packed": N_("Packed files"),
    "sound": N_("Sound"),
    "link": N_("Link"),
    "other": N_("File"),
}
ICONS: dict[Sort, tuple[str, str]] = {
    "picture": ("image", "teal"),
    "pdf": ("file-text", "bad"),
    "text": ("file-text", "slate"),
    "writing": ("file-text", "accent_text"),
    "table": ("file-spreadsheet", "ok"),
    "slides": ("presentation", "warn"),
    "mail": ("mail", "teal"),
    "packed": ("file-archive", "slate"),
    "sound": ("file", "violet"),
    "link": ("link", "slate"),
    "other": ("file", "slate"),
}


def icon_of_name(name: str) -> tuple[str, str]:
    """Icon and colour of a file of which only the name is known."""
    return ICONS[sort_of(media_type_of(name))]


def kind_of(document: Document) -> str:
    """The office's own word for it, else what sort of file it is."""
    return document.kind or _(NAMES[document.sort])


def size_of(document: Document) -> str:
    """How large the present version is; a dash for a link."""
    return "–" if document.is_link else size_words(document.size)


def day_of(stamp: str, today: date) -> str:
    """The day of a moment as people call it."""
    try:
        day = date.fromisoformat(local_day(stamp))
    except ValueError:
        return ""
    return day_text(day, today)


def local_day(stamp: str) -> str:
    """The day of a moment (UTC) by the clock here."""
    from datetime import datetime

    try:
        return datetime.fromisoformat(stamp).astimezone().date().isoformat()
    except (ValueError, OverflowError):
        return ""


def where_of(document: Document) -> str:
    """Where a link leads, from the left as paths are."""
    return _("Opens {path}").format(path=bidi.left_to_right(document.path))
