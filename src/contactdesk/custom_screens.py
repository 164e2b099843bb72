"""The screens of custom fields, for `screens.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contactdesk.model.custom import Choice, FieldDefinition, FieldSection, with_custom
from contactdesk.pictures import settle, until

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.fields_page import CustomFieldsPage
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.screens import Screens
    from contactdesk.store.book import Transaction

_TERMS = (
    Choice("Prepaid", "amber"), Choice("Net 14 days", "green"), Choice("Net 30 days", "blue"),
    Choice("Net 45 days", "violet"),
)  # fmt: skip
_FIELDS = (
    ("Business", FieldDefinition(label="VAT number"), "PL 000-214-55-10"),
    ("Business", FieldDefinition(label="Payment terms", type="one_of", choices=_TERMS,
                                 preset="Net 30 days", only_categories=("Customer",)),
     "Net 30 days"),
    ("Business", FieldDefinition(label="Speaks", type="several_of",
                                 choices=(Choice("Polish"), Choice("English"), Choice("Persian"))),
     "Polish\nEnglish"),
    ("Business", FieldDefinition(label="Credit limit", type="money", unit="EUR"), "5000"),
    ("Delivery", FieldDefinition(label="Dock"), "4B"),
    ("Delivery", FieldDefinition(label="Unloading hours", type="long_text"), "7:00 – 15:00"),
    ("Delivery", FieldDefinition(label="Tail lift needed", type="yes_no"), "yes"),
    ("Delivery", FieldDefinition(label="Customer since", type="date"), "2021-03-14"),
)  # fmt: skip


def fill_fields(tx: Transaction) -> None:
    """Two sections of fields, and what a few contacts say in them."""
    from dataclasses import replace

    sections: dict[str, str] = {}
    values = {}
    for place, (section, field, value) in enumerate(_FIELDS, 1):
        if section not in sections:
            made = tx.custom_sections.add(FieldSection(name=section, position=len(sections) + 1))
            sections[section] = made.id
        new = tx.custom_fields.add(replace(field, section=sections[section], position=place))
        values[new.id] = value
    numbers = tx.contacts.with_addresses(["a.baran@baltica.example"])
    chosen = [n for n, _mail in numbers] or [1]
    tx.contacts.change_many(chosen, lambda c: with_custom(c, values), ("custom",))


def _page(window: MainWindow) -> CustomFieldsPage:
    from contactdesk.desktop.fields_page import CustomFieldsPage

    if window.desk.facts is not None and not _known():
        window.desk.write("Fields", fill_fields)
        until(_known)
    window.verbs.custom_fields.show()
    page = window.stack.currentWidget()
    assert isinstance(page, CustomFieldsPage)
    until(lambda: bool(page.rows))
    return page


def _known() -> bool:
    from contactdesk.desktop.custom_texts import known

    return bool(known().fields)


def fields(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The page of custom fields with one of them chosen."""
    page = _page(window)
    page.list.setCurrentIndex(page.list.lines.index(2))
    until(lambda: page.inspector.row is page.list.row())
    settle(0.4)
    return []


def fields_dropped(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """A type is carried over the list; a field's preview is in sight."""
    from PySide6.QtCore import QMimeData, QPoint, Qt
    from PySide6.QtGui import QDragMoveEvent

    from contactdesk.desktop.fields_rows import TYPE_MIME

    fields(at, window, who)
    page = _page(window)
    assert page.inspector.preview is not None
    page.inspector.preview.which.setFocus()
    data = QMimeData()
    data.setData(TYPE_MIME, b"number")
    below = page.list.visualRect(page.list.lines.index(2)).bottom() - 4
    move = QDragMoveEvent(
        QPoint(200, below), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    page.list.dragMoveEvent(move)
    settle(0.3)
    return []


def fields_section(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """A section that only some categories have is chosen."""
    fields(at, window, who)
    page = _page(window)
    section = page.fields.known.sections[1]
    page.deeds.limit_section(section, only_categories=("Customer", "Partner"))
    until(lambda: bool(page.rows[5].restriction))
    page.list.setCurrentIndex(page.list.lines.index(5))
    until(lambda: page.inspector.row is page.list.row())
    settle(0.3)
    return []


def fields_of_none(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """All fields are for organisations, and those of people are asked for."""
    fields(at, window, who)
    page = _page(window)
    for section in page.fields.known.sections:
        page.deeds.limit_section(section, kinds="org")
    until(lambda: all(field.kinds == "org" for field in page.fields.known.fields))
    _ask_for(page, "individual")
    return []


def fields_long(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The fields of organisations, one of which has a long name and many for whom it is."""
    fields(at, window, who)
    page = _page(window)
    field = page.fields.known.fields[1]
    page.deeds.change(
        field,
        label="Terms of payment that the framework agreement of 2027 names for every delivery",
        kinds="org",
        only_categories=("Customer", "Partner", "Supplier", "Newsletter"),
    )
    until(lambda: any(each.kinds == "org" for each in page.fields.known.fields))
    _ask_for(page, "org")
    return []


def _ask_for(page: CustomFieldsPage, kind: str) -> None:
    page.whose.choose(kind)
    page.whose.chosen.emit(kind)
    page.whose.setFocus()
    settle(0.4)


def fields_form(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The editor of a contact with custom fields."""
    from contactdesk.desktop.cards import Page
    from contactdesk.screens import form_of

    _page(window)
    window.verbs.custom_fields.leave()
    at.studio.choose(window, who)
    window.verbs.edit_contact()
    settle()
    form = form_of(window)
    until(lambda: bool(form.custom.editors))
    form.findChildren(Page)[0].ensureWidgetVisible(form.custom, 0, 40)
    settle(0.3)
    return []
