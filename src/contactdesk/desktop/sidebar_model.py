"""The rows of the sidebar: which lists there are, with their counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from contactdesk.desktop.tips import plain_tip
from contactdesk.i18n import _, counted, ngettext
from contactdesk.store.listing import Counts, ListQuery

ITEM = Qt.ItemDataRole.UserRole
NO_PARENT = QModelIndex()
TODAY, CALENDAR, TASKS, PIPELINE = "today", "calendar", "tasks", "pipeline"
TABLE, DOCUMENTS, BIN = "table", "documents", "bin"
VIEW = "table:"  # and the id of a view of the table: the page of its row


# A smart group's id and name, how many are in it, and how many came in since one looked.
GroupRow = tuple[str, str, int | None, int]


class Place:
    """One row: a list (`query`), a `page` of the window, or a head or a line that is neither.

    `dot` is a colour's token, `badge` how much there is to do today, or how many came in.

    Those that hold others are `is_parent`; what they hold lies `depth` deep and is shown while
    they are `is_open`.
    """

    def __init__(
        self,
        text: str,
        icon: str = "",
        query: ListQuery | None = None,
        count: int | None = None,
        dot: str = "",
        depth: int = 0,
        page: str = "",
        badge: int = 0,
    ) -> None:
        self.text, self.icon, self.query, self.page = text, icon, query, page
        self.badge = badge
        self.count, self.dot, self.depth = count, dot, depth
        self.is_parent = self.is_open = False

    @property
    def is_line(self) -> bool:
        """A hairline between two parts."""
        return not self.text

    @property
    def leads(self) -> bool:
        """Whether it can be chosen: a list, or a page."""
        return self.query is not None or bool(self.page)

    @property
    def category(self) -> str:
        """The category that this is, or ""."""
        return self.query.category if self.query is not None else ""

    @property
    def is_categories(self) -> bool:
        """Whether this is the head over the categories."""
        return not self.leads and self.icon == "plus"


def places_of(
    counts: Counts | None,
    closed: frozenset[str] = frozenset(),
    pages: frozenset[str] = frozenset(),
    due: int = 0,
    views: Sequence[tuple[str, str]] = (),
    groups: Sequence[GroupRow] = (),
) -> list[Place]:
    """The sidebar's rows; without counts (no book yet) the lists alone.

    Of the pages only those are there that are in use, above the lists; `due` is how much there is
    to do today, `views` are the ids and names of the views that are kept of the table.
    """
    n = counts
    places = [place for place in _pages(due) if n and place.page in pages]
    if places:
        places.append(Place(""))
    places += [
        Place(_("All contacts"), "users", ListQuery("all"), n.all if n else None),
        Place(_("People"), "user", ListQuery("people"), n.people if n else None),
        Place(
            _("Organisations"),
            "building-2",
            ListQuery("organisations"),
            n.organisations if n else None,
        ),
        Place(_("Starred"), "star", ListQuery("starred"), n.starred if n else None),
    ]
    if n and n.mine:
        places.append(Place(_("Mine"), "user-check", ListQuery("mine"), n.mine))
    if n and views:
        places.append(Place(_("Table views")))
        places += [Place(name, "table-2", page=f"{VIEW}{uuid}") for uuid, name in views]
    if n:
        places.append(Place(_("Categories"), "plus"))
        if n.categories:
            places += _category_places(n, closed)
        places += [*_group_places(groups), *_put_away(n, BIN in pages)]
    return places


def _group_places(groups: Sequence[GroupRow]) -> list[Place]:
    """The smart groups under a head of their own, as far as there are any."""
    places = [Place(_("Smart groups"))] if groups else []
    for uuid, name, count, came in groups:
        query = ListQuery("group", group=uuid)
        places.append(Place(name, "funnel", query, count, badge=came))
    return places


def _put_away(counts: Counts, is_more_in_bin: bool) -> list[Place]:
    """Archive and bin, as far as there is anything in them; a bin without contacts is a page."""
    places = [Place("")] if counts.archive or counts.bin or is_more_in_bin else []
    if counts.archive:
        places.append(Place(_("Archive"), "archive", ListQuery("archive"), counts.archive))
    if counts.bin:
        places.append(Place(_("Bin"), "trash-2", ListQuery("bin"), counts.bin))
    elif is_more_in_bin:
        places.append(Place(_("Bin"), "trash-2", page=BIN))
    return places


def _pages(due: int) -> list[Place]:
    return [
        Place(_("Today"), "sun", page=TODAY, badge=due),
        Place(_("Calendar"), "calendar", page=CALENDAR),
        Place(_("Tasks"), "circle-check", page=TASKS),
        Place(_("Pipeline"), "square-kanban", page=PIPELINE),
        Place(_("Documents"), "files", page=DOCUMENTS),
    ]


def _category_places(counts: Counts, closed: frozenset[str]) -> list[Place]:
    """The categories as a tree, without those inside a closed one."""
    from contactdesk.desktop.category_colours import category_dot
    from contactdesk.model import categories as named

    known = {c.name: c for c in counts.categories}
    places: list[Place] = []
    hidden_below = ""
    for branch in named.tree(known):
        if hidden_below and named.is_within(branch.name, hidden_below):
            continue
        query = ListQuery("category", branch.name)
        place = Place(
            branch.text, "", query, known[branch.name].contacts, category_dot(branch.name),
            branch.depth,
        )  # fmt: skip
        place.is_parent, place.is_open = branch.is_parent, branch.name not in closed
        hidden_below = branch.name if branch.is_parent and not place.is_open else ""
        places.append(place)
    return places


def _led(place: Place) -> tuple[ListQuery | None, str, str]:
    """Where a row leads; a view may be called otherwise."""
    return place.query, place.page, place.text if place.page.startswith(VIEW) else ""


class SidebarModel(QAbstractListModel):
    """The places as Qt's list model."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.places = places_of(None)
        self.closed: frozenset[str] = frozenset()  # categories that do not show what they hold
        self.pages: frozenset[str] = frozenset()  # each hidden until there is anything in it
        self.due = 0  # things to do today
        self.views: tuple[tuple[str, str], ...] = ()  # of the table: ids and names
        self.groups: Sequence[GroupRow] = ()
        self._counts: Counts | None = None
        self.rail = False  # words are in the tooltips then

    def show_counts(self, counts: Counts) -> None:
        """Take over new counts; rows stay where they are when only numbers changed."""
        self._counts = counts
        places = places_of(counts, self.closed, self.pages, self.due, self.views, self.groups)
        if list(map(_led, places)) == list(map(_led, self.places)):
            self.places = places
            self.dataChanged.emit(self.index(0), self.index(len(places) - 1))
            return
        self.beginResetModel()
        self.places = places
        self.endResetModel()

    def every_place(self) -> list[Place]:
        """All rows, as they would be with nothing folded."""
        return places_of(self._counts, groups=self.groups)

    def show_due(self, due: int) -> None:
        """Mark how much there is to do today."""
        if due != self.due:
            self.due = due
            if self._counts is not None:
                self.show_counts(self._counts)

    def category_names(self) -> list[str]:
        """The names of all categories, as they were counted last."""
        return [c.name for c in self._counts.categories] if self._counts is not None else []

    def interval_of(self, category: str) -> str:
        """How often to be in touch with whoever is in a category, "" for no matter."""
        known = self._counts.categories if self._counts is not None else ()
        return next((c.keep_in_touch for c in known if c.name == category), "")

    def close(self, closed: frozenset[str]) -> None:
        """Show these categories without those inside them, and all others with them."""
        self.closed = closed
        if self._counts is not None:
            self.show_counts(self._counts)

    def row_of_page(self, page: str) -> int:
        """The row of a page, or -1."""
        return next((i for i, place in enumerate(self.places) if place.page == page), -1)

    def row_of(self, query: ListQuery) -> int:
        """The row of a list, or -1."""
        return next((i for i, place in enumerate(self.places) if place.query == query), -1)

    def row_or_all(self, query: ListQuery) -> int:
        """The row of a list, or that of all contacts."""
        row = self.row_of(query)
        return row if row >= 0 else self.row_of(ListQuery("all"))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NO_PARENT) -> int:
        """All rows."""
        return 0 if parent.isValid() else len(self.places)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The place, its words, or what a screen reader says of it."""
        place = self.places[index.row()]
        if role == ITEM:
            return place
        if role == Qt.ItemDataRole.DisplayRole:
            return place.text
        if role == Qt.ItemDataRole.AccessibleTextRole or (
            role == Qt.ItemDataRole.ToolTipRole and self.rail
        ):
            return plain_tip(_spoken(place))
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Heads and lines cannot be chosen."""
        if not index.isValid() or not self.places[index.row()].leads:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _spoken(place: Place) -> str:
    """What a screen reader says of a row: "Work / Clients, 12"; whether it shows what it holds."""
    words = [place.category or place.text]
    if place.count is not None:
        words.append(str(place.count))
    if place.badge:
        badge = ngettext("{n} thing to do", "{n} things to do", place.badge)
        if place.query is not None:
            badge = ngettext("{n} came in", "{n} came in", place.badge)
        words.append(badge.format(n=counted(place.badge)))
    if place.is_parent:
        words.append(_("open") if place.is_open else _("closed"))
    return ", ".join(words)
