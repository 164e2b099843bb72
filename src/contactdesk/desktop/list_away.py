"""The list while the book is away: what was read before is shown and searched, and that it is."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout

from contactdesk.desktop import mirror
from contactdesk.desktop.feedback import EmptyState
from contactdesk.desktop.list_foot import UnderList
from contactdesk.desktop.names_ahead import NamesAhead
from contactdesk.desktop.text import Label
from contactdesk.desktop.unread import unread_words
from contactdesk.i18n import _, counted, ngettext
from contactdesk.store.listing import Listing, ListQuery, SearchResult

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.list_pane import ListPane
    from contactdesk.errors import ContactDeskError


class ListAway(QObject):
    """Remembers what a list pane reads, and answers from it when the book does not."""

    def __init__(self, pane: ListPane, desk: Desk) -> None:
        super().__init__(pane)
        self._pane, self._desk = pane, desk
        self.known = desk.names
        self._shown: tuple[ListQuery, str] | None = None  # the list and search shown from here
        self.ahead = NamesAhead(desk, self.known, self)
        self.foot = AwayFoot(pane)
        self.known.keep_rows(pane.model.rows_kept())
        pane.model.seen = self.known.keep_rows
        pane.listed.connect(self._forget)
        pane.search.textChanged.connect(self._forget)
        desk.changed.connect(lambda change: self.ahead.changed(change.contacts))
        desk.away.changed.connect(self._look)
        desk.away.back.connect(self._forget)

    def keep(self, query: ListQuery, listing: Listing) -> None:
        """A list was read."""
        self.known.keep_list(query, listing)
        if query == ListQuery():
            self.ahead.begin(listing.numbers)

    def tell(self, error: ContactDeskError) -> None:
        """Something was not read: of a book that is away, what was read before is shown."""
        if self._desk.away.explains(error):
            self._look()
        else:
            self._desk.failed.emit(error)

    def name_page(self, page: int, numbers: array[int], error: ContactDeskError) -> None:
        """The names of a page of the list were not read."""
        if self._desk.away.explains(error):
            self._pane.model.take_rows(page, numbers, self.known.named(numbers))
        else:
            self._desk.failed.emit(error)

    def _forget(self, _reason: object = None) -> None:
        self._shown = None
        self.foot.hide()

    def _look(self) -> None:
        """Also of a book that says nothing: then nobody is told that it did not answer."""
        pane, text = self._pane, self._pane.search.text().strip()
        if not self._desk.away.is_away or self._shown == (pane.query, text):
            return
        if text:
            self._show_found(text)
        elif pane.is_unread:
            self._show_list()

    def _show_list(self) -> None:
        pane, query = self._pane, self._pane.query
        listing, rows = self.known.listing(query), self.known.within(query)
        self._shown = (query, "")
        if listing is not None:
            pane.take_known(query, listing)
        elif rows is None:
            pane.show_unread(unread_words())
        else:
            pane.show_some(rows)
            self.foot.say(_("The book is away, so only those are listed whose names were read "
                            "before."))  # fmt: skip

    def _show_found(self, text: str) -> None:
        from contactdesk.desktop.list_hits import HITS, Hits

        pane, query = self._pane, self._pane.query
        rows = self.known.matching(text, query)
        if rows is None:
            pane.show_unread(unread_words())
            self._shown = (query, text)
            return
        first = rows[:HITS]
        numbers = [row.number for row in first]
        found = SearchResult(numbers, frozenset(), len(rows) > HITS)
        pane.take_hits(Hits(text, found, first))
        if not rows:
            pane.show_instead(_nobody(text))
        self._shown = (query, text)
        self.foot.say(_searched(len(self.known.within(query) or ())))


class AwayFoot(UnderList):
    """A sentence under the list, hidden while there is nothing to say."""

    def __init__(self, pane: ListPane) -> None:
        self.words = Label("", "caption", "text2", wrap=True)
        inside = QVBoxLayout()
        inside.setContentsMargins(*mirror.margins(16, 8, 12, 8))
        inside.addWidget(self.words)
        super().__init__(pane, inside)

    def say(self, words: str) -> None:
        """Show a sentence."""
        self.words.setText(words)
        self.show()


def _searched(count: int) -> str:
    """Among how many names was looked."""
    if not count:
        return _("The book is away, and no name in this list was read before.")
    words = ngettext(
        "The book is away, so only the name that was read before is searched.",
        "The book is away, so only the {n} names that were read before are searched.",
        count,
    )
    return words.format(n=counted(count))


def _nobody(text: str) -> EmptyState:
    return EmptyState(
        "search-x",
        _("Nobody called “{name}” was read before").format(name=text),
        _("The book is away. All of it is searched when it is back."),
        tone="slate",
    )
