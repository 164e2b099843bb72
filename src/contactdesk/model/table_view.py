"""A table of contacts as somebody keeps it: columns, order, grouping and filters, under a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from contactdesk.i18n import N_
from contactdesk.model.contact import labelled
from contactdesk.model.record_type import RecordType
from contactdesk.model.table_columns import NAME, USUAL

TOTALS = ("", "sum", "average", "min", "max")


class Filters(NamedTuple):
    """What a table lets through: (column, what is typed above it), in the columns' order."""

    cells: tuple[tuple[str, str], ...] = ()

    def of(self, column: str) -> str:
        """What is typed above a column."""
        return next((text for key, text in self.cells if key == column), "")

    def with_cell(self, column: str, text: str) -> Filters:
        """These with something else above a column."""
        kept = tuple(cell for cell in self.cells if cell[0] != column)
        return Filters((*kept, (column, text.strip())) if text.strip() else kept)


@dataclass(frozen=True, slots=True)
class TableView:
    """How a table is arranged. `widths` has "column=px", `filters` "column=text"; `scope` is the
    list it is of, as the sidebar knows it ("category Customer"); `owner` is the UUID of whom it is
    private to, "" for the whole office's.
    """

    id: str = ""
    number: int = 0
    revision: int = 0
    name: str = labelled(N_("Name"))
    columns: tuple[str, ...] = labelled(N_("Columns"), USUAL)
    widths: tuple[str, ...] = labelled(N_("Widths"), ())
    sorted_by: str = labelled(N_("Sorted by"), NAME)
    descending: bool = labelled(N_("From the last to the first"), default=False)
    grouped_by: str = labelled(N_("Grouped by"))
    filters: tuple[str, ...] = labelled(N_("Filters"), ())
    total: str = labelled(N_("Totals"))
    scope: str = labelled(N_("List"))
    owner: str = labelled(N_("Only for"))
    deleted_at: str = labelled(N_("Moved to the bin"))


VIEWS: RecordType[TableView] = RecordType(
    "table_view", TableView, words=("columns", "widths", "filters")
)


def pairs(words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """ "column=text" as (column, text)."""
    return tuple((key, text) for key, mark, text in (w.partition("=") for w in words) if mark)


def as_words(cells: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """(column, text) as "column=text"."""
    return tuple(f"{key}={text}" for key, text in cells)
