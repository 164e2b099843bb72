"""Pictures of contacts: looked at before they are decoded, and made small before they are kept."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter

from contactdesk.errors import FormatError
from contactdesk.i18n import _

SIDE = 512  # px a kept picture has at most
MOST_BYTES = 20_000_000
MOST_PIXELS = 80_000_000
_FORMATS = {b"jpeg", b"jpg", b"png", b"gif", b"bmp", b"webp", b"tiff", b"tif", b"heic"}


def decoded(data: bytes, side: int = 320) -> QImage | None:
    """The picture of bytes from a book or a card, at most `side` px; None when it is no picture.

    Safe on any thread. The header is read first: a file that claims to be huge is not decoded.
    """
    if not data or len(data) > MOST_BYTES:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if not _is_harmless(reader, size):
        return None
    reader.setAutoTransform(True)
    if max(size.width(), size.height()) > side:
        # JPEG decodes straight to the small size
        reader.setScaledSize(size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    return None if image.isNull() else image


def _is_harmless(reader: QImageReader, size: QSize) -> bool:
    known = bytes(reader.format().data()).lower() in _FORMATS
    pixels = size.width() * size.height()
    return known and size.isValid() and 0 < pixels <= MOST_PIXELS


def prepared(data: bytes) -> tuple[bytes, str]:
    """The picture as it is kept: JPEG (PNG if it is transparent) of at most 512 px.

    Returns the bytes and their media type; raises `FormatError` with a sentence.
    """
    if len(data) > MOST_BYTES:
        raise too_large()
    image = decoded(data, SIDE)
    if image is None:
        raise FormatError(
            _("This file is no picture that can be shown, or it is far too large. Try JPEG or PNG.")
        )
    if max(image.width(), image.height()) > SIDE:
        image = image.scaled(
            SIDE,
            SIDE,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    return _encoded(image)


def too_large() -> FormatError:
    """What a person is told of a file that is larger than a picture should be."""
    words = _("This picture is larger than {size} MB. Choose a smaller one.")
    return FormatError(words.format(size=MOST_BYTES // 1_000_000))


def _encoded(image: QImage) -> tuple[bytes, str]:
    transparent = image.hasAlphaChannel()
    # drawn anew: what was written into the file (place, camera, words) stays behind
    fresh = QImage(
        image.size(), QImage.Format.Format_ARGB32 if transparent else QImage.Format.Format_RGB32
    )
    fresh.fill(Qt.GlobalColor.transparent)
    with QPainter(fresh) as painter:
        painter.drawImage(0, 0, image)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png" if transparent else b"jpeg"))
    writer.setQuality(-1 if transparent else 88)
    writer.write(fresh)
    return bytes(buffer.data().data()), "image/png" if transparent else "image/jpeg"
