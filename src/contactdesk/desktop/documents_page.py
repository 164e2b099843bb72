"""The page of documents: of one contact, of an organisation with its people, or of all the book."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import bidi, mirror, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import Avatar, FaceOf
from contactdesk.desktop.buttons import Button, paint_ground
from contactdesk.desktop.document_list import DocumentHead, DocumentList, row_high
from contactdesk.desktop.document_preview import DocumentPreview
from contactdesk.desktop.document_view import (
    DocRow,
    DocumentsView,
    Preview,
    Scope,
    read_documents,
    read_preview,
)
from contactdesk.desktop.feedback import EmptyState, IconMark
from contactdesk.desktop.fields import Segmented
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.labels import ElidedLabel, Hairline
from contactdesk.desktop.photos_read import decoded
from contactdesk.desktop.pills import Pills
from contactdesk.desktop.reading_order import takes_tab
from contactdesk.desktop.search_field import SearchField
from contactdesk.desktop.surfaces import RowsCard, on_surface
from contactdesk.desktop.unread import Unread
from contactdesk.desktop.wide_page import WidePage, way_back
from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.document_flow import DocumentFlow
    from contactdesk.store.listing import ChangeSet

SIDE, SHARE, WAIT_MS = 320, 0.38, 150
MOST_KINDS = 6  # that are offered as filters


class DropStrip(QWidget):
    """The dashed strip that says where files may be dropped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = _("Drop files here, or paste with Ctrl+V – the same name becomes a new version")
        self.words = ElidedLabel(words, "body", "accent_text", weight=500)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 9, 12, 9)
        row.setSpacing(10)
        row.addStretch(1)
        row.addWidget(IconMark("upload", "accent_text", 18))
        row.addWidget(self.words)
        row.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and dashes."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            paint_ground(painter, area, "accent_soft", radius=8)
            painter.setPen(QPen(look.colour("accent_text"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, 8, 8)


class DocumentsPage(WidePage):
    """Takes the place of list and card; `left` asks for them again."""

    contact_wanted = Signal(int)

    def __init__(self, desk: Desk, flow: DocumentFlow, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent=parent)
        self.flow = flow
        self.view = DocumentsView()
        self.scope = Scope()
        self._authors: dict[str, str] = {}
        self._person = 0  # whose organisation is shown instead
        self._shows_preview = True
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self.read)
        self.list = DocumentList()
        self.preview = DocumentPreview()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._build_documents(), 1)
        self._edge = Hairline("border", upright=True)
        row.addWidget(self._edge)
        spacing.see_to_itself(self.preview)
        row.addWidget(self.preview)
        self._connect()
        self._show_chosen(None)

    def _connect(self) -> None:
        flow, preview = self.flow, self.preview
        self.unread = Unread(self, self.desk, below=self.search.parentWidget())
        self.desk.changed.connect(self._changed)
        self.desk.facts_changed.connect(self._allow)
        flow.lost_changed.connect(self._show_lost)
        flow.words_read.connect(self._read_again)
        look.announcer().changed.connect(self._fit)
        self.list.chosen.connect(self._show_chosen)
        self.list.opened.connect(self._open)
        self.list.rename_wanted.connect(lambda row: flow.ask_details(row.document))
        self.list.delete_wanted.connect(lambda row: flow.delete(row.document))
        self.list.preview_wanted.connect(self._toggle_preview)
        self.list.left.connect(self.left)
        self.list.dragged.connect(self._drag)
        self.list.menu_wanted.connect(self._menu)
        preview.open_wanted.connect(self._open)
        preview.copy_wanted.connect(lambda row: flow.ask_copy(row.document))
        preview.place_wanted.connect(lambda row: flow.ask_place(row.document))
        preview.version_wanted.connect(lambda row: flow.ask_version(row.document))
        preview.menu_wanted.connect(self._menu)
        preview.old_wanted.connect(lambda row, v: flow.open(row.document, v.sha256))
        preview.current_wanted.connect(lambda row, v: flow.make_current(row.document, v.item))
        preview.compare_wanted.connect(lambda row, v: flow.compare(row.document, v))

    # ── parts ───────────────────────────────────────────────────────────────────────────

    def _build_documents(self) -> QWidget:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        column.addWidget(Hairline("border"))
        body = QVBoxLayout()
        body.setContentsMargins(*mirror.margins(24, 14, 20, 16))
        body.setSpacing(12)
        self.strip = DropStrip()
        self.strip.hide()
        body.addWidget(self.strip)
        self.sheet = RowsCard()
        spacing.see_to_itself(self.sheet)
        inside = QVBoxLayout(self.sheet)
        inside.setContentsMargins(1, 5, 1, 5)
        self.list.setProperty("surface", "list")
        self.list.viewport().setAutoFillBackground(False)
        inside.setSpacing(0)
        self.head = DocumentHead(self.list)
        inside.addWidget(self.head)
        inside.addWidget(self.list)
        body.addWidget(self.sheet, 1)
        body.addWidget(self._build_empty(), 1)
        body.addStretch(0)
        column.addLayout(body, 1)
        return on_surface("page", column)

    def _build_head(self) -> QWidget:
        self.face = Avatar(40)
        self.title = ElidedLabel(_("Documents"), "title")
        self.below = ElidedLabel("", "body", "text2")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.below)
        self.whose = Segmented([(_("This person"), "person"), (_("Organisation"), "org")])
        self.whose.setAccessibleName(_("Whose documents"))
        self.whose.chosen.connect(self._turn)
        self.whose.hide()
        self.add = Button(_("Add"), "primary", "plus")
        self.add.setAccessibleName(_("Add documents"))
        tip_with_keys(self.add, _("Add documents"), "Ctrl+Shift+P")
        self.add.clicked.connect(self.ask_files)
        self.back = way_back()
        self.back.clicked.connect(self.left)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.face)
        first.addLayout(words, 1)
        for widget in (self.whose, self.add, self.back):
            first.addWidget(widget)
        self.search = SearchField(_("Search names and text inside"))
        self.search.setMaximumWidth(280)
        self.search.textChanged.connect(self._wait.start)
        self.sorts = self._build_sorts()
        second = QHBoxLayout()
        second.setSpacing(12)
        second.addWidget(self.search, 2)
        second.addWidget(self.sorts, 3, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout()
        column.setContentsMargins(*mirror.margins(24, 10, 16, 10))
        column.setSpacing(10)
        column.addLayout(first)
        column.addLayout(second)
        return on_surface("page", column)

    def _build_sorts(self) -> Pills:
        sorts = Pills(_("Show"), [(_("All"), "")])
        sorts.chosen.connect(self._filter)
        kept = sorts.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # the search stays where it is
        sorts.setSizePolicy(kept)
        return sorts

    def _build_empty(self) -> QWidget:
        self.empty = EmptyState("files", _("No documents yet"), "")
        self.empty.hide()
        return self.empty

    def stops(self) -> list[QWidget]:
        """Tab goes through the head, the list and the preview."""
        beside = self.preview.stops() if self.preview.isVisible() else []
        wanted = [self.search, self.sorts, self.list, *beside, self.whose, self.add, self.back]
        return [widget for widget in wanted if takes_tab(widget)]

    # ── coming and reading ──────────────────────────────────────────────────────────────

    def come(self) -> None:
        """Show the documents of all the book; the keyboard is on them."""
        self.show_scope(Scope())

    def show_scope(self, scope: Scope) -> None:
        """Show somebody's documents, or all."""
        self.scope, self._person = scope, 0
        self.whose.choose("person")
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.read()
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def read(self) -> None:
        """Read the documents anew."""
        scope, words = self.scope, self.search.text()

        def ask(tx: Any) -> tuple[DocumentsView, dict[str, str]]:
            return read_documents(tx, scope, words), tx.documents.authors()

        self.unread.read((scope, words), ask, self._show, key="documents")

    def _show(self, found: tuple[DocumentsView, dict[str, str]]) -> None:
        self.view, self._authors = found
        self._is_stale = False
        view = self.view
        whole = _("Documents of {name}").format(name=bidi.isolated(view.title))
        self.title.setText(whole if view.scope.number else _("Documents"))
        self.face.setVisible(bool(view.scope.number))
        self.face.show_face(FaceOf(view.contact_id, view.kind, view.title))
        self._offer_sorts()
        can_turn = bool(view.organisation[0]) or bool(self._person)
        self.whose.setVisible(bool(view.scope.number) and can_turn)
        self._allow()
        self._filter()
        self.flow.look_for_links([row.document for row in view.rows])

    def _offer_sorts(self) -> None:
        """The kinds that there are, those with most documents first."""
        kinds = Counter(row.kind for row in self.view.rows)
        found = [(kind, kind) for kind, _count in kinds.most_common(MOST_KINDS)]
        self.sorts.offer([(_("All"), ""), *(found if len(kinds) > 1 else [])])
        self.sorts.setVisible(len(kinds) > 1)

    def _filter(self, _value: object = None) -> None:
        wanted = self.sorts.value()
        rows = [row for row in self.view.rows if wanted in ("", row.kind)]
        self.list.model_of_rows.lost = self.flow.lost
        self.list.show_rows(rows)
        self.below.setText(self.view.summary() if self.view.rows else "")
        self.below.setVisible(bool(self.view.rows))
        self._fit_sheet(len(rows))
        self.sheet.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.strip.setVisible(not rows and not self.view.words and not self.desk.read_only)
        if not rows:
            self._say_empty()
        self._show_chosen(self.list.current())

    def _say_empty(self) -> None:
        if self.view.words:
            words = _("No document has these words in its name, kind, note or text.")
            self.empty.say(_("Nothing found"), words)
        else:
            words = _(
                "Offers, contracts, pictures: what lies here is in every backup, and everybody "
                "who has the book has it."
            )
            self.empty.say(_("No documents yet"), words)

    def _allow(self, _facts: object = None) -> None:
        why = self.why_not
        self.add.setEnabled(not self.desk.read_only)
        if why:
            self.add.setToolTip(why)
        row = self.list.current()
        if row is not None and self.preview.isVisible():
            self.preview.row = None  # its buttons are made anew
            self._show_chosen(row)

    def _turn(self, value: object) -> None:
        """From a person to their organisation with its people, and back."""
        number, _name = self.view.organisation
        if value == "org" and number:
            self._person, self.scope = self.scope.number, Scope(number, with_people=True)
        elif value == "person" and self._person:
            self._person, self.scope = 0, Scope(self._person, with_people=True)
        self.read()

    def _changed(self, change: ChangeSet) -> None:
        if "document" not in change.records and not change.contacts and change.events == ():
            return
        self.went_stale()

    def _read_again(self) -> None:
        """Words were found in what came a moment ago: it may be what is searched for."""
        if self.isVisible():
            self.read()

    # ── the chosen one ──────────────────────────────────────────────────────────────────

    def _show_chosen(self, row: DocRow | None) -> None:
        is_shown = row is not None and self._shows_preview
        self.preview.setVisible(is_shown)
        self._edge.setVisible(is_shown)
        self._fit()
        if row is None or not is_shown:
            return
        why = self.why_not
        lost = self.list.model_of_rows.is_lost(row)
        self.preview.show_row(row, self._authors, why, lost)
        document = row.document
        side = round(look.px(SIDE) * max(1.0, self.devicePixelRatioF()))

        def ask(tx: Any) -> tuple[Preview, QImage]:
            found = read_preview(tx, document, document.current)
            return found, decoded(found.picture, side) if found.picture else QImage()

        self.desk.read(ask, self._show_preview, key="document preview")

    def _show_preview(self, found: tuple[Preview, QImage]) -> None:
        self.preview.show_preview(*found)

    def _toggle_preview(self) -> None:
        self._shows_preview = not self._shows_preview
        self._show_chosen(self.list.current())

    def _show_lost(self, lost: frozenset[str]) -> None:
        self.list.model_of_rows.show_lost(lost)
        row = self.list.current()
        if row is not None and row.document.is_link:
            self._show_chosen(row)

    def _open(self, row: DocRow) -> None:
        self.flow.open(row.document)

    def _drag(self, row: DocRow) -> None:
        from contactdesk.desktop.document_drag import start

        start(self.list, self.desk, row.document, row.icon, row.tone)

    def _menu(self, row: DocRow, where: QPoint) -> None:
        self.flow.show_menu(row.document, where)

    # ── adding ──────────────────────────────────────────────────────────────────────────

    def _numbers(self) -> list[int]:
        return [self.scope.number] if self.scope.number else []

    def ask_files(self) -> None:
        """Ask for files that are to be documents here."""
        self.flow.ask_files(self._numbers())

    def paste(self, files: list[str]) -> bool:
        """Add what is on the clipboard: files, or a picture."""
        data = QGuiApplication.clipboard().mimeData()
        if not files and data is not None and data.hasImage():
            files = _picture_file(QGuiApplication.clipboard().image())
        if files:
            self.flow.add(files, self._numbers())
        return bool(files)

    def drop(self, files: list[str], spot: QPoint) -> None:
        """Add dropped files; one on a row is the next version of that document."""
        self.show_drop(False)
        viewport = self.list.viewport()
        inside = viewport.mapFrom(self, spot)
        row = self.list.row_at(inside) if viewport.rect().contains(inside) else None
        if row is not None and len(files) == 1 and not row.document.is_link:
            self.flow.new_version(row.document, files[0])
        else:
            self.flow.add(files, self._numbers())

    def show_drop(self, is_over: bool) -> None:
        """Show the strip while files are carried over the page."""
        empty = not self.view.rows and not self.view.words
        self.strip.setVisible((is_over or empty) and not self.desk.read_only)

    # ── room and keys ───────────────────────────────────────────────────────────────────

    def _fit_sheet(self, count: int) -> None:
        """The sheet ends below the last row."""
        self.sheet.setMaximumHeight(self.head.sizeHint().height() + count * row_high() + 14)

    def _fit(self) -> None:
        self._fit_sheet(self.list.model_of_rows.rowCount())
        wide = min(look.px(SIDE), max(260, round(self.width() * SHARE)))
        self.preview.setFixedWidth(wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The preview takes no more than its share."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes to the documents, and from there to the contacts; Ctrl+V adds."""
        if event.matches(QKeySequence.StandardKey.Paste):
            event.ignore()
        elif event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.list.hasFocus() or not self.list.isVisible():
            self.left.emit()
        else:
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _picture_file(image: QImage) -> list[str]:
    """A picture of the clipboard as a file that can be copied into the book."""
    if image.isNull():
        return []
    path = Path(tempfile.mkdtemp(prefix="contactdesk-")) / (_("Pasted picture") + ".png")
    return [str(path)] if image.save(str(path)) else []
