"""Where only a part of a line is drawn anew, the whole looks as if it had all been drawn."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from contactdesk.desktop import ground
from contactdesk.desktop.card_view import Line
from contactdesk.desktop.line_painting import changed_part, line_height, paint_line

AREA = QRect(0, 0, 354, 42)
LINES = (
    Line("Baltica Logistyka", "Head of Procurement"),
    Line("Baltica Logistyka", "Gdańsk, łącznik j g p q"),
    Line("Baltica Logistyka", "采購主管"),
    Line("Baltica Logistyka", "مدیر خرید"),
    Line("Baltica Logistyka", ""),
    Line("Baltica Logistyka", "Head of Procurement", trailing="since 2021"),
    Line("شرکت نیک‌ساز", "Head of Procurement"),
)


def draw(image: QImage, line: Line, part: QRect, direction: Qt.LayoutDirection) -> None:
    with QPainter(image) as painter:
        painter.setClipRect(part)
        ground.lay(painter, part, "card")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_line(painter, AREA, line, direction, dirty=part)


@pytest.mark.parametrize(
    "direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
)
@pytest.mark.parametrize("before", LINES, ids=range(len(LINES)))
@pytest.mark.parametrize("now", LINES, ids=range(len(LINES)))
def test_a_part_drawn_anew_fits_in(
    qtbot: QtBot, before: Line, now: Line, direction: Qt.LayoutDirection
) -> None:
    AREA.setHeight(line_height())
    part, whole = (QImage(AREA.size(), QImage.Format.Format_RGB32) for _each in range(2))
    draw(part, before, AREA, direction)
    draw(part, now, changed_part(AREA, before, now, direction), direction)
    draw(whole, now, AREA, direction)
    assert part == whole
