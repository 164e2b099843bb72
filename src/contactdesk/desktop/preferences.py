"""The preferences: a window of its own, every change at once, and a search over all of them.

A page is made when it is first shown: all seven at once kept the window's thread for an eighth of
a second, of which a person looks at one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from contactdesk.desktop import spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.backup_flow import BackupFlow
from contactdesk.desktop.feedback import EmptyState, Toast
from contactdesk.desktop.labels import Hairline, Label
from contactdesk.desktop.preference_pages import SettingsView
from contactdesk.desktop.preferences_backups import BackupsPage
from contactdesk.desktop.preferences_fields import FieldsPage
from contactdesk.desktop.preferences_sharing import SharingPage
from contactdesk.desktop.search_field import SearchField
from contactdesk.desktop.setting_row import SettingRow
from contactdesk.desktop.settings_index import PAGES, SETTINGS, Setting
from contactdesk.desktop.settings_search import found_settings
from contactdesk.desktop.sidebar import PlaceList
from contactdesk.desktop.sidebar_model import Place, SidebarModel
from contactdesk.desktop.work_line import WorkLine
from contactdesk.i18n import _
from contactdesk.settings import Settings
from contactdesk.store.listing import BookFacts, ListQuery

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk

PLACES, MOST_PLACES = 244, 0.25  # px, and of the window
SIZE, LEAST = (960, 720), (560, 420)
OF_BOOK = {"region": "region", "book_language": "language", "sort_by": "sort_by"}  # and facts

_OwnPage = FieldsPage | SharingPage | BackupsPage
_WithRows = SettingsView | _OwnPage


class Preferences(QDialog):
    """Pages at the leading side, the settings of one beside them, the search above."""

    wants_book = Signal(str, bool)  # a place to go to, and whether to make it

    def __init__(self, parent: QWidget, desk: Desk, first: str = PAGES[0].key) -> None:
        """`first` is the page that is shown at first."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Preferences"))
        self.setMinimumSize(*LEAST)
        self.resize(look.px(SIZE[0]), look.px(SIZE[1]))
        self._fit_to_screen()
        self._desk = desk
        self._first = first
        self._hits: list[Setting] = []
        self._marked: set[str] = set()
        self._pages: dict[str, _WithRows] = {}
        self.flow: BackupFlow | None = None
        self._undo: list[Callable[[], None]] = []
        self._build()
        self._add_keys()
        desk.settings_changed.connect(self._show_settings)
        desk.facts_changed.connect(self._show_facts)
        self._show_settings(desk.settings)
        self._show_facts(desk.facts)
        self.places.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit_to_screen(self) -> None:
        room = self.screen().availableGeometry().size() * 0.95
        self.resize(self.size().boundedTo(room))

    # ── what there is ───────────────────────────────────────────────────────────────────

    def _build(self) -> None:
        head = self._build_head()
        self._stack = QStackedWidget()
        self._nothing = EmptyState("search-x", "", tone="slate")
        self._stack.addWidget(self._nothing)
        self.work = WorkLine()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        right.addWidget(self.work)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._build_places())
        body.addWidget(Hairline("border", upright=True))
        body.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(Hairline("border"))
        column.addLayout(body, 1)
        self.toast = Toast(self._stack)

    def _build_head(self) -> QWidget:
        self.search = SearchField(_("Search preferences"))
        self.search.setMinimumWidth(look.px(230))
        self.search.textChanged.connect(self._search)
        self.search.opened.connect(self._go_to_hit)
        self.search.left_down.connect(self._go_to_hit)
        self.search.undo_wanted.connect(self.undo)
        head = QWidget()
        head.setProperty("surface", "list")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(head)
        row.setContentsMargins(22, 10, 16, 10)
        row.addWidget(Label(_("Preferences"), "subtitle"), 1)
        row.addWidget(self.search)
        return head

    def _build_places(self) -> QWidget:
        holder = QWidget()
        holder.setProperty("surface", "list")
        holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        spacing.see_to_itself(holder)
        self._side = holder
        self._model = SidebarModel(self)
        self.places = PlaceList(self._model)
        self.places.setProperty("surface", "list")
        self.places.setAccessibleName(_("Pages"))
        self.places.selectionModel().currentChanged.connect(self._show_page)
        column = QVBoxLayout(holder)
        column.setContentsMargins(12, 14, 12, 12)
        column.addWidget(self.places)
        self._show_places()
        return holder

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The names of the pages leave the settings most of a narrow window."""
        super().resizeEvent(event)
        self._side.setFixedWidth(min(look.px(PLACES), round(self.width() * MOST_PLACES)))

    def _go_to_book(self, place: str, make: bool) -> None:
        self.close()
        self.wants_book.emit(place, make)

    def _add_keys(self) -> None:
        keys = QKeySequence.StandardKey
        for sequence, do in ((keys.Find, self._start_search), (keys.Undo, self.undo)):
            QShortcut(QKeySequence(sequence), self).activated.connect(do)

    def _start_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # ── pages ───────────────────────────────────────────────────────────────────────────

    def _show_places(self) -> None:
        """All pages, or those with hits and how many."""
        here = self._page_shown()
        found = {page.key: sum(s.page == page.key for s in self._hits) for page in PAGES}
        shown = [page for page in PAGES if found[page.key] or not self.search.text().strip()]
        self._model.beginResetModel()
        self._model.places = [
            Place(_(page.title), page.icon, ListQuery(page.key), found[page.key] or None)
            for page in shown
        ]
        self._model.endResetModel()
        row = max(0, self._model.row_of(ListQuery(here)))
        self.places.setCurrentIndex(self._model.index(row))

    def _page_shown(self) -> str:
        index = self.places.currentIndex()
        place = self._model.places[index.row()] if index.isValid() else None
        return place.query.scope if place and place.query else self._first

    def _show_page(self, *_indexes: object) -> None:
        self._stack.setCurrentWidget(self.page(self._page_shown()))

    def page(self, key: str) -> Any:
        """A page; it is made when it is first asked for."""
        if key not in self._pages:
            page = self._pages[key] = self._made(key)
            self._stack.addWidget(page)
            self._mark_in(page)
            self._show_settings(self._desk.settings)
            self._show_facts(self._desk.facts)
        return self._pages[key]

    def _made(self, key: str) -> _WithRows:
        if key == FieldsPage.key:
            return FieldsPage(self._desk)
        if key == SharingPage.key:
            sharing = SharingPage(self._desk)
            sharing.place.wants_book.connect(self._go_to_book)
            return sharing
        if key == BackupsPage.key:
            backups = BackupsPage(self._desk)
            backups.chosen.connect(self._change)
            self.flow = BackupFlow(self, self._desk, backups)
            return backups
        view = SettingsView(next(page for page in PAGES if page.key == key))
        view.chosen.connect(self._change)
        view.reset_wanted.connect(partial(self._reset, view))
        return view

    def _views(self) -> list[SettingsView]:
        """The pages of settings that were shown so far."""
        return [page for page in self._pages.values() if isinstance(page, SettingsView)]

    def go_to(self, key: str) -> None:
        """Show a setting and mark it; its control gets the keyboard."""
        setting = _setting(key)
        if setting is not None:
            self.search.clear()
            self.places.setCurrentIndex(
                self._model.index(self._model.row_of(ListQuery(setting.page)))
            )
            self._mark([setting])
            self._row(setting).go()

    def show_backups(self) -> None:
        """Show the page of backups."""
        self.places.setCurrentIndex(
            self._model.index(self._model.row_of(ListQuery(BackupsPage.key)))
        )

    def _row(self, setting: Setting) -> SettingRow:
        return cast(SettingRow, self.page(setting.page).rows[setting.key])

    def _mark(self, settings: list[Setting]) -> None:
        self._marked = {setting.key for setting in settings}
        for page in self._pages.values():
            self._mark_in(page)

    def _mark_in(self, page: _WithRows) -> None:
        for key, row in page.rows.items():
            row.mark(key in self._marked)

    # ── searching ───────────────────────────────────────────────────────────────────────

    def _search(self, text: str) -> None:
        self._hits = found_settings(text)
        self._mark(self._hits)
        self._show_places()
        if self._hits or not text.strip():
            self._show_page()
            self._show_first_hit()
        else:
            title = _("No setting called “{name}”").format(name=text.strip())
            self._nothing.say(title, _("Search looks at titles and explanations."))
            self._stack.setCurrentWidget(self._nothing)

    def _hit_here(self) -> Setting | None:
        here = self._page_shown()
        return next((s for s in self._hits if s.page == here), None)

    def _show_first_hit(self) -> None:
        hit = self._hit_here()
        view = self._stack.currentWidget()
        if hit is not None and isinstance(view, SettingsView):
            view.ensureWidgetVisible(view.rows[hit.key], 0, 40)

    def _go_to_hit(self) -> None:
        hit = self._hit_here()
        if hit is not None:
            self._row(hit).go()

    # ── changing ────────────────────────────────────────────────────────────────────────

    def _change(self, setting: Setting, value: object) -> None:
        before = self._value(setting)
        if value == before:
            return
        self._undo.append(partial(self._apply, setting, before))
        self._apply(setting, value)

    def _value(self, setting: Setting) -> object:
        owner = self._desk.facts if setting.shared else self._desk.settings
        return getattr(owner, OF_BOOK.get(setting.key, setting.key), None)

    def _apply(self, setting: Setting, value: object) -> None:
        if not setting.shared:
            self._desk.update_settings(**{setting.key: value})
            return
        self.work.begin(_("Putting names in order"))
        job = self._desk.configure(
            then=partial(self._configured, setting),
            progressed=self.work.show_progress,
            over=self._not_configured,
            **{OF_BOOK[setting.key]: str(value)},
        )
        self.work.follow(job)
        self._allow_shared()

    def _configured(self, setting: Setting) -> None:
        self.work.end()
        self._allow_shared()
        words = _("Changed for everybody: {setting}").format(setting=_(setting.title))
        self.toast.show_toast(words, action=_("Undo"), keys="Ctrl+Z", act=self.undo)

    def _not_configured(self) -> None:
        """It was stopped or it failed: all is as it was."""
        self.work.end()
        if self._undo:
            self._undo.pop()
        self._show_facts(self._desk.facts)

    def undo(self) -> None:
        """Take back the last change made in this window."""
        if self._undo and not self.work.is_busy:
            self.toast.dismiss()
            self._undo.pop()()

    def _reset(self, view: SettingsView) -> None:
        """The person's own settings of a page as they were at first; Undo brings them back."""
        changes = self._off_default(view)
        before = {key: getattr(self._desk.settings, key) for key in changes}
        self._undo.append(lambda: self._desk.update_settings(**before))
        self._desk.update_settings(**changes)
        words = _("{page} is as it was at first").format(page=_(view.page.title))
        self.toast.show_toast(words, action=_("Undo"), keys="Ctrl+Z", act=self.undo)

    def _off_default(self, view: SettingsView) -> dict[str, Any]:
        """The person's own settings of a page that are not the default, with the default."""
        first, now = Settings(), self._desk.settings
        own = [key for key, row in view.rows.items() if not row.setting.shared]
        return {k: getattr(first, k) for k in own if getattr(first, k) != getattr(now, k)}

    # ── showing what is so ──────────────────────────────────────────────────────────────

    def _show_settings(self, settings: Settings) -> None:
        for view in self._views():
            for key, row in view.rows.items():
                if not row.setting.shared:
                    row.control.choose(getattr(settings, key))
            view.reset.setEnabled(bool(self._off_default(view)))

    def _show_facts(self, facts: BookFacts | None) -> None:
        self._allow_shared()
        for view in self._views():
            for key, row in view.rows.items():
                if row.setting.shared and facts is not None:
                    row.control.choose(getattr(facts, OF_BOOK[key]))

    def _allow_shared(self) -> None:
        desk = self._desk
        facts = desk.facts
        why = (facts.read_only or facts.not_a_manager) if facts else _("There is no open book.")
        able = not why and not self.work.is_busy
        for view in self._views():
            for row in view.rows.values():
                if row.setting.shared:
                    row.allow(able, why)


def show_preferences(parent: QWidget, desk: Desk, key: str = "") -> Preferences:
    """Open the window, or bring the open one to the front; at a setting if one is named."""
    window = next(iter(parent.findChildren(Preferences)), None)
    if window is None:
        setting = _setting(key)
        window = Preferences(parent, desk, setting.page if setting else PAGES[0].key)
        if hasattr(parent, "wants_book"):
            window.wants_book.connect(parent.wants_book)
        window.show()
    else:
        window.raise_()
    window.activateWindow()
    window.go_to(key)
    return window


def _setting(key: str) -> Setting | None:
    return next((setting for setting in SETTINGS if setting.key == key), None)
