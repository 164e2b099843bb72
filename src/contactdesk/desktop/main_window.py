"""The window: sidebar, list and detail, and what the menus do.

`MainWindow()` builds only what the first paint shows; `complete()` adds the rest after it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from contactdesk.desktop import habits
from contactdesk.desktop import theme as look
from contactdesk.desktop.early_keys import EarlyKeys
from contactdesk.desktop.list_pane import USUAL, ListPane
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.sidebar import RAIL, WIDE, Sidebar
from contactdesk.i18n import _
from contactdesk.store.listing import Counts, ListQuery
from contactdesk.store.server_address import is_server_address

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QCloseEvent,
        QKeyEvent,
        QPaintEvent,
        QResizeEvent,
    )

    from contactdesk.desktop.actions import Actions
    from contactdesk.desktop.category_verbs import CategoryVerbs
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.detail_pane import DetailPane
    from contactdesk.desktop.feedback import Banner, Toast
    from contactdesk.desktop.palette import Palette
    from contactdesk.desktop.recent_contacts import RecentContacts
    from contactdesk.desktop.selection_page import SelectionPage
    from contactdesk.desktop.verbs import Verbs
    from contactdesk.errors import ContactDeskError
    from contactdesk.settings import Settings
    from contactdesk.store.listing import BookFacts, ContactRow

LEAST = QSize(1024, 640)
USUAL_SIZE = QSize(1366, 768)
RAIL_BELOW = 1180
RIGHT_LEAST = 420


class MainWindow(QMainWindow):
    """One book's window."""

    painted = Signal()  # the first time everything shown was painted
    wants_book = Signal(str, bool)  # a path to go to, and whether to make it
    closed = Signal()

    desk: Desk
    verbs: Verbs
    category_verbs: CategoryVerbs
    actions_: Actions
    detail: DetailPane | None = None
    toast: Toast
    recent: RecentContacts
    palette_: Palette | None = None
    choice: Callable[[], list[int]] | None = None

    def __init__(self, early: dict[str, Any] | None = None) -> None:
        super().__init__()
        early = early or {}
        self.setWindowTitle("ContactDesk")
        self.setMinimumSize(LEAST)
        self.setAcceptDrops(True)
        self._was_painted = self._completed = False
        self.needs_room = False  # of list and sidebar, for the page shown
        self._early_keys = EarlyKeys()
        self._compact = bool(early.get("compact_sidebar"))
        look.use_compact_rows(early.get("list_spacing") == "compact")
        habits.use(early.get("show_keys") is not False, early.get("animations") is not False)
        self._counts: Counts | None = None
        self._banner_row: QWidget | None = None
        self.pages: dict[str, QWidget] = {}
        self._starred: dict[int, bool] = {}
        self._build_menu_bar()
        self._build_panes()
        self._take_geometry(early.get("window") or {})

    # ── before the first paint ──────────────────────────────────────────────────────────

    def _build_menu_bar(self) -> None:
        bar = self.menuBar()
        self.menus = [
            Menu(bar, words)
            for words in (_("&File"), _("&Edit"), _("&View"), _("&Contact"), _("&Help"))
        ]
        for menu in self.menus:
            bar.addMenu(menu)

    def _build_panes(self) -> None:
        self.sidebar = Sidebar()
        self.list_pane = ListPane()
        self.right = QWidget()
        self.right.setProperty("surface", "page")
        self.right.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.right.setMinimumWidth(look.px(RIGHT_LEAST))
        self.right_column = QVBoxLayout(self.right)
        self.right_column.setContentsMargins(0, 0, 0, 0)
        self.right_column.setSpacing(0)
        self.stack, self.blank = QStackedWidget(), QWidget()
        self.stack.addWidget(self.blank)
        self.right_column.addWidget(self.stack, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for pane in (self.sidebar, self.list_pane, self.right):
            self.splitter.addWidget(pane)
        self.splitter.setStretchFactor(2, 1)
        self.setCentralWidget(self.splitter)

    def _take_geometry(self, kept: dict[str, Any]) -> None:
        size = kept.get("size") or (USUAL_SIZE.width(), USUAL_SIZE.height())
        self.resize(max(LEAST.width(), int(size[0])), max(LEAST.height(), int(size[1])))
        panes = kept.get("panes") or (look.px(WIDE), look.px(USUAL))
        self._panes = (int(panes[0]), int(panes[1]))
        self.fit_sidebar()
        if kept.get("state"):
            self.restoreGeometry(QByteArray.fromBase64(str(kept["state"]).encode()))

    def fit_sidebar(self) -> None:
        """The rail where there is little room, or a page wants it."""
        rail = self._compact or self.needs_room or self.width() < look.px(RAIL_BELOW)
        if rail != self.sidebar.rail or self.sidebar.maximumWidth() > 10_000:
            self.sidebar.set_rail(rail)
            middle = self.splitter.sizes()[1] if self._was_painted else self._panes[1]
            side = look.px(RAIL) if rail else self._panes[0]
            self.splitter.setSizes([side, middle, 10_000])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows get the rail."""
        super().resizeEvent(event)
        self.fit_sidebar()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say when everything has been painted once."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    # ── after it ────────────────────────────────────────────────────────────────────────

    def complete(self, desk: Desk) -> None:
        """Build menus, toast and the rest; from now on the window does what it shows."""
        from contactdesk.desktop import icons
        from contactdesk.desktop.actions import Actions
        from contactdesk.desktop.buttons import tip_of
        from contactdesk.desktop.category_places import CategoryPlaces
        from contactdesk.desktop.category_verbs import CategoryVerbs
        from contactdesk.desktop.feedback import Toast
        from contactdesk.desktop.file_drops import FileDrops
        from contactdesk.desktop.habits import tip_with_keys
        from contactdesk.desktop.recent_contacts import RecentContacts
        from contactdesk.desktop.verbs import Verbs

        icons.ready()
        if not hasattr(self.list_pane, "table"):
            self.list_pane.build_table()
        self.desk = desk
        self.recent = RecentContacts(desk.path)
        self.verbs = Verbs(self)
        self.category_verbs = CategoryVerbs(self)
        self.actions_ = Actions(self)
        self.drops = FileDrops(self)
        self.categories = CategoryPlaces(self)
        self.actions_.fill_menus(*self.menus)
        self.toast = Toast(self.right)
        self.list_pane.new.follow(self.actions_.new_contact)
        self.sidebar.finder.clicked.connect(self.actions_.find_anything.trigger)
        self.sidebar.gear.clicked.connect(self.actions_.preferences.trigger)
        self.sidebar.history.follow(self.actions_.book_history)
        tip_with_keys(self.sidebar.gear, *tip_of(self.actions_.preferences))
        self.list_pane.use_desk(desk)
        self._connect(desk)
        look.announcer().changed.connect(self._restyle)
        self._completed = True
        self.actions_.update()
        for widget in (self.sidebar, self.sidebar.finder, self.list_pane):
            widget.update()

    def _connect(self, desk: Desk) -> None:
        from contactdesk.desktop.place_flow import PlaceFlow
        from contactdesk.desktop.server_away import ServerAway
        from contactdesk.desktop.week_habits import WeekHabits

        self.sidebar.chosen.connect(self._show_list)
        self.sidebar.list.clicked.connect(self.verbs.importing.leave_for_list)
        pane = self.list_pane
        pane.chosen.connect(self._show_chosen)
        pane.opened.connect(self._go_to_detail)
        pane.new_wanted.connect(self.verbs.new_contact)
        pane.search.undo_wanted.connect(self.verbs.undo)
        pane.search.redo_wanted.connect(self.verbs.redo)
        pane.asked_menu.connect(self._show_contact_menu)
        pane.asked_sort.connect(self._show_sort_menu)
        pane.counts_read.connect(self._take_counts)
        pane.archived.wanted.connect(self._search_archive)
        desk.opened.connect(self._opened)
        desk.not_opened.connect(self._not_opened)
        self.server_away, self.place = ServerAway(self), PlaceFlow(self)
        desk.toast.connect(self.show_toast)
        desk.undo_changed.connect(self.actions_.update)
        desk.settings_changed.connect(self._settings_changed)
        WeekHabits(desk)
        desk.facts_changed.connect(self._show_facts)
        pane.model.dataChanged.connect(self.actions_.name_star_soon)

    def show_first_page(self, rows: list[ContactRow], total: int, counts: Counts) -> None:
        """Show what the driver alone has read of the book."""
        self.sidebar.show_counts(counts)
        self.list_pane.show_first_page(rows, total)

    def _opened(self, facts: BookFacts) -> None:
        self._show_facts(facts)
        self.list_pane.reload()
        self._build_detail()
        self._build_presence()
        self.actions_.update()
        if QApplication.focusWidget() in (None, self):
            self.list_pane.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._early_keys.follow(self.actions())

    def _show_facts(self, facts: BookFacts) -> None:
        self.setWindowTitle(f"{facts.name} – ContactDesk")
        self.sidebar.show_book(facts.name, facts.read_only)
        self.actions_.update()

    def _build_detail(self) -> None:
        from contactdesk.desktop.detail_pane import DetailPane

        self.detail = DetailPane(self.desk)
        self.detail.opened.connect(self.go_to_contact)
        self.detail.cards.history_wanted.connect(self.verbs.show_history)
        self.detail.cards.chart_wanted.connect(self.verbs.show_chart)
        self.detail.cards.task_wanted.connect(self.verbs.tasks.plan_with_chosen)
        self.detail.cards.deal_wanted.connect(self.verbs.deals.open)
        self.verbs.calendar.serve(self.detail.cards)
        self.verbs.documents.serve(self.detail.cards)
        self.category_verbs.serve(self.detail)
        self.detail.drafts_changed.connect(self.list_pane.table.viewport().update)
        self.list_pane.nobody_listed.connect(self.detail.offer_choice)
        self.list_pane.table.painter_of_rows.has_draft = self.detail.has_draft
        self.stack.addWidget(self.detail)
        self._show_chosen(self.chosen_numbers())

    def _build_presence(self) -> None:
        from contactdesk.desktop.presence_foot import PresenceFoot

        self.presence = PresenceFoot(self.desk, self.sidebar)
        self.presence.wanted.connect(self.go_to_contact)

    def _not_opened(self, error: ContactDeskError) -> None:
        from contactdesk.desktop.pages import TroublePage

        page = TroublePage(self.desk.path, error)
        on_server = is_server_address(self.desk.path)
        verbs = self.verbs
        page.wants_other.connect(verbs.open_from_server if on_server else verbs.open_book)
        page.wants_new.connect(self.verbs.new_book)
        page.wants_again.connect(lambda: self.wants_book.emit(self.desk.path, False))
        self.pages["trouble"] = page
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self.list_pane.hide()
        self.sidebar.list.setEnabled(False)
        self.sidebar.show_closed(self.sidebar.book.full_text(), error.message)
        self.actions_.update()
        page.first.setFocus(Qt.FocusReason.OtherFocusReason)

    # ── lists and selection ─────────────────────────────────────────────────────────────

    def _show_list(self, query: ListQuery) -> None:
        if self.verbs.importing.is_shown():
            self.verbs.importing.leave()
        self.list_pane.show_list(query, self.sidebar.title())
        self.list_pane.archived.hide()
        self.list_pane.new.setVisible(query.scope != "bin")
        self.list_pane.sort.setVisible(query.scope != "bin")
        self.actions_.update()

    def _take_counts(self, counts: Counts) -> None:
        from contactdesk.desktop.category_colours import learn

        self._counts = counts
        if learn(counts.categories):
            self.update()  # and every dot in it
        self.sidebar.show_counts(counts)
        kept = (self.pages.get("import"), self.pages.get("book-history"))
        if self.stack.currentWidget() not in kept:
            self.show_right()

    def _search_archive(self, text: str) -> None:
        """The same search, in the archive."""
        self.sidebar.choose(ListQuery("archive"))
        self.list_pane.search.setText(text)
        self.list_pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def chosen_numbers(self) -> list[int]:
        """The contacts selected: in the list, or on a page that has a choice of its own."""
        return self.choice() if self.choice else self.list_pane.table.chosen_numbers()

    def history_pages(self) -> list[QWidget]:
        """The pages of a contact's and of the book's history, as far as they were wanted."""
        return [self.pages[name] for name in ("history", "book-history") if name in self.pages]

    def in_bin(self) -> bool:
        """Whether the list shown is the bin."""
        return self.list_pane.query.scope == "bin"

    def _show_chosen(self, numbers: list[int]) -> None:
        if numbers:
            self.verbs.creating = False
        self.recent.shown(numbers[0] if len(numbers) == 1 else 0)
        self.show_right()
        if self.detail is not None and len(numbers) == 1:
            self.detail.show_contact(numbers[0])
        elif self.detail is not None and not numbers:
            self.detail.show_nothing()
        self.actions_.update()

    def show_right(self) -> None:
        """What the right side shows: a page that was asked for, or what is selected."""
        numbers = self.chosen_numbers()
        current = self.stack.currentWidget()
        if self.verbs.importing.is_shown():
            return
        if current is self.pages.get("book-history") and current is not None and not numbers:
            return
        if self.verbs.room.shown() or self.verbs.organisations.keeps_chart(numbers):
            return
        if current is self.pages.get("history") and len(numbers) == 1:
            self.verbs.history_page().show_contact(numbers[0])
        elif len(numbers) > 1:
            self.selection_page().show_numbers(numbers)
            self.stack.setCurrentWidget(self.selection_page())
        elif self._is_empty_book() and not self._is_editing():
            self.stack.setCurrentWidget(self._empty_page())
        elif self.detail is not None:
            self.stack.setCurrentWidget(self.detail)

    def _is_empty_book(self) -> bool:
        counts = self._counts
        return counts is not None and counts.all + counts.archive == 0 and not self.in_bin()

    def _is_editing(self) -> bool:
        return self.verbs.creating and self.stack.currentWidget() is self.detail

    def selection_page(self) -> SelectionPage:
        """The page of several selected contacts, made when it is first wanted."""
        from contactdesk.desktop.selection_page import SelectionPage

        page = self.pages.get("selection")
        if not isinstance(page, SelectionPage):
            page = SelectionPage(self.desk, self.list_pane.model, self.actions_)
            page.left.connect(self.verbs.step_back)
            page.category_wanted.connect(self.category_verbs.ask_where)
            self.pages["selection"] = page
            self.stack.addWidget(page)
        return page

    def _empty_page(self) -> QWidget:
        from contactdesk.desktop.pages import empty_book_page

        page = self.pages.get("empty")
        if page is None:
            page = self.pages["empty"] = empty_book_page(self.actions_)
            self.stack.addWidget(page)
        return page

    def _go_to_detail(self) -> None:
        if self.chosen_numbers():
            self.verbs.focus_right()

    def go_to_contact(self, number: int) -> None:
        """Show a contact that a card, an editor or the palette leads to, in the list too."""
        self.verbs.room.leave()
        if self.verbs.importing.is_shown():
            self.verbs.importing.leave()
        if not self.list_pane.choose(number):
            self.list_pane.clear_search()
            if self.list_pane.query.scope not in ("all",):
                self.sidebar.choose(ListQuery())
            self.list_pane.choose(number)

    def _show_contact_menu(self, where: QPoint) -> None:
        self.actions_.update()
        self.actions_.contact_menu().popup(where)

    def _show_sort_menu(self, where: QPoint) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        facts = self.desk.facts
        for value, words in (("family", _("By last name")), ("given", _("By first name"))):
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(facts is not None and facts.sort_by == value)
            action.setEnabled(not self.desk.read_only)
            action.triggered.connect(lambda _on=False, v=value: self.desk.configure(sort_by=v))
        menu.popup(where)

    # ── verbs: the window ───────────────────────────────────────────────────────────────

    def _settings_changed(self, settings: Settings) -> None:
        self._compact = settings.compact_sidebar
        habits.use(settings.show_keys, settings.animations)
        if look.use_compact_rows(settings.list_spacing == "compact"):
            self.list_pane.restyle()
        self.fit_sidebar()
        self.actions_.update()

    def _restyle(self) -> None:
        """Rows grow and shrink with the text size."""
        self.right.setMinimumWidth(look.px(RIGHT_LEAST))
        self.list_pane.restyle()
        self.sidebar.restyle()
        self.fit_sidebar()

    def show_toast(self, text: str, action: str = "", act: Any = None) -> None:
        """Say what happened, with a way back."""
        keys = "Ctrl+Z" if action == _("Undo") else ""
        self.toast.show_toast(text, action=action, keys=keys, act=act)

    def show_banner(self, tone: str, text: str, *, closable: bool = False) -> Banner:
        """Show a banner above the right side, in place of the last one."""
        from contactdesk.desktop.feedback import Banner, announce

        if self._banner_row is not None:
            self._banner_row.deleteLater()
        self._banner_row = QWidget()
        row = QVBoxLayout(self._banner_row)
        row.setContentsMargins(16, 12, 16, 0)
        banner = Banner(tone, text, closable=closable)
        banner.closed.connect(self._banner_row.hide)
        row.addWidget(banner)
        self.right_column.insertWidget(0, self._banner_row)
        announce(banner, text)
        return banner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes one step back; what no field pastes is an import."""
        if event.key() == Qt.Key.Key_Escape and self._completed:
            self.verbs.step_back()
            return
        if event.matches(QKeySequence.StandardKey.Paste) and self._completed:
            self.verbs.paste_contacts()
            return
        if not self._completed or self.desk.facts is None:
            self._early_keys.keep(event)
        super().keyPressEvent(event)

    def show_state(self, sentence: str) -> None:
        """Say at the sidebar's foot how far long work is; "" = how the book stands."""
        facts = self.desk.facts
        if facts is not None:
            self.sidebar.show_book(facts.name, facts.read_only, sentence)

    def geometry_kept(self) -> dict[str, Any]:
        """Size, place and pane widths, for the next start."""
        sizes = self.splitter.sizes()
        side = self._panes[0] if self.sidebar.rail else sizes[0]
        state = bytes(self.saveGeometry().toBase64().data()).decode()
        return {
            "size": [self.width(), self.height()],
            "panes": [side, sizes[1] or self._panes[1]],
            "state": state,
        }

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the window's place and any draft, then close the book."""
        if self.detail is not None:
            self.detail.leave_editor()
        if self._completed:
            self.verbs.stop_import()
            self.recent.keep()
            self.desk.update_settings(window=self.geometry_kept())
            self.desk._keep_settings()
        super().closeEvent(event)
        self.closed.emit()
