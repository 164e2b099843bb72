"""The preferences: a window of its own, every change at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from contactdesk.desktop import theme as look
from contactdesk.desktop.cards import Card, Page
from contactdesk.desktop.fields import Combo, Segmented
from contactdesk.desktop.labels import Hairline, Label
from contactdesk.desktop.preferences_sharing import SharingPage
from contactdesk.desktop.regions import languages, regions
from contactdesk.desktop.ringed import Ringed
from contactdesk.desktop.sidebar import PlaceList
from contactdesk.desktop.sidebar_model import Place, SidebarModel
from contactdesk.i18n import _
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk

TILE = QSize(124, 76)


class ThemeTile(Ringed, QWidget):
    """A small picture of a theme; a click or Space takes it."""

    taken = Signal(str)

    def __init__(self, value: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value, self.words, self.chosen = value, words, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.dress(self, "button")

    def sizeHint(self) -> QSize:
        """The picture and the words under it."""
        return QSize(TILE.width(), TILE.height() + 10 + self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw sidebar, list and card in the theme's colours."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            frame = QRectF(1, 1, TILE.width() - 2, TILE.height() - 2)
            clip = QPainterPath()
            clip.addRoundedRect(frame, 8, 8)
            painter.save()
            painter.setClipPath(clip)
            half = frame.width() / 2
            first = look.DARK if self.value == "dark" else look.LIGHT
            _paint_small(painter, frame, first)
            if self.value == "system":
                painter.setClipRect(
                    QRectF(frame.x() + half, frame.y(), half, frame.height()),
                    Qt.ClipOperation.IntersectClip,
                )
                _paint_small(painter, frame, look.DARK)
            painter.restore()
            tone, wide = ("accent_text", 2) if self.chosen else ("border", 1)
            painter.setPen(QPen(look.colour(tone), wide))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, 8, 8)
            painter.setFont(look.font("strong" if self.chosen else "body"))
            painter.setPen(look.colour("text"))
            spot = QRect(0, TILE.height() + 4, self.width(), self.height() - TILE.height() - 4)
            painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, self.words)

    def show_chosen(self, chosen: bool) -> None:
        """Draw the frame of the chosen one, or not."""
        self.chosen = chosen
        self.setAccessibleDescription(_("chosen") if chosen else "")
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take it."""
        self.taken.emit(self.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take it by keyboard."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit(self.value)
        else:
            super().keyPressEvent(event)

    def ring_radius(self) -> float:
        """As round as it is drawn."""
        return 8


def _paint_small(painter: QPainter, frame: QRectF, theme: look.Theme) -> None:
    x, y, w, h = frame.x(), frame.y(), frame.width(), frame.height()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(frame, theme.colour("page"))
    painter.fillRect(QRectF(x, y, w * 0.26, h), theme.colour("chrome"))
    painter.fillRect(QRectF(x + w * 0.26, y, w * 0.24, h), theme.colour("list"))
    for i in range(5):
        painter.setBrush(theme.colour("accent" if i == 1 else "border"))
        painter.drawRoundedRect(QRectF(x + w * 0.29, y + 8 + i * 13, w * 0.18, 7), 3, 3)
    painter.setBrush(theme.colour("text"))
    painter.drawRoundedRect(QRectF(x + w * 0.6, y + 10, w * 0.24, 6), 3, 3)
    painter.setBrush(theme.colour("card"))
    painter.drawRoundedRect(QRectF(x + w * 0.58, y + 28, w * 0.32, h - 40), 4, 4)


class Preferences(QDialog):
    """Appearance, and names and numbers."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Preferences"))
        self.resize(820, 560)
        self._desk = desk
        self._stack = QStackedWidget()
        self._stack.addWidget(self._build_appearance())
        self._stack.addWidget(self._build_names())
        self._stack.addWidget(SharingPage(desk))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._build_places())
        row.addWidget(Hairline("border", upright=True))
        row.addWidget(self._stack, 1)
        desk.settings_changed.connect(self._show_settings)
        desk.facts_changed.connect(self._show_facts)
        self._show_settings(desk.settings)
        self._show_facts(desk.facts)

    def go_to(self, key: str) -> None:
        """Show the page of a setting."""
        from contactdesk.desktop.settings_index import SETTINGS

        page = next((each.page for each in SETTINGS if each.key == key), "")
        if page:
            row = 0 if page == "appearance" or key == "language" else 1
            self._places.setCurrentIndex(self._places.model().index(row, 0))

    def _build_places(self) -> QWidget:
        holder = QWidget()
        holder.setProperty("surface", "list")
        holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        holder.setFixedWidth(232)
        model = SidebarModel(self)
        model.places = [
            Place(_("Appearance"), "sun-moon", ListQuery("appearance")),
            Place(_("Names and numbers"), "contact", ListQuery("names")),
            Place(_("Book and sharing"), "users", ListQuery("sharing")),
        ]
        self._places = PlaceList(model)
        self._places.setProperty("surface", "list")
        self._places.setAccessibleName(_("Pages"))
        self._places.setCurrentIndex(model.index(0))
        self._places.selectionModel().currentChanged.connect(
            lambda now, _before: self._stack.setCurrentIndex(now.row())
        )
        column = QVBoxLayout(holder)
        column.setContentsMargins(12, 14, 12, 12)
        column.addWidget(self._places)
        return holder

    def _page(self, title: str, *parts: QWidget) -> Page:
        page = Page(widest=680)
        column = QVBoxLayout()
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(10)
        column.addWidget(Label(title, "title"))
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(Label(_("Changes are applied at once."), "caption", "text2"))
        page.set_content(column)
        return page

    def _build_appearance(self) -> QWidget:
        tiles = QWidget()
        row = QHBoxLayout(tiles)
        row.setContentsMargins(0, 0, 0, 6)
        row.setSpacing(16)
        self._tiles = [
            ThemeTile("system", _("Follow system")),
            ThemeTile("light", _("Light")),
            ThemeTile("dark", _("Dark")),
        ]
        for tile in self._tiles:
            tile.taken.connect(lambda value: self._desk.update_settings(theme=value))
            row.addWidget(tile)
        row.addStretch(1)
        sizes = [(_("Small"), 90), (_("Normal"), 100), (_("Large"), 115), (_("Larger"), 130)]
        self._size = Segmented(list(sizes))
        self._size.chosen.connect(lambda value: self._desk.update_settings(text_size=value))
        self._sidebar = Segmented([(_("Words"), False), (_("Icons"), True)])
        self._sidebar.chosen.connect(
            lambda value: self._desk.update_settings(compact_sidebar=value)
        )
        self._language = Combo([(_("Follow the system"), ""), *languages()])
        self._language.activated.connect(self._take_language)
        card = Card()
        _add_rows(
            card,
            (_("Text size"), _("Everything else grows with it."), self._size),
            (_("Sidebar"), _("Icons alone leave more room for contacts."), self._sidebar),
            (_("Language"), _("From the next start on."), self._language),
        )
        return self._page(_("Appearance"), Label(_("Theme"), "caption", weight=600), tiles, card)

    def _build_names(self) -> QWidget:
        self._order = Segmented([(_("Anna Nowak"), "given"), (_("Nowak, Anna"), "family")])
        self._order.chosen.connect(lambda value: self._desk.update_settings(name_order=value))
        self._sort = Segmented([(_("Last name"), "family"), (_("First name"), "given")])
        self._sort.chosen.connect(lambda value: self._desk.configure(sort_by=value))
        self._region = Combo([(_("No country"), ""), *regions()])
        self._region.setMaximumWidth(230)
        self._region.activated.connect(self._take_region)
        card = Card()
        _add_rows(
            card,
            (
                _("Names are shown as"),
                _("Chinese, Japanese and Korean names keep their own order."),
                self._order,
            ),
        )
        book = Card()
        _add_rows(
            book,
            (_("Lists are sorted by"), _("For everybody who uses this book."), self._sort),
            (
                _("Numbers without a country code are from"),
                _("“0501 234 567” is then found as +48 501 234 567, for example."),
                self._region,
            ),
        )
        self._of_book = (self._sort, self._region)
        title = _("Names and numbers")
        return self._page(title, card, Label(_("This book"), "caption", weight=600), book)

    def _take_language(self, at: int) -> None:
        self._desk.update_settings(language=str(self._language.itemData(at)))

    def _take_region(self, at: int) -> None:
        self._desk.configure(region=str(self._region.itemData(at)))

    def _show_settings(self, settings: Any) -> None:
        for tile in self._tiles:
            tile.show_chosen(tile.value == settings.theme)
        self._size.choose(settings.text_size)
        self._sidebar.choose(settings.compact_sidebar)
        self._order.choose(settings.name_order)
        self._language.choose(settings.language)

    def _show_facts(self, facts: Any) -> None:
        for widget in self._of_book:
            widget.setEnabled(not self._desk.read_only)
        if facts is not None:
            self._sort.choose(facts.sort_by)
            self._region.choose(facts.region)


def _add_rows(card: Card, *rows: tuple[str, str, QWidget]) -> None:
    for i, (title, text, widget) in enumerate(rows):
        if i:
            card.body.addSpacing(8)
            card.add_line()
            card.body.addSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(title, "button"))
        words.addWidget(Label(text, "caption", "text2", wrap=True))
        widget.setAccessibleName(title)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        card.body.addLayout(row)


def show_preferences(parent: QWidget, desk: Desk, key: str = "") -> Preferences:
    """Open the window, or bring the open one to the front; at a setting if one is named."""
    for child in parent.findChildren(Preferences):
        child.raise_()
        child.activateWindow()
        child.go_to(key)
        return child
    window = Preferences(parent, desk)
    window.go_to(key)
    window.show()
    return window
