"""The component sheet: every kind of widget in all its states on one picture, for those who build.

The widgets are the program's own. Only one widget can have the focus at a time, so each focused
one is drawn on its own while it really has it, and laid over the picture in its place.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QVBoxLayout,
    QWidget,
)

from contactdesk.desktop import avatars, icons
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, IconButton, paint_ground
from contactdesk.desktop.card_values import CardValue
from contactdesk.desktop.cards import Card
from contactdesk.desktop.contact_list import ContactTable
from contactdesk.desktop.feedback import Banner, IconMark, ProgressBar, Toast
from contactdesk.desktop.fields import CheckBox, Combo, Field, Segmented, Switch
from contactdesk.desktop.labels import Chip, Label, LinkLabel
from contactdesk.desktop.list_delegate import FACE, row_height
from contactdesk.desktop.list_model import ContactListModel
from contactdesk.desktop.menus import Menu, destroys
from contactdesk.desktop.search_field import SearchField
from contactdesk.desktop.theme_tile import ThemeTile
from contactdesk.desktop.value_row import ValueRow
from contactdesk.pictures import NotDrawn, application, dress, own_home, settle
from contactdesk.store.listing import ContactRow

SIZE = QSize(1440, 1040)
TAB = Qt.FocusReason.TabFocusReason
POINTER = Qt.FocusReason.MouseFocusReason
SHOWN = (  # tokens
    "chrome list page card sunken border divider field text text2 text3 accent accent_text "
    "accent_soft sel sel_text hover ok ok_soft warn warn_soft bad bad_soft violet violet_soft "
    "teal teal_soft slate"
)
PEOPLE = (
    ("1", "individual", "Jonas Bergmann"),
    ("28", "individual", "Katarzyna Czarnecka"),
    ("5", "individual", "Nuno Duarte"),
    ("37", "individual", "Leila Ahmadi"),
    ("3", "individual", "陳怡君"),
    ("12", "individual", "رضا ابراهیمی"),
    ("8", "org", "Baltica Logistyka"),
)


def main(to: str) -> int:
    """Draw the sheet into a folder and say where it is."""
    for path in draw_components(Path(to)):
        print(path)
    return 0


def draw_components(to: Path, themes: tuple[str, ...] = ("light", "dark")) -> list[Path]:
    """Draw the sheet in each theme as `components-<theme>.png` into `to`, and in high contrast."""
    to.mkdir(parents=True, exist_ok=True)
    drawn = []
    with TemporaryDirectory() as home, own_home(Path(home)):
        for theme, contrast in product(themes, ("normal", "high")):
            path = to / f"components-{theme}{'-high' if contrast == 'high' else ''}.png"
            if not picture_of_sheet(theme, contrast).save(str(path), "PNG", 0):
                raise NotDrawn(f"{path} could not be written")
            drawn.append(path)
    return drawn


def picture_of_sheet(theme: str, contrast: str = "normal") -> QPixmap:
    """The sheet in one theme."""
    dress(application(), theme, "en", contrast=contrast)
    icons.ready()
    sheet = Sheet()
    sheet.show()
    sheet.activateWindow()
    settle(0.2)
    picture = sheet.grab()
    with QPainter(picture) as painter:
        for widget, reason in sheet.focused:
            widget.setFocus(reason)
            settle(0.02)
            area = QRect(widget.mapTo(sheet, QPoint()), widget.size()).adjusted(-6, -6, 6, 6)
            painter.drawPixmap(area.topLeft(), sheet.grab(area))
        for popup, place in sheet.popups:
            painter.drawPixmap(place.mapTo(sheet, QPoint()), _opened(popup))
    sheet.close()
    sheet.deleteLater()
    settle(0.02)
    return picture


def _opened(popup: QWidget) -> QPixmap:
    """A menu, or a combo's list of choices, as it opens."""
    if isinstance(popup, Menu):
        popup.popup(QPoint(0, 0))
        popup.setActiveAction(popup.actions()[0])
        picture = popup.grab()
        popup.close()
    else:
        assert isinstance(popup, Combo)
        popup.showPopup()
        settle(0.02)
        picture = popup.view().window().grab()
        popup.hidePopup()
    return picture


class Sheet(QWidget):
    """All components; `focused` are to be drawn with the focus they get for that reason."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(SIZE)
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.focused: list[tuple[QWidget, Qt.FocusReason]] = []
        self.popups: list[tuple[QWidget, QWidget]] = []  # and where they are drawn
        self._models: list[ContactListModel] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(24, 20, 24, 22)
        grid.setSpacing(16)
        grid.addWidget(self._inputs(), 0, 0)
        grid.addWidget(self._list(), 0, 1)
        grid.addWidget(self._feedback(), 0, 2)
        grid.addWidget(self._rings(), 1, 0)
        grid.addWidget(self._values(), 1, 1)
        grid.addWidget(self._popups(), 1, 2)
        grid.addWidget(_tokens(), 2, 0, 1, 3)
        for column, wide in enumerate((486, 388, 486)):
            grid.setColumnMinimumWidth(column, wide)
            grid.setColumnStretch(column, wide)
        grid.setRowStretch(1, 1)

    # ── what picture 14 of the design shows ─────────────────────────────────────────────

    def _inputs(self) -> Card:
        card = Card()
        _head(card, "Buttons")
        ghost, soft = Button("Ghost", "ghost"), Button("Soft", "soft")
        first = (Button("Primary", "primary"), Button("Secondary"), ghost, soft)
        card.body.addLayout(_row(*first, Button("Delete", "danger")))
        over, pressed, focus = Button("Hover"), Button("Pressed"), Button("Focus")
        over.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
        pressed.setDown(True)
        off = Button("Disabled")
        off.setEnabled(False)
        self.focused.append((focus, TAB))
        card.body.addSpacing(9)
        second = _row(over, pressed, focus, off, Button("Icon + text", icon="phone"))
        card.body.addLayout(second)
        _head(card, "Fields", 12)
        self._fields(card)
        _head(card, "Choices", 12)
        on, one = CheckBox("On"), Switch()
        on.setChecked(True)
        one.setChecked(True)
        either = Segmented([("One", 1), ("Other", 2)])
        card.body.addLayout(_row(on, CheckBox("Off"), one, Switch(), either, gap=14))
        _head(card, "Chips and tags", 12)
        bell = Chip("Due", "warn", icon="bell-ring")
        tags = (Chip("Customer", category="Customer"), bell, Chip("Won", "ok"), Chip("Late", "bad"))
        card.body.addLayout(_row(*tags))
        card.body.addSpacing(9)
        deal = Chip("Deal", "violet", icon="square-kanban", removable=True)
        tags = (deal, Chip("Info", "accent"), Chip("Visit", "teal"), Chip("60 %"))
        card.body.addLayout(_row(*tags))
        card.body.addStretch(1)
        return card

    def _fields(self, card: Card) -> None:
        focus, error, valid = Field("Focus"), Field("Error"), Field("Valid")
        error.set_state("error")
        valid.set_state("valid")
        self.focused.append((focus, POINTER))
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, field in enumerate((Field("Rest"), focus, error, valid)):
            field.setReadOnly(False)
            grid.addWidget(field, place // 2, place % 2)
        card.body.addLayout(grid)
        card.body.addSpacing(9)
        kind = Combo([("Mobile", 0), ("Work", 1)])
        row = _row(kind, stretch=False)
        row.addWidget(SearchField("Search contacts"), 1)
        card.body.addLayout(row)

    def _list(self) -> Card:
        card = Card()
        _head(card, "List rows")
        states = ("Rest", "Pointer over", "Selected", "Selected + keyboard focus")
        for at, name in enumerate((*states, "Selected, other pane has focus", "One of several")):
            table = self._one_row(name, str(at + 31))
            card.body.addWidget(table)
            if at == 1:
                table.painter_of_rows.over_row = 0
            if at >= 2:
                table.choose_row(0)
            if at in (2, 3):
                self.focused.append((table, POINTER if at == 2 else TAB))
            table.painter_of_rows.several = at == 5
        _head(card, "Avatars", 10)
        faces = [avatars.Avatar(FACE) for _each in PEOPLE]
        for face, each in zip(faces, PEOPLE, strict=True):
            face.show_face(avatars.FaceOf(*each))
        card.body.addLayout(_row(*faces, gap=10))
        card.body.addStretch(1)
        return card

    def _one_row(self, name: str, id_: str) -> ContactTable:
        words = f"Row {row_height()} px · avatar {FACE} px"
        model = ContactListModel(self)
        self._models.append(model)
        table = ContactTable(model)
        table.setFixedHeight(row_height() + 2)
        model.show_found([1], [ContactRow(1, id_, "individual", name, words, "", False, "")])
        return table

    def _feedback(self) -> Card:
        card = Card()
        _head(card, "Feedback")
        host = QWidget()
        host.setFixedSize(454, 64)
        card.body.addWidget(host)
        toast = Toast(host)
        toast.show_toast("3 contacts deleted", action="Undo", keys="Ctrl+Z")
        for banner in (
            Banner("info", "New version of this list from Ewa.", action="Show"),
            Banner("warn", "The book cannot be reached.", action="Try now", icon="cloud-off"),
            Banner("bad", "This e-mail could not be sent.", action="Again", closable=True),
            Banner("slate", "Read only: a colleague is maintaining the file."),
        ):
            card.body.addWidget(banner)
            card.body.addSpacing(8)
        bar = ProgressBar()
        bar.setValue(62)
        card.body.addSpacing(4)
        card.body.addWidget(bar)
        _head(card, "Type", 10)
        for style in ("display", "title", "subtitle"):
            ratio, weight = look.SCALE[style]
            pixels = look.metrics("body").fontDpi() * look.base_font().pointSizeF() * ratio / 72
            card.body.addWidget(Label(f"{style.capitalize()} {pixels:.1f} px / {weight}", style))
            card.body.addSpacing(6)
        card.body.addWidget(Label("Body – Zażółć gęślą jaźń · 聯絡人 · مخاطبان"))
        card.body.addSpacing(6)
        card.body.addWidget(Label("Caption, secondary", "caption", "text2"))
        card.body.addStretch(1)
        return card

    # ── and what else there is ──────────────────────────────────────────────────────────

    def _rings(self) -> Card:
        card = Card()
        _head(card, "Keyboard focus ring, 2 px outside")
        save, tick, link = Button("Save", "primary"), CheckBox("Tick"), LinkLabel("A link")
        on, tag = Switch(), Chip("Customer", category="Customer", removable=True)
        more, choice = IconButton("ellipsis", "More"), Segmented([("Small", 1), ("Normal", 2)])
        on.setChecked(True)
        tile = ThemeTile("system", "Follow system")
        tile.show_chosen(True)
        for widget in (save, more, tick, on, tag, choice, link, tile):
            self.focused.append((widget, TAB))
        card.body.addLayout(_row(save, Button("Cancel"), more, choice, gap=18))
        card.body.addSpacing(14)
        card.body.addLayout(_row(on, tick, tag, link, gap=18))
        card.body.addSpacing(14)
        card.body.addLayout(_row(tile, ThemeTile("dark", "Dark"), gap=18))
        card.body.addStretch(1)
        return card

    def _values(self) -> Card:
        card = Card("Values", "4")
        phone = CardValue(
            "phones", 0, "phone", "+48 600 000 214", "Mobile", "+48600000214",
            "tel:+48600000214", "Call", "phone", left_to_right=True,
        )  # fmt: skip
        over, focus = ValueRow(phone), ValueRow(phone, first=False)
        over.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
        over._show_actions()
        self.focused.append((focus, TAB))
        for row in (ValueRow(phone), over, focus):
            card.body.addWidget(row)
        card.body.addSpacing(10)
        marks = [
            IconMark(icon, ink, 26, side=56, ground=ground)
            for icon, ink, ground in (
                ("contact", "accent_text", "accent_soft"),
                ("search-x", "slate", "slate_soft"),
                ("cloud-off", "warn", "warn_soft"),
                ("triangle-alert", "bad", "bad_soft"),
            )
        ]
        card.body.addLayout(_row(*marks, gap=14))
        card.body.addStretch(1)
        return card

    def _popups(self) -> Card:
        card = Card()
        _head(card, "Context menu and list of choices")
        menu = Menu(self)
        menu.setMinimumWidth(230)
        for icon, words, keys in (
            ("mail", "Email", "Ctrl+Shift+M"),
            ("pencil", "Edit", "Ctrl+E"),
            ("git-merge", "Merge with…", ""),
            ("trash-2", "Delete", "Del"),
        ):
            action = menu.addAction(icons.icon(icon), words)
            action.setProperty("lucide", icon)
            action.setShortcut(QKeySequence(keys))
            action.setEnabled(words != "Merge with…")
        destroys(menu.actions()[-1])
        menu.insertSeparator(menu.actions()[-1])
        combo = Combo([("Mobile", 0), ("Work", 1), ("Home", 2), ("Switchboard", 3)])
        for popup in (menu, combo):
            place = QWidget()
            place.setFixedHeight(150)
            self.popups.append((popup, place))
        choices = QVBoxLayout()
        choices.addWidget(combo)
        choices.addWidget(self.popups[1][1])
        row = _row(self.popups[0][1], stretch=False, gap=24)
        row.setStretch(0, 3)
        row.addLayout(choices, 2)
        card.body.addLayout(row)
        card.body.addStretch(1)
        return card


def _swatch(token: str) -> Label:
    """A colour with its hairline."""
    picture = QPixmap(36, 28)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, QRectF(picture.rect()), token, "border", 5)
    label = Label()
    label.setPixmap(picture)
    return label


def _tokens() -> Card:
    card = Card()
    _head(card, f"Colour tokens · {look.current().name}")
    grid = QGridLayout()
    grid.setVerticalSpacing(9)
    for place, token in enumerate(SHOWN.split()):
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(token, "micro", weight=500))
        words.addWidget(Label(getattr(look.current(), token), "micro", "text2"))
        cell = _row(_swatch(token))
        cell.insertLayout(1, words)
        grid.addLayout(cell, place // 7, place % 7)
    card.body.addLayout(grid)
    return card


def _head(card: Card, words: str, above: int = 0) -> None:
    card.body.addSpacing(above)
    card.body.addWidget(Label(words, "strong"))
    card.body.addSpacing(8)


def _row(*widgets: QWidget, gap: int = 8, stretch: bool = True) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(gap)
    row.setSizeConstraint(QLayout.SizeConstraint.SetDefaultConstraint)
    for widget in widgets:
        row.addWidget(widget)
    if stretch:
        row.addStretch(1)
    return row
