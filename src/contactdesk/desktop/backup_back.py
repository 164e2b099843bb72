"""What shall come back from a backup: chosen contacts, or the whole book beside today's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from contactdesk.desktop import bidi, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.backup_words import when_made
from contactdesk.desktop.backup_work import BackupWork
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.labels import Label
from contactdesk.desktop.row_list import Index
from contactdesk.desktop.search_field import SearchField
from contactdesk.desktop.sheet import Sheet
from contactdesk.desktop.table_painting import paint_box
from contactdesk.i18n import _, counted, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.desk import Desk
    from contactdesk.errors import ContactDeskError
    from contactdesk.progress import Progress
    from contactdesk.store.backups import Backup
    from contactdesk.store.listing import ContactRow

WAIT_MS = 200
_NUMBER = Qt.ItemDataRole.UserRole


class _Ticks(QStyledItemDelegate):
    """Paints a box and a name."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One line."""
        return QSize(look.px(200), look.tall(34, "body", room=12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground of the row that the keyboard is on, the box, the words."""
        view = option.widget
        area = QRect(option.rect)
        here = isinstance(view, QListView) and view.currentIndex() == index and view.hasFocus()
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if here or over:
            ground = "sel" if here else "hover"
            paint_ground(painter, QRectF(area.adjusted(1, 1, -1, -1)), ground, "", 6)
        side = look.px(18)
        box = QRect(area.left() + look.px(10), area.center().y() - side // 2, side, side)
        words = area.adjusted(look.px(38), 0, -look.px(8), 0)
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
        paint_box(painter, mirror.placed(option.direction, area, box), ticked)
        words = mirror.placed(option.direction, area, words)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("sel_text" if here else "text"))
        text = look.metrics("body").elidedText(
            index.data(), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, mirror.leading(option.direction), text)
        painter.restore()


class CheckList(QListView):
    """Names with boxes; Enter and Space tick them, and so does a click anywhere in a row."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(_Ticks(self))
        self.setMouseTracking(True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick the row under the pointer."""
        self._tick(self.indexAt(event.position().toPoint()))

    def _tick(self, index: Index) -> None:
        if index.isValid():
            on = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
            state = Qt.CheckState.Unchecked if on else Qt.CheckState.Checked
            self.model().setData(index, state.value, Qt.ItemDataRole.CheckStateRole)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter ticks as Space does; letters are for the search."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._tick(self.currentIndex())
        else:
            super().keyPressEvent(event)


class BringBack(Sheet):
    """Names of the backup to tick, found by typing; *Whole book* needs no choice."""

    whole_wanted = Signal()
    contacts_wanted = Signal(object)  # numbers in the backup

    def __init__(self, host: QWidget, desk: Desk, backup: Backup) -> None:
        text = _(
            "A backup of today is made first. Chosen contacts come into today's book as they were "
            "then, and Undo takes that back. The whole book comes as a file of its own beside "
            "today's, which stays as it is."
        )
        title = _("Bring back from {when}").format(when=bidi.isolated(when_made(backup)))
        super().__init__(host, "history", title, text, wide=600, tone="accent")
        self._desk, self._backup = desk, backup
        self._ticked: dict[int, str] = {}
        self._filling = False
        self.reader = BackupWork(desk, self)
        self._build()
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self._read)
        self.search.textChanged.connect(self._typed)
        self.search.left_down.connect(self.list.setFocus)
        self._read()

    def _build(self) -> None:
        self.search = SearchField(_("Search this backup"))
        self.model = QStandardItemModel(self)
        self.model.itemChanged.connect(self._ticks_changed)
        self.list = CheckList()
        self.list.setModel(self.model)
        self.list.setProperty("surface", "list")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(_("Contacts in this backup"))
        self.list.setMinimumHeight(look.px(220))
        self.said = Label(_("Reading…"), "caption", "text2", wrap=True)
        self.body.setSpacing(8)
        for widget in (self.search, self.list, self.said):
            self.body.addWidget(widget)
        self.whole = self.add_button(_("Whole book"), leading=True)
        self.cancel = self.add_button(_("Cancel"))
        self.go = self.add_button("", "primary")
        self.whole.clicked.connect(self._take_whole)
        self.cancel.clicked.connect(self.dismiss)
        self.go.clicked.connect(self._take_contacts)
        self._show_ticks()

    def ask(self) -> None:
        """Show it; typing finds somebody at once."""
        self.open_sheet(self.search)

    def _typed(self, _text: str) -> None:
        self._wait.start()

    def _read(self) -> None:
        if self.reader.is_busy:
            self._wait.start()
            return
        path, words = self._backup.path, self.search.text()

        def job(_progress: Progress) -> list[ContactRow]:
            from contactdesk.operations.bringing_back import rows_in

            return rows_in(path, words)

        self.reader.start(job, self._show, self._not_read)

    def _show(self, rows: Sequence[ContactRow]) -> None:
        from contactdesk.operations.bringing_back import MOST_ROWS

        self._filling = True
        self.model.clear()
        for row in rows:
            words = " · ".join(bidi.isolated(p) for p in (row.name, row.subtitle) if p)
            item = QStandardItem(words)
            item.setEditable(False)
            item.setCheckable(True)
            item.setData(row.number, _NUMBER)
            item.setCheckState(
                Qt.CheckState.Checked if row.number in self._ticked else Qt.CheckState.Unchecked
            )
            self.model.appendRow(item)
        self._filling = False
        if rows:
            self.list.setCurrentIndex(self.model.index(0, 0))
        self._say(len(rows), MOST_ROWS)

    def _say(self, count: int, most: int) -> None:
        if not count:
            words = _("Nobody like that is in this backup.")
        elif count >= most:
            words = _("The first {n}. Type a name to find others.").format(n=counted(count))
        else:
            words = ngettext("{n} contact", "{n} contacts", count).format(n=counted(count))
        self.said.setText(words)

    def _not_read(self, error: ContactDeskError) -> None:
        self.said.setText(error.message)
        self.whole.setEnabled(False)

    def _ticks_changed(self, item: QStandardItem) -> None:
        if self._filling:
            return
        number = int(item.data(_NUMBER))
        if item.checkState() == Qt.CheckState.Checked:
            self._ticked[number] = item.text()
        else:
            self._ticked.pop(number, None)
        self._show_ticks()

    def _show_ticks(self) -> None:
        count = len(self._ticked)
        words = ngettext("Bring back {n} contact", "Bring back {n} contacts", count)
        self.go.set_label(words.format(n=counted(count)) if count else _("Bring back contacts"))
        facts = self._desk.facts
        able = not self._desk.read_only
        self.go.setEnabled(bool(count) and able)
        why = facts.read_only if facts is not None else _("There is no open book.")
        self.go.setToolTip("" if able else why)

    def _take_whole(self) -> None:
        self.close_sheet()
        self.whole_wanted.emit()

    def _take_contacts(self) -> None:
        self.close_sheet()
        self.contacts_wanted.emit(list(self._ticked))
