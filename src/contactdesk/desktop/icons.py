"""Lucide's icons, read from the `lucide` package and drawn in the theme's colours.

`ready()` loads what drawing needs; before it (until the first paint) icons stay blank, because
reading the archive and QtSvg cost more than the paint itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from contactdesk.desktop import theme as look

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QIcon

MIRRORED = {  # by name, never by flipping the picture
    "chevron-left": "chevron-right",
    "chevron-right": "chevron-left",
    "arrow-left": "arrow-right",
    "arrow-right": "arrow-left",
    "panel-left-open": "panel-right-open",
}
FILLED = {"star-filled": "star"}


class _Archive:
    """The open zip of SVG files, their texts, and the pictures made of them."""

    zip: Any = None
    texts: dict[str, str] = {}  # noqa: RUF012 - one archive a process
    pixmaps: dict[tuple[str, int, str, float], QPixmap] = {}  # noqa: RUF012 - the same
    empty: QPixmap | None = None


def ready() -> None:
    """Open the archive; from now on icons are drawn."""
    if _Archive.zip is None:
        from importlib.util import find_spec
        from pathlib import Path
        from zipfile import ZipFile

        spec = find_spec("lucide")
        assert spec is not None
        assert spec.origin is not None
        _Archive.zip = ZipFile(Path(spec.origin).with_name("lucide.zip"))


def is_ready() -> bool:
    """Whether icons are drawn yet."""
    return _Archive.zip is not None


def _svg(name: str) -> str:
    text = _Archive.texts.get(name)
    if text is None:
        text = _Archive.zip.read(f"{FILLED.get(name, name)}.svg").decode()
        if name in FILLED:
            text = text.replace('fill="none"', 'fill="currentColor"', 1)
        _Archive.texts[name] = text
    return text


def pixmap(name: str, size: int, colour: str, dpr: float = 1.0) -> QPixmap:
    """An icon of `size` px in `colour` ("#rrggbb" or a token), sharp at `dpr`."""
    if _Archive.zip is None:
        if _Archive.empty is None:
            _Archive.empty = QPixmap(1, 1)
            _Archive.empty.fill(look.colour("#00000000"))
        return _Archive.empty
    shade = colour if colour.startswith("#") else getattr(look.current(), colour)
    key = (name, size, shade, dpr)
    made = _Archive.pixmaps.get(key)
    if made is None:
        if len(_Archive.pixmaps) > 2000:
            _Archive.pixmaps.clear()
        made = _Archive.pixmaps[key] = _render(name, size, shade, dpr)
    return made


def _render(name: str, size: int, shade: str, dpr: float) -> QPixmap:
    from PySide6.QtCore import QRectF
    from PySide6.QtSvg import QSvgRenderer

    stroke = "1.5" if size >= 28 else "1.75"
    text = _svg(name).replace("currentColor", shade)
    text = text.replace('stroke-width="2"', f'stroke-width="{stroke}"', 1)
    side = max(1, round(size * dpr))
    made = QPixmap(side, side)
    made.fill(look.colour("#00000000"))
    with QPainter(made) as painter:
        QSvgRenderer(text.encode()).render(painter, QRectF(0, 0, side, side))
    made.setDevicePixelRatio(dpr)
    return made


def paint(painter: QPainter, rect: QRect, name: str, tone: str, size: int = 0) -> None:
    """Draw an icon in the middle of `rect`, `size` px wide (all of it when 0)."""
    side = size or min(rect.width(), rect.height())
    if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        name = MIRRORED.get(name, name)
    dpr = painter.device().devicePixelRatioF()
    x = rect.x() + (rect.width() - side) // 2
    y = rect.y() + (rect.height() - side) // 2
    painter.drawPixmap(x, y, pixmap(name, side, tone, dpr))


def icon(name: str, tone: str = "text2") -> QIcon:
    """A QIcon that follows the theme, for menus and native widgets."""
    from contactdesk.desktop.icon_engine import made_icon

    return made_icon(name, tone)


def forget() -> None:
    """Drop every picture made (they would pile up when themes change often)."""
    _Archive.pixmaps.clear()
