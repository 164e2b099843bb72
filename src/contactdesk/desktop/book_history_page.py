"""The history of the whole book: who did what when, to whom, and the way back from any of it."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from contactdesk.desktop import mirror, spacing, undo_panel
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.feedback import EmptyState, IconMark
from contactdesk.desktop.fields import Combo
from contactdesk.desktop.history_page import NARROW_BELOW, offer
from contactdesk.desktop.labels import ElidedLabel, Hairline
from contactdesk.desktop.reading_order import ReadingOrder, stops_in
from contactdesk.desktop.search_field import SearchField
from contactdesk.desktop.step_list import StepList
from contactdesk.desktop.step_words import KINDS, deed_of, text_of_step
from contactdesk.desktop.surfaces import on_surface, scrolled
from contactdesk.desktop.undo_panel import UndoPanel
from contactdesk.desktop.unread import Unread
from contactdesk.i18n import _
from contactdesk.model.book_history import Step, StepFilter, StepPage, Touched

if TYPE_CHECKING:
    from contactdesk.desktop.background import Job
    from contactdesk.desktop.desk import Desk
    from contactdesk.progress import Progress
    from contactdesk.store.book import Book
    from contactdesk.store.listing import ChangeSet, Steps, UndoPreview, UndoResult

TOUCHED = 20  # contacts of an open step that are read at once
FAR = 400  # px from the newest step, from where on new ones are offered and not shown
MOST_KEPT = 200  # steps read anew when something changed
SEARCH_MS = 120


class _Start(NamedTuple):
    """What the page opens with: the first steps and everybody who may have made one."""

    page: StepPage
    people: list[tuple[int, str, bool]]


class BookHistoryPage(ReadingOrder, QWidget):
    """Takes the place of the card; `left` asks for the card again, `opened` for a contact's."""

    left = Signal()
    opened = Signal(int, bool)  # a contact's number, and whether it is in the bin

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.before = 0  # from which set on there is more, 0 = that was all
        self.me = 0
        self.is_read = False
        self._wanted = 0  # the step that is to be chosen as soon as it is there
        self._from = 0  # the list begins with this step, 0 = with the newest
        self._job: Job | None = None
        self._typing = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._typing.timeout.connect(self._read)
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head, self._filters = self._build_head(), self._build_filters()
        column.addWidget(self._head)
        column.addWidget(self._filters)
        column.addWidget(Hairline("border"))
        column.addLayout(self._build_body(), 1)
        self.unread = Unread(self, desk, below=self._filters)
        desk.changed.connect(self._changed)

    # ── what there is ───────────────────────────────────────────────────────────────────

    def _build_head(self) -> QWidget:
        self.title = ElidedLabel(_("History of the book"), "subtitle")
        self.summary = ElidedLabel(_("Every change, the newest first"), "caption", "text2")
        self.copy = IconButton("copy", _("Copy what is listed as text"))
        self.copy.clicked.connect(self.copy_text)
        self.print = IconButton("printer", _("Print or save as PDF…"))
        self.print.clicked.connect(self._ask_print)
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
        row.addWidget(
            IconMark("history", "accent_text", 22, side=44, ground="accent_soft", round_=True)
        )
        row.addSpacing(4)
        row.addLayout(words, 1)
        for widget in (self.copy, self.print, close):
            row.addWidget(widget)
        return on_surface("list", row)

    def _build_filters(self) -> QWidget:
        self.search = SearchField(_("Search the history"))
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.search.left_down.connect(self.take_focus)
        self.search.opened.connect(self.take_focus)
        self.search.undo_wanted.connect(self.desk.undo)
        self.search.redo_wanted.connect(self.desk.redo)
        self.people = Combo([(_("Everyone"), None)], flat=True)
        self.people.setAccessibleName(_("Whose changes"))
        kinds = [(_(words), kind) for kind, words in KINDS.items()]
        self.kinds = Combo([(_("All changes"), None), *kinds], flat=True)
        self.kinds.setAccessibleName(_("Which changes"))
        for combo in (self.people, self.kinds):
            combo.activated.connect(lambda _index: self._read())
        row = QHBoxLayout()
        row.setContentsMargins(28, 0, 28, 12)
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        row.addWidget(self.people)
        row.addWidget(self.kinds)
        return on_surface("list", row)

    def _build_body(self) -> QHBoxLayout:
        self.list = StepList()
        self.list.chosen.connect(self.choose)
        self.list.opened.connect(self._open_contact)
        self.list.wanted_touched.connect(self._read_touched)
        self.list.wanted_more.connect(self._read_more)
        self.nothing = EmptyState(
            "history",
            _("No such changes"),
            _("Try other words, another person or all changes."),
            tone="slate",
        )
        self.nothing.hide()
        side = self._build_side()
        self.newer = Button(_("Show newer changes"), "ghost", "chevron-up", size="row")
        self.newer.clicked.connect(self._show_newer)
        self.newer.hide()
        steps = QVBoxLayout()
        steps.setContentsMargins(0, 0, 0, 0)
        steps.setSpacing(0)
        steps.addWidget(self.newer, 0, Qt.AlignmentFlag.AlignHCenter)
        steps.addWidget(self.list, 1)
        steps.addWidget(self.nothing, 1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(steps, 1)
        row.addWidget(side)
        return row

    def _build_side(self) -> QScrollArea:
        self.panel = UndoPanel()
        self.panel.undo.connect(self._undo)
        self.panel.again.connect(self._do_again)
        self.panel.stop.connect(self._stop)
        self.panel.since.asked.connect(lambda: self._ask_since(long=True))
        self.panel.since.moved.connect(self._ask_since)
        self.panel.since.undo.connect(self._undo_since)
        column = QVBoxLayout()
        column.setContentsMargins(*mirror.margins(4, 14, 20, 14))
        column.addWidget(self.panel)
        self._side = side = scrolled("", column)
        return side

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panel gives way where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Other text sizes need other widths."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        wide = undo_panel.WIDE if self.width() >= NARROW_BELOW else undo_panel.NARROW
        for each, width in ((self.panel, wide), (self._side, wide + 24)):
            spacing.see_to_itself(each)
            each.setFixedWidth(look.px(width))

    # ── reading ─────────────────────────────────────────────────────────────────────────

    def show_newest(self, set_id: int = 0) -> None:
        """Show the history from the newest step on, or with one step chosen."""
        self.panel.hide_work()
        self._choose_nothing()
        self._wanted = self._from = set_id
        self.newer.setVisible(bool(set_id))
        if set_id:
            self._no_filters()
        self._read()

    def _show_newer(self) -> None:
        self._from = 0
        self.newer.hide()
        self._read()
        self.take_focus()

    def take_focus(self) -> None:
        """Put the keyboard on the steps."""
        self.list.take_focus()

    def stops(self) -> list[QWidget]:
        """What Tab stops at: from the chosen step one comes to what can be done with it."""
        before = [*stops_in(self._head), *stops_in(self._filters), *stops_in(self.newer)]
        return [*before, *self.list.stops(), *stops_in(self._side, by_place=True)]

    def _no_filters(self) -> None:
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.people.setCurrentIndex(0)
        self.kinds.setCurrentIndex(0)

    def filter(self) -> StepFilter:
        """Which steps are wanted now."""
        return StepFilter(
            self.people.currentData() or 0, self.kinds.currentData() or "", self.search.text()
        )

    def _read(self, keep: int = 0) -> None:
        """Read from the newest on; `keep` = so many steps, to stay where one is."""
        self._typing.stop()
        wanted, first = self.filter(), self._from

        def ask(tx: Any) -> _Start:
            history = tx.book_history
            page = history.page(wanted, before=first + 1 if first else 0, limit=keep or 50)
            return _Start(page, history.people())

        self._is_kept = bool(keep)
        self.unread.read((wanted, first), ask, self._take, key="book-history")

    def _take(self, start: _Start) -> None:
        self.is_read = True
        people = [(_("You") if own else name, number) for number, name, own in start.people]
        self.me = next((number for number, _name, own in start.people if own), 0)
        offer(self.people, _("Everyone"), people)
        self.before = start.page.before
        self.list.show_steps(list(start.page.steps), keep=self._is_kept)
        self._show_whether_any()
        self.panel.since.set_able(self._able())
        self._choose_again()

    def _choose_again(self) -> None:
        """Choose what was chosen or is wanted; a moment somebody typed stays where it is."""
        chosen = self._wanted or (self.panel.step.id if self.panel.step else 0)
        is_typed = self.panel.since.is_typed and not self._wanted
        self._wanted = 0
        step = next((s for s in self.list.steps if s.id == chosen), None)
        if step is not None:
            self._show_chosen(step, begin=not is_typed)
        else:
            self._choose_nothing()
        if is_typed:
            self._ask_since()
        elif step is None:
            self.panel.since.show_nothing()

    def _show_whether_any(self) -> None:
        some = bool(self.list.steps)
        self.list.setVisible(some)
        self.nothing.setVisible(not some and not self.before)
        if not some and self.before:
            self._read_more()  # none so far: look on

    def _read_more(self) -> None:
        if not self.before:
            return
        wanted, before = self.filter(), self.before
        self.desk.read(
            lambda tx: (wanted, before, tx.book_history.page(wanted, before)),
            self._take_more,
            key="book-history-more",
        )

    def _take_more(self, found: tuple[StepFilter, int, StepPage]) -> None:
        wanted, before, page = found
        if wanted != self.filter() or before != self.before:
            return
        self.before = page.before
        self.list.add_steps(page.steps)
        self._show_whether_any()

    def _changed(self, _change: ChangeSet) -> None:
        """Read anew; who has scrolled far down is not disturbed."""
        if not self.isVisible() or self._job is not None:
            return
        if self.list.verticalScrollBar().value() > FAR:
            self.newer.show()
        else:
            self._read(keep=max(50, min(MOST_KEPT, len(self.list.steps))))

    def _able(self) -> bool:
        return not self.desk.read_only

    def _read_touched(self, step: Step, after: int) -> None:
        set_id = step.id
        self.desk.read(
            lambda tx: (set_id, tx.book_history.touched(set_id, after, TOUCHED + 1)),
            self._take_touched,
            key="touched",
        )

    def _take_touched(self, found: tuple[int, list[Touched]]) -> None:
        set_id, touched = found
        card = self.list.card_of(set_id)
        if card is not None:
            card.show_touched(touched[:TOUCHED], len(touched) > TOUCHED)

    # ── one step ────────────────────────────────────────────────────────────────────────

    def choose(self, step: Step) -> None:
        """Choose a step: its card opens, and the panel says what undoing it would do."""
        self.panel.hide_work()
        if self.panel.step is not None and self.panel.step.id == step.id:
            self._choose_nothing()
        else:
            self._show_chosen(step)

    def _choose_nothing(self) -> None:
        self.panel.show_step(None, False)
        self.list.open_only(0)

    def _show_chosen(self, step: Step, begin: bool = True) -> None:
        self.panel.show_step(step, self._able())
        self.list.open_only(step.id)
        if begin:
            self.panel.since.begin_with(step)
            self._ask_since()
        if step.taken_back or not self._able():
            return
        set_id, last_word = step.id, step.last_word

        def ask(tx: Any) -> tuple[int, UndoPreview]:
            from contactdesk.store.listing import Steps

            return set_id, tx.reverting.preview(Steps(last_word, last_word))

        self.desk.read(ask, self._take_preview, key="undo-preview")

    def _take_preview(self, found: tuple[int, UndoPreview]) -> None:
        self.panel.show_preview(*found)

    def _open_contact(self, touched: Touched) -> None:
        self.opened.emit(touched.number, touched.in_bin)

    # ── since a moment ──────────────────────────────────────────────────────────────────

    def _ask_since(self, long: bool = False) -> None:
        """Read what undoing everything since the chosen moment would do; what takes long to read
        only when it is wanted (`long`).
        """
        since = self.panel.since
        if not self._able():
            return
        moment = since.moment()
        if since.step is None and moment is None:
            since.ask_for_moment()
            return
        stamp = moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else ""
        first = since.step.id if since.step is not None else 0
        author = self.me if since.mine else 0

        def ask(tx: Any) -> tuple[Steps | None, UndoPreview | None]:
            """Steps without a preview: there are many."""
            from contactdesk.store.listing import Steps

            start = first or tx.book_history.first_since(stamp)
            steps = Steps(start, tx.log.last_set(), author)
            if not start or not tx.reverting.count(steps):
                return None, None
            if not long and tx.reverting.is_long(steps):
                return steps, None
            return steps, tx.reverting.preview(steps)

        self.desk.read(ask, self._take_since, key="undo-since")

    def _take_since(self, found: tuple[Steps | None, UndoPreview | None]) -> None:
        since, (steps, told) = self.panel.since, found
        if since.step is None and since.moment() is None:
            return  # what was typed meanwhile is no moment any more
        if steps is not None and told is None:
            since.show_long()
        else:
            since.show_preview(steps, told)

    # ── undoing ─────────────────────────────────────────────────────────────────────────

    def _undo(self, step: Step) -> None:
        self.undo_step(step.id, deed_of(step))

    def undo_step(self, set_id: int, what: str = "") -> None:
        """Take one step back."""
        from contactdesk.operations.taking_back import take_back

        self._run(lambda book, progress: take_back(book, set_id, progress), what)

    def _do_again(self, step: Step) -> None:
        from contactdesk.operations.taking_back import do_again

        set_id = step.id
        self._run(lambda book, progress: do_again(book, set_id, progress), deed_of(step))

    def _undo_since(self, steps: Steps) -> None:
        from contactdesk.operations.taking_back import take_back_since

        self._run(
            lambda book, progress: take_back_since(book, steps, progress),
            self.panel.since.button.text().replace("&&", "&"),
        )

    def _run(self, work: Any, what: str) -> None:
        """Undo off the window's thread, with progress and a way to stop."""
        if self.desk.busy or self.desk.read_only:
            return
        words = _("Undoing: {label}").format(label=what) if what else _("Undoing")
        self.panel.show_work(words)

        def job(book: Book, progress: Progress) -> Any:
            return work(book, progress)

        self._job = self.desk.run(
            job, self._done, failed=self._failed, progressed=self.panel.show_progress,
            stopped=self._stopped,
        )  # fmt: skip

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()

    def _done(self, result: UndoResult) -> None:
        self._job = None
        self.panel.since.is_typed = False  # it is done
        self.panel.show_result(result)
        self._keyboard_back()
        if not result.left:
            words = _("Undone: {label}").format(label=result.label)
            self.desk.toast.emit(words, *self._way_back())
        self._read(keep=max(50, min(MOST_KEPT, len(self.list.steps))))

    def _way_back(self) -> tuple[str, Any]:
        """What takes the last step back: an undo alone is done again, all else undone."""
        if self.desk.redo_label is not None:
            return _("Redo"), self.desk.redo
        return _("Undo"), self.desk.undo

    def _stopped(self) -> None:
        self._job = None
        self.panel.show_stopped()
        self._keyboard_back()
        self._read(keep=max(50, min(MOST_KEPT, len(self.list.steps))))

    def _keyboard_back(self) -> None:
        """From what was under way to the steps."""
        if self.panel.hasFocus():
            self.take_focus()

    def _failed(self, error: Any) -> None:
        self._job = None
        self.panel.hide_work()
        self._keyboard_back()
        self.desk.failed.emit(error)
        self._read()

    # ── taking it elsewhere ─────────────────────────────────────────────────────────────

    def copy_text(self) -> None:
        """Put the listed steps on the clipboard, a line each."""
        from PySide6.QtGui import QGuiApplication

        lines = [text_of_step(step) for step in self.list.steps]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.desk.toast.emit(_("Copied what is listed"), "", None)

    def _ask_print(self) -> None:
        from contactdesk.desktop.history_print import book_document, offer_print

        title = self.title.full_text()
        offer_print(self.print, self.desk, title, lambda: book_document(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and Print do what they do everywhere; Find goes to the search field."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_text()
        elif event.matches(QKeySequence.StandardKey.Print):
            self._ask_print()
        else:
            super().keyPressEvent(event)
