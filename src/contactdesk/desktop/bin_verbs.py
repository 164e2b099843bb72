"""The bin in a window: its page, and the way there from the contacts in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from contactdesk.desktop.list_foot import ListFoot
from contactdesk.desktop.page_verbs import PageVerbs
from contactdesk.desktop.sidebar_model import BIN as PAGE
from contactdesk.i18n import counted, ngettext

if TYPE_CHECKING:
    from contactdesk.desktop.bin_page import DeletedPage
    from contactdesk.desktop.list_pane import ListPane
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.wide_room import WideRoom
    from contactdesk.store.listing import ListQuery


# Types of records whose deletion makes a bin without contacts stand in the sidebar.
_TYPES = ("deal", "document", "custom_field", "custom_section", "smart_group", "table_view",
          "pipeline", "exchange_rate")  # fmt: skip


class BinVerbs(PageVerbs):
    """What a window can do about the bin."""

    name = PAGE
    records = frozenset(_TYPES)

    def __init__(self, window: MainWindow, room: WideRoom) -> None:
        super().__init__(window, room)
        self.hint: BinHint | None = None
        desk = window.desk
        desk.changed.connect(self._look_at_hint)
        window.sidebar.chosen.connect(self._list_chosen)
        self.stand_in_sidebar()

    def has_any(self, tx: Any) -> bool:
        """Whether something that is no contact is in the bin."""
        return bool(tx.bin.others())

    def page(self) -> DeletedPage | None:
        """The page, if it was ever wanted."""
        return cast("DeletedPage | None", self._window.pages.get(PAGE))

    def _make(self) -> QWidget:
        from contactdesk.desktop.bin_page import DeletedPage

        page = DeletedPage(self._window.desk)
        page.left.connect(self.leave)
        return page

    def _came(self, page: DeletedPage) -> None:
        page.come()

    # ── under the contacts in the bin ───────────────────────────────────────────────────

    def _list_chosen(self, query: ListQuery) -> None:
        if query.scope == "bin":
            self._window.desk.read(lambda tx: tx.bin.others(), self._show_hint, key="bin?")
        elif self.hint is not None:
            self.hint.hide()

    def _look_at_hint(self, _change: object) -> None:
        if self._window.in_bin():
            self._window.desk.read(lambda tx: tx.bin.others(), self._show_hint, key="bin?")

    def _show_hint(self, others: int) -> None:
        if self.hint is None:
            self.hint = BinHint(self._window.list_pane)
            self.hint.wanted.connect(self.show)
        self.hint.show_count(others if self._window.in_bin() else 0)


class BinHint(ListFoot):
    """The line under the contacts in the bin that leads to everything else in it."""

    wanted = Signal()

    def __init__(self, pane: ListPane) -> None:
        super().__init__(pane, "trash-2")
        self.button.clicked.connect(self.wanted)

    def show_count(self, count: int) -> None:
        """Say how much else there is."""
        words = ngettext("{n} other deleted entry", "{n} other deleted entries", count)
        self.button.set_label(words.format(n=counted(count)))
        self.setVisible(count > 0)
