"""The tasks of the book, with a line to add one over them and an editor beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, tzinfo
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from contactdesk.desktop import mirror, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.feedback import EmptyState
from contactdesk.desktop.fields import Segmented
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.known_tasks import with_waiting
from contactdesk.desktop.labels import ElidedLabel, Hairline, Label
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.reading_order import takes_tab
from contactdesk.desktop.spoken_tasks import people_in
from contactdesk.desktop.surfaces import on_surface
from contactdesk.desktop.task_editor import TaskEditor
from contactdesk.desktop.task_line import Found as Answer
from contactdesk.desktop.task_line import QuickLine
from contactdesk.desktop.task_list import TaskList
from contactdesk.desktop.task_painting import FACE
from contactdesk.desktop.task_pane import TaskPane
from contactdesk.desktop.task_rows import Found
from contactdesk.desktop.task_views import EVERYONE, MINE, empty_words, title_of, views_of
from contactdesk.desktop.task_words import now_at
from contactdesk.desktop.unread import Unread
from contactdesk.desktop.wide_page import WidePage, way_back
from contactdesk.i18n import N_, _
from contactdesk.store.people import Team
from contactdesk.store.tasks import TaskPerson

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.store.listing import ChangeSet

EDITOR_WIDE, LEAST_EDITOR, SHARE = 336, 312, 0.41  # px, px, and of the page at most
EMPTY = N_(
    "Type what is to be done in the line above, with a day and a name if you like. Tasks "
    "of a calendar file (.ics) come here too."
)
NEEDED = 600  # px of the head with the switch; in less, the menu beside it has all
LEAST_HEAD = 420  # px; in less, what the page is called comes before how much there is


class TaskPage(WidePage):
    """Takes the place of list and card; `left` asks for them again."""

    new_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent=parent)
        self.is_known = False
        self.clock = now_at  # what time it is somewhere
        self._read: Found | None = None  # as the book has it, without what waits
        self._wanted = ""  # the id of the task that is chosen once it was read
        self.line = QuickLine(self._people_in, self.now, self.team)
        self.list = TaskList(self._photo_of)
        self.look_each_minute(self._look_at_clock)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.pane = TaskPane()
        self.pane.list.chosen.connect(self.show_view)
        self._pane_edge = Hairline("border", upright=True)
        self._pane_edge.hide()
        row.addWidget(self.pane)
        row.addWidget(self._pane_edge)
        row.addWidget(self._build_tasks(), 1)
        self._edge = Hairline("border", upright=True)
        row.addWidget(self._edge)
        self.side = QStackedWidget()
        spacing.see_to_itself(self.side)
        row.addWidget(self.side)
        self.show_side(None)
        self.unread = Unread(self, desk, below=self.line)
        desk.changed.connect(self._changed)
        desk.outbox.changed.connect(self._waits_otherwise)
        look.announcer().changed.connect(self._fit_side)

    def _build_tasks(self) -> QWidget:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        column.addWidget(Hairline("border"))
        body = QVBoxLayout()
        body.setContentsMargins(*mirror.margins(24, 16, 16, 0))
        body.setSpacing(8)
        body.addWidget(self.line)
        self.list.setProperty("surface", "page")
        self.list.viewport().setAutoFillBackground(False)
        body.addWidget(self.list, 1)
        body.addWidget(self._build_empty(), 1)
        column.addLayout(body, 1)
        self.line.left.connect(self._from_line)
        self.list.left.connect(self.left)
        return on_surface("page", column)

    def _build_head(self) -> QWidget:
        self.title = ElidedLabel(_("Tasks"), "title")
        self.count = Label("", "body", "text2")
        self.whose = Segmented([(_("Mine"), MINE), (_("Everyone"), EVERYONE)], MINE)
        self.whose.setAccessibleName(_("Whose tasks"))
        self.whose.chosen.connect(self.show_view)
        self.more = IconButton("ellipsis", _("Whose tasks"))
        self.more.clicked.connect(self._offer_views)
        self.whose.hide()
        self.more.hide()
        self.add = Button(_("Task"), "primary", "plus")
        tip_with_keys(self.add, _("New task"), "Ctrl+N")
        self.add.clicked.connect(self.new_wanted)
        self.back = way_back()
        self.back.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setContentsMargins(*mirror.margins(24, 11, 16, 11))
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self.whose)
        row.addWidget(self.more)
        row.addWidget(self.add)
        row.addWidget(self.back)
        return on_surface("page", row)

    def _build_empty(self) -> QWidget:
        self.empty = EmptyState("circle-check", _("Nothing to do"), _(EMPTY))
        self.empty.hide()
        return self.empty

    def stops(self) -> list[QWidget]:
        """Tab goes through the head, the line, the tasks and the editor."""
        wanted = [self.pane.list, *self.line.stops(), self.list, *self._side_stops(), self.whose,
                  self.more, self.add, self.back]  # fmt: skip
        return [widget for widget in wanted if takes_tab(widget)]

    def _side_stops(self) -> list[QWidget]:
        here: Any = self.side.currentWidget()
        return list(here.stops()) if here is not None and self.side.isVisible() else []

    # ── the side ────────────────────────────────────────────────────────────────────────

    def show_side(self, editor: TaskEditor | None) -> None:
        """Show the editor beside the tasks, or the tasks alone."""
        if editor is not None and self.side.indexOf(editor) < 0:
            self.side.addWidget(editor)
        had_focus = self._holds_focus()
        self.side.setVisible(editor is not None)
        self._edge.setVisible(editor is not None)
        self.list.is_beside_editor = editor is not None
        self._fit_side()
        self._fit_pane()
        if editor is None and had_focus:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.viewport().update()

    def _holds_focus(self) -> bool:
        found = self.window().focusWidget()
        return found is not None and self.side.isAncestorOf(found)

    def _fit_side(self) -> None:
        wide = min(look.px(EDITOR_WIDE), max(LEAST_EDITOR, round(self.width() * SHARE)))
        self.side.setFixedWidth(wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The editor takes no more than its share."""
        super().resizeEvent(event)
        self._fit_side()
        self._fit_pane()

    # ── whose tasks ─────────────────────────────────────────────────────────────────────

    def team(self) -> Team:
        """Who uses the book."""
        return self.list.rows.found.team

    def show_view(self, view: str) -> None:
        """Show the tasks of others than before; what was chosen stays so where it is there."""
        here = self.list.current()
        self.list.rows.choose_view(view)
        if here is not None:
            self.list.choose(here.event.id)
        if self.list.current() is None:
            self.list.show_found(self.list.rows.found, self.list.rows.now)
        self._show_state()

    def _offer_views(self) -> None:
        menu = self.views_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def views_menu(self) -> Menu:
        """What the pane offers, where there is no room for it."""
        menu, rows = Menu(self), self.list.rows
        for view in views_of(self.team(), rows.found.open):
            action = menu.addAction(view.words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(view.key == rows.view)
            action.triggered.connect(partial(self._view_chosen, view.key))
        return menu

    def _view_chosen(self, view: str, _on: bool = False) -> None:
        self.show_view(view)

    def _fit_pane(self) -> None:
        several = self.team().is_several
        has_pane = self.pane.fit(self.width(), several)
        self._pane_edge.setVisible(has_pane)
        room = self.width() - self._taken(self.pane) - self._taken(self.side)
        self.whose.setVisible(several and room >= look.px(NEEDED))
        self.count.setVisible(not several or room >= look.px(LEAST_HEAD))
        self.more.setVisible(several and not (has_pane and self.whose.isVisibleTo(self)))

    def _taken(self, beside: QWidget) -> int:
        return 0 if beside.isHidden() else beside.width()

    def _show_views(self) -> None:
        rows = self.list.rows
        self.pane.list.show_views(views_of(rows.found.team, rows.found.open), rows.view)
        if rows.view in (MINE, EVERYONE):
            self.whose.choose(rows.view)
        else:
            self.whose.choose_none()
        self.title.setText(title_of(rows.view, rows.found.team))
        self._fit_pane()

    # ── coming and going ────────────────────────────────────────────────────────────────

    def come(self) -> None:
        """Show the book as it is now; the keyboard is on the tasks."""
        self.list.rows.forget_done()
        self.read()
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _from_line(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def now(self) -> datetime:
        """The present moment by the person's clock."""
        return self.clock(self.list.rows.found.home)

    # ── reading ─────────────────────────────────────────────────────────────────────────

    def read(self, choose: str = "") -> None:
        """Read the tasks anew; the one with this id is chosen then."""
        self._wanted = choose or self._wanted
        clock = self.clock
        self.unread.read("tasks", lambda tx: _found(tx, clock), self._show, key="tasks")

    def _show(self, found: Found) -> None:
        self._read = found
        found = with_waiting(found, self.desk.outbox.waiting)
        self._is_stale = False
        self.is_known = True
        self.list.read_only = self.desk.read_only
        self.list.show_found(found, self.clock(found.home))
        if self._wanted:
            self.list.choose(self._wanted)
            self._wanted = ""
        self._show_state()
        self._allow()

    def _waits_otherwise(self) -> None:
        """Other edits wait for the book than before; what came into it is read there."""
        if not self.desk.away.is_away:
            self.went_stale()
        elif self._read is not None:
            self._show(self._read)

    def _show_state(self) -> None:
        """What is beside and over the list, and whether there is any list."""
        self._show_views()
        rows = self.list.rows
        has_any = bool(rows.lines)
        had_focus = self.list.hasFocus()
        self.list.setVisible(has_any)
        self.empty.setVisible(not has_any)
        is_all = not rows.found.team.is_several or not rows.found.open
        self.empty.text.setText(_(EMPTY) if is_all else empty_words(rows.view))
        if had_focus and not has_any:
            self.line.begin()
        self.count.setText(rows.count_words() if has_any else "")

    def _allow(self) -> None:
        why = self.why_not
        for widget in (self.add, self.line.field):
            widget.setEnabled(not self.desk.read_only)
            if why:
                widget.setToolTip(why)

    def _people_in(self, subject: str, without: Sequence[str], answer: Answer) -> None:
        self.desk.read(
            lambda tx: people_in(tx, subject, without), answer, key="tasks people"
        )  # fmt: skip

    def _photo_of(self, person: TaskPerson) -> QImage | None:
        return self.picture(person.photo, FACE, self._photo_read)

    def _photo_read(self, _image: QImage) -> None:
        self.list.viewport().update()

    def _changed(self, change: ChangeSet) -> None:
        if change.events == () and not self.list.rows.found.open:
            return
        self.went_stale()

    def _look_at_clock(self) -> None:
        """After midnight the groups are others; what was due at a time may be late by now."""
        rows = self.list.rows
        now = self.now()
        if now.date() != rows.today:
            rows.forget_done()
            self.read()
        else:
            rows.now = now
            self.list.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes to the tasks, and from there to the contacts."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.list.hasFocus() or not self.list.isVisible():
            self.left.emit()
        else:
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _found(tx: Any, clock: Callable[[tzinfo], datetime]) -> Found:
    from contactdesk.model.zones import home_zone

    home = home_zone() or UTC
    midnight = datetime.combine(clock(home).date(), time(), home)
    done = tx.tasks.done_since(midnight, home)
    return Found(tx.tasks.open(home), done, home, tx.people.team())
