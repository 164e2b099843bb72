"""The people of an organisation's card: the first ones, all of them, one department's, former."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from contactdesk.desktop import bidi, icons
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.card_head import below
from contactdesk.desktop.card_sections import Section
from contactdesk.desktop.card_view import Line
from contactdesk.desktop.labels import Label, LinkLabel
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.people_list import PeopleList
from contactdesk.desktop.value_row import EDGE
from contactdesk.i18n import N_, _, counted, ngettext
from contactdesk.model.organisations import is_within

SHOWN_PEOPLE = 10
FOLDED_FROM = SHOWN_PEOPLE + 3  # two more are no reason to fold
MOST_TRAILING = 112  # px for "since 2021"


class PeopleSection(Section):
    """Who works here; those who left are folded into one line."""

    new_wanted = Signal()  # somebody new who works here
    known_wanted = Signal()  # somebody of the book who works here
    change_wanted = Signal(object)  # Line: what somebody is here
    near_wanted = Signal()  # everybody whose mail is at the organisation's domain
    filter_ended = Signal()
    chart_wanted = Signal()

    _ORDERS: ClassVar = (
        ("name", N_("By name")),
        ("department", N_("By department")),
        ("since", N_("Longest here first")),
    )

    def __init__(
        self, people: Sequence[Line], *, editable: bool, parent: QWidget | None = None
    ) -> None:
        self._now = [p for p in people if not p.over]
        self._former = [p for p in people if p.over]
        count = counted(len(self._now)) if self._now else ""
        super().__init__(_("People"), count, parent=parent)
        self._order, self._branch, self._all = "name", tuple[str, ...](), False
        self._fill_head(editable)
        middle = _widest(p.middle for p in people)
        trailing = min(_widest(p.trailing for p in people), MOST_TRAILING)
        self.list = PeopleList(_("People"), middle, trailing)
        self.former = PeopleList(_("Former people"), middle, trailing)
        for each in (self.list, self.former):
            each.opened.connect(self.opened)
            each.change_wanted.connect(self.change_wanted)
            each.editable = editable
        self.former.hide()
        self.empty = Label(_("No people yet"), "body", "text2")
        self.empty.setContentsMargins(EDGE, 4, EDGE, 6)
        self._build_foot()
        for widget in (self.empty, self.list, self._foot, self.former):
            self.body.addWidget(widget)
        self._show()

    def _fill_head(self, editable: bool) -> None:
        if len(self._now) > 1:
            self.sort = IconButton("arrow-down-wide-narrow", _("Sort people"), side=28)
            self.sort.clicked.connect(lambda: self.sort_menu().popup(below(self.sort)))
            self.add_to_head(self.sort)
        if self._now:
            self.chart = IconButton("network", _("Organisation chart"), side=28)
            self.chart.name_it(_("Organisation chart"), "Ctrl+H")
            self.chart.clicked.connect(self.chart_wanted)
            self.add_to_head(self.chart)
        if editable:
            self.add = Button(_("Add"), "ghost", "plus", size="head")
            self.add.setAccessibleName(_("Add a person who works here"))
            self.add.clicked.connect(lambda: self.add_menu().popup(below(self.add)))
            self.add_to_head(self.add)

    def offer_near(self, domain: str, count: int) -> None:
        """Offer to take in those of the book whose mail is at the organisation's domain."""
        words = ngettext(
            "Add {count} person with @{domain}", "Add {count} people with @{domain}", count
        )
        words = words.format(count=counted(count), domain=domain)
        link = LinkLabel(words, "body", weight=500)
        link.setContentsMargins(EDGE, 0, EDGE, 6)
        link.activated.connect(self.near_wanted)
        self.body.addWidget(link)

    def _build_foot(self) -> None:
        self._foot = QWidget()
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(EDGE, 8, EDGE, 2)
        row.setSpacing(16)
        self.more = LinkLabel("", "caption", weight=500)
        self.more.activated.connect(self.show_all)
        self.everybody = LinkLabel(_("Show everybody"), "caption", weight=500)
        self.everybody.activated.connect(self.end_filter)
        self.fold = LinkLabel(bidi.isolated(_former_words(self._former)), "caption", weight=500)
        self.fold.activated.connect(self.show_former)
        row.addWidget(self.more)
        row.addWidget(self.everybody)
        row.addStretch(1)
        row.addWidget(self.fold)

    # what is asked

    def add_menu(self) -> Menu:
        """Somebody new, or somebody of the book; it deletes itself when closed."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icons.icon("user-plus"), _("New person"), self.new_wanted.emit)
        menu.addAction(icons.icon("users"), _("Somebody in the book…"), self.known_wanted.emit)
        return menu

    def sort_menu(self) -> Menu:
        """The orders people can stand in; it deletes itself when closed."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for order, words in self._ORDERS:
            action = menu.addAction(_(words))
            action.triggered.connect(lambda _on=False, o=order: self.sort_by(o))
            action.setCheckable(True)
            action.setChecked(order == self._order)
        return menu

    def sort_by(self, order: str) -> None:
        """Show people in another order: name, department, since."""
        self._order = order
        self._show()

    def show_branch(self, path: tuple[str, ...]) -> None:
        """Show the people of one department alone; () shows everybody."""
        self._branch = path
        self._show()

    def end_filter(self) -> None:
        """Everybody again."""
        self.show_branch(())
        self.filter_ended.emit()

    def show_all(self) -> None:
        """All of them, however many."""
        first = self.list.rows.rowCount()
        self._all = True
        self._show()
        self.list.go_to(first)

    def show_former(self) -> None:
        """Those who left, too."""
        self.fold.hide()
        self.former.show_lines(self._former)
        self.former.go_to(0)

    # what is shown

    def chosen(self) -> list[Line]:
        """Everybody of the department shown, in the order chosen."""
        people = self._now
        if self._branch:
            people = [p for p in people if is_within(p.departments, self._branch)]
        if self._order == "department":
            people = sorted(people, key=lambda p: (not p.departments, p.departments))
        elif self._order == "since":
            people = sorted(people, key=lambda p: (not p.since, p.since))
        return people

    def _show(self) -> None:
        people = self.chosen()
        shown = people if self._all or len(people) < FOLDED_FROM else people[:SHOWN_PEOPLE]
        self.list.show_lines(shown)
        self.empty.setVisible(not self._now and not self._former)
        self.more.setVisible(len(shown) < len(people))
        self.more.setText(_("Show all {count}").format(count=counted(len(people))))
        self.everybody.setVisible(bool(self._branch))
        self.fold.setVisible(bool(self._former) and self.former.rows.rowCount() == 0)
        parts = (self.more, self.everybody, self.fold)
        self._foot.setVisible(any(not part.isHidden() for part in parts))
        self._say_count(len(people))

    def _say_count(self, shown: int) -> None:
        if self.count is None:
            return
        words = counted(len(self._now)) if self._now else ""
        if self._branch:
            words = _("{count} in {department}").format(
                count=counted(shown),
                department=bidi.isolated(self._branch[-1] or _("No department")),
            )
        self.count.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc shows everybody again, before it means anything else."""
        if event.key() == Qt.Key.Key_Escape and self._branch:
            self.end_filter()
        else:
            super().keyPressEvent(event)


def _widest(texts: Iterable[str]) -> int:
    """The width of a column of captions, 0 when all are empty."""
    caption = look.metrics("caption")
    return max((caption.horizontalAdvance(text) + 2 for text in set(texts) if text), default=0)


def _former_words(people: Sequence[Line]) -> str:
    names = ", ".join(p.name for p in people[:2]) + (", …" if len(people) > 2 else "")
    words = ngettext("{count} former: {names}", "{count} former: {names}", len(people))
    return words.format(count=counted(len(people)), names=names)
