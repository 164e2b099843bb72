"""Wrapped words begin at one edge, in a window that runs from right to left too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from contactdesk.desktop.conflict_sheet import ChoiceCell
from contactdesk.desktop.text import Label

Direction = Qt.LayoutDirection
CONTRAST = 60


def gaps(image: QImage, line_height: int, *, at_right: bool) -> list[int]:
    """How many px of each line are free before its words begin."""
    ground, wide = (
        image.pixelColor(image.width() // 2, image.height() - 1).lightness(),
        image.width(),
    )

    def is_ink(x: int, y: int) -> bool:
        return abs(image.pixelColor(x, y).lightness() - ground) > CONTRAST

    found = []
    for top in range(0, image.height() - line_height + 1, line_height):
        rows = range(top, top + line_height)
        columns = range(wide - 1, -1, -1) if at_right else range(wide)
        free = next(n for n, x in enumerate(columns) if any(is_ink(x, y) for y in rows))
        found.append(free)
    return found


@pytest.fixture
def runs() -> Iterator[Callable[[Qt.LayoutDirection], None]]:
    """Which way the window runs, until the test ends."""
    before = QGuiApplication.layoutDirection()
    yield QGuiApplication.setLayoutDirection
    QGuiApplication.setLayoutDirection(before)


@pytest.mark.parametrize(
    ("direction", "word"),
    [(Direction.RightToLeft, "ممم"), (Direction.RightToLeft, "mm"), (Direction.LeftToRight, "mm")],
)
def test_every_wrapped_line_begins_at_the_same_edge(
    qtbot: Any, runs: Callable[[Qt.LayoutDirection], None], direction: Qt.LayoutDirection, word: str
) -> None:
    runs(direction)
    label = Label(wrap=True)
    label.setText(" ".join([word] * 40))
    label.setFixedWidth(170)
    qtbot.addWidget(label)
    label.adjustSize()
    height = label.fontMetrics().lineSpacing()
    assert label.height() >= 3 * height
    # what runs from left to right ends there, each line with the same word
    found = gaps(label.grab().toImage(), height, at_right=direction == Direction.RightToLeft)
    assert max(found) - min(found) <= 1


def picture(qtbot: Any, text: str) -> QImage:
    cell = ChoiceCell(text, "", ticks=False)
    qtbot.addWidget(cell)
    cell.resize(220, cell.heightForWidth(220))
    return cell.grab().toImage()


@pytest.mark.parametrize("direction", [Direction.LeftToRight, Direction.RightToLeft])
def test_of_a_long_value_in_a_question_the_beginning_is_shown(
    qtbot: Any, runs: Callable[[Qt.LayoutDirection], None], direction: Qt.LayoutDirection
) -> None:
    runs(direction)
    words = [f"nr{n}" for n in range(60)]
    whole = picture(qtbot, " ".join(words))
    beginnings = [" ".join(words[:count]) for count in range(6, 20)]
    assert whole in [picture(qtbot, beginning) for beginning in beginnings]
