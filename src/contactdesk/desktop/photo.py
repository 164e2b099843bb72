"""Pictures of contacts: looked at before they are decoded, and made small before they are kept."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter

from contactdesk.errors import FormatError
from contactdesk.formats.photos import PIXEL_LIMIT, dimensions, media_type
from contactdesk.i18n import _, counted

SIDE = 512  # px a kept picture has at most
MOST_BYTES = 20_000_000
TO_CROP = 2_048  # px of the longer side of a picture that a part is chosen of
QUALITY = 88  # of a kept JPEG
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
    return known and size.isValid() and 0 < pixels <= PIXEL_LIMIT


def opened(data: bytes) -> QImage:
    """The picture in a file's bytes, upright, for a part of it to be chosen.

    Safe on any thread; raises `FormatError` with a sentence. Its header is judged before anything
    is decoded: a file that claims to be huge, moves or is no picture goes no further.
    """
    if len(data) > MOST_BYTES:
        raise too_large()
    _judge_size(*dimensions(data))
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if not reader.canRead() or not size.isValid():
        raise _unreadable(data)
    _judge_size(size.width(), size.height())
    if reader.supportsAnimation() and reader.imageCount() > 1:
        raise FormatError(_("This picture moves. Choose one that stands still."))
    reader.setAutoTransform(True)
    if max(size.width(), size.height()) > TO_CROP:
        reader.setScaledSize(size.scaled(TO_CROP, TO_CROP, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise _unreadable(data)
    return image


def _judge_size(width: int, height: int) -> None:
    if width * height > PIXEL_LIMIT:
        words = _("This picture has {width} × {height} pixels. Choose a smaller one.")
        raise FormatError(words.format(width=counted(width), height=counted(height)))


def _unreadable(data: bytes) -> FormatError:
    kind = media_type(data)
    if not kind:
        return FormatError(_("This is no picture that can be shown. Choose a JPEG or PNG file."))
    if kind == "image/heic":
        return FormatError(_("HEIC pictures cannot be shown here. Save it as JPEG or PNG first."))
    return FormatError(_("This picture is damaged and cannot be shown. Choose another one."))


def cut(image: QImage, part: QRect) -> tuple[bytes, str]:
    """A square part of a picture as it is kept: at most `SIDE` px, JPEG, or PNG if transparent.

    Returns the bytes and their media type. Nothing else that stood in the file comes along.
    """
    piece = image.copy(part)
    if max(piece.width(), piece.height()) > SIDE:
        ratio, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode
        piece = piece.scaled(SIDE, SIDE, ratio, smooth.SmoothTransformation)
    return _encoded(piece)


def too_large() -> FormatError:
    """What a person is told of a file that is larger than a picture should be."""
    words = _("This picture is larger than {size} MB. Choose a smaller one.")
    return FormatError(words.format(size=MOST_BYTES // 1_000_000))


def _encoded(image: QImage) -> tuple[bytes, str]:
    transparent = is_transparent(image)
    # drawn anew: what was written into the file (place, camera, words) stays behind
    kind = QImage.Format.Format_ARGB32 if transparent else QImage.Format.Format_RGB32
    fresh = QImage(image.size(), kind)
    fresh.fill(Qt.GlobalColor.transparent if transparent else Qt.GlobalColor.white)
    with QPainter(fresh) as painter:
        painter.drawImage(0, 0, image)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png" if transparent else b"jpeg"))
    writer.setQuality(-1 if transparent else QUALITY)
    writer.write(fresh)
    return bytes(buffer.data().data()), "image/png" if transparent else "image/jpeg"


def is_transparent(image: QImage) -> bool:
    """Whether anything shows through; many files have room for it and do not use it."""
    if not image.hasAlphaChannel():
        return False
    alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
    wide, line = alpha.width(), alpha.bytesPerLine()
    bits = bytes(alpha.constBits())
    return any(min(bits[y * line : y * line + wide]) < 255 for y in range(alpha.height()))
