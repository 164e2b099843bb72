"""The screens of menus, for `screens.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.menus import Menu
    from contactdesk.screens import Screens


def list_menu(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The context menu of a row."""
    at.studio.choose(window, who)
    menu = window.actions_.contact_menu()
    table = window.list_pane.table
    place = table.viewport().mapToGlobal(table.visualRect(table.currentIndex()).center())
    return [opened_menu(window, menu, place)]


def card_menu(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The card's "more" menu."""
    from contactdesk.desktop.card_head import below
    from contactdesk.screens import card_of

    at.studio.choose(window, who)
    head = card_of(window).head
    return [opened_menu(window, head.menu(), below(head.more))]


def main_menu(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The menu "Contact" of the menu bar."""
    at.studio.choose(window, who)
    bar = window.menuBar()
    corner = bar.actionGeometry(bar.actions()[3])
    place = corner.bottomRight() if window.isRightToLeft() else corner.bottomLeft()
    return [opened_menu(window, window.menus[3], bar.mapToGlobal(place))]


def opened_menu(window: MainWindow, menu: Menu, place: QPoint) -> QWidget:
    """A menu where it opens; the screen of a machine without one is small, hence the move."""
    menu.popup(place)
    first = next(a for a in menu.actions() if a.isEnabled())
    menu.setActiveAction(first)
    end = window.geometry().right()
    left = place.x() - menu.width() if window.isRightToLeft() else place.x()
    menu.move(max(0, min(left, end - menu.width())), place.y())
    return menu
