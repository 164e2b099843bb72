"""The rows of the sidebar: which lists there are, with their counts."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from contactdesk.desktop.tips import plain_tip
from contactdesk.i18n import _
from contactdesk.store.listing import Counts, ListQuery

ITEM = Qt.ItemDataRole.UserRole
NO_PARENT = QModelIndex()


class Place:
    """One row: a list (`query`), or a head or a line without one."""

    def __init__(
        self,
        text: str,
        icon: str = "",
        query: ListQuery | None = None,
        count: int | None = None,
        dot: str = "",
    ) -> None:
        self.text, self.icon, self.query = text, icon, query
        self.count, self.dot = count, dot

    @property
    def is_line(self) -> bool:
        """A hairline between two parts."""
        return not self.text


def places_of(counts: Counts | None) -> list[Place]:
    """The sidebar's rows; without counts (no book yet) the lists alone."""
    n = counts
    places = [
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
    if n and n.categories:
        from contactdesk.desktop.labels import category_dot

        places.append(Place(_("Categories")))
        places += [
            Place(c.name, "", ListQuery("category", c.name), c.contacts, category_dot(c.name))
            for c in n.categories
        ]
    if n and n.bin:
        places.append(Place(""))
        places.append(Place(_("Bin"), "trash-2", ListQuery("bin"), n.bin))
    return places


class SidebarModel(QAbstractListModel):
    """The places as Qt's list model."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.places = places_of(None)
        self.rail = False  # words are in the tooltips then

    def show_counts(self, counts: Counts) -> None:
        """Take over new counts; rows stay where they are when only numbers changed."""
        places = places_of(counts)
        if [p.query for p in places] == [p.query for p in self.places]:
            self.places = places
            self.dataChanged.emit(self.index(0), self.index(len(places) - 1))
            return
        self.beginResetModel()
        self.places = places
        self.endResetModel()

    def row_of(self, query: ListQuery) -> int:
        """The row of a list, or -1."""
        return next((i for i, place in enumerate(self.places) if place.query == query), -1)

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
            return plain_tip(place.text if place.count is None else f"{place.text}, {place.count}")
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Heads and lines cannot be chosen."""
        if not index.isValid() or self.places[index.row()].query is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
