"""Faces of contacts: a photo, initials on a colour that stays theirs, or a building."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import icons
from contactdesk.desktop import theme as look


class Face(Protocol):
    """What is needed to draw somebody; list rows have it, and `FaceOf` makes it."""

    @property
    def id(self) -> str:
        """The contact's UUID: it decides the colour."""
        ...

    @property
    def kind(self) -> str:
        """The vCard kind."""
        ...

    @property
    def name(self) -> str:
        """The name as shown."""
        ...


class FaceOf:
    """A face made of its three parts; `pair` is a pair of colours that somebody chose, or -1."""

    def __init__(self, id: str, kind: str, name: str, pair: int = -1) -> None:  # noqa: A002 - the model's word
        self.id, self.kind, self.name, self.pair = id, kind, name, pair


_pairs: dict[str, int] = {}
_initials: dict[tuple[str, str], str] = {}


def pair_of(contact_id: str) -> int:
    """The index of the colour pair that belongs to a contact for good."""
    found = _pairs.get(contact_id)
    if found is None:
        from hashlib import sha256

        if len(_pairs) > 20_000:
            _pairs.clear()
        found = int(sha256(contact_id.encode()).hexdigest()[:8], 16) % 10
        _pairs[contact_id] = found
    return found


def initials_of(name: str, kind: str) -> str:
    """The one to three letters that stand for a name."""
    key = (name, kind)
    found = _initials.get(key)
    if found is None:
        from contactdesk.model.shown import initials

        if len(_initials) > 20_000:
            _initials.clear()
        found = _initials[key] = initials(name, kind)
    return found


def shape(rect: QRectF, kind: str) -> QPainterPath:
    """A circle for people, a rounded square (24 %) for organisations."""
    path = QPainterPath()
    if kind == "org":
        path.addRoundedRect(rect, rect.width() * 0.24, rect.width() * 0.24)
    else:
        path.addEllipse(rect)
    return path


def paint_avatar(
    painter: QPainter,
    rect: QRect | QRectF,
    face: Face,
    theme: look.Theme | None = None,
    photo: QImage | None = None,
    ring: str = "",
) -> None:
    """Draw a contact's face in a square; `ring` names the colour of a 2 px line around it."""
    theme = theme or look.current()
    area = QRectF(rect)
    chosen = face.pair if isinstance(face, FaceOf) else -1
    ground, ink = theme.avatars[chosen if chosen >= 0 else pair_of(face.id)]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = shape(area, face.kind)
    if ring:
        painter.setPen(QPen(theme.colour(ring), 4))
        painter.drawPath(outline)
    if photo is not None and not photo.isNull():
        _paint_photo(painter, area, outline, photo)
    else:
        painter.fillPath(outline, theme.colour(ground))
        if face.kind == "org":
            icons.paint(painter, area.toRect(), "building-2", ink, round(area.width() * 0.47))
        else:
            _paint_initials(painter, area, initials_of(face.name, face.kind), ink, theme)
    painter.restore()


def _paint_photo(painter: QPainter, area: QRectF, outline: QPainterPath, photo: QImage) -> None:
    side = min(photo.width(), photo.height())
    source = QRectF((photo.width() - side) / 2, (photo.height() - side) / 2, side, side)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(outline)
    painter.drawImage(area, photo, source)


def _paint_initials(
    painter: QPainter, area: QRectF, letters: str, ink: str, theme: look.Theme
) -> None:
    font = QFont(look.font("strong"))
    wide = any(ord(letter) > 0x2E7F for letter in letters)
    font.setPixelSize(max(7, round(area.width() * (0.36 if not wide else 0.34))))
    if len(letters.replace("\u200c", "")) > 2:
        font.setPixelSize(max(7, round(area.width() * 0.29)))
    painter.setFont(font)
    painter.setPen(theme.colour(ink))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, letters)


class Avatar(QWidget):
    """A contact's face as a widget of `size` px; empty until `show_face`."""

    def __init__(self, size: int = 38, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = size
        self._face: Face | None = None
        self._photo: QImage | None = None
        self.setFixedSize(QSize(size, size))
        look.announcer().changed.connect(self.update)

    def show_face(self, face: Face | None, photo: QImage | None = None) -> None:
        """Draw this contact from now on."""
        self._face, self._photo = face, photo
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the face."""
        if self._face is None:
            return
        with QPainter(self) as painter:
            paint_avatar(painter, self.rect(), self._face, photo=self._photo)


def paint_skeleton(painter: QPainter, rect: QRect, token: str = "hover") -> None:
    """A grey disc where a face will be."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(token))
    painter.drawEllipse(QPointF(rect.center()) + QPointF(0.5, 0.5), *(2 * [rect.width() / 2]))
