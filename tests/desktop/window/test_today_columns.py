"""Today by the keyboard: Left and Right go to the line beside, in the other column."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from contactdesk.desktop.today_page import TodayPage
from contactdesk.desktop.today_row import TodayRow
from contactdesk.model.contact import Contact
from contactdesk.model.dates import PartialDate
from contactdesk.model.happenings import a_call

Key = Qt.Key


@pytest.fixture
def page(opened: Callable[..., Any], a_contact: Callable[..., Contact]) -> TodayPage:
    """Three to keep in touch with, and beside them a call to return and two birthdays."""
    today = date.today()
    born = PartialDate(1988, today.month, today.day)
    at = opened(
        *(a_contact(name, keep_in_touch="30") for name in ("Anna", "Bo", "Cy")),
        *(a_contact(name, birthday=born) for name in ("Dee", "Eli")),
        a_contact("Flo"),
    )
    at.until(lambda: at.desk.facts is not None)
    at.window.resize(1366, 768)
    now = datetime.now(UTC)

    def call(tx: Any) -> None:
        tx.events.add(a_call((tx.contacts.get(6).id,), "", now, direction="missed"))

    at.desk.write("Call", call)
    at.window.actions_.today.trigger()
    shown: TodayPage = at.window.verbs.today.page()
    at.until(
        lambda: (
            (len(shown.keeping.rows), sum(len(part.rows) for part in shown.right_parts)) == (3, 3)
        )
    )
    at.until(lambda: row(shown, "Flo").y() >= 0 and shown.width() > 900)
    return shown


def row(page: TodayPage, title: str) -> TodayRow:
    return next(each for each in page.rows() if each.line.title == title)


def press(key: Key) -> str:
    """What has the keyboard after a key."""
    QTest.keyClick(QApplication.focusWidget(), key)
    focus = QApplication.focusWidget()
    assert isinstance(focus, TodayRow)
    return focus.line.title


def height(page: TodayPage, title: str) -> int:
    line = row(page, title)
    return line.mapTo(page, line.rect().center()).y()


def test_left_and_right_go_to_the_nearest_line_of_the_other_column(page: TodayPage) -> None:
    for begin in ("Anna", "Bo", "Cy"):
        row(page, begin).setFocus()
        beside = press(Key.Key_Right)
        apart = {
            title: abs(height(page, title) - height(page, begin)) for title in ("Dee", "Eli", "Flo")
        }
        assert apart[beside] == min(apart.values())
        assert press(Key.Key_Right) == beside  # there is no third column
        assert press(Key.Key_Left) in ("Anna", "Bo", "Cy")
    row(page, "Anna").setFocus()
    assert press(Key.Key_Left) == "Anna"


def test_they_follow_the_way_one_reads_and_rest_in_one_column(page: TodayPage) -> None:
    row(page, "Anna").setFocus()
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert press(Key.Key_Right) == "Anna"
    assert press(Key.Key_Left) in ("Dee", "Eli", "Flo")
    page.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    page.resize(800, 600)
    row(page, "Anna").setFocus()
    assert press(Key.Key_Right) == "Anna"
