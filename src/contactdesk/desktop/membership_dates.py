"""From and until of a membership as fields: what they hold, and when they cannot be."""

from __future__ import annotations

from contactdesk.desktop.form_words import DateField
from contactdesk.i18n import _
from contactdesk.model.dates import PartialDate
from contactdesk.model.organisations import ends_before_it_begins


def day_of(stored: str) -> PartialDate | None:
    """A day as a membership keeps it, for a field."""
    return PartialDate.parse(stored) if stored else None


def plain_day(field: DateField) -> str:
    """As a membership keeps a day: ISO, or the words themselves."""
    value = field.value()
    if value is None:
        return ""
    return value.text or str(value)


def advise_on_span(starts: DateField, ends: DateField) -> None:
    """Say at "Until" that it lies before "From"; it can be saved all the same."""
    words = _("This is before it began. Check both dates, or save it as it is.")
    if ends_before_it_begins(plain_day(starts), plain_day(ends)):
        ends.set_state("warn", words)
    elif ends.message == words:
        ends.set_state("")
