"""Parts of the page of duplicates: the list with its head, the group's head, what one can do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from contactdesk.desktop import mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.duplicate_list import DuplicateList
from contactdesk.desktop.ground import Ground
from contactdesk.desktop.habits import show_keys, tip_with_keys
from contactdesk.desktop.labels import ElidedLabel, Hairline, Label
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.duplicates import Cluster
from contactdesk.operations.duplicate_words import why, why_not

LIST_WIDE = 302


class GroupsSide(Ground):
    """All groups, how many there are, and the button that merges the very likely ones."""

    def __init__(self) -> None:
        super().__init__("list")
        self.summary = ElidedLabel("", "caption", "text2")
        self.merge_all = Button("", "soft")
        self.list = DuplicateList()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(_("Duplicates"), "strong"))
        words.addWidget(self.summary)
        head = QHBoxLayout()
        head.setContentsMargins(*mirror.margins(18, 12, 12, 10))
        head.setSpacing(8)
        head.addLayout(words, 1)
        head.addWidget(self.merge_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Hairline("border"))
        column.addWidget(self.list, 1)
        self.fit()

    def fit(self) -> None:
        """As wide as the text size asks for."""
        self.setFixedWidth(look.px(LIST_WIDE))

    def show_counts(self, sure: int, possible: int) -> None:
        """Say how many groups there are of each certainty."""
        words = _("{sure} very likely, {possible} possible")
        if not sure and not possible:
            words = _("Chosen by you")
        self.summary.setText(words.format(sure=counted(sure), possible=counted(possible)))
        self.merge_all.setVisible(bool(sure))
        self.merge_all.set_label(_("Merge {n}").format(n=counted(sure)))
        whole = ngettext(
            "Merge {n} very likely duplicate in one step",
            "Merge {n} very likely duplicates in one step",
            sure,
        ).format(n=counted(sure))
        tip_with_keys(self.merge_all, whole)
        self.merge_all.setAccessibleName(whole)


class GroupHead(Ground):
    """The question, why it is asked, and the way to the other groups."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__("list")
        self.title = ElidedLabel("", "title")
        self.reason = ElidedLabel("", "body", "text2")
        self.position = Label("", "body", "text2")
        self.previous = IconButton("chevron-left", _("Previous group"))
        self.next = IconButton("chevron-right", _("Next group"))
        self.close_button = IconButton("x", _("Back to the contacts (Esc)"))
        self.close_button.clicked.connect(self.left)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.reason)
        row = QHBoxLayout(self)
        row.setContentsMargins(*mirror.margins(28, 12, 20, 12))
        row.setSpacing(6)
        row.addLayout(words, 1)
        for widget in (self.position, self.previous, self.next, self.close_button):
            row.addWidget(widget)

    def show_group(self, cluster: Cluster, org: bool) -> None:
        """Ask whether these are one, and say what speaks for it and against it."""
        self.title.setText(_("Same organisation?") if org else _("Same person?"))
        against = why_not(cluster)
        parts = [why(cluster), _("but: {words}").format(words=against) if against else ""]
        self.reason.setText(" – ".join(part for part in parts if part))

    def show_place(self, place: int, count: int) -> None:
        """Say which of the groups this is, from 0 on."""
        words = _("{n} of {all}").format(n=counted(place + 1), all=counted(count))
        self.position.setText(words)
        self.previous.setEnabled(place > 0)
        self.next.setEnabled(place + 1 < count)


class GroupFoot(Ground):
    """What can be done with a group."""

    def __init__(self) -> None:
        super().__init__("list")
        self.apart = Button(_("Not the same person"))
        tip_with_keys(self.apart, _("Never ask about these again"), "Ctrl+Delete")
        self.later = Button(_("Later"))
        self.merge = Button(_("Merge"), "primary", "git-merge")
        tip_with_keys(self.merge, _("Merge and go on"), "Ctrl+Enter")
        self.keys = Label("Ctrl+Enter", "caption", "text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(28, 12, 24, 12)
        row.setSpacing(8)
        row.addWidget(self.apart)
        row.addWidget(ElidedLabel(_("remembered, never asked again"), "caption", "text2"), 1)
        for widget in (self.later, self.merge, self.keys):
            row.addWidget(widget)

    def fit(self) -> None:
        """Keys are shown where somebody wants them."""
        self.keys.setVisible(show_keys())
