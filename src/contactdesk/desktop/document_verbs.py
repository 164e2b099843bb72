"""Documents in a window: adding files, the page of all of them, and where files are dropped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from contactdesk.desktop.background import alive
from contactdesk.desktop.file_target import Carried, target_at
from contactdesk.desktop.page_verbs import PageVerbs
from contactdesk.desktop.sidebar_model import DOCUMENTS as PAGE

if TYPE_CHECKING:
    from contactdesk.desktop.card_place import CardPlace
    from contactdesk.desktop.contact_card import ContactCard
    from contactdesk.desktop.document_flow import DocumentFlow
    from contactdesk.desktop.document_view import DocRow
    from contactdesk.desktop.documents_page import DocumentsPage
    from contactdesk.desktop.documents_section import DocumentsSection
    from contactdesk.desktop.file_verbs import FileFieldVerbs
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.wide_room import WideRoom
    from contactdesk.store.listing import ChangeSet

# What an import reads: dropped on a card it stays an import.
_IMPORTED = frozenset({
    ".vcf", ".vcard", ".csv", ".tsv", ".xlsx", ".ldif", ".json", ".jsonl", ".ics", ".vcs",
    ".eml", ".xls", ".ods"
})  # fmt: skip


class DocumentVerbs(PageVerbs):
    """What a window can do about documents."""

    name = PAGE
    records = frozenset(("document",))

    def __init__(self, window: MainWindow, room: WideRoom) -> None:
        super().__init__(window, room)
        self._flow: DocumentFlow | None = None
        self._files: FileFieldVerbs | None = None
        self._carried = Carried(window)
        self._section: DocumentsSection | None = None
        self.stand_in_sidebar()
        window.desk.changed.connect(self._changed)

    @property
    def flow(self) -> DocumentFlow:
        """What is done to documents, made when it is first wanted."""
        from contactdesk.desktop.document_flow import DocumentFlow

        if self._flow is None:
            self._flow = DocumentFlow(self._window)
        return self._flow

    @property
    def files(self) -> FileFieldVerbs:
        """What is done to custom fields of files, made when it is first wanted."""
        from contactdesk.desktop.file_verbs import FileFieldVerbs

        if self._files is None:
            self._files = FileFieldVerbs(self._window, self.flow)
        return self._files

    # ── the page ────────────────────────────────────────────────────────────────────────

    def page(self) -> DocumentsPage | None:
        """The page, if it was ever wanted."""
        return cast("DocumentsPage | None", self._window.pages.get(PAGE))

    def show_of(self, number: int) -> None:
        """Show all documents of a contact."""
        if not self.is_shown():
            self.show()
        page = self.page()
        if page is not None:
            from contactdesk.desktop.document_view import Scope

            page.show_scope(Scope(number, with_people=True))

    def search(self, text: str) -> None:
        """Show all documents that have some words."""
        if not self.is_shown():
            self.show()
        page = self.page()
        if page is not None:
            page.search.setText(text)

    def _changed(self, change: ChangeSet) -> None:
        if change.own and "document" in change.records and not self._window.desk.read_only:
            self.flow.look_for_words()

    def has_any(self, tx: Any) -> bool:
        """Whether there is a document."""
        return bool(tx.documents.has_any())

    def is_used(self) -> None:
        """From now on the cards show documents."""
        detail = self._window.detail
        if detail is not None and detail.cards.card is not None:
            self._place(detail.cards.card)

    def _make(self) -> QWidget:
        from contactdesk.desktop.documents_page import DocumentsPage

        page = DocumentsPage(self._window.desk, self.flow)
        page.left.connect(self.leave)
        if not self._window.desk.read_only:
            self.flow.look_for_words()  # of what came in by other ways
        page.contact_wanted.connect(self._window.go_to_contact)
        return page

    def _came(self, page: DocumentsPage) -> None:
        page.come()

    # ── on a card ───────────────────────────────────────────────────────────────────────

    def serve(self, cards: CardPlace) -> None:
        """Show the documents of whoever is shown on their card."""
        cards.card_made.connect(self._place)
        cards.card_made.connect(self._serve_fields)
        cards.document_wanted.connect(self.add_to_event)

    def _serve_fields(self, card: ContactCard) -> None:
        number = card.view.contact.number
        card.file_wanted.connect(lambda field: self.files.ask(number, field.id, field.label))
        if any(group.files for group in card.view.customs):
            self.files.serve(card)

    def _place(self, card: ContactCard) -> None:
        from contactdesk.desktop.documents_section import DocumentsSection

        before, self._section = self._section, None
        if card.view.contact.deleted_at or not self.is_in_use:
            return
        section = DocumentsSection(self._window.desk, card.view.contact.number)
        if before is not None and alive(before.refresh) and before.number == section.number:
            section.show_view(before.known)
        section.all_wanted.connect(self.show_of)
        section.add_wanted.connect(lambda number: self.flow.ask_files([number]))
        section.opened.connect(lambda row: self.flow.open(row.document))
        section.rename_wanted.connect(lambda row: self.flow.ask_details(row.document))
        section.delete_wanted.connect(lambda row: self.flow.delete(row.document))
        section.menu_wanted.connect(partial(self._show_menu, card))
        card.place_documents(section)
        self._section = section

    def _show_menu(self, card: ContactCard, row: DocRow, at: QPoint) -> None:
        more = self.files.offers(card.view.contact, row.document)
        self.flow.show_menu(row.document, at, more)

    # ── adding ──────────────────────────────────────────────────────────────────────────

    def add_to_event(self, event_id: str) -> None:
        """Ask for files that belong to an appointment, a note or a call."""
        self.flow.ask_files([event_id])

    def add_to_chosen(self) -> None:
        """Ask for files for the contact that is shown, or for what the page shows."""
        page = self.page()
        if page is not None and self.is_shown():
            page.ask_files()
            return
        numbers = self._window.chosen_numbers()
        if len(numbers) == 1:
            self.flow.ask_files(numbers)

    def paste(self) -> bool:
        """Add the files on the clipboard; False where they are none, or meant for the import."""
        data = QGuiApplication.clipboard().mimeData()
        files = [u.toLocalFile() for u in data.urls() if u.isLocalFile()] if data else []
        page = self.page()
        if page is not None and self.is_shown():
            return page.paste(files)
        deal = self._window.verbs.deals.opened()
        whose = [deal] if deal else self._window.chosen_numbers()
        if not files or len(whose) != 1 or not all(map(_is_document, files)):
            return False
        self.flow.add(files, whose)
        return True

    def drop(self, files: Sequence[str], spot: QPoint, contact: int) -> list[str]:
        """Take those of dropped files that become documents; `spot` is in the window, `contact`
        whom of the list they were dropped on. Those that are left are for the import."""
        page = self.page()
        if page is not None and self.is_shown():
            page.drop(list(files), page.mapFrom(self._window, spot))
            return []
        if (field := target_at(self._window, spot)) is not None:
            field.take_files(files)
            return []
        if event_id := self._event_at(spot):
            self.flow.add(files, [event_id])
            return []
        number = contact or self._card_at(spot)
        if not number:
            return list(files)
        on_section = self._is_over_section(spot)
        taken = [f for f in files if on_section or _is_document(f)]
        if taken:
            self.flow.add(taken, [number])
        return [f for f in files if f not in taken]

    def drag(self, is_over: bool, spot: QPoint | None = None) -> None:
        """Files are carried over the window, to a spot in it, or no more."""
        self._carried.over(spot if is_over else None)
        page = self.page()
        if page is not None:
            page.show_drop(is_over and self.is_shown())

    def _event_at(self, spot: QPoint) -> str:
        """The id of the appointment, note, call or deal that something is dropped on, "" for
        none."""
        widget = self._window.childAt(spot)
        while widget is not None:
            at = getattr(widget, "event_id_at", None)
            if at is not None and (found := at(widget.mapFrom(self._window, spot))):
                return str(found)
            widget = widget.parentWidget()
        return ""

    def _card_at(self, spot: QPoint) -> int:
        detail = self._window.detail
        card = detail.cards.card if detail is not None else None
        if card is None or not card.isVisible() or card.view.contact.deleted_at:
            return 0
        inside = card.rect().contains(card.mapFrom(self._window, spot))
        return card.view.contact.number if inside else 0

    def _is_over_section(self, spot: QPoint) -> bool:
        section = self._section
        if section is None or not alive(section.refresh) or not section.isVisible():
            return False
        return section.rect().contains(section.mapFrom(self._window, spot))


def _is_document(file: str) -> bool:
    """Whether a file is none that an import would read."""
    return Path(file).suffix.lower() not in _IMPORTED
