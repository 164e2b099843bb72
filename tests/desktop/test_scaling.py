"""At 125, 150 and 200 % pictures are made for the screen's own pixels, and lines lie on them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import icons
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.contact_list import ContactTable
from contactdesk.desktop.labels import Hairline
from contactdesk.desktop.list_delegate import FACE
from contactdesk.desktop.list_model import ContactListModel
from contactdesk.store.listing import ContactRow

RATIOS = (1.0, 1.25, 1.5, 1.75, 2.0)
LINE = look.LIGHT.border.upper()


@pytest.fixture(autouse=True)
def light(qapp) -> None:
    look.apply(qapp, "light")
    icons.ready()


def surface(wide: int, high: int, ratio: float) -> QImage:
    """An empty picture of so many px on a screen of that density."""
    image = QImage(round(wide * ratio), round(high * ratio), QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    return image


def column_of(image: QImage, x: int) -> list[str]:
    return [image.pixelColor(x, y).name().upper() for y in range(image.height())]


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("size", [12, 14, 16, 18, 26])
def test_icons_have_every_pixel_of_the_screen(ratio, size) -> None:
    made = icons.pixmap("phone", size, "text2", ratio)
    assert made.devicePixelRatio() == ratio
    assert made.size() == QSize(round(size * ratio), round(size * ratio))


@pytest.mark.parametrize("ratio", RATIOS)
def test_icons_of_menus_too(ratio) -> None:
    made = icons.icon("phone").pixmap(QSize(16, 16), ratio)
    assert made.width() == round(16 * ratio)
    assert made.devicePixelRatio() == ratio


@pytest.mark.parametrize("ratio", RATIOS)
def test_faces_have_every_pixel_of_the_screen(qtbot, ratio) -> None:
    table = ContactTable(ContactListModel())
    qtbot.addWidget(table)
    row = ContactRow(1, "1", "individual", "Anna Baran", "", "B", False, "")
    made = table.painter_of_rows.face(row, False, ratio)
    assert made.devicePixelRatio() == ratio
    assert made.width() == round((FACE + 4) * ratio)


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("top", [0, 1, 2, 3])
def test_frames_lie_on_whole_pixels(ratio, top) -> None:
    image = surface(60, 40, ratio)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0, top)
        paint_ground(painter, QRectF(0, 0, 60, 30), "list", "border")
    seen = column_of(image, image.width() // 2)
    lines = [y for y, colour in enumerate(seen) if colour == LINE]
    assert set(seen) == {LINE, "#FFFFFF"}  # nothing in between: no line is washed out
    assert len(lines) == 2 * max(1, round(ratio))


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("top", [3, 4, 5, 6])
def test_no_hairline_is_lost(qtbot, ratio, top) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(40, 20)
    line = Hairline("border", parent=host)
    line.setGeometry(0, top, 40, 1)
    host.show()
    image = surface(40, 20, ratio)
    host.render(image, QPoint())
    seen = column_of(image, image.width() // 2)
    assert 1 <= seen.count(LINE) <= 2
