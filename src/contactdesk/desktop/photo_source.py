"""Where a photo comes from: a file, something dropped, or what is on the clipboard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from contactdesk.desktop import photo
from contactdesk.errors import FormatError
from contactdesk.i18n import _

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

SUFFIXES = ("jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff", "heic", "heif", "avif")
RAW = ("image/png", "image/jpeg", "image/webp", "image/bmp", "image/tiff", "image/gif")


@dataclass(frozen=True)
class PhotoSource:
    """A file, a picture's bytes, or a picture that a program put on the clipboard."""

    path: str = ""
    data: bytes = b""
    image: QImage | None = None

    def read(self) -> QImage:
        """The picture, upright; on any thread. Raises `FormatError` with a sentence."""
        if self.image is not None:
            return self.image
        return photo.opened(self.data or _read_file(Path(self.path)))


def source_in(data: QMimeData | None) -> PhotoSource | None:
    """The photo that is dropped or pasted; None when there is none in it."""
    if data is None:  # an empty clipboard
        return None
    for form in RAW:
        raw = bytes(data.data(form).data()) if data.hasFormat(form) else b""
        if raw:
            return PhotoSource(data=raw)
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    if len(paths) == 1 and Path(paths[0]).suffix.lower().lstrip(".") in SUFFIXES:
        return PhotoSource(path=paths[0])
    if data.hasImage():
        image = QImage(data.imageData())
        return None if image.isNull() else PhotoSource(image=image)
    return None


def holds_photo(data: QMimeData | None) -> bool:
    """Whether there is one, without taking it: a drag is asked at every step."""
    if data is None:
        return False
    if data.hasImage() or any(data.hasFormat(form) for form in RAW):
        return True
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return len(paths) == 1 and Path(paths[0]).suffix.lower().lstrip(".") in SUFFIXES


def _read_file(path: Path) -> bytes:
    try:
        if path.stat().st_size > photo.MOST_BYTES:
            raise photo.too_large()
        return path.read_bytes()
    except OSError as error:
        words = _("The picture could not be read: {reason}")
        raise FormatError(words.format(reason=error.strerror or "")) from error
