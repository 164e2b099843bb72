"""What the page of custom fields lists: sections, and under each its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QAbstractListModel, QByteArray, QMimeData, QModelIndex, Qt

from contactdesk.desktop.custom_texts import icon_of
from contactdesk.desktop.row_list import Index
from contactdesk.desktop.tips import plain_tip
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.custom import (
    TYPE_WORDS,
    FieldDefinition,
    FieldList,
    FieldSection,
    by_section,
)
from contactdesk.model.custom_limits import Limit, limit_of, shared_limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contactdesk.store.book import Transaction

ROW = Qt.ItemDataRole.UserRole
ROW_MIME = "application/x-contactdesk-custom-field"
TYPE_MIME = "application/x-contactdesk-field-type"


class Fields(NamedTuple):
    """All that the page shows: fields and sections, how many contacts use each field, and the
    fields that are put away."""

    known: FieldList = FieldList()
    counts: Mapping[str, int] = {}
    away: tuple[FieldDefinition, ...] = ()


def read_fields(tx: Transaction) -> Fields:
    """Read them from the book."""
    return Fields(
        tx.custom_fields.known(), tx.custom_fields.counts(), tuple(tx.custom_fields.in_bin())
    )


class Row(NamedTuple):
    """A line of the list: a section's head, or a field in which `contacts` say something.

    `shared` is whom all fields of the section are for.
    """

    section: FieldSection | None
    field: FieldDefinition | None = None
    contacts: int = 0
    held: int = 0  # how many fields a section has
    shared: Limit = Limit()

    @property
    def key(self) -> str:
        """What tells it from the others, also after it was changed."""
        if self.field is not None:
            return self.field.id
        return f"section {self.section.id if self.section else ''}"

    @property
    def icon(self) -> str:
        """Its picture, "" for a section."""
        return icon_of(self.field) if self.field is not None else ""

    @property
    def title(self) -> str:
        """Its name."""
        if self.field is not None:
            return self.field.label
        return self.section.name if self.section is not None else _("Without a section")

    @property
    def second(self) -> str:
        """Its type, or how much a section holds."""
        if self.field is not None:
            return _(TYPE_WORDS.get(self.field.type, self.field.type))
        return ngettext("{n} field", "{n} fields", self.held).format(n=counted(self.held))

    @property
    def second_of_section(self) -> str:
        """How much a section holds, and whose it is."""
        return " · ".join(part for part in (self.second, self.restriction) if part)

    @property
    def restriction(self) -> str:
        """Whose field it is, or the whole section: "only Customers"."""
        if self.field is not None:
            return limit_words(limit_of(self.field))
        return limit_words(self.shared) if self.section is not None else ""

    @property
    def is_said_above(self) -> bool:
        """Whether the section's head says whose field it is."""
        head = self.section is not None and self.shared != Limit()
        return head and self.field is not None and limit_of(self.field) == self.shared

    @property
    def used(self) -> str:
        """How many contacts say something in it."""
        if self.field is None:
            return ""
        return ngettext("{n} filled", "{n} filled", self.contacts).format(n=counted(self.contacts))

    def __str__(self) -> str:
        parts = (self.title, self.second, self.restriction, self.used)
        return ", ".join(part for part in parts if part)


def limit_words(limit: Limit) -> str:
    """Whom something is for: "only Customers · only people"."""
    parts = []
    if limit.only_categories:
        parts.append(_("only {names}").format(names=", ".join(limit.only_categories)))
    if limit.kinds:
        people = limit.kinds == "individual"
        parts.append(_("only people") if people else _("only organisations"))
    if limit.owner:
        parts.append(_("only you see it"))
    return " · ".join(parts)


def rows_of(fields: Fields, kind: str = "") -> list[Row]:
    """The lines, of fields that a `kind` of contact may have alone ("" for all of them); fields of
    no section have a head only beside others."""
    groups = by_section(fields.known.fields, fields.known.sections)
    found: list[Row] = []
    for section, every in groups:
        some = [f for f in every if kind in ("", f.kinds) or not f.kinds]
        if every and not some:
            continue  # a section of the others
        shared = shared_limit(every) if section is not None else Limit()
        if section is not None or (some and len(groups) > 1):
            found.append(Row(section, held=len(some), shared=shared))
        found += [Row(section, f, fields.counts.get(f.id, 0), shared=shared) for f in some]
    return found


class FieldRows(QAbstractListModel):
    """The lines as a model."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def show_rows(self, rows: list[Row]) -> None:
        """Show these from now on."""
        if rows != self.rows:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def at(self, index: Index) -> Row | None:
        """The line at an index."""
        return self.rows[index.row()] if 0 <= index.row() < len(self.rows) else None

    def place_of(self, key: str) -> int:
        """Where a line stands now, -1 for nowhere."""
        return next((n for n, row in enumerate(self.rows) if row.key == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many lines there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A line, and its words for those who listen."""
        row = self.at(index)
        if row is None:
            return None
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(str(row))  # where there is little room, not all of it is drawn
        words = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return str(row) if role in words else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every line is chosen, dragged and dropped beside."""
        flags = Qt.ItemFlag
        usual = flags.ItemIsEnabled | flags.ItemIsSelectable
        return usual | flags.ItemIsDragEnabled if index.isValid() else flags.ItemIsDropEnabled

    def mimeTypes(self) -> list[str]:
        """What may be dropped here."""
        return [ROW_MIME, TYPE_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The line that is dragged."""
        data = QMimeData()
        row = self.at(indexes[0]) if indexes else None
        if row is not None:
            data.setData(ROW_MIME, QByteArray(row.key.encode()))
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        """Lines move, types are copied from the palette."""
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
