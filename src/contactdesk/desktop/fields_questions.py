"""What is asked before a custom field gets another type, or loses a choice that is in use."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from contactdesk.desktop.fields_choices import ReplaceSheet
from contactdesk.desktop.fields_inspector import with_type
from contactdesk.desktop.fields_type_words import type_notes
from contactdesk.desktop.sheet import Question
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.custom import TYPE_WORDS, FieldDefinition
from contactdesk.model.custom_values import Fitting
from contactdesk.operations.custom_fields import what_fits

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.fields_page import CustomFieldsPage


class FieldQuestions(QObject):
    """Asks over the page, and does what is answered."""

    def __init__(self, page: CustomFieldsPage, desk: Desk) -> None:
        super().__init__(page)
        self._page, self._desk = page, desk

    def ask_type(self, type_: str) -> None:
        """Say first what becomes of the values that there are."""
        field = self._page.field()
        if field is None or field.type == type_:
            return

        def look_at(tx: Any) -> tuple[FieldDefinition, Fitting]:
            values = tx.custom_fields.values(field.id)
            after = with_type(field, type_, list(values.values()))
            return after, what_fits(tx, field, after)

        self._desk.read(look_at, partial(self._tell_type, field), key="field type")

    def _tell_type(self, field: FieldDefinition, found: tuple[FieldDefinition, Fitting]) -> None:
        after, fits = found
        if not fits.fit and not fits.stay:
            self._set_type(field, after, True)
            return
        question = Question(
            self._page,
            "list",
            _("Make “{name}” a field of the type {type}?").format(
                name=field.label, type=_(TYPE_WORDS[after.type])
            ),
            fits_words(fits),
            type_notes(field, after),
            _("Keep it"),
            _("Change the type"),
        )
        question.answered.connect(partial(self._set_type, field, after))
        question.dismissed.connect(partial(self._set_type, field, after, False))
        question.ask()

    def _set_type(self, field: FieldDefinition, after: FieldDefinition, on: bool) -> None:
        if on:
            self._page.deeds.change(field, type=after.type, choices=after.choices)
        else:
            self._page.inspector.types.choose(field.type)

    def ask_choice(self, name: str) -> None:
        """A choice that contacts say asks what they say instead."""
        field = self._page.field()
        if field is None:
            return
        count = dict(self._page.sample.uses).get(name, 0)
        if not count:
            self._page.deeds.replace_choice(field, name, None)
            return
        sheet = ReplaceSheet(self._page, field, name, count)
        sheet.answered.connect(partial(self._page.deeds.replace_choice, field, name))
        sheet.open_sheet(sheet.combo)


def fits_words(fits: Fitting) -> str:
    """What becomes of the values: "318 values: 311 fit, 7 stay as text"."""
    count = fits.fit + fits.stay
    if not fits.stay:
        words = ngettext("{n} value fits.", "All {n} values fit.", count)
        return words.format(n=counted(count))
    words = ngettext("{n} value: ", "{n} values: ", count).format(n=counted(count))
    stay = ngettext("{n} stays as text", "{n} stay as text", fits.stay)
    fit = ngettext("{n} fits", "{n} fit", fits.fit).format(n=counted(fits.fit))
    return f"{words}{fit}, {stay.format(n=counted(fits.stay))}"
