"""How a row of the contact list is drawn: face, name, second line, flags, letter."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate

from contactdesk.desktop import avatars, bidi, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.list_words import field_word
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.row_touches import short
from contactdesk.i18n import _
from contactdesk.store.listing import ContactRow

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

    from contactdesk.desktop.list_model import ContactListModel
    from contactdesk.desktop.row_touches import RowTouches

FACE = 38
COMPACT_FACE, COMPACT_ROW = 26, 42
FACE_X = 18
TEXT_X = 68
FLAG = 15
TICK = 17
EDGE = 14  # room between words and the trailing edge of the row's highlight
FACES_KEPT = 600
# A line runs in the direction of its first letter, and still begins at the window's leading edge.
OWN_DIRECTION = "\u2068{}\u2069"
# Values that run left to right whatever stands around them.
NUMBERS = ("phones", "emails", "urls", "impp")


def row_height() -> int:
    """The height of a contact's row: one line where the person wants more on the screen."""
    if look.compact_rows():
        return look.tall(COMPACT_ROW, "strong", room=16)
    return look.tall(58, "strong", "caption", room=18)


def letter_height() -> int:
    """The height of a letter's row."""
    return look.tall(28, "caption", room=10)


def face_side() -> int:
    """The width of a face in the list."""
    return look.px(COMPACT_FACE if look.compact_rows() else FACE)


def text_start() -> int:
    """Where the words of a row begin."""
    return look.px(TEXT_X - FACE + COMPACT_FACE if look.compact_rows() else TEXT_X)


class ContactDelegate(QStyledItemDelegate):
    """Draws rows; `photo_of(row)` gives a picture that has been read already."""

    def __init__(
        self,
        view: QAbstractItemView,
        model: ContactListModel,
        is_selected: Callable[[int], bool],
    ) -> None:
        super().__init__(view)
        self.view = view
        self.rows = model  # asked directly: through Qt every row would be copied into a QVariant
        # Asked for here: an option's state would make all of QStyle's enums before the first names.
        self.is_selected = is_selected
        self.over_row = -1
        self.several = False  # more than one is selected: each then carries a tick
        self.photo_of: Callable[[ContactRow], QImage | None] = _no_photo
        self.has_draft: Callable[[int], bool] = _no_draft
        self.waits: Callable[[str], bool] = _waits_not
        self.touches: RowTouches | None = None
        self.query = ""
        self.flashing: set[int] = set()
        self.ring_row = -1  # the row that shows the keyboard's ring
        self._faces: dict[tuple[object, ...], QPixmap] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # type: ignore[override]  # the stub allows persistent indexes too
        """Rows have the view's own height."""
        return QSize(100, row_height())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row."""
        at, area, direction = index.row(), option.rect, option.direction
        painter.save()
        row = self.rows.contact_at(at)
        if row is not None:
            self._paint_contact(painter, area, direction, row, at)
        elif self.rows.is_letter(at):
            _paint_letter(painter, area, direction, self.rows.letter_at(at))
        else:
            _paint_waiting(painter, area, direction)
        painter.restore()

    def _paint_contact(
        self,
        painter: QPainter,
        area: QRect,
        direction: Qt.LayoutDirection,
        row: ContactRow,
        at: int,
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected, active = self.is_selected(at), self.view.hasFocus()
        box = QRectF(area).adjusted(8, 1, -8, -1)
        ground = self._ground(row, selected, active, at)
        paint_ground(painter, box, ground, look.current().edge if selected else "", 8)
        if at == self.ring_row and active:
            paint_ring(painter, box, 7)
        self._paint_face(painter, area, direction, row, selected)
        self._paint_words(painter, area, direction, row, selected and active)

    def _ground(self, row: ContactRow, selected: bool, active: bool, at: int) -> str:
        if selected:
            return "sel" if active else "sel_off"
        if row.number in self.flashing:
            return "accent_soft"
        return "hover" if at == self.over_row else ""

    def _paint_face(
        self,
        painter: QPainter,
        area: QRect,
        direction: Qt.LayoutDirection,
        row: ContactRow,
        selected: bool,
    ) -> None:
        side = face_side()
        spot = QRect(area.x() + look.px(FACE_X), area.y() + (area.height() - side) // 2, side, side)
        spot = mirror.placed(direction, area, spot)
        painter.drawPixmap(
            spot.adjusted(-2, -2, 2, 2).topLeft(),
            self.face(row, selected, painter.device().devicePixelRatioF()),
        )
        if selected and self.several:
            tick, out = look.px(TICK), look.px(TICK - 4)
            corner = QRect(spot.right() - out, spot.bottom() - out, tick, tick)
            _paint_tick(painter, mirror.placed(direction, spot, corner))

    def face(self, row: ContactRow, selected: bool, dpr: float) -> QPixmap:
        """A contact's face with room for its ring, made once."""
        photo = self.photo_of(row) if row.photo else None
        theme = look.current()
        known = photo is not None
        ready = icons.is_ready()
        key = (
            row.id,
            row.kind,
            row.name,
            row.photo,
            known,
            selected,
            dpr,
            theme.name,
            ready,
            face_side(),
        )
        made = self._faces.get(key)
        if made is None:
            if len(self._faces) > FACES_KEPT:
                self._faces.clear()
            face = face_side()
            side = face + 4
            made = QPixmap(round(side * dpr), round(side * dpr))
            made.setDevicePixelRatio(dpr)
            made.fill(Qt.GlobalColor.transparent)
            with QPainter(made) as painter:
                ring = "list" if selected else ""
                spot = QRect(2, 2, face, face)
                avatars.paint_avatar(painter, spot, row, theme, photo, ring=ring)
            self._faces[key] = made
        return made

    def _paint_words(
        self,
        painter: QPainter,
        area: QRect,
        direction: Qt.LayoutDirection,
        row: ContactRow,
        lit: bool,
    ) -> None:
        if look.compact_rows():
            self._paint_one_line(painter, area, direction, row, lit)
            return
        first, second = look.metrics("strong"), look.metrics("caption")
        words, field = self._second(row)
        below = second.height() + 3 if words else 0
        top = area.y() + (area.height() - first.height() - below) // 2
        right = area.width() - 8 - EDGE
        lower = top + first.height() + 3
        start = text_start()
        width = right - start
        first_line = QRect(area.x() + start, top, width, first.height())
        taken = self._paint_since(painter, mirror.placed(direction, area, first_line), row, lit)
        first_line.setWidth(width - taken)
        line = mirror.placed(direction, area, first_line)
        ink = "sel_text" if lit else "text"
        _paint_line(painter, direction, line, row.name, "strong", ink, self._query_for(row))
        flag = self._flag(row)
        if flag:
            side = look.px(FLAG)
            width -= look.px(24)
            y = (lower if words or taken else top) + (second.height() - side) // 2
            spot = QRect(area.x() + right - side, y, side, side)
            icons.paint(painter, mirror.placed(direction, area, spot), flag, _tone(flag, lit))
        line = mirror.placed(
            direction, area, QRect(area.x() + start, lower, width, second.height())
        )
        ink = "sel_text" if lit else "text2"
        _paint_line(painter, direction, line, words, "caption", ink, self.query if field else "")

    def _paint_one_line(
        self,
        painter: QPainter,
        area: QRect,
        direction: Qt.LayoutDirection,
        row: ContactRow,
        lit: bool,
    ) -> None:
        """The name, and behind it in small what the second line would say."""
        start, right = text_start(), area.width() - 8 - EDGE
        flag = self._flag(row)
        if flag:
            side = look.px(FLAG)
            spot = QRect(
                area.x() + right - side, area.y() + (area.height() - side) // 2, side, side
            )
            icons.paint(painter, mirror.placed(direction, area, spot), flag, _tone(flag, lit))
            right -= look.px(24)
        words, field = self._second(row)
        wanted = look.metrics("strong").horizontalAdvance(row.name) + 2
        room = right - start
        wide = min(wanted, room if not words else max(room * 6 // 10, room - look.px(90)))
        spot = QRect(area.x() + start, area.y(), wide, area.height())
        spot = mirror.placed(direction, area, spot)
        ink = "sel_text" if lit else "text"
        _paint_line(painter, direction, spot, row.name, "strong", ink, self._query_for(row))
        after = start + wide + look.px(8)
        if words and right - after > look.px(40):
            spot = QRect(area.x() + after, area.y(), right - after, area.height())
            spot = mirror.placed(direction, area, spot)
            ink = "sel_text" if lit else "text2"
            query = self.query if field else ""
            _paint_line(painter, direction, spot, words, "caption", ink, query)

    def _paint_since(self, painter: QPainter, line: QRect, row: ContactRow, lit: bool) -> int:
        """When one was last in touch, or that an edit waits for the book, at the line's end; the
        room that it takes of it."""
        waits = self.waits(row.id)
        day = self.touches.of(row.number) if self.touches is not None else None
        if day is None and not waits:
            return 0
        words, style = _("waits") if waits or day is None else short(day), "caption"
        painter.setFont(look.font(style))
        painter.setPen(look.colour("sel_text" if lit else "warn" if waits else "text3"))
        painter.drawText(line, mirror.trailing(self.view.layoutDirection()), words)
        return look.metrics(style).horizontalAdvance(words) + look.px(8)

    def _flag(self, row: ContactRow) -> str:
        """One sign at most: what was typed and not saved, what is due, a star."""
        if self.has_draft(row.number):
            return "pencil"
        if look.compact_rows() and self.waits(row.id):
            return "hourglass"
        if self.touches is not None and self.touches.is_due(row.number):
            return "bell-ring"
        return "star-filled" if row.starred else ""

    def _query_for(self, row: ContactRow) -> str:
        return self.query if not row.matched else ""

    def _second(self, row: ContactRow) -> tuple[str, str]:
        if not row.matched:
            return row.subtitle, ""
        value = row.matched_text or row.subtitle
        if row.matched in NUMBERS:
            value = look.isolated(value)
        return f"{field_word(row.matched)}: {value}", row.matched


def _tone(flag: str, lit: bool) -> str:
    if flag == "pencil":
        return "sel_text" if lit else "text2"
    return "warn"


def _paint_line(
    painter: QPainter,
    direction: Qt.LayoutDirection,
    spot: QRect,
    text: str,
    style: str,
    ink: str,
    query: str,
) -> None:
    if not text:
        return
    shown = look.metrics(style).elidedText(text, Qt.TextElideMode.ElideRight, spot.width())
    painter.setPen(look.colour(ink))
    parts = _bold_parts(shown, query) if query else ()
    flag = mirror.leading(direction)
    if not parts:
        painter.setFont(look.font(style))
        painter.drawText(spot, flag, bidi.isolated(shown))
    else:
        _paint_found(painter, spot, flag, shown, style, ink, parts)


def _paint_found(
    painter: QPainter,
    spot: QRect,
    flag: Qt.AlignmentFlag,
    text: str,
    style: str,
    ink: str,
    parts: tuple[tuple[int, int], ...],
) -> None:
    """One line with the matched parts heavier; laid out by Qt, so it works in both directions."""
    from PySide6.QtGui import QTextCharFormat, QTextLayout, QTextOption

    layout = QTextLayout(
        OWN_DIRECTION.format(text), look.font(style, 400 if style == "caption" else 500)
    )
    option = QTextOption(flag)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    heavy = QTextCharFormat()
    heavy.setFontWeight(700 if style == "strong" else 600)
    heavy.setForeground(look.colour("accent_text" if ink != "sel_text" else "sel_text"))
    ranges = []
    for start, length in parts:
        part = QTextLayout.FormatRange()
        part.start, part.length, part.format = start + 1, length, heavy
        ranges.append(part)
    layout.setFormats(ranges)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(spot.width())
    layout.endLayout()
    y = spot.y() + (spot.height() - line.height()) / 2
    layout.draw(painter, QRectF(spot.x(), y, 0, 0).topLeft())


@lru_cache(maxsize=4000)
def _bold_parts(text: str, query: str) -> tuple[tuple[int, int], ...]:
    from contactdesk.model.fold import highlights

    return tuple((part[0], part[1]) for part in highlights(text, query))


def _paint_letter(
    painter: QPainter, area: QRect, direction: Qt.LayoutDirection, letter: str
) -> None:
    painter.setFont(look.font("caption", 600))
    painter.setPen(look.colour("text3"))
    low = look.metrics("caption", 600).height() + 3
    spot = QRect(area.x() + 20, area.bottom() - 3 - low, area.width() - 40, low)
    painter.drawText(spot, mirror.leading(direction), letter)


def _paint_tick(painter: QPainter, spot: QRect) -> None:
    """The tick of a row among several selected: they are told apart by more than their colour."""
    painter.setPen(QPen(look.colour("list"), 2))
    painter.setBrush(look.colour("accent"))
    painter.drawEllipse(QRectF(spot))
    icons.paint(painter, spot, "check-bold", "on_accent", look.px(11))


def _paint_waiting(painter: QPainter, area: QRect, direction: Qt.LayoutDirection) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = area.y() + area.height() // 2
    side, start = face_side(), text_start()
    spots = [
        (QRect(area.x() + look.px(FACE_X), middle - side // 2, side, side), side / 2),
        (QRect(area.x() + start, middle - 14, 130 + area.y() % 53, 10), 5),
        (QRect(area.x() + start, middle + 6, 170 + area.y() % 37, 8), 4),
    ]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("hover"))
    for spot, radius in spots:
        painter.drawRoundedRect(mirror.placed(direction, area, spot), radius, radius)


def _no_photo(_row: ContactRow) -> QImage | None:
    return None


def _no_draft(_number: int) -> bool:
    return False


def _waits_not(_contact_id: str) -> bool:
    return False
