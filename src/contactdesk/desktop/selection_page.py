"""What the right side shows while several contacts are selected: who, and one change for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop.actions import Actions
from contactdesk.desktop.bidi import isolated
from contactdesk.desktop.bulk_custom import BulkCustom
from contactdesk.desktop.bulk_fields import BulkCategories, BulkNote, BulkText, Values
from contactdesk.desktop.bulk_words import FIELDS, ICONS, changed_words, consequences, skipped_words
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.cards import Card, Page
from contactdesk.desktop.faces import Faces
from contactdesk.desktop.feedback import Banner, IconMark
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.habits import hint_of_keys
from contactdesk.desktop.labels import ElidedLabel, Hairline, Label
from contactdesk.desktop.list_model import ContactListModel
from contactdesk.desktop.undo_through import LetUndoThrough
from contactdesk.desktop.unread import Unread
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.bulk import BulkEdit
from contactdesk.model.custom import named
from contactdesk.model.shown import shortened
from contactdesk.operations.bulk_editing import Changed, change_all
from contactdesk.store.selection import Common

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.progress import Progress
    from contactdesk.store.book import Book
    from contactdesk.store.listing import ChangeSet

LONGEST = 40  # characters of a name among others
NAMED = 8
PAUSE_MS = 120  # before what would happen is counted anew


class SelectionPage(QWidget):
    """Follows the selection; what was typed stays while it grows or shrinks."""

    left = Signal()  # please select nobody any more
    category_wanted = Signal(object)  # QPoint: where the choice is to open

    def __init__(
        self,
        desk: Desk,
        model: ContactListModel,
        actions: Actions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self._model = model
        self._actions = actions
        self._numbers: list[int] = []
        self._since: int | None = None  # the newest change known as the typing began
        self._skipped: Banner | None = None
        self._common = Common(0, 0, {})
        self._nameless = False  # names of the selected are still to be read
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._count)
        page = Page()
        column = self._page_column = QVBoxLayout()
        column.setContentsMargins(28, 20, 28, 20)
        column.setSpacing(12)
        column.addLayout(self._build_head())
        column.addSpacing(4)
        column.addLayout(self._build_verbs())
        column.addSpacing(4)
        column.addWidget(self._build_fields())
        column.addWidget(self._build_consequences())
        column.addStretch(1)
        page.set_content(column)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(page, 1)
        whole.addWidget(self._build_foot())
        self.unread = Unread(self, desk, below=self.names)
        desk.changed.connect(self._changed)
        model.named.connect(self._named)

    # ── what there is ───────────────────────────────────────────────────────────────────

    def _build_head(self) -> QHBoxLayout:
        self.faces = Faces()
        self.title = Label("", "title", wrap=True)
        self.names = Label("", "body", "text2", wrap=True).give_way()
        close = IconButton("x", _("Select nobody (Esc)"))
        close.clicked.connect(self.left)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self.names)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.faces)
        row.addLayout(words, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _build_verbs(self) -> QHBoxLayout:
        actions = self._actions
        flow = FlowLayout(8, 8)
        self._star = Button(_("Star"), "secondary", "star")
        self._delete = Button(_("Delete"), "danger", "trash-2")
        self._restore = Button(_("Restore"), "secondary", "undo-2")
        # shorter words than the menu's, so that all stand in one line of the smallest window
        self._archive = Button(_("Archive them"), "secondary", "archive")
        self._take_out = Button(_("Take them out"), "secondary", "archive-restore")
        self.categorise = Button(_("Category"), "secondary", "tag")
        self.categorise.clicked.connect(self._ask_category)
        for button, action in (
            (Button(_("Email"), "secondary", "mail"), actions.mail),
            (self._star, actions.star),
            (self.categorise, actions.categorise),
            (self._archive, actions.archive),
            (self._take_out, actions.take_out),
            (Button(_("Export…"), "secondary", "upload"), actions.export_chosen),
            (self._restore, actions.restore),
        ):
            if button is self.categorise:
                button.enable_as(action)
            else:
                button.follow(action)
            flow.addWidget(button)
        self._delete.follow(actions.delete)
        row = QHBoxLayout()
        row.addLayout(flow, 1)
        row.addWidget(self._delete, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _ask_category(self) -> None:
        corner = self.categorise.rect().bottomLeft()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            corner = self.categorise.rect().bottomRight()
        self.category_wanted.emit(self.categorise.mapToGlobal(corner + QPoint(0, 4)))

    def _build_fields(self) -> Card:
        self._card = Card(" ")
        self._card.add_to_head(ElidedLabel(_("Only what you touch is changed"), "caption", "text2"))
        self._card.body.setSpacing(8)
        self.fields = {name: BulkText(_(words), ICONS[name]) for name, words in FIELDS.items()}
        self.categories = BulkCategories(_("Categories"))
        self.customs = BulkCustom()
        self.customs.edited.connect(self._edited)
        self._card.body.addWidget(self.customs)
        self.note = BulkNote(_("Note to add"), "notebook-pen")
        for row in (*self.fields.values(), self.categories, self.note):
            row.edited.connect(self._edited)
            self._card.body.addWidget(row)
        self.categories.field.textEdited.connect(lambda _text: self._edited())
        rows = (*self.fields.values(), self.categories, self.note)
        fields = [field for row in rows for field in row.fields()]
        LetUndoThrough(fields, lambda: not self.edit(), self)
        return self._card

    def _build_consequences(self) -> Card:
        self._told = Card(_("What will happen"))
        self._told.hide()
        self._sentences: QWidget | None = None
        return self._told

    def _build_foot(self) -> QWidget:
        self._promise = ElidedLabel("", "caption", "text2")
        self._clear = Button(_("Clear changes"))
        self._clear.clicked.connect(self.clear)
        self.change = Button("", "primary", "check")
        self.change.clicked.connect(self.apply)
        row = QHBoxLayout()
        row.setContentsMargins(28, 10, 28, 10)
        row.setSpacing(8)
        row.addWidget(self._promise, 1)
        row.addWidget(self._clear)
        row.addWidget(self.change)
        keys = Label("Ctrl+Enter", "caption", "text3")
        hint_of_keys(keys)
        row.addWidget(keys)
        self._foot = QWidget()
        self._foot.setProperty("surface", "list")
        self._foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self._foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline("border"))
        column.addLayout(row)
        self._foot.hide()
        return self._foot

    # ── who is selected ─────────────────────────────────────────────────────────────────

    def show_numbers(self, numbers: list[int]) -> None:
        """Say who is selected, and read what they have in common."""
        self._numbers = numbers
        count = len(numbers)
        self._show_names()
        self._star.set_label(self._actions.star.text())
        self._delete.setVisible(self._actions.delete.isVisible())
        self._restore.setVisible(self._actions.restore.isVisible())
        self._archive.setVisible(self._actions.archive.isVisible())
        self._take_out.setVisible(self._actions.take_out.isVisible())
        assert self._card.title is not None
        self._card.title.setText(_("Change in all {n}").format(n=counted(count)))
        can_change = not self.desk.read_only and self._actions.delete.isVisible()
        self._card.setVisible(can_change)
        self._read()

    def _show_names(self) -> None:
        """Who is selected; once more when the list has read names that it did not have."""
        numbers = self._numbers
        model, count = self._model, len(numbers)
        rows = [model.contact_at(model.row_of_number(n)) for n in numbers[:NAMED]]
        known = [row for row in rows if row is not None]
        self.faces.show_rows(known, count)
        words = ngettext("{n} contact selected", "{n} contacts selected", count)
        self.title.setText(words.format(n=counted(count)))
        names = ", ".join(isolated(shortened(row.name, LONGEST)) for row in known)
        if count > len(known):
            more = counted(count - len(known))
            names = _("{names} and {n} more").format(names=names, n=more) if known else ""
        self.names.setText(names)
        self._nameless = len(known) < min(NAMED, count)

    def _named(self) -> None:
        if self._nameless and self.isVisible():
            self._show_names()

    def _changed(self, change: ChangeSet) -> None:
        named = change.contacts
        if self.isVisible() and (named is None or not set(named).isdisjoint(self._numbers)):
            self._read()

    def _read(self) -> None:
        if not self._numbers:
            return
        numbers = list(self._numbers)
        self.unread.read(
            tuple(numbers),
            lambda tx: (
                tx.contacts.common(numbers),
                tx.categories.names(),
                tx.custom_fields.among(numbers),
            ),
            self._take,
            key="selection",
        )

    def _take(self, found: tuple[Common, list[str], dict[str, Values]]) -> None:
        common, names, custom = found
        common = common._replace(values=common.values | {named(f): v for f, v in custom.items()})
        if common.contacts != len(self._numbers):
            return
        self._common = common
        for name, row in self.fields.items():
            row.show_values(common.values[name])
        self.categories.show_selection(common.contacts, common.values["categories"])
        self.categories.offer(names)
        self.customs.show_values(common.contacts, custom)
        self.note.show_values(())
        self._edited()

    # ── the change ──────────────────────────────────────────────────────────────────────

    def edit(self) -> BulkEdit:
        """What has been typed, as one change."""
        values = {name: row.value() for name, row in self.fields.items()}
        return BulkEdit(
            **values,
            note=(self.note.value() or ""),
            add=self.categories.typed(),
            remove=tuple(self.categories.remove),
            custom=self.customs.value(),
        )

    def clear(self) -> None:
        """Leave everything as it is."""
        if self._foot.isAncestorOf(self.focusWidget() or self):  # it goes away now
            self.fields["organisation"].field.setFocus(Qt.FocusReason.OtherFocusReason)
        for row in (*self.fields.values(), self.categories, self.note):
            row.clear()
        self.customs.clear()
        self._edited()

    def _edited(self) -> None:
        edit = self.edit()
        count = len(self._numbers)
        if not edit:
            self._since = None
        elif self._since is None:  # from now on others' changes are news to this change
            self._since = self.desk.seen
        self._foot.setVisible(bool(edit))
        words = ngettext("One undo step for {n} contact", "One undo step for all {n}", count)
        self._promise.setText(words.format(n=counted(count)))
        words = ngettext("Change {n} contact", "Change {n} contacts", count)
        self.change.set_label(words.format(n=counted(count)))
        if edit:
            self._pause.start()
        else:
            self._pause.stop()
            self._told.hide()

    def _count(self) -> None:
        edit, numbers = self.edit(), list(self._numbers)
        self.desk.read(
            lambda tx: (edit, tx.contacts.affected(numbers, edit)), self._tell, key="affected"
        )

    def _tell(self, found: tuple[BulkEdit, dict[str, int]]) -> None:
        edit, affected = found
        if edit != self.edit() or not edit:
            return
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for icon, sentence in consequences(edit, self._common, affected):
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(IconMark(icon, "accent_text", 16), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label(sentence, wrap=True).give_way(), 1)
            column.addLayout(row)
        if self._sentences is not None:
            self._sentences.hide()
            self._sentences.deleteLater()
        self._sentences = holder
        self._told.body.addWidget(holder)
        self._told.show()

    def apply(self) -> None:
        """Make the change, off the window's thread, as one step of undo."""
        edit, numbers = self.edit(), list(self._numbers)
        if not edit or self.desk.read_only or self.desk.busy:
            return
        self.change.setEnabled(False)

        since = self._since

        def job(book: Book, progress: Progress) -> Changed:
            return change_all(book, numbers, edit, progress, since)

        def done(result: Changed) -> None:
            self.change.setEnabled(True)
            self.clear()
            self.desk.toast.emit(changed_words(result), _("Undo"), self.desk.undo)
            if result.skipped:
                self._tell_skipped(result.skipped)

        def failed(error: Any) -> None:
            self.change.setEnabled(True)
            self.desk.failed.emit(error)

        self.desk.run(job, done, failed=failed)

    def _tell_skipped(self, names: tuple[str, ...]) -> None:
        if self._skipped is not None:
            self._skipped.deleteLater()
        self._skipped = Banner("warn", skipped_words(names), icon="users", closable=True)
        self._page_column.insertWidget(0, self._skipped)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter makes the change."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.apply()
        else:
            super().keyPressEvent(event)
