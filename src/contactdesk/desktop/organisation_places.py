"""Ways between people and organisations: there and back by a key, and to the chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

if TYPE_CHECKING:
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.organisation_chart import ChartPage


class OrganisationPlaces(QObject):
    """What one window needs to go from a person to their organisation, and back."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self._came_from = 0  # the person from whom an organisation was reached
        self._chosen: list[int] = []  # what was selected when the chart was opened

    def jump(self) -> None:
        """From a person to where they work; from an organisation back, or to its people."""
        detail = self.window.detail
        card = detail.card if detail is not None else None
        if detail is None or card is None:
            return
        view = card.view
        if view.contact.kind == "org":
            there = [p.row.number for p in view.people if p.row]
            if self._came_from in there:
                detail.opened.emit(self._came_from)
            elif card.people is not None and there:
                card.people.list.go_to(0)
            return
        row = next((w.row for w in view.works if w.row and not w.over), None)
        if row is not None:
            self._came_from = view.contact.number
            detail.opened.emit(row.number)

    # the chart

    def chart_page(self) -> ChartPage:
        """The page of the chart, made when it is first wanted."""
        from contactdesk.desktop.organisation_chart import ChartPage

        window = self.window
        page = window.pages.get("chart")
        if not isinstance(page, ChartPage):
            page = ChartPage(window.desk)
            page.left.connect(self.leave_chart)
            page.opened.connect(self._open_from_chart)
            window.pages["chart"] = page
            window.stack.addWidget(page)
        return page

    def show_chart(self) -> None:
        """Show the chart of the organisation shown, or of the one where somebody works."""
        detail = self.window.detail
        card = detail.card if detail is not None else None
        if self.leave_chart() or card is None:
            return
        view = card.view
        row = next((w.row for w in view.works if w.row and not w.over), None)
        if view.contact.kind != "org" and row is None:
            return
        number = view.contact.number if view.contact.kind == "org" or not row else row.number
        page = self.chart_page()
        self._chosen = self.window.chosen_numbers()
        page.show_organisation(number)
        self.window.stack.setCurrentWidget(page)
        page.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def is_chart_shown(self) -> bool:
        """Whether the chart stands in the card's place."""
        page = self.window.pages.get("chart")
        return page is not None and self.window.stack.currentWidget() is page

    def keeps_chart(self, chosen: list[int]) -> bool:
        """Whether the chart stays: the list was only read anew, nobody else was chosen."""
        return self.is_chart_shown() and chosen == self._chosen

    def leave_chart(self) -> bool:
        """From the chart back to the card; False when no chart was shown."""
        if not self.is_chart_shown():
            return False
        window = self.window
        number = self.chart_page().number
        window.stack.setCurrentWidget(window.blank)
        window.show_right()
        if window.detail is not None and number not in window.chosen_numbers():
            window.detail.opened.emit(number)
        window.list_pane.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _open_from_chart(self, number: int) -> None:
        window = self.window
        window.stack.setCurrentWidget(window.blank)
        window.show_right()
        if window.detail is not None:
            window.detail.opened.emit(number)
