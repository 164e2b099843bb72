"""The lines of the forecast as painted rows: what, how many, in which currencies, how much."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from contactdesk.desktop import bidi, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.deal_found import Found
from contactdesk.desktop.deal_table_words import missing_words
from contactdesk.desktop.money_texts import money_text, total_text
from contactdesk.desktop.month_days import month_title
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.row_list import Index, RowList, RowPainter
from contactdesk.i18n import _, counted, ngettext
from contactdesk.operations.deal_forecast import LATE, By, Forecast, Line

ROW, HEAD = 48, 34
_NO_PARENT = QModelIndex()


class Shown(NamedTuple):
    """One line in words; `share` is its part of the whole forecast, from 0 to 1."""

    name: str
    many: str
    parts: str
    missing: str
    total: str
    weighted: str
    share: float
    is_sum: bool = False
    is_head: bool = False
    tone: str = "text"

    def spoken(self) -> str:
        """What a screen reader says."""
        total = _("total {amount}").format(amount=self.total)
        weighted = _("weighted {amount}").format(amount=self.weighted)
        words = (self.name, self.many, self.parts, total, weighted, self.missing)
        return bidi.without_marks(", ".join(each for each in words if each))


def shown_lines(forecast: Forecast, found: Found) -> list[Shown]:
    """The lines of a forecast, and their sum below."""
    names = {each.id: each.name for each in found.people}
    whole = forecast.all.total.weighted
    lines = [
        _shown(each, _name(each.key, forecast.by, names),
               float(each.total.weighted / whole) if whole > 0 else 0.0)
        for each in forecast.lines
    ]  # fmt: skip
    late = [at for at, each in enumerate(forecast.lines) if each.key == LATE]
    lines = [each._replace(tone="warn") if at in late else each for at, each in enumerate(lines)]
    head = Shown("", _("Deals"), _("In each currency"), "", _("Total"), _("Weighted"), 0.0,
                 is_head=True, tone="text2")  # fmt: skip
    return [head, *lines, _shown(forecast.all, _("Together"), 0.0)._replace(is_sum=True)]


def _shown(line: Line, name: str, share: float) -> Shown:
    total = line.total
    many = ngettext("{n} deal", "{n} deals", total.deals).format(n=counted(total.deals))
    return Shown(
        name,
        many,
        " + ".join(bidi.isolated(money_text(some, currency)) for currency, some in line.parts),
        missing_words(total),
        total_text(total),
        total_text(total, weighted=True),
        max(0.0, min(1.0, share)),
    )


def _name(key: str, by: By, names: dict[str, str]) -> str:
    if by == "owner":
        return bidi.isolated(names.get(key, "")) or _("Nobody")
    if by == "currency":
        return key
    if key == LATE:
        return _("Was to close before today")
    return month_title(date.fromisoformat(key)) if key else _("No date")


class ForecastLines(QAbstractListModel):
    """The lines as Qt's list model."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Shown] = []

    def show(self, lines: list[Shown]) -> None:
        """Show these."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """All lines."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A line in words."""
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken()
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.missing or None
        return line.name if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The heads of the columns are no line."""
        is_head = self.lines[index.row()].is_head
        return Qt.ItemFlag.NoItemFlags if is_head else super().flags(index)


class ForecastPainter(RowPainter):
    """Name and bar, how many, each currency by itself, the total and what it weighs."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines high."""
        model = index.model()
        is_head = isinstance(model, ForecastLines) and model.lines[index.row()].is_head
        high = look.tall(HEAD, "caption", room=14)
        return QSize(
            look.px(320), high if is_head else look.tall(ROW, "strong", "caption", room=12)
        )  # fmt: skip

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        model = index.model()
        assert isinstance(model, ForecastLines)
        line, area = model.lines[index.row()], QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        token = "page" if line.is_sum else "hover" if index.row() == self.over_row else "list"
        painter.fillRect(area, look.colour(token))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), look.colour("divider"))
        self._paint_line(painter, area, line)
        view = self.parent()
        if isinstance(view, RowList) and view.hasFocus() and index == view.currentIndex():
            paint_ring(painter, QRectF(area.adjusted(2, 1, -2, -2)), 6)
        painter.restore()

    def _paint_line(self, painter: QPainter, area: QRect, line: Shown) -> None:
        ink = "text2" if line.is_head else "text"
        edge, money = look.px(20), min(look.px(130), area.width() // 5)
        name = max(look.px(120), area.width() // 4)
        high = look.metrics("strong").height()
        below = 0 if line.is_sum else look.px(8)
        top = area.y() + (area.height() - high - below) // 2
        first = QRect(area.x() + edge, top, name, high)
        self._words(painter, area, first, line.name, "strong", line.tone)
        body, strong = ("caption", "caption") if line.is_head else ("body", "strong")
        if not line.is_sum and not line.is_head:
            self._paint_bar(painter, area, QRect(first.x(), first.bottom() + 4, name, look.px(4)),
                            line.share)  # fmt: skip
        end = area.right() - edge
        weigh = QRect(end - money, area.y(), money, area.height())
        total = weigh.translated(-money - look.px(8), 0)
        many = QRect(first.right() + look.px(16), area.y(), look.px(84), area.height())
        between = QRect(many.right(), area.y(), max(0, total.x() - many.right() - 8), area.height())
        self._words(painter, area, many, line.many, body, "text2")
        parts = " · ".join(each for each in (line.parts, line.missing) if each)
        self._words(painter, area, between, parts, body, "warn" if line.missing else "text2")
        self._words(painter, area, total, line.total, body, ink, trailing=True)
        self._words(painter, area, weigh, line.weighted, strong, ink, trailing=True)

    def _paint_bar(self, painter: QPainter, area: QRect, spot: QRect, share: float) -> None:
        direction = self._direction()
        paint_ground(painter, QRectF(mirror.placed(direction, area, spot)), "divider", radius=2)
        full = QRect(spot.x(), spot.y(), round(spot.width() * share), spot.height())
        if full.width():
            paint_ground(painter, QRectF(mirror.placed(direction, area, full)), "accent", radius=2)

    def _direction(self) -> Qt.LayoutDirection:
        view = self.parent()
        assert isinstance(view, QWidget)
        return view.layoutDirection()

    def _words(
        self,
        painter: QPainter,
        area: QRect,
        spot: QRect,
        words: str,
        style: str,
        tone: str,
        trailing: bool = False,
    ) -> None:
        direction = self._direction()
        painter.setFont(look.font(style))
        painter.setPen(look.colour(tone))
        shown = look.metrics(style).elidedText(words, Qt.TextElideMode.ElideRight, spot.width())
        lean = mirror.trailing(direction) if trailing else mirror.leading(direction)
        painter.drawText(mirror.placed(direction, area, spot), lean, shown)


class ForecastList(RowList):
    """The lines by keyboard; Esc leaves."""

    left = Signal()

    def __init__(self) -> None:
        self.lines = ForecastLines()
        super().__init__(self.lines, ForecastPainter())
        self.setAccessibleName(_("Forecast"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc is the page's."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
