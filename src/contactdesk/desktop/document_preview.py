"""Beside the documents: what the chosen one looks like, what can be done with it, its versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from contactdesk.desktop import bidi, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import Avatar, FaceOf
from contactdesk.desktop.buttons import Button, IconButton, paint_ground
from contactdesk.desktop.date_texts import moment_text
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.labels import Chip, ElidedLabel, Hairline, Label
from contactdesk.desktop.surfaces import scrolled
from contactdesk.i18n import _, counted
from contactdesk.model.document import Version
from contactdesk.operations.file_sizes import size_words

if TYPE_CHECKING:
    from contactdesk.desktop.document_view import DocRow, Preview

_SHEET, _FACE = 200, 26  # px of the usual text size
SHOWN_VERSIONS = 30


class Sheet(QWidget):
    """The picture, or the first page of the text; else the sort's icon, and why there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone, self._text, self._why = "file", "slate", "", ""
        self._image = QImage()
        self.setFixedHeight(_SHEET)

    def show_icon(self, icon: str, tone: str) -> None:
        """Nothing is known yet but what sort of file it is."""
        self._icon, self._tone, self._text, self._image = icon, tone, "", QImage()
        self._why = ""
        self.setAccessibleName(_("No preview"))
        self.setAccessibleDescription("")
        self.update()

    def show_preview(self, text: str, image: QImage, is_silent: bool = False) -> None:
        """Show a text or a picture, or say that no words could be read."""
        self._text, self._image, self._why = text, image, ""
        if is_silent:
            self._why = _(
                "No words could be read from this file: it may be locked, damaged or a scan. "
                "“Open” shows it in its own program."
            )
            self.setAccessibleDescription(self._why)
        if text or not image.isNull():
            words = _("Picture") if not image.isNull() else _("Preview of the text")
            self.setAccessibleName(words)
            self.setAccessibleDescription(text[:500])
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and what is on it."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            paint_ground(painter, QRectF(self.rect()), "hover", radius=8)
            inner = self.rect().adjusted(10, 10, -10, -10)
            if not self._image.isNull():
                size = self._image.size().scaled(inner.size(), Qt.AspectRatioMode.KeepAspectRatio)
                spot = QRect(QPoint(0, 0), size)
                spot.moveCenter(inner.center())
                painter.drawImage(spot, self._image)
            elif self._text:
                self._paint_page(painter, inner)
            elif self._why:
                self._paint_why(painter, inner)
            else:
                icons.paint(painter, inner, self._icon, self._tone, look.px(48))

    def _paint_why(self, painter: QPainter, inner: QRect) -> None:
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("text2"))
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter)
        words = painter.boundingRect(inner, flags, self._why)
        words.moveBottom(inner.bottom())
        icons.paint(
            painter, inner.adjusted(0, 0, 0, -words.height()), self._icon, self._tone, look.px(48)
        )
        painter.drawText(words, flags, self._why)

    def _paint_page(self, painter: QPainter, inner: QRect) -> None:
        page = QRect(QPoint(0, 0), QSize(min(inner.width(), look.px(230)), inner.height()))
        page.moveCenter(inner.center())
        paint_ground(painter, QRectF(page), "card", "border", 3)
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("text2"))
        words = page.adjusted(12, 10, -12, -8)
        painter.setClipRect(words)
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop)
        ltr, rtl = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
        is_rtl = bidi.direction_of(self._text[:200], ltr) == rtl
        flags |= int(Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft)
        flags |= int(Qt.AlignmentFlag.AlignAbsolute)
        painter.drawText(words, flags, self._text[:1500])


class VersionLine(QWidget):
    """One version: who, when, how large and why; an older one can be looked at and brought back."""

    open_wanted = Signal(object)  # Version
    current_wanted = Signal(object)
    compare_wanted = Signal(object)

    def __init__(
        self, version: Version, number: int, author: str, *, is_current: bool, editable: bool,
        why: str, has_text: bool,
    ) -> None:  # fmt: skip
        super().__init__()
        self.version = version
        face = Avatar(_FACE)
        face.show_face(FaceOf(version.author or "?", "individual", author or "?"))
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(Label(_("v{n}").format(n=counted(number)), "strong"))
        if is_current:
            first.addWidget(Chip(_("now"), "ok"))
        first.addWidget(ElidedLabel(moment_text(version.at), "caption", "text2"), 1)
        first.addWidget(Label(size_words(version.size), "caption", "text2"))
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(2)
        words.addLayout(first)
        below = " · ".join(w for w in (bidi.isolated(author), version.reason) if w)
        words.addWidget(ElidedLabel(below, "caption", "text2"))
        if not is_current:
            words.addLayout(self._buttons(number, editable, why, has_text))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(10)
        row.addWidget(face, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def _buttons(self, number: int, editable: bool, why: str, has_text: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        count = counted(number)
        self.look = IconButton("eye", _("Open v{n} to read").format(n=count), side=28, icon_size=16)
        self.look.clicked.connect(lambda: self.open_wanted.emit(self.version))
        self.make = Button(_("Make current"), "secondary", size="row")
        self.make.setAccessibleName(_("Make v{n} current").format(n=count))
        self.make.setEnabled(editable)
        self.make.setToolTip(why)
        self.make.clicked.connect(lambda: self.current_wanted.emit(self.version))
        row.addWidget(self.look)
        row.addWidget(self.make)
        if has_text:
            self.compare = Button(_("Compare"), "ghost", size="row")
            self.compare.setAccessibleName(_("Compare v{n} with now").format(n=count))
            self.compare.clicked.connect(lambda: self.compare_wanted.emit(self.version))
            row.addWidget(self.compare)
        row.addStretch(1)
        return row


class DocumentPreview(QWidget):
    """Shows one document; what is wanted of it goes out by signals."""

    open_wanted = Signal(object)  # DocRow
    copy_wanted = Signal(object)
    place_wanted = Signal(object)
    version_wanted = Signal(object)  # a new one
    menu_wanted = Signal(object, QPoint)
    old_wanted = Signal(object, object)  # DocRow, Version: open it to read
    current_wanted = Signal(object, object)
    compare_wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row: DocRow | None = None
        self.lines: list[VersionLine] = []
        self.setProperty("surface", "list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(*mirror.margins(18, 14, 16, 12))
        column.setSpacing(10)
        column.addLayout(self._build_head())
        self.sheet = Sheet()
        column.addWidget(self.sheet)
        column.addLayout(self._build_buttons())
        column.addWidget(Hairline("divider"))
        column.addLayout(self._build_versions_head())
        column.addWidget(self._build_versions(), 1)
        self.foot = Label("", "caption", "text2", wrap=True)
        self.mark = IconMark("shield-check", "ok", 16)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.foot, 1)
        column.addLayout(foot)

    def _build_head(self) -> QHBoxLayout:
        self.icon = IconMark("file", "slate", 20)
        self.name = ElidedLabel("", "subtitle")
        self.more = IconButton("ellipsis", _("More"))
        self.more.clicked.connect(self._menu)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.icon)
        row.addWidget(self.name, 1)
        row.addWidget(self.more)
        return row

    def _menu(self) -> None:
        if self.row is not None:
            where = self.more.mapToGlobal(QPoint(0, self.more.height()))
            self.menu_wanted.emit(self.row, where)

    def _build_buttons(self) -> QHBoxLayout:
        self.open = Button(_("Open"), "primary")
        self.copy = Button(_("Save a copy…"), "secondary", "download")
        self.place = Button(_("Change the link…"), "secondary", "link")
        row = QHBoxLayout()
        row.setSpacing(8)
        for button, wanted in (
            (self.open, self.open_wanted), (self.copy, self.copy_wanted),
            (self.place, self.place_wanted),
        ):  # fmt: skip
            button.clicked.connect(lambda _on=False, w=wanted: w.emit(self.row))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _build_versions_head(self) -> QHBoxLayout:
        self.title = Label(_("Versions"), "strong")
        self.count = Label("", "body", "text3")
        self.new = Button(_("New"), "ghost", "upload", size="head")
        self.new.setAccessibleName(_("New version"))
        self.new.clicked.connect(lambda: self.version_wanted.emit(self.row))
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.title)
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self.new)
        return row

    def _build_versions(self) -> QScrollArea:
        self._versions = QVBoxLayout()
        self._versions.setContentsMargins(0, 0, 0, 0)
        self._versions.setSpacing(0)
        self._versions.addStretch(1)
        return scrolled("list", self._versions)

    # ── showing ─────────────────────────────────────────────────────────────────────────

    def show_row(
        self, row: DocRow, authors: Mapping[str, str], why_not: str, is_lost: bool
    ) -> None:
        """Show a document; `why_not` says why it cannot be changed, "" where it can."""
        document = row.document
        is_other = self.row is None or self.row.document != document
        self.row = row
        self.icon.show_icon("link-2-off" if is_lost else row.icon, "warn" if is_lost else row.tone)
        self.name.setText(bidi.isolated(document.name))
        self.copy.setVisible(not document.is_link)
        self.place.setVisible(document.is_link)
        self.open.setEnabled(not is_lost)
        for button in (self.new, self.place):
            button.setEnabled(not why_not)
            button.setToolTip(why_not)
        if is_other:
            self.sheet.show_icon(row.icon, row.tone)
            self._show_versions(row, authors, why_not)
        self._say_where(row, is_lost)

    def _say_where(self, row: DocRow, is_lost: bool) -> None:
        path = bidi.left_to_right(row.document.path)
        if is_lost:
            words = _("{path} cannot be found. It may have been moved, or its drive is away.")
        elif row.document.is_link:
            words = _("Only linked: {path}. It is in no backup.")
        else:
            words = _("Kept in the book; included in every backup.")
        self.foot.setText(words.format(path=path))
        icon, tone = ("triangle-alert", "warn") if is_lost else ("shield-check", "ok")
        if row.document.is_link and not is_lost:
            icon, tone = "link", "text2"
        self.mark.show_icon(icon, tone)

    def _show_versions(self, row: DocRow, authors: Mapping[str, str], why_not: str) -> None:
        document = row.document
        for line in self.lines:
            self._versions.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = []
        has_text = document.sort in ("text", "pdf", "writing")
        numbered = list(enumerate(document.versions, 1))[::-1][:SHOWN_VERSIONS]
        for number, version in numbered:
            line = VersionLine(
                version, number, authors.get(version.author, ""), editable=not why_not,
                is_current=version == document.current, why=why_not, has_text=has_text,
            )  # fmt: skip
            line.open_wanted.connect(lambda v: self.old_wanted.emit(self.row, v))
            line.current_wanted.connect(lambda v: self.current_wanted.emit(self.row, v))
            line.compare_wanted.connect(lambda v: self.compare_wanted.emit(self.row, v))
            self._versions.insertWidget(len(self.lines), line)
            self.lines.append(line)
        is_link = document.is_link
        self.count.setText("" if is_link else counted(len(document.versions)))
        for widget in (self.title, self.count, self.new):
            widget.setVisible(not is_link)

    def show_preview(self, preview: Preview, image: QImage) -> None:
        """Show what was read of the document that is shown."""
        current = self.row.document.current if self.row is not None else None
        if current is not None and current.sha256 == preview.sha256:
            self.sheet.show_preview(preview.text, image, preview.is_silent)

    def stops(self) -> list[QWidget]:
        """Where Tab stops."""
        found: list[QWidget] = [self.more, self.open, self.copy, self.place, self.new]
        for line in self.lines:
            found += line.findChildren(Button)
        return found
