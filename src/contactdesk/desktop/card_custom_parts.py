"""The sections of a card that show custom fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from contactdesk.desktop import icons
from contactdesk.desktop.card_columns import Part
from contactdesk.desktop.card_custom import CustomGroup
from contactdesk.desktop.card_sections import Section, change_values, values_section
from contactdesk.desktop.card_view import Line
from contactdesk.desktop.custom_texts import icon_of, known
from contactdesk.desktop.menus import Menu
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.custom import FILE, FieldDefinition


def custom_parts(groups: Sequence[CustomGroup], *, editable: bool) -> list[Part]:
    """One part of the card's column for each section of fields."""
    return [
        Part(
            f"custom {group.title}",
            group,
            partial(_section, group, editable),
            None if group.people or group.files else partial(change_values, values=group.values),
        )
        for group in groups
    ]


def offer_files(menu: Menu, contact: Contact, wanted: Callable[[FieldDefinition], object]) -> None:
    """An entry for each custom field of files that the contact has."""
    for field in (f for f in known().of(contact) if f.type == FILE):
        words = _("{field}: choose files…").format(field=field.label).replace("&", "&&")
        action = menu.addAction(icons.icon(icon_of(field)), words)
        action.triggered.connect(lambda _on=False, f=field: wanted(f))


def _section(group: CustomGroup, editable: bool) -> Section:
    section = Section(group.title)
    if group.values:
        section = values_section(group.title, group.values, editable=editable)
    if group.files:
        from contactdesk.desktop.card_files import FileRow

        for line in group.files:
            section.body.addWidget(FileRow(line))
    for label, row in group.people:
        section.add_line_row(Line(name=row.name, second=label, row=row, kind=row.kind))
    return section
