"""Pages of the right side that say how things stand: an empty book, one that did not open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.actions import Actions
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.feedback import EmptyState
from contactdesk.errors import BookLocked, BookUnreachable, ContactDeskError
from contactdesk.i18n import _
from contactdesk.store.server_address import is_server_address, shown


def empty_book_page(actions: Actions) -> QWidget:
    """The first thing a person sees: bring an address book, or type the first contact."""
    bring = Button(_("Import…"), "primary", "download")
    bring.follow(actions.import_)
    new = Button(_("New contact"), "secondary", "plus")
    new.follow(actions.new_contact)
    return EmptyState(
        "contact",
        _("No contacts yet"),
        _(
            "Bring your address book: export it as vCard (.vcf) from your phone, Google, Outlook "
            "or iCloud and drop the file here – or type the first person."
        ),
        buttons=(bring, new),
    )


class TroublePage(QWidget):
    """The book did not open: what happened, that nothing was changed, and where to go."""

    wants_other = Signal()
    wants_new = Signal()
    wants_again = Signal()

    def __init__(self, path: str, error: ContactDeskError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        busy = isinstance(error, BookLocked)
        on_server = is_server_address(path)
        self.state = EmptyState(
            "lock" if busy else "triangle-alert",
            _("This book did not open") if on_server else _("This file did not open"),
            f"{error.message}\n\n{look.isolated(_elided(path))}",
            tone="slate" if busy else "bad",
        )
        words = _("Open from a server…") if on_server else _("Choose another file…")
        other = Button(words, icon="server" if on_server else "folder-open")
        other.clicked.connect(self.wants_other)
        again = Button(_("Try again"), icon="refresh-cw")
        again.clicked.connect(self.wants_again)
        new = Button(_("New book…"))
        new.clicked.connect(self.wants_new)
        ways = [other, again if isinstance(error, BookUnreachable) else new]
        if busy or on_server:
            ways = [again, other]
        self.first = ways[0]  # what most people want
        self.first.kind = "primary"
        for way in ways:
            self.state.add_button(way)
        for unused in {other, again, new}.difference(ways):
            unused.deleteLater()
        self.state.text.setMaximumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.state)


def _elided(path: str) -> str:
    whole = shown(path) if is_server_address(path) else str(Path(path))
    return whole if len(whole) < 70 else "…" + whole[-68:]
