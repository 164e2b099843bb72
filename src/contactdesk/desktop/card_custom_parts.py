"""The sections of a card that show custom fields."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from contactdesk.desktop.card_columns import Part
from contactdesk.desktop.card_custom import CustomGroup
from contactdesk.desktop.card_sections import Section, change_values, values_section
from contactdesk.desktop.card_view import Line


def custom_parts(groups: Sequence[CustomGroup], *, editable: bool) -> list[Part]:
    """One part of the card's column for each section of fields."""
    return [
        Part(
            f"custom {group.title}",
            group,
            partial(_section, group, editable),
            None if group.people else partial(change_values, values=group.values),
        )
        for group in groups
    ]


def _section(group: CustomGroup, editable: bool) -> Section:
    section = Section(group.title)
    if group.values:
        section = values_section(group.title, group.values, editable=editable)
    for label, row in group.people:
        section.add_line_row(Line(name=row.name, second=label, row=row, kind=row.kind))
    return section
