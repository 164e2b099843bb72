"""What a history says in words: who did what, which value was what before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from contactdesk.desktop import bidi
from contactdesk.desktop.address_lines import address_lines
from contactdesk.desktop.card_values import extra_word
from contactdesk.desktop.custom_texts import custom_label, custom_text
from contactdesk.desktop.date_texts import clock_text, date_text, moment_text
from contactdesk.desktop.form_rows import KINDS as ENTRY_KINDS
from contactdesk.desktop.value_types import type_word
from contactdesk.i18n import N_, _, counted, ngettext
from contactdesk.model.book_history import Step
from contactdesk.model.contact import Address, Contact, Entry, Extra, Membership, Photo
from contactdesk.model.custom import FIELD, id_of
from contactdesk.model.dates import PartialDate
from contactdesk.model.history import MANY_TOGETHER, Difference, HistoryEntry, differences, versions
from contactdesk.model.keeping import interval_text
from contactdesk.model.record import LABELS
from contactdesk.model.relations import link_key
from contactdesk.model.shown import shortened

SHORT = 160  # characters of a value in a line of the history
LEAD = 12  # characters that are left of what two long texts begin with alike

# Bookkeeping that a person never typed: it goes back with its contact, but no line speaks of it.
SILENT = {"uid", "revised_at", "deleted_at", "archived_at"}
_NAME_PARTS = {"prefixes", "given", "additional", "family", "suffixes"}
_KINDS = {
    "individual": N_("Person"),
    "org": N_("Organisation"),
    "group": N_("Group"),
    "location": N_("Place"),
}
_PARTS = {
    "street": N_("Street and number"),
    "extended": N_("Flat, floor, building"),
    "post_office_box": N_("P.O. box"),
    "postal_code": N_("Postcode"),
    "locality": N_("Town"),
    "region": N_("Region"),
    "country": N_("Country"),
    "organisation": N_("Organisation"),
    "departments": N_("Department"),
    "job_title": N_("Job title"),
    "role": N_("Role"),
    "starts_on": N_("From"),
    "ends_on": N_("Until"),
}
_FIELDS = {
    **{kind.field: kind.title for kind in ENTRY_KINDS.values()},
    "addresses": N_("Address"),
    "related": N_("Related person"),
    "members": N_("Member"),
    "languages": N_("Language"),
}


Fields = Mapping[str, tuple[Any, Any]]  # what the log says: {name: (before, after)}


class Line(NamedTuple):
    """One value that changed: what it is called, and its words before and after ("" = empty)."""

    difference: Difference
    label: str
    before: str
    after: str


def told_differences(before: Contact, after: Contact) -> list[Difference]:
    """The differences a person wants to read: no bookkeeping, no name said twice."""
    found = [d for d in differences(before, after) if d.field not in SILENT]
    if any(d.field in _NAME_PARTS for d in found):
        found = [d for d in found if d.field != "formatted_name"]
    return found


def lines_of(fields: Fields) -> list[Line]:
    """What a change changed, a line a value; what this program does not know as it stands."""
    return [line_of(d) for d in told_differences(*versions(fields))] + [
        _plain_line(name, *pair)
        for name, pair in fields.items()
        if name not in LABELS and name not in SILENT
    ]


def _plain_line(name: str, before: Any, after: Any) -> Line:
    """A field that a newer program, or something that is no contact, has."""
    difference = Difference(name, 0, "", before, after)
    if name == "interval":  # of a category
        words = (interval_text(str(before or "")), interval_text(str(after or "")))
        return Line(difference, _("Keep in touch"), *words)
    label = name.replace("_", " ").strip()
    return Line(difference, label[:1].upper() + label[1:], *map(_plain_words, (before, after)))


def _plain_words(value: Any) -> str:
    if isinstance(value, dict):
        value = [v for v in value.values() if isinstance(v, (str, int)) and v]
    if isinstance(value, list):
        return shortened(", ".join(_plain_words(v) for v in value), SHORT)
    return "" if value is None else value_text(str(value))


def line_of(difference: Difference) -> Line:
    """The words of one difference; a changed type of an unchanged value is told by its types."""
    both = (difference.before, difference.after)
    if difference.part in ("starts_on", "ends_on"):
        both = (PartialDate.parse(both[0]), PartialDate.parse(both[1]))
    if difference.field == "keep_in_touch":
        both = (interval_text(both[0] or ""), interval_text(both[1] or ""))
    if difference.field in ("related", "members"):
        both = tuple(_without_link(value) for value in both)
    if difference.field == FIELD:
        both = (
            custom_text(difference.part, both[0] or ""),
            custom_text(difference.part, both[1] or ""),
        )
    before, after = _from_where_they_differ(*map(_one_line, both))
    if before == after:
        before, after = (_types_text(difference.field, v) for v in both)
    return Line(difference, value_label(difference), before, after)


def _without_link(value: Any) -> Any:
    """A relation that names a card says so: nobody reads identifiers."""
    if isinstance(value, Entry) and link_key(value.value):
        return replace(value, value=_("a contact of the book"))
    return value


def value_label(difference: Difference) -> str:
    """What people call the value: "Job title", "Phone · Work", "Town"."""
    if difference.field == FIELD:
        return custom_label(difference.part)
    if difference.part:
        return _(_PARTS[difference.part])
    held = difference.after or difference.before
    if isinstance(held, Extra):
        return extra_word(held.name)
    title = _(_FIELDS.get(difference.field, LABELS[difference.field]))
    if isinstance(held, (Entry, Address)):
        word = type_word(difference.field, held.types, held.label)
        return f"{title} · {word}" if word else title
    return title


def value_text(value: Any, field: str = "") -> str:
    """A value of any field in words, on one line; "" for nothing."""
    if field == "keep_in_touch":
        return interval_text(str(value or ""))
    if id_of(field):
        value = custom_text(id_of(field), str(value or ""))
    return shortened(_one_line(value), SHORT)


def _one_line(value: Any) -> str:
    return " ".join(_words_of(value).split()) if value not in (None, "", ()) else ""


def _from_where_they_differ(before: str, after: str) -> tuple[str, str]:
    """Two long texts without what they begin with alike: a line has no room for it."""
    pairs = enumerate(zip(before, after, strict=False))
    alike = next((n for n, (one, other) in pairs if one != other), 0)
    start = before.rfind(" ", 0, max(0, alike - LEAD)) + 1
    if alike > 2 * LEAD and start and before != after:
        before, after = (f"…{text[start:]}" for text in (before, after))
    return shortened(before, SHORT), shortened(after, SHORT)


def _words_of(value: Any) -> str:
    if isinstance(value, Entry):
        return value.value
    if isinstance(value, Address):
        return ", ".join(address_lines(value))
    if isinstance(value, Membership):
        return ", ".join(p for p in (value.job_title, value.organisation, value.role) if p)
    if isinstance(value, PartialDate):
        return date_text(value)
    if isinstance(value, Photo):
        return _("a picture")
    if isinstance(value, Extra):
        return value.value
    if isinstance(value, tuple):
        return ", ".join(value_text(v) for v in value)
    return _(_KINDS[value]) if value in _KINDS else str(value)


def _types_text(field: str, value: Any) -> str:
    if not isinstance(value, (Entry, Address)):
        return value_text(value)
    word = type_word(field, value.types, value.label)
    star = _("preferred") if value.preferred else ""
    return ", ".join(p for p in (word, star) if p)


def author_of(entry: HistoryEntry) -> str:
    """Who made a change: "You", or a colleague's name."""
    return _("You") if entry.own else entry.author_name


def deed_of(entry: HistoryEntry, values: int) -> str:
    """What was done, as it follows the author's name; `values` is how many lines tell of it."""
    if entry.kind == "withdraw" and entry.set_kind == "edit":
        return _("took back that it was added")
    if entry.set_kind == "undo":
        return _("took back “{step}”").format(step=entry.reverted)
    if entry.set_kind == "redo":
        return _("did again “{step}”").format(step=entry.label)
    if entry.kind == "create":
        return _("added this contact")
    return moved_of(entry.fields) if _only_moved(entry, values) else _changed_of(entry, values)


def _only_moved(entry: HistoryEntry, values: int) -> bool:
    return not values and bool(moved_of(entry.fields))


def moved_of(fields: Fields) -> str:
    """Where a change moved a contact to, as it follows the author's name; "" for nowhere."""
    bin_, archive = fields.get("deleted_at"), fields.get("archived_at")
    if bin_ is not None:
        return _("took this contact out of the bin") if bin_[0] else _("moved it to the bin")
    if archive is not None:
        out = archive[0] and not archive[1]
        return _("took it out of the archive") if out else _("moved it to the archive")
    return ""


def _changed_of(entry: HistoryEntry, values: int) -> str:
    if entry.mark == "put_back":
        return ngettext("put {n} value back", "put {n} values back", values).format(
            n=counted(values)
        )
    if entry.mark == "import":
        return ngettext("imported {n} value", "imported {n} values", values).format(
            n=counted(values)
        )
    return ngettext("changed {n} value", "changed {n} values", values).format(n=counted(values))


def source_of(entry: HistoryEntry) -> str:
    """Where a change came from: the moment that was put back, the step that was taken back, the
    step that others changed in too; "" for nothing to tell.
    """
    if entry.source_at and entry.mark == "put_back":
        return _("As it was after the change of {when}").format(when=when_of(entry.source_at))
    if entry.source_at:
        return _("A step of {when}").format(when=when_of(entry.source_at))
    if entry.together < 2 and entry.mark != "import":
        return ""
    if entry.together >= MANY_TOGETHER:
        others = _("over {n} contacts in the same step").format(n=counted(MANY_TOGETHER - 1))
    else:
        others = ngettext(
            "{n} contact in the same step", "{n} contacts in the same step", entry.together
        ).format(n=counted(entry.together))
    return f"{bidi.isolated(entry.label)} · {others}"


def when_of(at: str) -> str:
    """Day and time of a moment (ISO 8601): "3 November 2026, 14:05"."""
    day, clock = moment_text(at), clock_text(at)
    return day if clock in day else _("{day}, {time}").format(day=day, time=clock)


def summary_of(entries: Sequence[HistoryEntry]) -> str:
    """How much there is: "46 changes by 4 people since 3 March 2021"."""
    count, people = len(entries), len({entry.author for entry in entries})
    changes = ngettext("{n} change", "{n} changes", count).format(n=counted(count))
    if not entries:
        return changes
    since = date_text(local_day(moment_of(entries[-1])))
    by = ngettext("by {n} person", "by {n} people", people).format(n=counted(people))
    return _("{changes} {by} since {date}").format(changes=changes, by=by, date=since)


def moment_of(entry: HistoryEntry | Step) -> datetime:
    """When a change was made, by the clock here."""
    return datetime.fromisoformat(entry.at).astimezone()


def local_day(moment: datetime) -> PartialDate:
    """The day of a moment, by the clock here."""
    here = moment.astimezone()
    return PartialDate(here.year, here.month, here.day)
