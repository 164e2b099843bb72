"""A window at its table of contacts, and short words for what the tests ask of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest

from contactdesk.desktop.table_page import TablePage
from contactdesk.model.contact import Address, Contact, Entry, Membership
from contactdesk.model.dates import PartialDate

OFFICE = (
    ("Anna Nowak", "Baltica", "Łódź", "Poland"),
    ("Eva Lis", "Baltica", "Gdynia", "Poland"),
    ("Nuno Duarte", "Vinhos", "Viseu", "Portugal"),
    ("Zoe Adams", "", "", ""),
)


def contact(name: str, work: str, town: str, country: str) -> Contact:
    given, _space, family = name.partition(" ")
    return Contact(
        formatted_name=name, given=given, family=family,
        memberships=(Membership(work),) if work else (),
        addresses=(Address(locality=town, country=country),) if town else (),
    )  # fmt: skip


class Table:
    """What the table of a window shows, and keys pressed in it."""

    def __init__(self, office: Any) -> None:
        self.office = office
        self.until = office.until
        office.window.actions_.table.trigger()
        page = office.window.verbs.table.page()
        assert isinstance(page, TablePage)
        self.page = page
        self.reads(None)

    @property
    def grid(self) -> Any:
        return self.page.grid

    def rows(self) -> list[list[str]] | None:
        """What the rows say; None while some are not read. Heads of groups are one text."""
        rows, found = self.page.rows, []
        for row in range(rows.rowCount()):
            group = rows.head_at(row)
            line = rows.line_at(row)
            if group is not None:
                found.append([f"{group.text or '-'} {group.many}"])
            elif line is None:
                return None
            else:
                found.append([line.row.name, *line.cells[1:]])
        return found

    def names(self) -> list[str] | None:
        rows = self.rows()
        return None if rows is None else [row[0] for row in rows]

    def reads(self, names: list[str] | None) -> None:
        """Wait until the table has these rows, or any."""
        self.until(lambda: self.names() == names if names is not None else self.names())

    def stand(self, row: int, column: str) -> None:
        self.grid.take_keyboard()
        self.grid.go_to(row, 1 + self.page.view.columns.index(column))

    def press(self, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        flow = self.office.window.verbs.table.flow
        target = flow.field if flow.field.isVisible() else self.grid
        QTest.keyClick(target, key, modifier)

    def type(self, text: str) -> None:
        flow = self.office.window.verbs.table.flow
        flow.field.setText(text)

    def filter(self, column: str, text: str) -> None:
        field = next(f for f in self.grid.head.fields if f.column == column)
        field.setText(text)
        field.textEdited.emit(text)

    def contact(self, number: int) -> Contact:
        found: list[Contact] = []
        self.office.desk.read(lambda tx: tx.contacts.get(number), found.append)
        self.until(lambda: found)
        return found[0]


@pytest.fixture
def table(opened: Callable[..., Any]) -> Table:
    """A window on four contacts, as a table in the order of first names."""
    QLocale.setDefault(QLocale("en_GB"))
    people = [contact(*each) for each in OFFICE]
    phones = (Entry("600 000 214", ("cell",)),)
    people[0] = replace(people[0], phones=phones, birthday=PartialDate(1984, 3, 14))
    made = opened(*people)
    made.until(lambda: len(made.names()) == len(OFFICE))
    return Table(made)
