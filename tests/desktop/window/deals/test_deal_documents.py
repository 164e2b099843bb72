"""The documents of a deal: added, dropped and pasted in its panel, and seen with its contacts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from tests.desktop.window.deals.conftest import (
    Keys,
    choose,
    deal_of,
    only_read,
    page_of,
    panel_of,
    read,
    toast,
    write,
)

from contactdesk.desktop.deal_documents import DealDocuments
from contactdesk.desktop.deal_panel import DealPanel


@pytest.fixture
def panel(office: Any) -> DealPanel:
    """The panel of the pallets."""
    QTest.keyClick(choose(office, "Pallets"), Keys.Key_Return)
    return panel_of(office, "Pallets")


def of(panel: DealPanel) -> DealDocuments:
    item = panel.documents.itemAt(0)
    found = item.widget() if item is not None else None
    assert isinstance(found, DealDocuments)
    return found


def named(panel: DealPanel) -> list[str]:
    return [row.row.document.name for row in of(panel).rows]


def file(folder: Path, name: str) -> str:
    (folder / name).write_text(name)
    return str(folder / name)


def drop(office: Any, path: str, widget: Any) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path)])
    where = QPointF(widget.mapTo(office.window, widget.rect().center()))
    event = QDropEvent(where, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)  # fmt: skip
    office.window.drops.eventFilter(office.window.windowHandle(), event)


def test_a_file_that_is_dropped_belongs_to_the_deal_and_undo_takes_it_back(
    office: Any, panel: DealPanel, tmp_path: Path
) -> None:
    office.until(of(panel)._none.isVisible)
    assert of(panel).add.isVisible()
    drop(office, file(tmp_path, "Offer.txt"), panel.bar)
    office.until(lambda: toast(office) == "Added Offer.txt")
    office.until(lambda: named(panel) == ["Offer.txt"])
    assert not of(panel)._none.isVisible()
    deal = deal_of(office, "Pallets")
    (document,) = read(office, lambda tx: tx.documents.of_deal(deal.id))
    assert document.about == (deal.id,)
    office.undo()
    office.until(lambda: named(panel) == [])
    office.until(of(panel)._none.isVisible)


def test_what_is_pasted_over_a_deal_is_its_document_too(
    office: Any, panel: DealPanel, tmp_path: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(file(tmp_path, "Prices.txt"))])
    QGuiApplication.clipboard().setMimeData(data)
    assert office.window.verbs.documents.paste()
    office.until(lambda: named(panel) == ["Prices.txt"])


def test_another_deal_has_its_own(office: Any, panel: DealPanel, tmp_path: Path) -> None:
    office.window.verbs.documents.flow.add(
        [file(tmp_path, f"{n}.txt") for n in range(6)], [deal_of(office, "Pallets").id]
    )
    office.until(lambda: len(of(panel).rows) == 6)
    assert [w for w in panel.stops() if w in of(panel).rows] == of(panel).rows
    choose(office, "Labels")
    panel_of(office, "Labels")
    office.until(lambda: named(panel) == [])
    choose(office, "Pallets")
    panel_of(office, "Pallets")
    office.until(lambda: len(of(panel).rows) == 6)


def test_it_stands_with_its_contacts_and_says_of_which_deal_it_is(
    office: Any, panel: DealPanel, tmp_path: Path
) -> None:
    drop(office, file(tmp_path, "Offer.txt"), panel.bar)
    office.until(lambda: named(panel) == ["Offer.txt"])
    window = office.window
    window.verbs.deals.leave()
    office.choose("Vinhos")
    section = lambda: window.verbs.documents._section  # noqa: E731 - asked twice
    office.until(lambda: section() is not None and section().isVisible())
    office.until(lambda: [r.row.document.name for r in section().rows] == ["Offer.txt"])
    (row,) = section().rows
    assert (row.row.linked, row.row.linked_icon) == ("Pallets", "handshake")


def test_documents_of_a_deal_that_is_gone_for_good_stay_with_its_contacts(
    office: Any, panel: DealPanel, tmp_path: Path
) -> None:
    drop(office, file(tmp_path, "Offer.txt"), panel.bar)
    office.until(lambda: named(panel) == ["Offer.txt"])
    deal = deal_of(office, "Pallets")
    write(office, lambda tx: tx.deals.purge([deal.number]))
    (document,) = read(office, lambda tx: tx.documents.of_contact(1))
    assert document.about == (deal.organisation, *deal.people)
    office.until(lambda: not page_of(office).side.isVisible())


def test_where_it_may_only_be_read_nothing_of_a_deal_is_added_or_edited(
    office: Any, panel: DealPanel, tmp_path: Path
) -> None:
    drop(office, file(tmp_path, "Offer.txt"), panel.bar)
    office.until(lambda: named(panel) == ["Offer.txt"])
    why = "The disk of this book is full."
    only_read(office, why)
    office.desk.facts_changed.emit(office.desk.facts)
    page_of(office).read()
    office.until(lambda: not panel.timeline.editable)
    assert not of(panel).add.isEnabled()
    assert of(panel).add.toolTip() == why
    assert panel.event_id_at(panel.rect().center()) == ""
    office.window.verbs.documents.flow.ask_files([deal_of(office, "Pallets").id])
    assert toast(office) == why
    panel.timeline.edit_row(0)
    assert panel.timeline.area is None
    flow = office.window.verbs.deals.flow
    able = [a.text() for a in flow.menu(panel.opened.row).actions() if a.isEnabled() and a.text()]
    assert able == ["Open", "Go to Vinhos", "Go to Nuno Duarte"]
