"""Coming to the pipeline and leaving it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QTimer

from contactdesk.desktop.page_verbs import PageVerbs
from contactdesk.desktop.sidebar_model import PIPELINE as PAGE

if TYPE_CHECKING:
    from contactdesk.desktop.deal_flow import DealFlow
    from contactdesk.desktop.deal_page import DealPage
    from contactdesk.desktop.deal_panel_flow import DealPanelFlow
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.wide_room import WideRoom

QUIET_MS = 400  # after the book turned out to have deals


class DealVerbs(PageVerbs):
    """What a window can do about its deals."""

    name = PAGE
    records = frozenset(("deal",))

    def __init__(self, window: MainWindow, room: WideRoom) -> None:
        super().__init__(window, room)
        self.flow: DealFlow | None = None
        self.stand_in_sidebar()

    def page(self) -> DealPage | None:
        """The page, if it was ever wanted."""
        return cast("DealPage | None", self._window.pages.get(PAGE))

    def has_any(self, tx: Any) -> bool:
        """Whether there is a deal."""
        return bool(tx.deals.has_any())

    def is_used(self) -> None:
        """What the page is made of is loaded in a quiet moment, so that it comes at once."""
        QTimer.singleShot(QUIET_MS, self, self._load)

    def _load(self) -> None:
        from contactdesk.desktop import deal_flow, deal_page

        del deal_flow, deal_page

    def _make(self) -> DealPage:
        from contactdesk.desktop.deal_flow import DealFlow
        from contactdesk.desktop.deal_page import DealPage

        page = DealPage(self._window.desk)
        page.left.connect(self.leave)
        self.flow = DealFlow(page, self._window.toast)
        self.flow.panel_made.connect(self._serve_documents)
        self.flow.contact_wanted.connect(self._go_to_contact)
        self.flow.task_wanted.connect(self._window.verbs.tasks.show_task)
        self.flow.event_wanted.connect(self._window.verbs.calendar.open)
        return page

    def _serve_documents(self, panel: DealPanelFlow) -> None:
        from contactdesk.desktop.deal_documents import DealDocuments

        panel.serve_documents(DealDocuments(self._window.desk, self._window.verbs.documents.flow))

    def _go_to_contact(self, number: int) -> None:
        self.leave()
        self._window.go_to_contact(number)

    def _came(self, page: DealPage) -> None:
        page.come()

    def plan_with_chosen(self) -> None:
        """A new deal with the contacts that are selected; on the board with nobody."""
        self.plan(() if self.is_shown() else self._window.chosen_numbers())

    def plan(self, numbers: Sequence[int] = ()) -> None:
        """A new deal in the form beside the board, with these contacts if there are any."""
        if not self.is_shown():
            self.show()
        if self.flow is not None and self.is_shown():
            self.flow.new_with(numbers)

    def opened(self) -> str:
        """The id of the deal that is shown beside the others, "" for none."""
        return self.flow.opened() if self.flow is not None and self.is_shown() else ""

    def open(self, uuid: str) -> None:
        """A deal in the panel beside the board."""
        if not self.is_shown():
            self.show()
        if self.flow is not None and self.is_shown():
            self.flow.open_id(uuid)
