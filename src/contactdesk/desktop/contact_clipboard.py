"""Contacts on the clipboard: text for a letter, vCards for other programs and other books."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from contactdesk.desktop.contact_drag import CARDS, text_and_cards
from contactdesk.desktop.look_up import look_up
from contactdesk.i18n import _, counted, ngettext

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk

COPIED_AT_MOST = 1_000


def copy_contacts(desk: Desk, numbers: list[int], name: str = "") -> None:
    """Read these contacts and put them on the clipboard as text and as vCards; say so.

    `name` is what the one contact is called, if it is one.
    """
    if numbers:
        taken = numbers[:COPIED_AT_MOST]
        then = partial(_copied, desk, name, len(taken), len(numbers))
        look_up(desk, lambda tx: text_and_cards(tx, taken), then)


def _copied(desk: Desk, name: str, taken: int, count: int, found: tuple[str, bytes]) -> None:
    text, cards = found
    data = QMimeData()
    data.setText(text)
    data.setData(CARDS, cards)
    QGuiApplication.clipboard().setMimeData(data)
    if name:
        words = _("Copied {value}").replace("{value}", name)
        desk.toast.emit(words, "", None)
        return
    if taken < count:
        words = _("Copied the first {n} of {all}: use Export to take them all")
    else:
        words = ngettext("Copied {n} contact", "Copied {n} contacts", taken)
    desk.toast.emit(words.format(n=counted(taken), all=counted(count)), "", None)


def pasted_files(book: str) -> list[str]:
    """What is on the clipboard as files to be imported; [] when it is nothing of the kind.

    Files copied in a file manager are taken as they are; vCards, and tables copied from a
    spreadsheet, are written into a file of their own.
    """
    from contactdesk import paths
    from contactdesk.desktop.contact_drag import files_in

    data: QMimeData | None = QGuiApplication.clipboard().mimeData()
    if data is None:  # nothing at all is on it
        return []
    if files := files_in(data, book):
        return files
    cards = bytes(data.data(CARDS).data()) or data.text().encode()
    ending = _ending_of(cards)
    if not ending:
        return []
    file = paths.cache_folder() / f"{_('Pasted contacts')}.{ending}"
    file.write_bytes(cards)
    return [str(file)]


def _ending_of(text: bytes) -> str:
    """What a file of this text is called at its end; "" when nobody is in it."""
    from contactdesk.formats import guess_format
    from contactdesk.formats.registry import readable

    if b"BEGIN:VCARD" in text.upper():
        return "vcf"
    kind = guess_format(text[:4096])
    return kind if kind == "csv" and kind in readable() else ""
