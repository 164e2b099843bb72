"""The screens of encrypted books, for `screens.py`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from contactdesk.operations.encryption import State
from contactdesk.pictures import settle, until
from contactdesk.store.connecting import needed, wrong
from contactdesk.store.encrypting import Converted

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.encryption_sheet import EncryptionSheet
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.unlock_page import UnlockPage
    from contactdesk.screens import Screens

_STATE = State(
    True, True, False, (Path("office.before-encryption.cdk"),),
    (Path("office 2026-11-20.cdk"), Path("office 2026-11-21.cdk")),
)  # fmt: skip


def _locked(window: MainWindow) -> UnlockPage:
    settle(0.4)  # the book that is open shows its first card
    window.desk.not_opened.emit(needed(Path(window.desk.path)))
    flow = window.place.unlock
    assert flow is not None
    assert flow.page is not None
    return flow.page


def locked(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A book that asks for its passphrase."""
    _locked(window)
    return []


def wrong_passphrase(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The passphrase was not it, and Caps Lock is on."""
    page = _locked(window)
    page.box.field.setText("MLEKO ROWER")
    page.box.caps.show()
    page.refuse(wrong(Path(window.desk.path)).message)
    return []


def _sheet(window: MainWindow, what: str) -> EncryptionSheet:
    from contactdesk.desktop.encryption_sheet import EncryptionSheet

    sheet = EncryptionSheet(window, what, _STATE)
    sheet.ask()
    return sheet


def encrypting(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The book is to be encrypted, with a passphrase that is easy to guess."""
    sheet = _sheet(window, "encrypt")
    sheet.new.field.setText("office2024")
    sheet.new.field.textEdited.emit("office2024")
    return []


def new_book(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A book that is to be encrypted from the start."""
    place = Path(window.desk.path).with_name("clinic.cdk")
    window.verbs.make_encrypted_book(str(place))
    return []


def encrypted(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """It was encrypted."""
    sheet = _sheet(window, "encrypt")
    sheet.form.hide()
    sheet.work.show()
    sheet._done(Converted(Path("office.cdk"), _STATE.kept[0]))
    return []


def changing(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """It is to have another passphrase."""
    _sheet(window, "change")
    return []


def preferences(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The preferences' page of an encrypted book, with plain files that are left."""
    from contactdesk.desktop.preferences import SIZE, show_preferences

    opened = show_preferences(window, window.desk, "encryption")
    opened.resize(*SIZE)
    opened.move(window.geometry().center() - opened.rect().center())
    rows = opened.page("sharing").encryption
    until(lambda: bool(rows.row.text.text().strip()))
    rows._show(_STATE)
    settle()
    return [opened]
