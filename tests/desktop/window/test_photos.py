"""Photos: dropped, pasted or chosen, cut, kept, saved as a file, removed; and what is refused."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QMimeData, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication

from contactdesk.desktop import photo
from contactdesk.desktop.crop_view import CropView
from contactdesk.desktop.feedback import Banner
from contactdesk.desktop.labels import Label
from contactdesk.desktop.photo_flow import save_photo
from contactdesk.errors import FormatError

Key = Qt.Key
GPS = b"GPSLatitude 54.35N"


def picture(wide: int = 400, high: int = 300, colour: str = "darkgreen") -> QImage:
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def encoded(image: QImage, kind: str = "png") -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(buffer.data().data())


def with_exif(jpeg: bytes, orientation: int) -> bytes:
    """The same JPEG with an orientation, and words where cameras put the place."""
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    words = struct.pack("<HHII", 0x010E, 2, len(GPS) + 1, 38)
    ifd = struct.pack("<H", 2) + words + entry + struct.pack("<I", 0)
    body = b"Exif\0\0II*\0" + struct.pack("<I", 8) + ifd + GPS + b"\0"
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def huge_png(wide: int, high: int) -> bytes:
    """A file of a few bytes that says it holds a picture of this size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IEND", b"")


def moving_gif() -> bytes:
    frame = b"\x21\xf9\x04\x04\x0a\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00"
    frame += b"\x02\x02\x44\x01\x00"
    head = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff"
    return head + frame + frame + b"\x3b"


class Card:
    """A window that shows the card of one contact."""

    def __init__(self, w: Any, name: str) -> None:
        self.w = w
        self.number = w.choose(name)
        w.until(lambda: self.shown)

    @property
    def shown(self) -> Any:
        card = self.w.window.detail.card if self.w.window.detail else None
        return card if card is not None and card.view.contact.number == self.number else None

    @property
    def face(self) -> Any:
        return self.shown.head.avatar

    @property
    def sheet(self) -> Any:
        from contactdesk.desktop.crop_sheet import CropSheet

        open_ = [s for s in self.w.window.findChildren(CropSheet) if s.isVisible()]
        return open_[0] if open_ else None

    def drop(self, data: QMimeData) -> QDropEvent:
        button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        copy = Qt.DropAction.CopyAction
        enter = QDragEnterEvent(QPointF(5, 5).toPoint(), copy, data, button, keys)
        self.face.dragEnterEvent(enter)
        event = QDropEvent(QPointF(5, 5), copy, data, button, keys)
        if enter.isAccepted():
            self.face.dropEvent(event)
        else:
            event.ignore()
        return event

    def banners(self) -> list[str]:
        found = self.shown.findChildren(Banner)
        return [label.text() for b in found for label in b.findChildren(Label)]

    def stored(self) -> Any:
        found: list[Any] = []
        self.w.desk.read(lambda tx: tx.contacts.get(self.number), found.append)
        self.w.until(lambda: found)
        return found[0]

    def blob(self) -> bytes:
        found: list[bytes] = []
        sha256 = self.stored().photo.sha256
        self.w.desk.read(lambda tx: tx.contacts.photo(sha256), found.append)
        self.w.until(lambda: found)
        return found[0]


@pytest.fixture
def card(opened, a_contact) -> Card:
    w = opened(a_contact("Anna Baran"), a_contact("Ewa Lis"))
    w.shows("Anna Baran", "Ewa Lis")
    return Card(w, "Anna Baran")


@pytest.fixture
def file_of(tmp_path) -> Callable[..., QMimeData]:
    def make(data: bytes, name: str = "anna.png") -> QMimeData:
        (tmp_path / name).write_bytes(data)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
        return mime

    return make


def test_a_dropped_file_is_cut_kept_and_undone_in_one_step(card, file_of, qtbot) -> None:
    assert card.drop(file_of(encoded(picture()))).isAccepted()
    card.w.until(lambda: card.sheet)
    assert card.sheet.view.hasFocus()
    qtbot.keyClick(card.sheet.view, Key.Key_Return)
    card.w.until(lambda: card.shown and card.shown.view.picture is not None)
    assert card.w.window.toast.text() == "Changed the photo of Anna Baran"
    assert card.stored().photo.media_type == "image/jpeg"
    assert QImage.fromData(card.blob()).size().toTuple() == (300, 300)
    card.w.window.verbs.undo()
    card.w.until(lambda: card.shown and card.shown.view.picture is None)
    assert card.stored().photo is None


def test_esc_in_the_sheet_changes_nothing(card, file_of, qtbot) -> None:
    card.drop(file_of(encoded(picture())))
    card.w.until(lambda: card.sheet)
    qtbot.keyClick(card.sheet.view, Key.Key_Escape)
    assert card.sheet is None
    assert card.stored().photo is None


def test_a_picture_on_the_clipboard_is_pasted_by_key(card, qtbot) -> None:
    QApplication.clipboard().setImage(picture(64, 64))
    card.face.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(card.face, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    card.w.until(lambda: card.sheet)
    qtbot.keyClick(card.sheet.take, Key.Key_Space)
    card.w.until(lambda: card.shown and card.shown.view.picture is not None)
    QApplication.clipboard().clear()
    qtbot.keyClick(card.face, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    card.w.until(lambda: any("no picture on the clipboard" in b for b in card.banners()))


def test_the_sheet_follows_the_form_and_is_saved_with_it(card, file_of, qtbot) -> None:
    card.w.window.verbs.edit_contact()
    editing = card.w.window.detail._editing
    from contactdesk.desktop.photo_source import source_in

    editing.form.face.offered.emit(source_in(file_of(encoded(picture()))))
    card.w.until(lambda: card.sheet)
    qtbot.keyClick(card.sheet.view, Key.Key_Return)
    card.w.until(lambda: editing.form.face.picture is not None)
    assert card.stored().photo is None
    editing.save()
    card.w.until(lambda: card.shown)
    assert card.stored().photo is not None


def test_a_photo_is_removed_and_comes_back(card, file_of, qtbot) -> None:
    card.drop(file_of(encoded(picture())))
    card.w.until(lambda: card.sheet)
    qtbot.keyClick(card.sheet.view, Key.Key_Return)
    card.w.until(lambda: card.shown and card.shown.view.picture is not None)
    texts = [action.text() for action in card.face.menu().actions()]
    assert texts == ["Choose a photo…", "Paste photo", "Save photo as…", "", "Remove photo"]
    card.face.remove_wanted.emit()
    card.w.until(lambda: card.shown and card.shown.view.picture is None)
    card.w.window.verbs.undo()
    card.w.until(lambda: card.shown and card.shown.view.picture is not None)


def test_a_photo_goes_out_with_the_card_and_as_a_file(card, file_of, qtbot, tmp_path) -> None:
    from contactdesk.desktop.export_flow import write_export

    card.drop(file_of(encoded(picture())))
    card.w.until(lambda: card.sheet)
    qtbot.keyClick(card.sheet.view, Key.Key_Return)
    card.w.until(lambda: card.shown and card.shown.view.picture is not None)
    write_export(card.w.desk, [card.number], str(tmp_path / "out.vcf"), "vcard")
    card.w.until((tmp_path / "out.vcf").exists)
    assert b"PHOTO:data:image/jpeg;base64," in (tmp_path / "out.vcf").read_bytes()
    save_photo(card.w.desk, card.stored().photo.sha256, str(tmp_path / "out.jpg"))
    card.w.until(lambda: card.w.window.toast.text() == "Saved the photo as out.jpg")
    assert (tmp_path / "out.jpg").read_bytes() == card.blob()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (huge_png(100_000, 100_000), "pixels"),
        (moving_gif(), "moves"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "HEIC"),
        (b"\x89PNG\r\n\x1a\nnothing", "damaged"),
        (b"no picture at all", "no picture"),
    ],
)
def test_what_cannot_be_a_photo_is_refused_in_words(data, sentence, card, file_of) -> None:
    card.drop(file_of(data))
    card.w.until(lambda: any(sentence in words for words in card.banners()))
    assert card.sheet is None


def test_a_file_too_large_to_be_read_is_refused(card, file_of, monkeypatch) -> None:
    monkeypatch.setattr(photo, "MOST_BYTES", 50)
    card.drop(file_of(encoded(picture())))
    card.w.until(lambda: any("larger than" in words for words in card.banners()))


def test_other_files_on_the_face_are_left_to_the_window(card, file_of) -> None:
    assert not card.drop(file_of(b"BEGIN:VCARD", "anna.vcf")).isAccepted()


def test_a_picture_lying_on_its_side_is_set_upright_and_its_place_forgotten() -> None:
    image = picture(200, 100, "red")
    for x in range(100):
        for y in range(100):
            image.setPixelColor(x, y, QColor("blue"))
    data = with_exif(encoded(image, "jpg"), 6)
    assert GPS in data
    upright = photo.opened(data)
    assert upright.size().toTuple() == (100, 200)
    assert upright.pixelColor(50, 20).blue() > 200
    kept, media_type = photo.cut(upright, QRect(0, 0, 100, 100))
    assert media_type == "image/jpeg"
    assert GPS not in kept
    assert b"Exif" not in kept


def test_what_shows_through_stays_so_and_what_does_not_becomes_jpeg() -> None:
    clear = QImage(80, 80, QImage.Format.Format_ARGB32)
    clear.fill(QColor(255, 0, 0, 90))
    kept, media_type = photo.cut(clear, QRect(0, 0, 80, 80))
    assert media_type == "image/png"
    assert QImage.fromData(kept).pixelColor(40, 40).alpha() == 90
    solid = picture(81, 81).convertToFormat(QImage.Format.Format_ARGB32)
    assert photo.cut(solid, QRect(0, 0, 81, 81))[1] == "image/jpeg"


def test_a_kept_photo_is_never_larger_than_its_limit() -> None:
    kept, _type = photo.cut(picture(1500, 1500), QRect(0, 0, 1500, 1500))
    assert max(QImage.fromData(kept).size().toTuple()) == photo.SIDE


def test_a_huge_picture_is_refused_by_its_header_alone() -> None:
    with pytest.raises(FormatError, match="pixels"):
        photo.opened(huge_png(100_000, 100_000))


def test_the_part_is_chosen_by_keys_and_stays_in_the_picture(qtbot) -> None:
    view = CropView(picture(400, 200), "individual")
    qtbot.addWidget(view)
    view.show()
    assert view.part() == QRect(100, 0, 200, 200)
    for _step in range(30):
        qtbot.keyClick(view, Key.Key_Right)
    assert view.part() == QRect(0, 0, 200, 200)
    for _step in range(60):
        qtbot.keyClick(view, Key.Key_Left)
    assert view.part() == QRect(200, 0, 200, 200)
    qtbot.keyClick(view, Key.Key_0)
    for _step in range(40):
        qtbot.keyClick(view, Key.Key_Plus)
    assert view.part().width() == 48
    assert QRect(0, 0, 400, 200).contains(view.part())
    assert "%" in view.accessibleDescription()
    for _step in range(80):
        qtbot.keyClick(view, Key.Key_Minus)
    assert view.part().width() == 200


def test_the_mouse_drags_the_picture(qtbot) -> None:
    view = CropView(picture(400, 200), "org")
    qtbot.addWidget(view)
    view.show()
    middle = view.rect().center()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(view, middle + type(middle)(72, 0))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle)
    assert view.part() == QRect(50, 0, 200, 200)


def test_a_tiny_picture_can_be_taken_whole(qtbot) -> None:
    view = CropView(picture(1, 1), "individual")
    qtbot.addWidget(view)
    assert view.part() == QRect(0, 0, 1, 1)
    assert not view.can_grow


def test_the_face_drags_its_contact_away(card, monkeypatch, qtbot) -> None:
    from PySide6.QtGui import QDrag

    from contactdesk.desktop.contact_drag import numbers_in

    begun: list[QDrag] = []
    monkeypatch.setattr(
        QDrag, "exec", lambda drag, *_a: begun.append(drag) or Qt.DropAction.IgnoreAction
    )
    qtbot.mousePress(card.face, Qt.MouseButton.LeftButton, pos=QRect(0, 0, 80, 80).center())
    qtbot.mouseMove(card.face, QRect(0, 0, 80, 80).center() + QPointF(30, 0).toPoint())
    assert numbers_in(begun[0].mimeData(), card.w.desk.path) == [card.number]
    urls = begun[0].mimeData().urls()
    assert Path(urls[0].toLocalFile()).name == "Anna Baran.vcf"
