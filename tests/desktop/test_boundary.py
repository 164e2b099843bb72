"""A boundary passes on what another text needs, and nothing when it needs nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from contactdesk.desktop.boundary import Boundary, lay_out_now

Page = tuple[QLabel, QWidget, QScrollArea]


class _LaidOut(QObject):
    """Counts how often a widget was asked to lay itself out."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    """A text on a sheet within a boundary, in a column on a page."""
    words, sheet, column, area = QLabel("Purchasing"), QWidget(), QWidget(), QScrollArea()
    words.setWordWrap(True)
    QVBoxLayout(sheet).addWidget(words)
    stack = QVBoxLayout(column)
    stack.addWidget(Boundary(sheet, "page"))
    stack.addStretch(1)
    area.setWidgetResizable(True)
    area.setWidget(column)
    area.resize(300, 400)
    qtbot.addWidget(area)
    with qtbot.waitExposed(area):
        area.show()
    lay_out_now()
    return words, column, area


def test_a_text_as_high_as_before_lays_out_nothing_around_it(page: Page) -> None:
    words, column, _area = page
    laid_out = _LaidOut()
    column.installEventFilter(laid_out)
    words.setText("Purchasing now")
    lay_out_now()
    assert laid_out.count == 0
    assert words.height() > 0


@pytest.mark.parametrize("text", ["a long text " * 200, "\n".join("many lines") * 20])
def test_a_higher_text_gets_its_room_and_gives_it_back(page: Page, text: str) -> None:
    words, column, area = page
    before = words.height(), column.height()
    words.setText(text)
    lay_out_now()
    assert words.height() >= words.heightForWidth(words.width()) > before[0]
    assert column.height() > area.viewport().height()
    words.setText("Purchasing")
    lay_out_now()
    assert (words.height(), column.height()) == before


def test_what_changed_while_nobody_saw_it_has_its_room_when_it_is_shown(page: Page) -> None:
    words, column, area = page
    area.hide()
    words.setText("a long text " * 200)
    area.show()
    lay_out_now()
    assert column.height() > area.viewport().height()
    assert words.height() >= words.heightForWidth(words.width())


def test_a_narrower_page_makes_it_higher(page: Page) -> None:
    words, _column, area = page
    words.setText("some words of an ordinary note " * 4)
    lay_out_now()
    before = words.height()
    area.resize(160, 400)
    lay_out_now()
    assert words.height() > before
