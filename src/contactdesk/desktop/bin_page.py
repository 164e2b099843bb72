"""Everything that was deleted: searched, brought back, or removed for good."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QVBoxLayout, QWidget

from contactdesk.desktop import mirror, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.backup_first import remove_for_good
from contactdesk.desktop.bin_list import BinList, kind_words, name_words, row_high
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.feedback import EmptyState, IconMark, announce
from contactdesk.desktop.labels import ElidedLabel, Hairline
from contactdesk.desktop.menus import Menu, destroys
from contactdesk.desktop.pills import Pills
from contactdesk.desktop.reading_order import takes_tab
from contactdesk.desktop.search_field import SearchField
from contactdesk.desktop.surfaces import RowsCard, on_surface
from contactdesk.desktop.unread import Unread
from contactdesk.desktop.wide_page import WidePage, way_back
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.bin import Binned, BinPage
from contactdesk.operations.emptying import back_words, removed_words

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.store.listing import ChangeSet

WAIT_MS = 120
MOST_KINDS = 8
NOTHING = BinPage((), 0, 0)


class DeletedPage(WidePage):
    """Takes the place of list and card; `left` asks for them again."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent=parent)
        self.page: BinPage = NOTHING
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self.read)
        self.list = BinList()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        column.addWidget(Hairline("border"))
        column.addLayout(self._build_body(), 1)
        self.list.chosen.connect(self._allow)
        self.list.back_wanted.connect(self.bring_back)
        self.list.removal_wanted.connect(self.ask_to_remove)
        self.list.menu_wanted.connect(self._menu)
        self.list.left.connect(self.left)
        self.unread = Unread(self, desk, below=self.search.parentWidget())
        desk.changed.connect(self._changed)
        desk.facts_changed.connect(self._allow)
        look.announcer().changed.connect(self._fit)
        self._allow()

    # ── parts ───────────────────────────────────────────────────────────────────────────

    def _build_head(self) -> QWidget:
        self.title = ElidedLabel(_("Everything deleted"), "title")
        self.below = ElidedLabel("", "body", "text2")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.below)
        self.back = Button(_("Bring back"), "primary", "undo-2")
        self.back.clicked.connect(self.bring_back)
        self.remove = Button(_("Remove for good…"), icon="trash-2")
        self.remove.clicked.connect(self.ask_to_remove)
        self.cross = way_back()
        self.cross.clicked.connect(self.left)
        first = QHBoxLayout()
        first.setSpacing(8)
        mark = IconMark("trash-2", "slate", 22, side=44, ground="slate_soft", round_=True)
        first.addWidget(mark)
        first.addSpacing(4)
        first.addLayout(words, 1)
        for widget in (self.back, self.remove, self.cross):
            first.addWidget(widget)
        self.search = SearchField(_("Search what was deleted"))
        self.search.setMaximumWidth(280)
        self.search.textChanged.connect(self._wait.start)
        self.search.left_down.connect(self.take_focus)
        self.kinds = Pills(_("Show"), [(_("All"), "")])
        self.kinds.chosen.connect(self._filter)
        second = QHBoxLayout()
        second.setSpacing(12)
        second.addWidget(self.search, 2)
        second.addWidget(self.kinds, 3, Qt.AlignmentFlag.AlignVCenter)
        second.addStretch(1)
        column = QVBoxLayout()
        column.setContentsMargins(*mirror.margins(24, 10, 16, 10))
        column.setSpacing(10)
        column.addLayout(first)
        column.addLayout(second)
        return on_surface("page", column)

    def _build_body(self) -> QVBoxLayout:
        self.sheet = RowsCard()
        spacing.see_to_itself(self.sheet)
        inside = QVBoxLayout(self.sheet)
        inside.setContentsMargins(1, 5, 1, 5)
        self.list.viewport().setAutoFillBackground(False)
        inside.addWidget(self.list)
        self.empty = EmptyState("trash-2", _("The bin is empty"), "", tone="slate")
        body = QVBoxLayout()
        body.setContentsMargins(*mirror.margins(24, 14, 20, 16))
        body.addWidget(self.sheet, 1)
        body.addWidget(self.empty, 1)
        body.addStretch(0)
        return body

    def stops(self) -> list[QWidget]:
        """Tab goes through the head and the list."""
        wanted = [self.search, self.kinds, self.list, self.back, self.remove, self.cross]
        return [widget for widget in wanted if takes_tab(widget)]

    # ── reading ─────────────────────────────────────────────────────────────────────────

    def come(self) -> None:
        """Show all of it; the keyboard is on the rows."""
        self.search.clear()
        self.read()
        self.take_focus()

    def take_focus(self) -> None:
        """The keyboard goes to the rows."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def read(self) -> None:
        """Read what is in the bin anew."""
        words = self.search.text()
        self.unread.read(words, lambda tx: tx.bin.page(words), self._show, key="bin")

    def _show(self, page: BinPage) -> None:
        self.page, self._is_stale = page, False
        kinds = Counter(entry.kind for entry in page.items)
        found = [(kind_words(kind), kind) for kind, _n in kinds.most_common(MOST_KINDS)]
        self.kinds.offer([(_("All"), ""), *(found if len(kinds) > 1 else [])])
        self.kinds.setVisible(len(kinds) > 1)
        self._filter()

    def _filter(self, _value: object = None) -> None:
        wanted = self.kinds.value()
        items = [entry for entry in self.page.items if wanted in ("", entry.kind)]
        self.list.show_entries(items, self.page)
        self._fit()
        self.sheet.setVisible(bool(items))
        self.empty.setVisible(not items)
        self._say()
        self._allow()

    def _fit(self) -> None:
        """The sheet ends below the last row."""
        self.sheet.setMaximumHeight(self.list.entries.rowCount() * row_high() + 14)

    def _say(self) -> None:
        page, days = self.page, self.page.days
        stay = _("Deleted things stay here until they are removed for good.")
        if days:
            stay = ngettext(
                "Deleted things stay here for {n} day, then they are removed for good.",
                "Deleted things stay here for {n} days, then they are removed for good.",
                days,
            ).format(n=counted(days))
        count = ngettext("{n} entry", "{n} entries", page.total).format(n=counted(page.total))
        if page.total > len(page.items):
            count = _("The last {n} of {all} entries").format(
                n=counted(len(page.items)), all=counted(page.total)
            )
        kept = ngettext("kept for {n} day", "kept for {n} days", days).format(n=counted(days))
        self.below.setText(f"{count} · {kept}" if days else count)
        self.below.setVisible(page.total > 0)
        if self.search.text().strip():
            self.empty.say(_("Nothing found"), _("Nothing in the bin has these words in its name."))
        else:
            self.empty.say(_("The bin is empty"), stay)

    def _allow(self, _facts: object = None) -> None:
        why, some = self.why_not, bool(self.list.chosen_entries())
        for button in (self.back, self.remove):
            button.setEnabled(some and not self.desk.read_only)
            button.setToolTip(why or ("" if some else _("Choose something in the list first.")))

    def _changed(self, _change: ChangeSet) -> None:
        self.went_stale()

    # ── what can be done ────────────────────────────────────────────────────────────────

    def bring_back(self) -> None:
        """Take the chosen ones out of the bin, as one step."""
        chosen = self.list.chosen_entries()
        if not chosen or self.desk.read_only:
            return
        places = [entry.place for entry in chosen]
        label = _label(_("Bring back {name}"), _("Bring back from the bin"), chosen)
        self.desk.write(label, lambda tx: tx.bin.bring_back(places), self._is_back)

    def _is_back(self, count: int) -> None:
        if count:
            self.desk.toast.emit(back_words(count), _("Undo"), self.desk.undo)
        else:
            self.desk.toast.emit(_("Somebody else was quicker: nothing was changed."), "", None)
        announce(self, back_words(count))

    def ask_to_remove(self) -> None:
        """Ask before the chosen ones go for good: that cannot be undone."""
        chosen = self.list.chosen_entries()
        if not chosen or self.desk.read_only:
            return
        many = ngettext("Remove {n} entry for good?", "Remove {n} entries for good?", len(chosen))
        words = many.format(n=counted(len(chosen)))
        if len(chosen) == 1:
            words = _("Remove “{name}” for good?").format(name=name_words(chosen[0]))
        box = QMessageBox(QMessageBox.Icon.Warning, "ContactDesk", words, parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(
            _("This cannot be undone. A backup of the book is made first, if the last one is not "
              "of today’s state.")
        )  # fmt: skip
        go = box.addButton(_("Remove for good"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(_("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.buttonClicked.connect(lambda button: self._remove(chosen) if button is go else None)
        box.open()

    def _remove(self, chosen: list[Binned]) -> None:
        places = [entry.place for entry in chosen]
        gone: list[int] = []

        def remove(tx: Any) -> None:
            gone.append(tx.bin.remove(places))

        def done() -> None:
            words = removed_words(sum(gone))
            self.desk.toast.emit(words, "", None)
            announce(self, words)

        remove_for_good(self.desk, self, _("Delete for good"), remove, done)

    def _menu(self, where: QPoint) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        back = menu.addAction(_("Bring back"), self.bring_back)
        menu.addSeparator()
        remove = menu.addAction(_("Remove for good…"), self.ask_to_remove)
        destroys(remove)
        for action in (back, remove):
            action.setEnabled(self.back.isEnabled())
            action.setToolTip(self.why_not)
        menu.popup(where)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes to the rows, and from there to the contacts."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.list.hasFocus() or not self.list.isVisible():
            self.left.emit()
        else:
            self.take_focus()


def _label(one: str, many: str, chosen: list[Binned]) -> str:
    return one.format(name=name_words(chosen[0])) if len(chosen) == 1 else many
