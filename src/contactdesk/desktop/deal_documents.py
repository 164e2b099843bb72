"""The documents of a deal on its panel: its own, and those of what happened with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop.documents_section import DocumentsSection
from contactdesk.desktop.labels import Label
from contactdesk.desktop.value_row import EDGE
from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.desktop.deal_opened import Opened
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.document_flow import DocumentFlow
    from contactdesk.desktop.document_view import DocumentsView


class DealDocuments(DocumentsSection):
    """They are found at the cards of whom the deal is with, too."""

    question = "deal documents"
    shown_at_most = 1_000

    def __init__(self, desk: Desk, flow: DocumentFlow, parent: QWidget | None = None) -> None:
        self._id, self._flow = "", flow
        self._whose: tuple[int | str, ...] = ()
        self._none = Label(_("None yet"), "body", "text2")
        self._none.setContentsMargins(*mirror.margins(EDGE, 0, EDGE, 0))
        super().__init__(desk, 0, parent)
        self.body.addWidget(self._none)
        self.all.hide()
        self.add_wanted.connect(lambda _number: flow.ask_files(self._whose))
        self.opened.connect(lambda row: flow.open(row.document))
        self.rename_wanted.connect(lambda row: flow.ask_details(row.document))
        self.delete_wanted.connect(lambda row: flow.delete(row.document))
        self.menu_wanted.connect(lambda row, at: flow.show_menu(row.document, at))

    def ask_for(self, event_id: str) -> None:
        """Ask for files that belong to something that happened with the deal."""
        self._flow.ask_files([event_id])

    def show_of(self, opened: Opened) -> None:
        """Show those of a deal."""
        self._whose = (opened.deal.id,)
        if opened.deal.id != self._id:
            self._id = opened.deal.id
            self.known = None
        self.refresh()

    def read_view(self) -> Callable[[Any], DocumentsView]:
        """What reads the documents of the deal, on the reading thread."""
        uuid = self._id

        def ask(tx: Any) -> DocumentsView:
            from contactdesk.desktop.document_view import DocumentsView, rows_of

            found = tx.documents.of_deal(uuid) if uuid else []
            return DocumentsView(rows=rows_of(tx, found, uuid))

        return ask

    def show_view(self, view: DocumentsView | None) -> None:
        """Show these; where there are none, that there are none."""
        super().show_view(view)
        self._none.setVisible(not self.rows)
        self.setVisible(bool(self._id))
