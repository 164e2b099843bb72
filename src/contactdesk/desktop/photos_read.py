"""A picture of the book, decoded no larger than it is shown."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader

LARGEST = 64_000_000  # pixels; more is refused before it is decoded


def decoded(data: bytes | None, side: int) -> QImage:
    """A picture that covers a square of `side` px; null when it is none or far too large."""
    if not data:
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isEmpty() or size.width() * size.height() > LARGEST:
        return QImage()
    least = max(1, min(size.width(), size.height()))
    if least > side:
        factor = side / least
        reader.setScaledSize(QSize(round(size.width() * factor), round(size.height() * factor)))
    return reader.read()
