"""What the conflict sheet says: who changed what meanwhile, value by value, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contactdesk.desktop import bidi
from contactdesk.desktop.date_texts import clock_text, is_today, moment_text
from contactdesk.desktop.form_values import title_of
from contactdesk.desktop.history_words import SILENT, Line, line_of, value_label, value_text
from contactdesk.desktop.value_types import type_word
from contactdesk.i18n import _, ngettext
from contactdesk.model.contact import Contact
from contactdesk.model.custom import FIELD, named
from contactdesk.model.deed import known_again
from contactdesk.model.history import Difference, HistoryEntry, differences
from contactdesk.model.meeting import Clash, clashes, combined, last_change
from contactdesk.store.people import Colleague

if TYPE_CHECKING:
    from contactdesk.store.book import Transaction

LEFT_TO_RIGHT = ("phones", "emails", "urls", "impp")
_DERIVED = SILENT | {"formatted_name"}


@dataclass(frozen=True, slots=True)
class Encounter:
    """An edit of mine and what others did since: `entries` are their changes, the newest first."""

    base: Contact
    mine: Contact
    theirs: Contact
    entries: tuple[HistoryEntry, ...]
    people: dict[int, Colleague]
    me: Colleague

    @property
    def other(self) -> Colleague:
        """Who changed it last."""
        known = [self.people[e.author] for e in self.entries if e.author in self.people]
        return known[0] if known else self.me

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """What both changed."""
        return clashes(self.base, self.mine, self.theirs)


def read_encounter(tx: Transaction, base: Contact, mine: Contact) -> Encounter:
    """What the book holds of a contact now, and who changed it since `base`."""
    theirs = tx.contacts.get(mine.id)
    base, mine = known_again(base, mine, theirs)
    count = theirs.revision - base.revision
    entries = tx.history.of(mine.id, count) if count > 0 else []
    return Encounter(base, mine, theirs, tuple(entries), tx.people.all(), tx.people.me())


def who_of(entries: Sequence[HistoryEntry]) -> str:
    """The one person who made some changes; "" when it was I, or several."""
    people = {(e.author, e.own): e.author_name for e in entries}
    if len(people) != 1 or next(iter(people))[1]:
        return ""
    return bidi.isolated(next(iter(people.values())))


def all_mine(entries: Sequence[HistoryEntry]) -> bool:
    """Whether I made them myself, in another window."""
    return bool(entries) and all(e.own for e in entries)


def title_words(encounter: Encounter) -> str:
    """The sheet's title: who changed whom."""
    name = bidi.isolated(title_of(encounter.theirs) or _("the contact"))
    entries = encounter.entries
    if all_mine(entries):
        return _("You changed {name} in another window meanwhile").format(name=name)
    person = who_of(entries) or _("Somebody else")
    return _("{person} changed {name} while you were editing").format(person=person, name=name)


def promise_words(count: int) -> str:
    """What is safe, and what there is to do."""
    return ngettext(
        "Nothing is lost. Choose what to keep for {n} field; the other version stays in the "
        "contact’s history.",
        "Nothing is lost. Choose what to keep for {n} fields; the other version stays in the "
        "contact’s history.",
        count,
    ).format(n=count)


def theirs_head(encounter: Encounter) -> str:
    """What stands over the other column: whose it is, and since when."""
    if not encounter.entries:
        return _("Theirs")
    at = encounter.entries[0].at
    time = clock_text(at) if is_today(at) else moment_text(at)
    if all_mine(encounter.entries):
        return _("Other window, {time}").format(time=time)
    person = who_of(encounter.entries)
    if not person:
        return _("Theirs, {time}").format(time=time)
    return _("{person}’s, {time}").format(person=person, time=time)


def all_theirs(encounter: Encounter) -> str:
    """The button that takes every value of theirs."""
    person = who_of(encounter.entries)
    return _("All {person}’s").format(person=person) if person else _("All theirs")


def clash_label(clash: Clash, mine: Contact, theirs: Contact) -> str:
    """What people call the value both changed."""
    if clash.field == FIELD or clash.part in (
        "",
        "job_title",
        "departments",
        "role",
        "starts_on",
        "ends_on",
    ):
        return value_label(_difference(clash, clash.mine or clash.theirs))
    held = [i for c in (mine, theirs) for i in getattr(c, clash.field) if i.item == clash.item]
    label = value_label(Difference(clash.field, clash.item, "", None, held[0]))
    if clash.part == "value":
        return label
    kind = _("type") if clash.part == "types" else _("preferred")
    return f"{label.split(' · ')[0]} · {kind}"


def clash_values(clash: Clash) -> tuple[str, str, str]:
    """Before, mine and theirs in words; two long texts from where they differ."""
    if clash.part == "types":
        words = [type_word(clash.field, v or (), "") for v in clash[3:]]
    elif clash.part == "preferred":
        words = [_("yes") if v else _("no") for v in clash[3:]]
    else:
        line = line_of(_difference(clash, clash.theirs, clash.mine))
        field = named(clash.part) if clash.field == FIELD else clash.field
        words = [value_text(clash.before, field), line.before, line.after]
    ltr = clash.field in LEFT_TO_RIGHT and clash.part in ("", "value")
    before, mine, theirs = map(bidi.left_to_right if ltr else bidi.isolated, words)
    return before, mine, theirs


def _difference(clash: Clash, after: object, before: object = None) -> Difference:
    part = clash.part if clash.part not in ("value", "types", "preferred") else ""
    return Difference(clash.field, clash.item, part, before, after)


def combined_lines(encounter: Encounter) -> tuple[list[Line], list[Line]]:
    """What only I and what only they changed, a line a value."""
    both = combined(encounter.base, encounter.mine, encounter.theirs)
    ours, yours = ([line_of(d) for d in some if d.field not in _DERIVED] for some in both)
    return ours, yours


def combined_words(encounter: Encounter) -> tuple[str, str]:
    """The sentence and the line under it for what needed no question; both "" for nothing."""
    ours, yours = combined_lines(encounter)
    count = len(ours) + len(yours)
    if not count:
        return "", ""
    sentence = ngettext(
        "{n} other change did not touch these and is already combined",
        "{n} other changes did not touch each other and are already combined",
        count,
    ).format(n=count)
    parts = []
    if ours:
        parts.append(_("Yours: {fields}.").format(fields=_joined(ours)))
    if yours:
        person = who_of(encounter.entries)
        words = _("{person}’s: {fields}.") if person else _("Theirs: {fields}.")
        parts.append(words.format(person=person, fields=_joined(yours)))
    return sentence, " ".join(parts)


def _joined(lines: Sequence[Line]) -> str:
    return ", ".join(dict.fromkeys(line.label for line in lines))


def tip_of(clash: Clash, encounter: Encounter) -> str:
    """Who gave theirs its present form, and when."""
    entry = last_change(clash, encounter.entries)
    if entry is None:
        return ""
    return f"{entry.author_name} · {moment_text(entry.at)} {clock_text(entry.at)}"


def kept_words(sent: Contact, saved: Contact, entries: Sequence[HistoryEntry]) -> str:
    """What others changed meanwhile and a save kept: "Marta’s change is kept: Note"; or ""."""
    lines = [line_of(d) for d in differences(sent, saved) if d.field not in _DERIVED]
    touched = {name for entry in entries for name in entry.fields}
    lines = [line for line in lines if line.difference.field in touched]
    if not lines:
        return ""
    person = who_of(entries)
    if not person:
        return _("Changed elsewhere meanwhile and kept: {fields}").format(fields=_joined(lines))
    return _("{person}’s change is kept: {fields}").format(person=person, fields=_joined(lines))
