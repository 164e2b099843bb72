"""Menus: keys stand at the trailing edge, what destroys is red, in both directions of reading."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage
from PySide6.QtWidgets import QApplication

from contactdesk.desktop import icons
from contactdesk.desktop import theme as look
from contactdesk.desktop.fields import Field
from contactdesk.desktop.menus import EDGE, Menu, destroys

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
LEFT, RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


@pytest.fixture(params=["normal", "high"])
def dressed(request: Any, qapp: Any) -> Any:
    look.apply(qapp, "light", contrast=request.param)
    yield
    look.apply(qapp, "light")


def a_menu(qtbot: Any, direction: Qt.LayoutDirection) -> Menu:
    icons.ready()
    menu = Menu()
    qtbot.addWidget(menu)
    menu.setLayoutDirection(direction)
    for words, keys in (
        ("Edit", "Ctrl+E"),
        ("Put in the archive", "Ctrl+Shift+Y"),
        ("Delete", "Del"),
    ):
        menu.addAction(icons.icon("pencil"), words).setShortcut(keys)
    destroys(menu.actions()[2])
    menu.popup(QPoint(0, 0))
    menu.setActiveAction(None)
    return menu


def inked(menu: Menu, row: int) -> tuple[QImage, list[int]]:
    """The picture of one entry, and the columns that are not empty."""
    area = menu.actionGeometry(menu.actions()[row])
    picture = menu.grab(area).toImage().convertToFormat(QImage.Format.Format_RGB32)
    ground = look.colour("raised").rgb()
    high = range(picture.height())
    columns = range(picture.width())
    return picture, [x for x in columns if any(picture.pixel(x, y) != ground for y in high)]


def has(picture: QImage, token: str) -> bool:
    wanted = QColor(look.colour(token)).rgb()
    places = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
    return any(picture.pixel(x, y) == wanted for x, y in places)


@pytest.mark.parametrize("direction", [LEFT, RIGHT])
def test_keys_end_at_the_trailing_edge_of_every_entry(qtbot, dressed, direction):
    menu = a_menu(qtbot, direction)
    for row in range(3):
        picture, columns = inked(menu, row)
        rest = columns[0] if direction == RIGHT else picture.width() - 1 - columns[-1]
        icon = picture.width() - 1 - columns[-1] if direction == RIGHT else columns[0]
        assert EDGE - 2 <= rest <= EDGE + 3
        assert EDGE - 2 <= icon <= EDGE + 5
    menu.close()


def test_what_destroys_is_red_and_nothing_else(qtbot, dressed):
    menu = a_menu(qtbot, LEFT)
    assert not has(inked(menu, 0)[0], "bad")
    assert has(inked(menu, 2)[0], "bad")
    menu.actions()[2].setEnabled(False)
    assert not has(inked(menu, 2)[0], "bad")
    menu.close()


def test_long_words_keep_clear_of_the_keys(qtbot, dressed):
    menu = a_menu(qtbot, LEFT)
    menu.addAction("Somewhere in the middle of a very long entry of this menu").setShortcut("Del")
    menu.popup(QPoint(0, 0))
    _picture, columns = inked(menu, 3)
    widest = max(b - a for a, b in pairwise(columns))
    assert widest >= 20
    menu.close()


def test_a_field_offers_the_usual_in_a_menu_of_the_same_kind(qtbot):
    field = Field("Anna")
    qtbot.addWidget(field)
    field.show()
    field.selectAll()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    assert event.type() == QEvent.Type.ContextMenu
    QApplication.sendEvent(field, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    cut = next(a for a in menu.actions() if a.text().replace("&", "").startswith("Cut"))
    cut.trigger()
    assert field.text() == ""
    menu.close()
