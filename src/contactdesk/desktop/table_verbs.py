"""Coming to the table of contacts and leaving it; the views that are kept of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QPoint, Qt

from contactdesk.desktop.page_verbs import PageVerbs
from contactdesk.desktop.sidebar_model import TABLE as PAGE
from contactdesk.desktop.sidebar_model import VIEW
from contactdesk.i18n import _
from contactdesk.model.table_view import TableView
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.table_flow import TableFlow
    from contactdesk.desktop.table_page import TablePage
    from contactdesk.desktop.wide_room import WideRoom
    from contactdesk.store.listing import ChangeSet

ARRANGED = ("columns", "widths", "sorted_by", "descending", "grouped_by", "filters", "total")


class TableVerbs(PageVerbs):
    """What a window can do about its table."""

    name = PAGE

    def __init__(self, window: MainWindow, room: WideRoom) -> None:
        super().__init__(window, room)
        self.flow: TableFlow | None = None
        self.views: list[TableView] = []
        self._current = TableView()  # as the table is arranged now
        self._kept = TableView()  # as its view is kept
        window.desk.opened.connect(self._ask)
        window.desk.changed.connect(self._changed)
        window.sidebar.chosen.connect(self._list_chosen)
        window.stack.currentChanged.connect(self._page_changed)

    def page(self) -> TablePage | None:
        """The page, if it was ever wanted."""
        return cast("TablePage | None", self._window.pages.get(PAGE))

    def _make(self) -> TablePage:
        from contactdesk.desktop.table_flow import TableFlow
        from contactdesk.desktop.table_page import TablePage

        window, page = self._window, TablePage(self._window.desk)
        page.left.connect(self.leave)
        page.view_changed.connect(self._arranged)
        page.save.clicked.connect(self.save_view)
        page.grid.open_wanted.connect(self._open)
        page.grid.menu_wanted.connect(self._menu)
        page.rows.ticked.connect(window.actions_.update)
        self._fill_foot(page)
        self.flow = TableFlow(page)
        return page

    def _fill_foot(self, page: TablePage) -> None:
        """What can be done with all that are ticked."""
        from contactdesk.desktop.buttons import Button

        actions = self._window.actions_
        for words, icon, action in (
            (_("E-mail"), "mail", actions.mail),
            (_("Categories…"), "tag", actions.categorise),
            (_("Export…"), "upload", actions.export_chosen),
        ):
            button = Button(words, "ghost", icon, size="row")
            button.follow(action)
            page.verbs.addWidget(button)
        change = Button(_("Change…"), "ghost", "pencil", size="row")
        change.clicked.connect(self._change)
        page.verbs.addWidget(change)

    def _came(self, page: TablePage) -> None:
        window = self._window
        page.show_list(window.list_pane.query, window.sidebar.title(), self._current)
        self._say(page)
        page.grid.take_keyboard()

    def find(self) -> bool:
        """Put the keyboard into the table's search field, where the table is shown."""
        page = self.page()
        if page is None or not self.is_shown():
            return False
        page.go_to_search()
        return True

    def leave(self) -> bool:
        """Back to the cards, where the contact of the current row is chosen."""
        page, window = self.page(), self._window
        if not self.is_shown() or page is None:
            return False
        numbers = page.chosen_numbers()
        super().leave()
        if len(numbers) == 1:
            window.list_pane.choose(numbers[0])
        return True

    def _open(self, number: int) -> None:
        if number:
            self._window.go_to_contact(number)

    def _change(self) -> None:
        """The page that changes several at once, with all that are ticked."""
        page = self.page()
        numbers = page.chosen_numbers() if page is not None else []
        self.leave()
        if not self._window.list_pane.table.choose_numbers(numbers) and numbers:
            self._window.list_pane.choose(numbers[0])

    def _menu(self, where: QPoint) -> None:
        self._window.actions_.update()
        self._window.actions_.contact_menu().popup(where)

    # ── views ───────────────────────────────────────────────────────────────────────────

    def _come(self, page: str) -> None:
        if page.startswith(VIEW):
            self.show_view(page.removeprefix(VIEW))

    def _page_changed(self, _place: int) -> None:
        """What is ticked in the table is what the verbs are about, while it is shown."""
        page = self.page()
        self._window.choice = page.chosen_numbers if page and self.is_shown() else None
        self._mark()

    def _list_chosen(self, query: ListQuery) -> None:
        page = self.page()
        if self.is_shown() and page is not None:
            if self._current.scope != scope_of(query):  # another list is no view of this one
                self._current = replace(self._current, id="", number=0, revision=0, name="")
                self._kept = TableView()
            page.show_list(query, self._window.sidebar.title(), self._current)
            self._say(page)

    def _arranged(self, view: TableView) -> None:
        self._current = view
        page = self.page()
        if page is not None:
            self._say(page)

    def _say(self, page: TablePage) -> None:
        """Whether the table is arranged otherwise than its view is kept."""
        changed = not is_arranged_alike(self._current, self._kept)
        page.changed_chip.setVisible(changed and bool(self._kept.id))
        page.save.setVisible(changed and not self._window.desk.read_only)
        self._mark()

    def _mark(self) -> None:
        if self.is_shown():
            kept = f"{VIEW}{self._kept.id}" if self._kept.id else None
            self._window.sidebar.show_page(kept)

    def show_view(self, view_id: str) -> None:
        """Show the table as a view has it."""
        found = next((view for view in self.views if view.id == view_id), None)
        if found is None:
            return
        self._current = self._kept = found
        scope, _space, category = found.scope.partition(" ")
        window, page = self._window, self.page()
        window.sidebar.show_list(ListQuery(scope or "all", category))
        if not self.is_shown() or page is None:
            self.show()
        else:
            page.show_list(window.list_pane.query, window.sidebar.title(), found)
            self._say(page)

    def save_view(self) -> None:
        """Keep how the table is arranged: under the name that it has, or a new one."""
        from contactdesk.desktop.table_view_dialog import TableViewDialog

        known = [view.name for view in self.views]
        dialog = TableViewDialog(self._window, self._kept.name, bool(self._kept.owner), known)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.answered.connect(self.keep_view)
        dialog.open()

    def keep_view(self, name: str, private: bool) -> None:
        """Keep the table as it is arranged now under a name."""
        scope = scope_of(self._window.list_pane.query)
        wanted = replace(self._current, name=name, scope=scope, deleted_at="")
        base = next((view for view in self.views if view.name == name), None)

        def keep(tx: Any) -> TableView:
            owner = tx.people.me().id if private else ""
            if base is None:
                new = replace(wanted, id="", number=0, revision=0, owner=owner)
                return cast("TableView", tx.table_views.add(new))
            same = replace(wanted, id=base.id, number=base.number, revision=base.revision)
            mine = replace(same, owner=owner)
            return cast("TableView", tx.table_views.save(mine, base))

        self._window.desk.write(_("Save view {name}").format(name=name), keep, self._saved)

    def _saved(self, view: TableView) -> None:
        self._current = self._kept = view
        page = self.page()
        if page is not None:
            page.view = view
            page.title.setText(view.name)
            self._say(page)

    def delete_view(self, view_id: str) -> None:
        """Put a view into the bin; the table stays as it is arranged."""
        found = next((view for view in self.views if view.id == view_id), None)
        if found is None or self._window.desk.read_only:
            return
        desk, number = self._window.desk, found.number
        done = _("View {name} deleted").format(name=found.name)
        desk.write(
            _("Delete view {name}").format(name=found.name),
            lambda tx: tx.table_views.delete([number]),
            lambda _none: desk.toast.emit(done, _("Undo"), desk.undo),
        )

    def _changed(self, change: ChangeSet) -> None:
        if "table_view" in change.records:
            self._ask()

    def _ask(self, _facts: object = None) -> None:
        self._window.desk.read(_views_of, self._take, key="table views")

    def _take(self, views: list[TableView]) -> None:
        self.views = views
        self._window.sidebar.show_views([(view.id, view.name) for view in views])
        kept, page = self._kept, self.page()
        self._kept = next((view for view in views if view.id == kept.id), TableView())
        if page is not None and self.is_shown():
            self._say(page)


def scope_of(query: ListQuery) -> str:
    """A list as a view names it."""
    return f"{query.scope} {query.category}".strip()


def is_arranged_alike(one: TableView, other: TableView) -> bool:
    """Whether two views arrange a table in the same way."""
    return all(getattr(one, name) == getattr(other, name) for name in ARRANGED)


def _views_of(tx: Any) -> list[TableView]:
    """The views that I may see, by their names."""
    me = tx.people.me().id
    views = [view for view in tx.table_views.all() if view.owner in ("", me)]
    return sorted(views, key=lambda view: str(view.name).casefold())
