"""The screens of custom fields of files, for `screens.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contactdesk.model.custom import FILE, FieldDefinition, FieldSection, with_custom
from contactdesk.model.custom_files import FileRef, value_of_files
from contactdesk.model.document import Document, Version, media_type_of
from contactdesk.pictures import PERSIAN, PERSON, settle, until
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.screens import Screens
    from contactdesk.store.book import Transaction

_FIELDS = (
    FieldDefinition(label="Frame contract", type=FILE, position=1),
    FieldDefinition(label="Contract number", position=2),
    FieldDefinition(label="Insurance", type=FILE, position=3, only_categories=("Customer",)),
)
_NAMES = (
    ("Frame contract 2026, signed by both.pdf", 2),
    ("Annex 3 to the frame contract of pallets, crates and everything made of wood, in force "
     "until the end of the year.docx", 1),
    ("قرارداد چارچوب ۱۴۰۵.pdf", 1),
    ("Insurance 2025.pdf", 1),
)  # fmt: skip
_GONE = FileRef("Insurance 2024.pdf", "01998a00-0000-7000-8000-0000000000aa")


def _fill(tx: Transaction) -> None:
    section = tx.custom_sections.add(FieldSection(name="Papers", position=1)).id
    contract, number, insurance = (
        tx.custom_fields.add(_in_section(field, section)) for field in _FIELDS
    )
    for name in (PERSON, PERSIAN):
        found = tx.contacts.search(name, ListQuery("all"), limit=1).numbers
        base = tx.contacts.get(found[0])
        made = [_document(tx, title, count, base.id) for title, count in _NAMES]
        refs = [FileRef(each.name, each.id) for each in made]
        values = {
            contract.id: value_of_files(refs[:3]),
            number.id: "FC 118/2026",
            insurance.id: value_of_files([refs[3], _GONE]),
        }
        tx.contacts.save(with_custom(base, values), base)
        tx.documents.delete([made[3].number])


def _in_section(field: FieldDefinition, section: str) -> FieldDefinition:
    from dataclasses import replace

    return replace(field, section=section)


def _document(tx: Transaction, name: str, versions: int, about: str) -> Document:
    sha256 = tx.documents.contents.keep(name.encode())
    version = Version(sha256, 312 << 10, "2026-11-12T09:00:00Z", tx.people.me().id)
    return tx.documents.add(
        Document(name=name, media_type=media_type_of(name), about=(about,),
                 versions=(version,) * versions, added_at=version.at)
    )  # fmt: skip


def _filled(window: MainWindow, who: str) -> int:
    numbers: list[int] = []
    window.desk.write("Papers", _fill, lambda _done: numbers.append(0))
    until(lambda: bool(numbers))
    window.desk.read(lambda tx: tx.contacts.search(who, limit=1).numbers, numbers.extend)
    until(lambda: len(numbers) > 1)
    return numbers[1]


def card_with_files(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The card of somebody with files in fields: there, in the bin, and in another book."""
    from contactdesk.desktop.card_files import FileRow
    from contactdesk.desktop.cards import Page

    del at
    window.go_to_contact(_filled(window, who))
    until(lambda: window.detail is not None and bool(window.detail.findChildren(FileRow)))
    settle(0.5)
    assert window.detail is not None
    rows = window.detail.findChildren(FileRow)
    card = window.detail.card
    if isinstance(card, Page):
        card.ensureWidgetVisible(rows[-1], 0, 40)
    settle(0.3)
    return []


def form_with_files(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The editor of the same, where files are chosen."""
    from contactdesk.desktop.cards import Page
    from contactdesk.screens import form_of

    _filled(window, who)
    at.studio.choose(window, who)
    window.verbs.edit_contact()
    settle()
    form = form_of(window)
    until(lambda: len(form.custom.editors) > 1)
    form.findChildren(Page)[0].ensureWidgetVisible(form.custom, 0, 40)
    settle(0.3)
    return []


def field_of_files(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """A field of files where fields are made."""
    from contactdesk.custom_screens import fields
    from contactdesk.desktop.fields_list import FieldsList

    _filled(window, who)
    opened = fields(at, window, who)
    shown = window.findChildren(FieldsList)[-1]
    shown.setCurrentIndex(shown.lines.index(1))
    settle(0.6)
    return opened
