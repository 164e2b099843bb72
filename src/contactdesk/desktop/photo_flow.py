"""From a file, a drop or the clipboard to a photo: read, judged, cut and kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from contactdesk.desktop import photo
from contactdesk.desktop.crop_sheet import CropSheet
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.photo_source import SUFFIXES, PhotoSource, source_in
from contactdesk.errors import ContactDeskError, FormatError
from contactdesk.i18n import _
from contactdesk.model.contact import Photo
from contactdesk.operations.file_names import safe_file_name

ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp"}


class PhotoFlow(QObject):
    """One way of a picture into the book; `cut(data, media_type)` when a part was chosen.

    Reading and decoding run on the book's reading thread, the sheet on the window's.
    """

    cut = Signal(object)  # (bytes, media type)
    refused = Signal(str)  # the sentence why not

    def __init__(self, desk: Desk, place: QWidget, kind: str, name: str) -> None:
        super().__init__(place)
        self._desk, self._place = desk, place
        self._kind, self._name = kind, name
        self._image = QImage()
        self.sheet: CropSheet | None = None

    def choose(self) -> None:
        """Ask for a file."""
        dialog = QFileDialog(self._place, _("Choose a photo"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        endings = " ".join(f"*.{suffix}" for suffix in SUFFIXES)
        dialog.setNameFilters([f"{_('Pictures')} ({endings})", _("All files (*)")])
        dialog.fileSelected.connect(self.take_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_file(self, path: str) -> None:
        """Take the picture in a file."""
        self.take(PhotoSource(path=path))

    def paste(self) -> None:
        """Take the picture on the clipboard."""
        source = source_in(QGuiApplication.clipboard().mimeData())
        if source is None:
            self.refused.emit(_("There is no picture on the clipboard. Copy one first."))
        else:
            self.take(source)

    def take(self, source: PhotoSource) -> None:
        """Read and judge the picture, then let a part of it be chosen."""
        self._desk.read(lambda _tx: source.read(), self._crop, key="photo", failed=self._refuse)

    def _crop(self, image: QImage) -> None:
        self._image = image
        self.sheet = CropSheet(self._place.window(), image, self._kind, self._name)
        self.sheet.cropped.connect(self._cut)
        self.sheet.open()

    def _cut(self, part: QRect) -> None:
        image, self._image = self._image, QImage()
        self._desk.read(
            lambda _tx: photo.cut(image, part), self.cut.emit, key="photo", failed=self._refuse
        )

    def _refuse(self, error: ContactDeskError) -> None:
        self.refused.emit(error.message)


def set_photo(desk: Desk, number: int, name: str, data: tuple[bytes, str] | None) -> None:
    """Give a contact a photo (bytes and media type), or take it away: one step of undo."""
    label = _("Photo of {name}") if data else _("Remove the photo of {name}")
    told = _("Changed the photo of {name}") if data else _("Removed the photo of {name}")

    def do(tx: Any) -> None:
        base = tx.contacts.get(number)
        kept = tx.contacts.keep_photo(*data) if data else None
        tx.contacts.save(replace(base, photo=kept), base=base)

    def done(_answer: None) -> None:
        desk.toast.emit(told.replace("{name}", name), _("Undo"), desk.undo)

    desk.write(label.replace("{name}", name), do, done)


def ask_save_photo(desk: Desk, place: QWidget, kept: Photo, name: str) -> None:
    """Ask where, then write the photo as it is kept."""
    ending = ENDINGS.get(kept.media_type, "")
    dialog = QFileDialog(place, _("Save photo"), str(Path.home()))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(ending.lstrip("."))
    dialog.selectFile(safe_file_name(name, _("photo")) + ending)
    dialog.fileSelected.connect(lambda path: save_photo(desk, kept.sha256, path))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def save_photo(desk: Desk, sha256: str, path: str) -> None:
    """Write a photo of the book to a file and say so."""
    from contactdesk.desktop.file_dialogs import show_in_folder

    def write(tx: Any) -> None:
        data = tx.contacts.photo(sha256)
        try:
            Path(path).write_bytes(data or b"")
        except OSError as error:
            words = _("{name} could not be written: {reason}. Nothing else was changed.")
            reason = error.strerror or str(error)
            raise FormatError(words.format(name=Path(path).name, reason=reason)) from error

    def done(_answer: None) -> None:
        words = _("Saved the photo as {file}").replace("{file}", Path(path).name)
        desk.toast.emit(words, _("Show"), lambda: show_in_folder(path))

    desk.read(write, done)
