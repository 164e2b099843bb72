"""The history of one contact: what changed when, the card as it was, and putting things back."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import as_it_was as old_card
from contactdesk.desktop import mirror, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.as_it_was import AsItWas
from contactdesk.desktop.avatars import Avatar, FaceOf
from contactdesk.desktop.buttons import IconButton
from contactdesk.desktop.date_texts import clock_text, date_text
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.feedback import EmptyState
from contactdesk.desktop.fields import Combo
from contactdesk.desktop.form_words import DateField
from contactdesk.desktop.history_list import HistoryList
from contactdesk.desktop.history_words import (
    Line,
    author_of,
    local_day,
    moment_of,
    summary_of,
    told_differences,
)
from contactdesk.desktop.labels import ElidedLabel, Hairline, Label
from contactdesk.desktop.reading_order import ReadingOrder, stops_in
from contactdesk.desktop.surfaces import on_surface, scrolled
from contactdesk.desktop.time_slider import TimeSlider
from contactdesk.desktop.unread import Unread
from contactdesk.errors import ContactDeskError, NotFound
from contactdesk.i18n import _, ngettext
from contactdesk.model.contact import Contact
from contactdesk.model.history import Difference, HistoryEntry, as_it_was, put_back
from contactdesk.model.names import display_name
from contactdesk.model.record import LABELS

if TYPE_CHECKING:
    from contactdesk.store.listing import ChangeSet

NARROW_BELOW = 720  # px of the page from which the old card has its full width
FIRST = 40  # changes that are read before the rest of a long history
REST_MS = 100  # after which the rest is read: what is there is painted by then
SHOW_MS = 40  # a slider that is dragged shows a card only where it stays


class HistoryView(NamedTuple):
    """A contact and what happened to it: everything, or the newest while the rest is read."""

    contact: Contact
    entries: list[HistoryEntry]
    whole: bool


def read_history(tx: Any, number: int, limit: int = 0) -> HistoryView:
    """Read a contact's history, on the book's thread."""
    contact = tx.contacts.get(number)
    entries = tx.history.of(contact.id, limit)
    return HistoryView(contact, entries, not limit or len(entries) < limit)


class HistoryPage(ReadingOrder, QWidget):
    """Takes the place of the card; `left` asks for the card again."""

    left = Signal()
    step_wanted = Signal(int)  # please show this step in the book's history

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.number = 0
        self.view: HistoryView | None = None
        self._entries: list[HistoryEntry] = []  # those the filters let through, newest first
        self._late = QTimer(self, singleShot=True, interval=SHOW_MS)
        self._late.timeout.connect(self.show_version)
        self._last = QTimer(self, singleShot=True, interval=SHOW_MS)
        self._last.timeout.connect(self._frame)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._read)
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head, self._time = self._build_head(), self._build_time()
        column.addWidget(self._head)
        column.addWidget(Hairline("border"))
        column.addWidget(self._time)
        column.addWidget(Hairline("border"))
        column.addLayout(self._build_body(), 1)
        self.unread = Unread(self, desk, below=self._head)
        desk.changed.connect(self._changed)

    # ── what there is ───────────────────────────────────────────────────────────────────

    def _build_head(self) -> QWidget:
        self.face = Avatar(44)
        self.title = ElidedLabel("", "subtitle")
        self.summary = ElidedLabel("", "caption", "text2")
        self.people = Combo(flat=True)
        self.people.setAccessibleName(_("Whose changes"))
        self.fields = Combo(flat=True)
        self.fields.setAccessibleName(_("Which values"))
        for combo in (self.people, self.fields):
            combo.activated.connect(self._filter)
        self.copy = IconButton("copy", _("Copy what is listed as text"))
        self.copy.clicked.connect(self.copy_text)
        self.print = IconButton("printer", _("Print or save as PDF…"))
        self.print.clicked.connect(self.ask_print)
        close = IconButton("x", _("Back to the card (Esc)"))
        close.clicked.connect(self.left)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.summary)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(*mirror.margins(28, 12, 20, 12))
        row.setSpacing(8)
        row.addWidget(self.face)
        row.addSpacing(4)
        row.addLayout(words, 1)
        for widget in (self.people, self.fields, self.copy, self.print, close):
            row.addWidget(widget)
        return on_surface("list", row)

    def _build_time(self) -> QWidget:
        self.day = DateField(None)
        self.day.setAccessibleName(_("As it was on this day"))
        self.day.setFixedWidth(150)
        self.day.returnPressed.connect(self._go_to_day)
        self.earlier = IconButton("chevron-left", _("The change before"), kind="secondary")
        self.later = IconButton("chevron-right", _("The change after"), kind="secondary")
        self.slider = TimeSlider()
        self.slider.moved.connect(self._moved)
        self.earlier.clicked.connect(lambda: self.slider.go(self.slider.stop - 1))
        self.later.clicked.connect(lambda: self.slider.go(self.slider.stop + 1))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Label(_("As it was on"), "strong"))
        for widget in (self.day, self.earlier, self.later):
            row.addWidget(widget)
        hint = ElidedLabel(_("Drag, or ←/→ goes from change to change"), "caption", "text2")
        row.addStretch(1)
        row.addWidget(hint, 1000)
        hint.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout()
        column.setContentsMargins(28, 12, 28, 8)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.slider)
        return on_surface("list", column)

    def _build_body(self) -> QHBoxLayout:
        self.list = HistoryList()
        self.list.chosen.connect(self._go_to)
        self.list.put_back.connect(self._put_back_line)
        self.list.source_wanted.connect(self._go_to_source)
        self.nothing = EmptyState("history", _("No such changes"), tone="slate")
        self.nothing.hide()
        self.old = AsItWas()
        spacing.see_to_itself(self.old)
        self.old.put_back.connect(self._put_back_all)
        self.old.copied.connect(self._copy)
        column = QVBoxLayout()
        column.setContentsMargins(*mirror.margins(4, 14, 20, 14))
        column.addWidget(self.old)
        column.addStretch(1)
        self._side = side = scrolled("", column)
        spacing.see_to_itself(side)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list, 1)
        row.addWidget(self.nothing, 1)
        row.addWidget(side)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The old card gives way where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Other text sizes need other widths."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        wide = old_card.WIDE if self.width() >= look.px(NARROW_BELOW) else old_card.NARROW
        self.old.setFixedWidth(look.px(wide))
        self._side.setFixedWidth(look.px(wide + 24))

    # ── reading ─────────────────────────────────────────────────────────────────────────

    def show_contact(self, number: int) -> None:
        """Show somebody's history, from now backwards."""
        if number != self.number:
            self.number, self.view = number, None
            self.unread.forget()
        self._read()

    def take_focus(self) -> None:
        """Put the keyboard on the slider."""
        self.slider.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def stops(self) -> list[QWidget]:
        """What Tab stops at: the list of changes is one of them."""
        before = [*stops_in(self._head), *stops_in(self._time)]
        return [*before, *self.list.stops(), *stops_in(self._side, by_place=True)]

    def _read(self) -> None:
        """The newest changes come at once, all of a long history right after them."""
        number, limit = self.number, FIRST if self.view is None else 0
        self.unread.read(
            number, lambda tx: read_history(tx, number, limit), self._take, key="history",
            failed=self._not_read,
        )  # fmt: skip

    def _not_read(self, error: ContactDeskError) -> None:
        if isinstance(error, NotFound):
            self.left.emit()  # deleted for good meanwhile
        else:
            self.desk.failed.emit(error)

    def _changed(self, change: ChangeSet) -> None:
        if self.isVisible() and (change.contacts is None or self.number in change.contacts):
            self._read()

    def _take(self, view: HistoryView) -> None:
        if view.contact.number != self.number:
            return
        if not view.whole:
            self._rest.start()
        at = self._chosen_entry() if self.view is not None else None
        self.view = view
        contact = view.contact
        name = display_name(contact, self.desk.settings.name_order == "family")
        self.face.show_face(FaceOf(contact.id, contact.kind, name))
        self.title.setText(_("History of {name}").format(name=name))
        self.summary.setText(summary_of(view.entries) if view.whole else "")
        self._fill_filters()
        self._filter(keep=at)

    # ── filters ─────────────────────────────────────────────────────────────────────────

    def _fill_filters(self) -> None:
        assert self.view is not None
        people = {e.author: author_of(e) for e in reversed(self.view.entries)}
        fields = {name for e in self.view.entries for name in e.fields if name in LABELS}
        offer(self.people, _("Everyone"), [(words, n) for n, words in people.items()])
        labels = [(_(label), name) for name, label in LABELS.items() if name in fields]
        offer(self.fields, _("All values"), labels)

    def _filter(self, _index: int = 0, keep: HistoryEntry | None = None) -> None:
        if self.view is None:
            return
        person, field = self.people.currentData(), self.fields.currentData()
        self._entries = [
            e
            for e in self.view.entries
            if person in (None, e.author) and (field is None or field in e.fields)
        ]
        moments = [moment_of(e) for e in reversed(self._entries)]
        stop = len(self._entries)
        if keep is not None:
            changes = [e.change for e in reversed(self._entries)]
            stop = changes.index(keep.change) if keep.change in changes else stop
        self.slider.show_moments(moments, datetime.now().astimezone(), stop)
        self.list.show_entries(self._entries, self._able())
        self.list.setVisible(bool(self._entries))
        self.nothing.setVisible(not self._entries)
        self._moved(self.slider.stop)

    def _able(self) -> bool:
        contact = self.view.contact if self.view is not None else None
        return contact is not None and not contact.deleted_at and not self.desk.read_only

    # ── where in time ───────────────────────────────────────────────────────────────────

    def _chosen_entry(self) -> HistoryEntry | None:
        """The change that the slider stands on; None at "Now"."""
        stop = self.slider.stop
        return self._entries[-1 - stop] if 0 <= stop < len(self._entries) else None

    def _moved(self, _stop: int) -> None:
        entry = self._chosen_entry()
        self.earlier.setEnabled(self.slider.stop > 0)
        self.later.setEnabled(self.slider.stop < self.slider.last)
        self.day.show_day(local_day(moment_of(entry) if entry else datetime.now()))
        self._late.start()

    def show_version(self) -> None:
        """Show the card as it was at the slider's stop."""
        self._late.stop()
        self._last.start()
        if self.view is None:
            return
        entry, contact = self._chosen_entry(), self.view.contact
        then, when = contact, _("Now")
        if entry is not None:
            then = as_it_was(contact, self.view.entries, entry.change)
            day = date_text(local_day(moment_of(entry)))
            when = _("{day}, after {time}").format(day=day, time=clock_text(entry.at))
        region = self.desk.facts.region if self.desk.facts else ""
        self.old.show_version(when, then, contact, region, self._able() and entry is not None)

    def _frame(self) -> None:
        self.list.frame(self._chosen_entry())

    def _go_to(self, entry: HistoryEntry) -> None:
        if entry in self._entries:
            self.slider.go(len(self._entries) - 1 - self._entries.index(entry))

    def _go_to_source(self, entry: HistoryEntry) -> None:
        """Go to where a change came from: here in the list, else in the book's history."""
        source = entry.source or entry.set_id
        found = next((e for e in self._entries if entry.source and e.set_id == source), None)
        if found is not None:
            self._go_to(found)
        else:
            self.step_wanted.emit(source)

    @property
    def entries(self) -> list[HistoryEntry]:
        """What is listed, the newest first."""
        return self._entries

    def _go_to_day(self) -> None:
        day = self.day.value()
        if day is None or not day.year:
            return
        whole = datetime.combine(day.last_date(), time.max).astimezone()
        self.slider.go(self.slider.last) if whole >= datetime.now().astimezone() else (
            self.slider.go_to_day(whole)
        )

    # ── putting back ────────────────────────────────────────────────────────────────────

    def _put_back_line(self, entry: HistoryEntry, line: Line) -> None:
        """Bring one value back to what it was before a change."""
        if self.view is None or not self._able():
            return
        then = as_it_was(self.view.contact, self.view.entries, entry.change - 1)
        name = display_name(self.view.contact)
        label = _("Put back {field} of {name}").format(field=line.label, name=name)
        older = next((e for e in self.view.entries if e.change < entry.change), entry)
        told = _("{field} is back").format(field=line.label)
        self._write(label, then, [line.difference], told, older.set_id)

    def _put_back_all(self, then: Contact) -> None:
        """Bring everything back that an old version has otherwise."""
        if self.view is None or not self._able():
            return
        wanted = told_differences(self.view.contact, then)
        name = display_name(self.view.contact)
        label = ngettext(
            "Put back {n} value of {name}", "Put back {n} values of {name}", len(wanted)
        ).format(n=len(wanted), name=name)
        told = ngettext("{n} value is back", "{n} values are back", len(wanted))
        entry = self._chosen_entry()
        self._write(label, then, wanted, told.format(n=len(wanted)), entry.set_id if entry else 0)

    def _write(
        self, label: str, then: Contact, wanted: list[Difference], told: str, source: int
    ) -> None:
        """Write it as one step, which keeps after which set (`source`) the values were so."""
        contact_id = then.id

        def do(tx: Any) -> None:
            now = tx.contacts.get(contact_id)
            tx.contacts.save(put_back(now, then, wanted), base=now)
            if source and tx.log.set_id is not None:
                tx.log.mark_put_back(source)

        def done(_answer: None) -> None:
            self.desk.toast.emit(told, _("Undo"), self.desk.undo)

        self.desk.write(label, do, done)

    def copy_text(self) -> None:
        """Put what is listed on the clipboard."""
        from PySide6.QtGui import QGuiApplication

        from contactdesk.desktop.history_print import contact_text

        QGuiApplication.clipboard().setText(contact_text(self))
        self.desk.toast.emit(_("Copied what is listed"), "", None)

    def ask_print(self) -> None:
        """Offer a printer and a PDF for what is listed."""
        from contactdesk.desktop.history_print import contact_document, offer_print

        title = self.title.full_text()
        offer_print(self.print, self.desk, title, lambda: contact_document(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Print does what it does everywhere."""
        if event.matches(QKeySequence.StandardKey.Print):
            self.ask_print()
        else:
            super().keyPressEvent(event)

    def _copy(self, then: Contact) -> None:
        from PySide6.QtGui import QGuiApplication

        from contactdesk.desktop.contact_drag import as_text

        QGuiApplication.clipboard().setText(as_text(then))
        self.desk.toast.emit(_("Copied {value}").format(value=display_name(then)), "", None)


def offer(combo: Combo, everything: str, choices: list[tuple[str, Any]]) -> None:
    """Fill a filter anew and keep what was chosen if it is still there."""
    chosen = combo.currentData()
    combo.clear()
    combo.addItem(everything, None)
    for words, value in choices:
        combo.addItem(words, value)
    if chosen is not None and not combo.choose(chosen):
        combo.setCurrentIndex(0)
