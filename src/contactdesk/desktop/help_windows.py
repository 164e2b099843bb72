"""About, the keyboard's map, and the window a bug ends in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from contactdesk import __version__
from contactdesk.desktop.buttons import Button, keys_text
from contactdesk.desktop.cards import Card, Page
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.labels import Label
from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.desktop.actions import Actions


def _window(parent: QWidget | None, title: str, wide: int, high: int) -> QDialog:
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.resize(wide, high)
    return dialog


def show_about(parent: QWidget) -> None:
    """Name, version, what it is made of."""
    from PySide6 import __version__ as qt_version

    dialog = _window(parent, _("About ContactDesk"), 420, 260)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(28, 28, 28, 20)
    column.setSpacing(6)
    mark = IconMark("contact", "accent_text", 28, side=56, ground="accent_soft")
    column.addWidget(mark)
    column.addSpacing(8)
    column.addWidget(Label("ContactDesk", "title"))
    column.addWidget(
        Label(_("Version {version}").format(version=__version__), "body", "text2", selectable=True)
    )
    column.addWidget(
        Label(
            _("Everyone you know and all that happens with them, in one file of your own."),
            wrap=True,
        )
    )
    made = _("Made with Qt {version} (LGPL) and the icons of Lucide (ISC). MIT licence.")
    column.addWidget(Label(made.format(version=qt_version), "caption", "text3", wrap=True))
    column.addStretch(1)
    column.addLayout(_closing(dialog))
    dialog.open()


def _closing(dialog: QDialog, *others: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    for button in others:
        row.addWidget(button)
    close = Button(_("Close"))
    close.setDefault(True)
    close.clicked.connect(dialog.close)
    row.addWidget(close)
    return row


Keys = list[tuple[str, list[QAction | tuple[str, str]]]]


def _all_keys(a: Actions) -> Keys:
    contacts = (
        a.new_contact, a.new_organisation, a.edit, a.star, a.mail, a.note, a.call, a.history,
        a.delete,
        a.copy_contacts, a.paste_contacts, a.archive, a.categorise, a.new_category,
    )  # fmt: skip
    everywhere = (
        a.find_anything, a.find, a.phone, a.undo, a.redo, a.next_pane, a.previous_pane,
        (_("One step back"), "Esc"), a.keys,
    )  # fmt: skip
    book = (a.import_, a.export, a.open_book, a.book_history, a.preferences, a.refresh, a.quit)
    return [
        (_("Contacts"), [*contacts]),
        (_("Everywhere"), [*everywhere]),
        *_keys_of_places(a),
        *_keys_of_pages(a),
        (_("Book"), [*book]),
    ]


def _keys_of_places(a: Actions) -> Keys:
    editor = [
        (_("Save the editor"), "Ctrl+S, Ctrl+Enter"),
        (_("Save and begin another"), "Ctrl+Shift+Enter"),
        (_("Leave, and keep the draft"), "Esc"),
    ]
    card = [
        (_("Edit the value"), "F2"),
        (_("Call, write or open the value"), "Enter"),
        (_("Copy the value"), "Ctrl+C"),
        (_("Paste a photo"), "Ctrl+V"),
    ]
    listed = [
        (_("Select more"), "Shift+Up, Shift+Down"),
        (_("Move without selecting"), "Ctrl+Up, Ctrl+Down"),
        (_("Select this one too, or not"), "Space"),
        (_("Go to a name"), _("type its first letters")),
        (_("Menu of the contact"), "Shift+F10"),
    ]
    return [
        (_("In the editor"), [*editor]),
        (_("On a card"), [*card]),
        (_("In the list"), [(_("Go to the contact"), "Enter"), a.edit_in_list, *listed]),
    ]


def _keys_of_pages(a: Actions) -> Keys:
    calendar = [
        (_("Day, week, month, agenda"), "Alt+1, Alt+2, Alt+3, Alt+4"),
        (_("Today"), "Home"),
        (_("Open the appointment, or make one"), "Enter"),
        (_("Move the appointment by 15 minutes, or a day"), _("Ctrl and an arrow")),
        (_("Make the appointment longer or shorter"), "Ctrl+Shift+Down, Ctrl+Shift+Up"),
    ]
    tasks = [
        (_("Done, or not"), "Space"),
        (_("Open the task"), "Enter"),
        (_("Due today, next week, next month"), "T, W, M"),
        (_("A day later, a day earlier"), "Ctrl+Right, Ctrl+Left"),
    ]
    today = [
        (_("Done, or not"), "Space, D"),
        (_("Log a call that reached somebody"), "C"),
        (_("Tomorrow, next week"), "L, Shift+L"),
        (_("Open what a line is about"), "Enter"),
        (_("To the line beside it, in the other column"), "Left, Right"),
    ]
    documents = [
        (_("Open the document"), "Enter"),
        (_("Show or hide the preview"), "Space"),
        (_("Name and kind of the document"), "F2"),
        (_("Add what is on the clipboard"), "Ctrl+V"),
    ]
    fields = [
        (_("Name the field or the section"), "F2"),
        (_("Move the field or the section"), "Alt+Up, Alt+Down"),
        (_("Put the field away"), "Delete"),
        (_("Back to where you were"), "Esc"),
    ]
    return [
        (_("On Today"), [a.today, *today]),
        (_("In the calendar"), [a.calendar, a.appointment, *calendar]),
        (_("Among the tasks"), [a.tasks, a.task, *tasks]),
        (_("Among the documents"), [a.documents, a.add_document, *documents]),
        (_("Among the custom fields"), [a.custom_fields, *fields]),
    ]


def show_keys(parent: QWidget, actions: Actions) -> None:
    """Every shortcut there is, by where it works."""
    dialog = _window(parent, _("Keyboard shortcuts"), 520, 600)
    page = Page()
    cards = QVBoxLayout()
    cards.setContentsMargins(20, 20, 20, 20)
    cards.setSpacing(12)
    for title, rows in _all_keys(actions):
        cards.addWidget(_keys_card(title, rows))
    cards.addStretch(1)
    page.set_content(cards)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(0, 0, 0, 14)
    column.addWidget(page, 1)
    closing = _closing(dialog)
    closing.setContentsMargins(0, 0, 20, 0)
    column.addLayout(closing)
    dialog.open()


def _keys_card(title: str, rows: list[QAction | tuple[str, str]]) -> Card:
    card = Card(title)
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(0, 1)
    for i, row in enumerate(rows):
        if isinstance(row, QAction):
            words = row.text().split(":")[0].replace("&", "").rstrip("…")
            keys = ", ".join(keys_text(each) for each in row.shortcuts()[:1])
        else:
            words, keys = row
        grid.addWidget(Label(words), i, 0)
        grid.addWidget(Label(keys, "body", "text2"), i, 1, Qt.AlignmentFlag.AlignRight)
    card.body.addLayout(grid)
    return card


def show_bug(parent: QWidget | None, report: str) -> None:
    """Something in the program went wrong: what to send, and that nothing was lost."""
    dialog = _window(parent, _("Something went wrong"), 640, 420)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(24, 24, 24, 16)
    column.setSpacing(10)
    column.addWidget(Label(_("Something went wrong in ContactDesk"), "subtitle"))
    words = _(
        "What is saved is safe. If this happens again, please send the lines below to those who "
        "make ContactDesk; read them first, they may hold a name."
    )
    column.addWidget(Label(words, "body", "text2", wrap=True))
    text = QPlainTextEdit(report)
    text.setReadOnly(True)
    text.setAccessibleName(_("Report"))
    column.addWidget(text, 1)
    copy = Button(_("Copy"), "secondary", "copy")
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
    column.addLayout(_closing(dialog, copy))
    dialog.show()
