"""The head of a card: face, name, what somebody does where, categories, star, Edit and "…"."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import bidi, icons
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import FaceOf
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.card_subtitle import CardSubtitle
from contactdesk.desktop.card_values import LONGEST
from contactdesk.desktop.card_view import CardView
from contactdesk.desktop.category_chips import CategoryChips
from contactdesk.desktop.face_picker import FacePicker
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.labels import Label, SelectableText
from contactdesk.desktop.menus import Menu, destroys
from contactdesk.desktop.owner_verbs import offer_owner
from contactdesk.i18n import _
from contactdesk.model.shown import shortened

MENU_WIDTH = 180  # px, about
FACE = 80  # px


class CardHead(QWidget):
    """Who it is; a contact in the bin has no buttons here."""

    opened = Signal(int)
    edit_wanted = Signal()
    star_wanted = Signal(bool)
    copy_wanted = Signal()
    export_wanted = Signal()
    history_wanted = Signal()
    chart_wanted = Signal()
    delete_wanted = Signal()
    archive_wanted = Signal(bool)  # into it, or out of it
    categories_wanted = Signal(object)  # QPoint: where a choice is to open
    category_chosen = Signal(str)  # please show its list
    category_dropped = Signal(str)  # please take it away

    def __init__(self, view: CardView, read_only: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self._read_only = read_only
        head = QHBoxLayout(self)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(20)
        head.addWidget(self._avatar(), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(8)
        shown = shortened(view.name, LONGEST)
        self._name = SelectableText(shown, "display")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        for button in self._head_buttons():
            self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._top.addWidget(self._name, 1)
        self._top.addLayout(self._buttons)
        words.addLayout(self._top)
        self._subtitle = CardSubtitle(view)
        self._subtitle.opened.connect(self.opened)
        words.addWidget(self._subtitle)
        if view.contact.categories or self._can_change:
            words.addSpacing(2)
            words.addWidget(self._categories())
        self._whose = Label(_whose_words(view), "caption", "text2", wrap=True).give_way()
        self._whose.setVisible(bool(self._whose.text()))
        words.addWidget(self._whose)
        words.addStretch(1)
        head.addLayout(words, 1)
        if not view.contact.deleted_at:
            QWidget.setTabOrder(self.more, self.avatar)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be more or less room beside the name."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The buttons stand beside the name, or over it where a word of it would be cut."""
        longest = max(shortened(self.view.name, LONGEST).split(), key=len, default="")
        taken = look.px(FACE + 44) + self._buttons.sizeHint().width()
        word = look.metrics("display").horizontalAdvance(longest)
        ways = QBoxLayout.Direction
        beside = self.width() - taken >= word
        self._top.setDirection(ways.LeftToRight if beside else ways.BottomToTop)

    def _avatar(self) -> FacePicker:
        view = self.view
        self.avatar = FacePicker(FACE, quiet=True)
        self.avatar.saves = view.contact.photo is not None
        self.avatar.show_face(FaceOf(view.contact.id, view.contact.kind, view.name), view.picture)
        if self._read_only or view.contact.deleted_at:
            self.avatar.freeze()
        return self.avatar

    def _head_buttons(self) -> list[QWidget]:
        if self.view.contact.deleted_at:
            return []
        self.star = IconButton("star", "")
        self.star.clicked.connect(lambda: self.star_wanted.emit(not self.view.starred))
        self._show_star()
        self.edit = Button(_("Edit"), "secondary", "pencil")
        tip_with_keys(self.edit, _("Edit"), "Ctrl+E")
        self.edit.clicked.connect(self.edit_wanted)
        for button in (self.star, self.edit):
            button.setEnabled(not self._read_only)
            if self._read_only:
                button.setToolTip(self._read_only)
        self.more = IconButton("ellipsis", _("More"))
        self.more.clicked.connect(self._open_menu)
        return [self.star, self.edit, self.more]

    def _show_star(self) -> None:
        on = self.view.starred
        self.star.set_icon("star-filled" if on else "star", "warn" if on else "")
        self.star.name_it(_("Take the star away") if on else _("Give a star"), "Ctrl+D")

    def show_view(self, view: CardView) -> bool:
        """Show what changed of the same contact in its place; False where that cannot be."""
        before, self.view = self.view, view
        if not self._subtitle.show_view(view):
            return False
        if view.starred != before.starred and not view.contact.deleted_at:
            self._show_star()
        if _whose_words(view) != _whose_words(before):
            self._whose.setText(_whose_words(view))
            self._whose.setVisible(bool(self._whose.text()))
        if view.name != before.name:
            self._name.setText(shortened(view.name, LONGEST))
            self._arrange()
            who = FaceOf(view.contact.id, view.contact.kind, view.name)
            self.avatar.show_face(who, view.picture)
        return True

    def menu(self) -> Menu:
        """What stands behind "…"; it deletes itself when closed."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy_keys = QKeySequence(QKeySequence.StandardKey.Copy)
        menu.addAction(icons.icon("copy"), _("Copy"), copy_keys, self.copy_wanted.emit)
        menu.addAction(icons.icon("upload"), _("Export…"), self.export_wanted.emit)
        history_keys = QKeySequence("Alt+Return")
        menu.addAction(icons.icon("history"), _("History"), history_keys, self.history_wanted.emit)
        if self.view.contact.kind == "org":
            chart_keys = QKeySequence("Ctrl+H")
            menu.addAction(
                icons.icon("network"), _("Organisation chart"), chart_keys, self.chart_wanted.emit
            )
        offer_owner(menu, self, "contact", self.view.contact.number, self.view.name)
        menu.addSeparator()
        self._add_archive(menu)
        delete = menu.addAction(icons.icon("trash-2", "bad"), _("Delete"), self.delete_wanted.emit)
        destroys(delete).setEnabled(not self._read_only)
        delete.setToolTip(self._read_only)
        return menu

    @property
    def _can_change(self) -> bool:
        return not self._read_only and not self.view.contact.deleted_at

    def _add_archive(self, menu: Menu) -> None:
        archived = bool(self.view.contact.archived_at)
        words = _("Take out of the archive") if archived else _("Put in the archive")
        action = menu.addAction(icons.icon("archive-restore" if archived else "archive"), words)
        action.triggered.connect(lambda _on=False: self.archive_wanted.emit(not archived))
        action.setEnabled(not self._read_only)
        action.setToolTip(self._read_only)

    def _open_menu(self) -> None:
        self.menu().popup(below(self.more))

    def _categories(self) -> CategoryChips:
        self.categories = CategoryChips(self.view.contact.categories, self._can_change)
        self.categories.adding.connect(self.categories_wanted)
        self.categories.chosen.connect(self.category_chosen)
        self.categories.dropped.connect(self.category_dropped)
        return self.categories


def _whose_words(view: CardView) -> str:
    """Whose it is, where several use the book, and that nobody else sees it."""
    owner = _("Owner: {name}").format(name=bidi.isolated(view.owner)) if view.owner else ""
    private = _("Private: only you see it") if view.contact.private_to else ""
    return " · ".join(words for words in (owner, private) if words)


def below(button: Button) -> QPoint:
    """Where a menu opens under a button near the trailing edge."""
    corner = button.rect().bottomLeft()
    if button.layoutDirection() == Qt.LayoutDirection.LeftToRight:
        corner.setX(button.width() - MENU_WIDTH)
    return button.mapToGlobal(corner)
