"""Lucide's icons, read from the `lucide` package and drawn in the theme's colours.

`ready()` loads what drawing needs; before it (until the first paint) icons stay blank, because
reading the archive and QtSvg cost more than the paint itself.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from contactdesk.desktop import theme as look

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QIcon

    from contactdesk.desktop.icon_archive import IconArchive

MIRRORED = {  # by name, never by flipping the picture
    "chevron-left": "chevron-right",
    "chevron-right": "chevron-left",
    "arrow-left": "arrow-right",
    "arrow-right": "arrow-left",
    "panel-left-open": "panel-right-open",
}
FILLED = {"star-filled": "star"}
BOLD = {"check-bold": "check"}  # in small boxes


class _Archive:
    """The open zip of SVG files, their texts, and the pictures made of them."""

    is_ready = False
    zip: IconArchive | None = None
    path = Path()
    stamp = ""
    kept = 0
    texts: dict[str, str] = {}  # noqa: RUF012 - one archive a process
    pixmaps: dict[tuple[str, int, str, float], QPixmap] = {}  # noqa: RUF012 - the same
    empty: QPixmap | None = None


def ready() -> None:
    """Find the archive; from now on icons are drawn.

    The texts used last time are kept in one small file, which is read at once.
    """
    if _Archive.is_ready:
        return
    _Archive.is_ready = True
    from importlib.util import find_spec

    spec = find_spec("lucide")
    assert spec is not None
    assert spec.origin is not None
    archive = Path(spec.origin).with_name("lucide.zip")
    _Archive.path = archive
    stat = archive.stat()
    _Archive.stamp = f"{archive} {stat.st_size} {stat.st_mtime_ns}"
    with contextlib.suppress(OSError, ValueError):
        stamp, *parts = _kept_file().read_text(encoding="utf-8").split("\x1e")
        if stamp == _Archive.stamp:
            _Archive.texts = dict(part.split("\x1f", 1) for part in parts)
            _Archive.kept = len(_Archive.texts)


def _kept_file() -> Path:
    from contactdesk import paths

    return paths.cache_folder() / "icons.txt"


def keep() -> None:
    """Keep the texts used so far for the next start."""
    if _Archive.is_ready and len(_Archive.texts) > _Archive.kept:
        _Archive.kept = len(_Archive.texts)
        parts = [_Archive.stamp, *(f"{k}\x1f{v}" for k, v in _Archive.texts.items())]
        with contextlib.suppress(OSError):
            _kept_file().write_text("\x1e".join(parts), encoding="utf-8")


def is_ready() -> bool:
    """Whether icons are drawn yet."""
    return _Archive.is_ready


def _svg(name: str) -> str:
    text = _Archive.texts.get(name)
    if text is None:
        if _Archive.zip is None:
            from contactdesk.desktop.icon_archive import IconArchive

            _Archive.zip = IconArchive(_Archive.path)
        plain = FILLED.get(name) or BOLD.get(name) or name
        text = _Archive.zip.text_of(f"{plain}.svg")
        if name in FILLED:
            text = text.replace('fill="none"', 'fill="currentColor"', 1)
        _Archive.texts[name] = text
    return text


def pixmap(name: str, size: int, colour: str, dpr: float = 1.0) -> QPixmap:
    """An icon of `size` px in `colour` ("#rrggbb" or a token), sharp at `dpr`."""
    if not _Archive.is_ready:
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

    stroke = "3" if name in BOLD else "1.5" if size >= 28 else "1.75"
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
