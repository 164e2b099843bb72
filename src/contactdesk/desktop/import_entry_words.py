"""What the import assistant says of calendars, where it speaks of cards and contacts otherwise, and
of what stands beside both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contactdesk.desktop import bidi
from contactdesk.desktop.date_texts import date_text
from contactdesk.desktop.history_words import when_of
from contactdesk.formats.registry import CALENDARS
from contactdesk.i18n import N_, _, counted, ngettext
from contactdesk.model.dates import PartialDate
from contactdesk.model.event import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contactdesk.operations.file_facts import FileFacts
    from contactdesk.operations.importing import ImportReport
    from contactdesk.operations.preview_rows import PreviewRow

HEADS = (
    N_("Result"), N_("Subject"), N_("Place"), N_("When"), N_("E-mail"), N_("What happens"),
)  # fmt: skip


def has_calendar(facts: Iterable[FileFacts]) -> bool:
    """Whether one of some files is a calendar."""
    return any(each.format in CALENDARS for each in facts)


def is_entry(row: PreviewRow) -> bool:
    """Whether a row is an appointment, a task or a journal entry."""
    return row.kind in KINDS


def entries_text(count: int) -> str:
    """How many entries files hold."""
    return ngettext("{n} entry", "{n} entries", count).format(n=counted(count))


def check_text(count: int, calendar: bool) -> str:
    """The button that leads to what would happen."""
    if calendar:
        return ngettext("Check {n} entry", "Check {n} entries", count).format(n=counted(count))
    return ngettext("Check {n} card", "Check {n} cards", count).format(n=counted(count))


def import_text(count: int, calendar: bool) -> str:
    """The button that imports."""
    if calendar:
        return ngettext("Import {n} entry", "Import {n} entries", count).format(n=counted(count))
    words = ngettext("Import {n} contact", "Import {n} contacts", count)
    return words.format(n=counted(count))


def read_text(count: int, calendar: bool) -> str:
    """How much was read so far."""
    if calendar:
        words = ngettext("{n} entry read so far", "{n} entries read so far", count)
    else:
        words = ngettext("{n} card read so far", "{n} cards read so far", count)
    return words.format(n=counted(count))


def beside_words(anybody: bool) -> str:
    """What is said of a file that brings no contacts, but other things of an office."""
    if anybody:
        return _(
            "Nobody of {file} is new. Deals, fields, groups, tables and documents in it come in "
            "where they are new."
        )
    return _("There are no contacts in {file}, but deals, fields, groups, tables or documents.")


def when_text(row: PreviewRow) -> str:
    """When an entry is, in the words of the locale; a phone stays as it is."""
    if not is_entry(row) or not row.phone:
        return bidi.left_to_right(row.phone)
    try:
        if len(row.phone) == 10:
            return date_text(PartialDate.parse(row.phone))
        return when_of(row.phone)
    except ValueError:
        return row.phone


def imported_text(report: ImportReport) -> str:
    """The headline of an import with entries of calendars in it."""
    came = report.added + report.updated
    words = ngettext("{n} entry imported", "{n} entries imported", came)
    return words.format(n=counted(came))


def count_words(report: ImportReport) -> tuple[str, str, str, str]:
    """What stands beside the numbers: added, updated, unchanged, skipped."""
    return (
        ngettext("new entry", "new entries", report.added),
        ngettext("entry brought up to date", "entries brought up to date", report.updated),
        ngettext("entry was here already", "entries were here already", report.unchanged),
        ngettext("entry skipped", "entries skipped", report.skipped),
    )
