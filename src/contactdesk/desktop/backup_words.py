"""What the page of backups says: of the last good one, of a day, of each in the list."""

from __future__ import annotations

from datetime import datetime

from contactdesk.desktop import bidi
from contactdesk.desktop.date_texts import clock_text, date_text, is_today, moment_text
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.backup import REASONS
from contactdesk.model.dates import PartialDate
from contactdesk.operations.backing_up import made_at
from contactdesk.operations.backup_overview import Day, Overview
from contactdesk.operations.file_sizes import size_words
from contactdesk.store.backups import Backup


def when_made(backup: Backup) -> str:
    """A backup's moment: its day and the time of day."""
    at = made_at(backup)
    words = when_words(at) if at is not None else backup.path.name
    return words[:1].upper() + words[1:]


def when_words(at: datetime) -> str:
    """A day with its time."""
    stamp = at.isoformat()
    if is_today(stamp):
        return moment_text(stamp)
    return _("{day}, {time}").format(day=moment_text(stamp), time=clock_text(stamp))


def headline(found: Overview) -> str:
    """The only thing people want to know."""
    last = found.last_good
    if last is None:
        return _("There is no good backup yet")
    at = made_at(last)
    return _("Last good backup: {when}").format(when=when_words(at) if at else last.path.name)


def checked_words(found: Overview) -> str:
    """By what one knows that the last one is good."""
    last = found.last_good
    if last is None or last.manifest is None:
        return _("The first one is made by itself while you work, or now.")
    counts = last.manifest.counts
    contacts, steps = counts.get("contact", 0), counts.get("change_set", 0)
    people = ngettext("{n} contact", "{n} contacts", contacts).format(n=counted(contacts))
    history = ngettext("{n} step of history", "{n} steps of history", steps)
    return _("Checked by reading it whole and counting: {contacts}, {steps}.").format(
        contacts=people, steps=history.format(n=counted(steps))
    )


def day_words(day: Day) -> str:
    """What came of backups on a day, as a sentence."""
    name = date_text(PartialDate(day.day.year, day.day.month, day.day.day))
    if day.wrong and day.good_at is not None:
        words = _("{day}: one failed: {reason} Another one, at {time}, was good.")
        time = clock_text(day.good_at.isoformat())
        return words.format(day=name, reason=day.wrong, time=time)
    if day.wrong:
        return _("{day} failed: {reason}").format(day=name, reason=day.wrong)
    if not day.good:
        return _("{day}: no backup; nothing had changed, or nobody had the book open.").format(
            day=name
        )
    words = ngettext("{day}: {n} good backup, {size}", "{day}: {n} good backups, {size}", day.good)
    return words.format(day=name, n=counted(day.good), size=size_words(day.size))


def covered_words(found: Overview) -> str:
    """How many of the days have a good one."""
    good = sum(1 for day in found.days if day.good)
    words = ngettext("{n} of {m} day covered", "{n} of {m} days covered", len(found.days))
    return words.format(n=counted(good), m=counted(len(found.days)))


def detail_words(backup: Backup) -> str:
    """The second line of a backup in the list."""
    manifest = backup.manifest
    if not backup.good or manifest is None:
        return _("{reason} It is left out of the count.").format(reason=backup.wrong)
    contacts = manifest.counts.get("contact", 0)
    people = ngettext("{n} contact", "{n} contacts", contacts).format(n=counted(contacts))
    reason = _(REASONS.get(manifest.reason, manifest.reason))
    return _("{contacts} · {reason} · checked when made").format(contacts=people, reason=reason)


def all_words(found: Overview) -> str:
    """How many there are and how large."""
    count = len(found.backups)
    words = ngettext("{n} backup, {size}", "{n} backups, {size}", count)
    return words.format(n=counted(count), size=size_words(found.size))


def place_words(found: Overview) -> str:
    """Where they lie and whether that is wise."""
    parts = [bidi.isolated(found.folder)]
    if found.room is not None:
        parts.append(_("{size} free").format(size=_room(found.room)))
    if not found.same_disk:
        parts.append(_("not on the disk of the book, as it should be"))
    return "  ·  ".join(parts)


def _room(size: int) -> str:
    if size < 10 << 30:
        return size_words(size)
    return _("{n} GB").format(n=counted(size >> 30))
