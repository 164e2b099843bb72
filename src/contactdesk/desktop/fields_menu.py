"""The menu of a line on the page of custom fields."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt

from contactdesk.desktop import icons
from contactdesk.desktop.menus import Menu, destroys
from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.desktop.fields_page import CustomFieldsPage
    from contactdesk.desktop.fields_rows import Row


def show_menu(page: CustomFieldsPage, row: Row, where: QPoint) -> None:
    """What can be done with a field or a section."""
    if row.section is None and row.field is None:
        return
    menu = Menu(page)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    entries = [
        ("pencil", _("Rename"), "F2", page.inspector.start_naming),
        ("arrow-up", _("Move up"), "Alt+Up", partial(page.move_line, row, -1)),
        ("arrow-down", _("Move down"), "Alt+Down", partial(page.move_line, row, 1)),
    ]
    for icon, words, keys, do in entries:
        action = menu.addAction(icons.icon(icon), words)
        action.setShortcut(keys)
        action.triggered.connect(lambda _on=False, do=do: do())
    menu.addSeparator()
    words = _("Put the field away") if row.field is not None else _("Take the section away")
    away = destroys(menu.addAction(icons.icon("archive"), words))
    away.setShortcut("Del")
    away.triggered.connect(lambda: page.put_away(row))
    for action in menu.actions():
        action.setEnabled(page.able)
        action.setToolTip(page.why_not)
    menu.popup(where)
