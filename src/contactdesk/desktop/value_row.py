"""One value on a card: icon, text, star, type; pointer or focus show what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDesktopServices,
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QStyle, QWidget

from contactdesk.desktop import bidi, ground, icons, links
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import paint_avatar
from contactdesk.desktop.buttons import IconButton, paint_ground
from contactdesk.desktop.card_values import CardValue
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.people_faces import face_of
from contactdesk.desktop.presence_fields import editing_words
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.tips import plain_tip
from contactdesk.desktop.wrapped_text import WrappedText
from contactdesk.i18n import _
from contactdesk.store.presence import Here

EDGE = 8  # the row's ground reaches this far beyond its text, into the card's margin
_SIDE = 28
_LEAST_WORD = 64  # a type is cut to this before its value is cut


def text_start() -> int:
    """Where values begin, behind the icon of their kind."""
    return EDGE + look.px(24)


def open_link(link: str) -> bool:
    """Hand a link to the system; only web pages, mails and calls ever get there."""
    scheme = QUrl(link).scheme().lower()
    return scheme in links.ALLOWED and QDesktopServices.openUrl(QUrl(link))


class ValueRow(QWidget):
    """A `CardValue` in a row of at least 30 px; `first` draws the icon of its kind."""

    copied = Signal(str)  # what is on the clipboard now
    edit_wanted = Signal(str, int)  # field, item

    def __init__(
        self,
        value: CardValue,
        *,
        first: bool = True,
        editable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        ground.cover(self)
        self.value = value
        self._first, self._editable = first, editable
        self._keyed = False
        self.editor: Here | None = None  # who else is in this value just now
        self._told = ""
        self._actions: list[IconButton] = []
        self._laid_out: dict[tuple[int, str, Qt.LayoutDirection], WrappedText] = {}
        look.dress(self, "body")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(_spoken(value))

    def show_value(self, value: CardValue) -> None:
        """Show another value in this place."""
        if value == self.value:
            return
        self.value = value
        self._laid_out.clear()
        self.setAccessibleName(_spoken(value))
        was_open = self._is_open()
        for button in self._actions:  # they speak of the value that was here
            button.hide()
            button.deleteLater()
        self._actions = []
        if was_open:
            self._show_actions()
        self.updateGeometry()
        self.update()

    def show_editor(self, here: Here | None, me: str) -> None:
        """Frame the value while somebody is editing it."""
        told = editing_words(here, me) if here is not None else ""
        if (here, told) != (self.editor, self._told):
            self.editor, self._told = here, told
            self.setAccessibleDescription(told)
            self.updateGeometry()
            self.update()

    # size

    def _foot(self) -> int:
        """The line that says who is here."""
        return look.tall(24, "caption", room=8) if self.editor is not None else 0

    def hasHeightForWidth(self) -> bool:
        """Addresses wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """30 px, or what several lines need."""
        return max(self._line(), self._text_height(width) + 12) + self._foot()

    def _text_height(self, width: int) -> int:
        if not self._wraps():
            return self.fontMetrics().height()
        return self._wrapped(width).height

    def _wrapped(self, width: int) -> WrappedText:
        """The text laid out; a layout asks for the same widths again and again."""
        room = max(
            60,
            width - text_start() - self._word_room() - (look.px(24) if self.value.preferred else 0),
        )
        key = (room, self.font().key(), self.layoutDirection())
        found = self._laid_out.get(key)
        if found is None:
            if len(self._laid_out) > 8:
                self._laid_out.clear()
            found = WrappedText(self.value.shown, self.font(), room, self.layoutDirection())
            self._laid_out[key] = found
        return found

    def sizeHint(self) -> QSize:
        """As wide as text and type."""
        lines = self.value.shown.splitlines() or [""]
        widest = max(self.fontMetrics().horizontalAdvance(line) for line in lines)
        wide = text_start() + widest + self._word_room() + 26
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """It elides."""
        return QSize(140, self._line())

    def _wraps(self) -> bool:
        return not self.value.left_to_right

    def _word_room(self) -> int:
        """What type and gap take at the trailing edge; it does not change under the pointer."""
        words = look.metrics("caption").horizontalAdvance(self.value.word) + 2
        return min(words, look.px(150)) + 12 + EDGE

    def _trailing_room(self) -> int:
        if self._is_open():
            return look.px(_SIDE) * len(self._actions) + 8
        lines = self.value.shown.splitlines() or [""]
        wanted = max(self.fontMetrics().horizontalAdvance(line) for line in lines) + 4
        star = look.px(24) if self.value.preferred else 0
        left = self.width() - text_start() - star - wanted
        return max(min(self._word_room(), left), min(self._word_room(), _LEAST_WORD + 12 + EDGE))

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground or ring, icon, value, star and type."""
        with QPainter(self) as painter:
            ground.lay(painter, event.rect(), "card")
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.editor is not None:
                self._paint_editor(painter, self.editor)
            elif self.underMouse():
                paint_ground(painter, QRectF(self.rect()), "hover", radius=6)
            if self.hasFocus() and self._keyed:
                paint_ring(painter, QRectF(self.rect()), 6)
            if self._first and self.value.icon:
                side = look.px(16)
                spot = self._placed(QRect(EDGE, 0, side, min(self._line(), self.height())))
                icons.paint(painter, spot, self.value.icon, "text2", side)
            end = self._paint_text(painter)
            if self.value.preferred:
                side = look.px(14)
                high = self.height() - self._foot()
                spot = QRect(end + 8, (high - side) // 2, side, side)
                icons.paint(painter, self._placed(spot), "star-filled", "warn", side)
            if not self._is_open():
                self._paint_word(painter)

    def _paint_editor(self, painter: QPainter, here: Here) -> None:
        """The frame in teal, and under the value whose keyboard is here."""
        paint_ground(painter, QRectF(self.rect()), "teal_soft", "teal", 6)
        side, foot = look.px(16), self._foot()
        top = self.height() - foot
        face = self._placed(QRect(text_start(), top + (foot - side) // 2 - 2, side, side))
        paint_avatar(painter, face, face_of(here.person, here.name, here.colour))
        start = text_start() + side + 8
        spot = self._placed(QRect(start, top - 2, self.width() - start - EDGE, foot))
        painter.setFont(look.font("caption", 600))
        painter.setPen(look.colour("teal"))
        words = _cut(look.metrics("caption", 600), self._told, spot.width())
        painter.drawText(spot, self._leading() | int(Qt.AlignmentFlag.AlignVCenter), words)

    def _paint_text(self, painter: QPainter) -> int:
        value = self.value
        painter.setFont(self.font())
        painter.setPen(look.colour("accent_text" if value.is_link else "text"))
        if self._wraps():
            text = self._wrapped(self.width())
            room = max(60, self.width() - text_start() - self._word_room())
            top = max(6, (self._line() - self.fontMetrics().height()) // 2)
            text.draw(painter, self._placed(QRect(text_start(), top, room, text.height)))
            return text_start() + text.natural_width
        star = look.px(24) if value.preferred else 0
        room = max(20, self.width() - text_start() - self._trailing_room() - star)
        spot = QRect(text_start(), 0, room, self.height() - self._foot())
        shown = self.fontMetrics().elidedText(
            bidi.without_marks(value.shown), Qt.TextElideMode.ElideRight, room
        )
        flags = self._leading() | int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(self._placed(spot), flags, bidi.left_to_right(shown))
        return text_start() + self.fontMetrics().horizontalAdvance(shown)

    def _line(self) -> int:
        """The height of a row of one line."""
        return look.tall(30, room=12)

    def _paint_word(self, painter: QPainter) -> None:
        metrics = look.metrics("caption")
        wide = self._trailing_room() - EDGE - 8
        spot = QRect(self.width() - wide - EDGE, 0, wide, min(self.height(), self._line()))
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("text2" if self.underMouse() else "text3"))
        side = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignRight)
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            self._placed(spot), flags, _cut(metrics, bidi.isolated(self.value.word), wide)
        )

    def _leading(self) -> int:
        side = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
        return int(side | Qt.AlignmentFlag.AlignAbsolute)

    def _placed(self, spot: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), spot)

    # what can be done

    def copy(self) -> None:
        """Put the value on the clipboard, as plain text."""
        QGuiApplication.clipboard().setText(self.value.plain)
        self.copied.emit(self.value.shown.splitlines()[0])

    def open(self) -> None:
        """Call, write or open; values that lead nowhere are copied."""
        if self.value.link:
            open_link(self.value.link)
        else:
            self.copy()

    def _is_open(self) -> bool:
        return bool(self._actions) and not self._actions[0].isHidden()

    def _show_actions(self) -> None:
        if not self._actions:
            self._make_actions()
        self._place_actions()
        for button in self._actions:
            button.show()
        self.update()

    def _hide_actions(self) -> None:
        focus = QApplication.focusWidget()
        if self.underMouse() or focus is self or (focus and self.isAncestorOf(focus)):
            return
        for button in self._actions:
            button.hide()
        self.update()

    def _make_actions(self) -> None:
        value = self.value
        if value.link:
            act = IconButton(value.verb_icon, value.verb, side=_SIDE, icon_size=16, parent=self)
            act.clicked.connect(self.open)
            self._actions.append(act)
        words = _("Copy {value}").format(value=value.shown.splitlines()[0])
        copy = IconButton("copy", words, side=_SIDE, icon_size=16, parent=self)
        copy.clicked.connect(self.copy)
        self._actions.append(copy)
        before: QWidget = self
        for button in self._actions:
            QWidget.setTabOrder(before, button)
            button.installEventFilter(self)
            before = button

    def _place_actions(self) -> None:
        side = look.px(_SIDE)
        x = self.width() - 2 - side * len(self._actions)
        line = min(self.height(), self._line())
        for button in self._actions:
            spot = QRect(x, (line - side) // 2, side, side)
            button.setGeometry(self._placed(spot))
            x += side

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """The row stays open while the focus is on one of its buttons."""
        if event.type() == QEvent.Type.FocusOut:
            self._hide_later()
        return False

    def _hide_later(self) -> None:
        QApplication.postEvent(self, QEvent(QEvent.Type.User))

    def customEvent(self, event: QEvent) -> None:
        """The focus has arrived where it went."""
        self._hide_actions()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer came."""
        self._show_actions()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went."""
        self._hide_actions()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard came."""
        super().focusInEvent(event)
        self._keyed = event.reason() in KEYBOARD
        self._show_actions()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard went; perhaps only to one of the row's buttons."""
        super().focusOutEvent(event)
        self._hide_later()

    def event(self, event: QEvent) -> bool:
        """The tooltip says what is cut off, or more than the card does."""
        if event.type() == QEvent.Type.ToolTip:
            wide = self.fontMetrics().horizontalAdvance(self.value.shown)
            room = self.width() - text_start() - self._trailing_room()
            cut = not self._wraps() and wide > room
            text = self.value.tip or (self.value.shown if cut else "")
            self.setToolTip(plain_tip(bidi.isolated(text)))
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons at the trailing edge."""
        self._place_actions()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies, Enter opens, F2 edits, ↑↓ go to the neighbouring values."""
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open()
        elif key == Qt.Key.Key_F2 and self._editable:
            self.edit_wanted.emit(self.value.field, self.value.item)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _go(self, step: int) -> None:
        parent = self.parentWidget()
        rows = parent.findChildren(ValueRow) if parent else []
        at = rows.index(self) + step if self in rows else -1
        if 0 <= at < len(rows):
            rows[at].setFocus(Qt.FocusReason.TabFocusReason)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a link opens it."""
        on_text = self._text_spot().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self.value.is_link and on_text:
            self.open()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click edits the value."""
        if self._editable and not self.value.is_link:
            self.edit_wanted.emit(self.value.field, self.value.item)

    def _text_spot(self) -> QRect:
        wide = self.fontMetrics().horizontalAdvance(self.value.shown)
        return self._placed(
            QRect(text_start(), 0, min(wide, self.width() - text_start()), self.height())
        )

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """All that can be done, in words."""
        self.menu().popup(
            event.globalPos() or self.mapToGlobal(QPoint(text_start(), self.height()))
        )

    def menu(self) -> Menu:
        """The row's menu; it deletes itself when closed."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.value.link:
            words = self.value.verb.replace("&", "&&")
            menu.addAction(icons.icon(self.value.verb_icon), words, self.open)
        menu.addAction(
            icons.icon("copy"), _("Copy"), QKeySequence(QKeySequence.StandardKey.Copy), self.copy
        )
        if self._editable:
            menu.addAction(
                icons.icon("pencil"),
                _("Edit"),
                QKeySequence(Qt.Key.Key_F2),
                lambda: self.edit_wanted.emit(self.value.field, self.value.item),
            )
        return menu


def _spoken(value: CardValue) -> str:
    parts = [value.word, ", ".join(value.shown.splitlines())]
    return ", ".join(p for p in (*parts, _("preferred") if value.preferred else "") if p)


def _cut(metrics: QFontMetrics, text: str, wide: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, wide)
