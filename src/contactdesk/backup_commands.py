"""What the command line does with backups: `backup`, `backups`, `restore` and `check BACKUP`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from contactdesk import commands
from contactdesk.commands import open_book, say, terminal_progress
from contactdesk.errors import ContactDeskError, NoBackup, NotFound
from contactdesk.i18n import _, ngettext
from contactdesk.model.backup import REASONS
from contactdesk.operations.archiving import archive as write_archive
from contactdesk.operations.archiving import check_archive, is_archive, restore_archive
from contactdesk.operations.backing_up import (
    back_up,
    back_up_first,
    failures,
    made_at,
    place_of,
)
from contactdesk.operations.bringing_back import bring_back, need_sound, rows_in
from contactdesk.operations.file_sizes import size_words
from contactdesk.settings import load_settings
from contactdesk.store.backups import Backup, backups_in, verified
from contactdesk.store.book import Book
from contactdesk.store.opening import is_backup
from contactdesk.store.restoring import restore as restore_backup
from contactdesk.store.server_address import is_server_address

Verb = Callable[..., argparse.ArgumentParser]


def add_verbs(verb: Verb) -> None:
    """Say what the verbs take."""
    added = verb("check", _("see whether the book is whole"), check)
    added.add_argument(
        "backup", nargs="?", type=Path, metavar=_("BACKUP"),
        help=_("read this backup whole instead, and hold it against what was noted of it"),
    )  # fmt: skip
    added = verb("backup", _("write a checked copy of the book"), backup)
    added.add_argument(
        "--to", type=Path, help=_("the copy's file (default: among the book's backups)")
    )
    verb("backups", _("list the book's backups and what failed"), list_backups)
    added = verb("archive", _("write everything into a folder to be read without us"), archive)
    added.add_argument(
        "--to", type=Path, required=True, metavar=_("FOLDER"), help=_("a new or empty folder")
    )
    added = verb("restore", _("put a backup where a book is wanted"), restore)
    added.add_argument(
        "backup", metavar=_("BACKUP"), help=_("a backup, a book's file, or an archive's folder")
    )
    added.add_argument("--to", required=True, metavar=_("BOOK"), help=_("the book's file"))
    add_no_backup(added)
    added.add_argument(
        "--replace", action="store_true",
        help=_("put it in place of the file there, which is kept under another name"),
    )  # fmt: skip
    added.add_argument(
        "--contacts", default="", metavar=_("WORDS"),
        help=_("bring back only contacts that these words find in the backup, into the book there"),
    )  # fmt: skip


def add_no_backup(verb: argparse.ArgumentParser) -> None:
    """Say that a verb makes a backup first, and how a script does without."""
    verb.add_argument(
        "--no-backup", action="store_true", help=_("make no backup of the book first")
    )


def back_up_for(options: argparse.Namespace, book: Book, reason: str) -> None:
    """The backup before something large; where none can be made nothing is done."""
    if options.no_backup:
        return
    try:
        back_up_first(book, load_settings(), reason, terminal_progress())
    except NoBackup as error:
        words = _("Nothing was changed. With --no-backup it is done without one.")
        raise NoBackup(f"{error.message} {words}") from error


def check(options: argparse.Namespace) -> int:
    """Check the book, or a backup against its manifest."""
    if options.backup is None:
        return commands.check(options)
    if is_archive(options.backup):
        files = len(check_archive(options.backup, terminal_progress()))
        words = ngettext("whole, {n} file", "whole, {n} files", files).format(n=files)
        say(options, f"{options.backup}: {words}", file=str(options.backup), good=True, files=files)
        return 0
    if not options.backup.is_file() and not is_backup(options.backup):
        raise NotFound(_("There is no file {name}.").format(name=options.backup))
    if is_backup(options.backup):
        found = verified(options.backup, terminal_progress())
        say(options, f"{options.backup}: {_told(found)}", **_plain(found))
        if not found.good:
            print(f"contactdesk: {found.wrong}", file=sys.stderr)
        return 0 if found.good else 2
    options.book = str(options.backup)
    return commands.check(options)


def backup(options: argparse.Namespace) -> int:
    """Make a backup, or a checked copy where told."""
    with open_book(options) as book:
        if options.to is not None:
            book.backup(options.to)
            file = options.to
        else:
            file = back_up(book, load_settings(), "asked", progress=terminal_progress()).path
    say(options, _("A checked copy is at {file}").format(file=file), file=str(file))
    return 0


def list_backups(options: argparse.Namespace) -> int:
    """List backups, the newest first, and what failed; status 1 when none is good."""
    place = place_of(str(options.book), load_settings())
    found = backups_in(place.folder)
    for each in found:
        say(options, f"{_when(each)}  {_told(each)}  {each.path}", **_plain(each))
    for failed in reversed(failures(place.notes)):
        at = failed.at.astimezone()
        say(options, f"{at:%Y-%m-%d %H:%M}  {failed.words}", at=failed.at.isoformat(),
            good=False, file=None, wrong=failed.words)  # fmt: skip
    good = any(each.good for each in found)
    if not good:
        words = _("There is no good backup in {folder} yet.").format(folder=place.folder)
        print(f"contactdesk: {words}", file=sys.stderr)
    return 0 if good else 1


def _when(backup: Backup) -> str:
    at = made_at(backup)
    return f"{at.astimezone():%Y-%m-%d %H:%M}" if at else "?"


def _told(backup: Backup) -> str:
    manifest = backup.manifest
    if not backup.good or manifest is None:
        return backup.wrong
    contacts = manifest.counts.get("contact", 0)
    words = ngettext("whole, {n} contact", "whole, {n} contacts", contacts).format(n=contacts)
    reason = _(REASONS.get(manifest.reason, manifest.reason))
    return f"{words}, {size_words(manifest.size)}, {reason}"


def _plain(backup: Backup) -> dict[str, object]:
    manifest = backup.manifest
    return {
        "file": str(backup.path),
        "good": backup.good,
        "wrong": backup.wrong,
        "at": manifest.at if manifest else None,
        "reason": manifest.reason if manifest else None,
        "size": manifest.size if manifest else None,
        "counts": manifest.counts if manifest else None,
    }


def restore(options: argparse.Namespace) -> int:
    """Put a checked copy of a backup where a book is wanted, or contacts of it into a book."""
    if is_server_address(options.backup):
        raise ContactDeskError(_("Only a book that is a file can be restored."))
    if options.contacts:
        return _restore_contacts(options)
    if is_server_address(options.to):
        raise ContactDeskError(_("Only a book that is a file can be restored."))
    if is_archive(Path(options.backup)):
        return _restore_archive(options)
    need_sound(Path(options.backup), terminal_progress())
    done = restore_backup(Path(options.backup), Path(options.to), replace=options.replace)
    words = ngettext(
        "The backup is sound and is now {file}, with {n} contact",
        "The backup is sound and is now {file}, with {n} contacts",
        done.contacts,
    ).format(file=done.path, n=done.contacts)
    if done.kept is not None:
        words += "\n" + _("What was there is kept as {file}").format(file=done.kept)
    kept = str(done.kept) if done.kept else None
    say(options, words, file=str(done.path), contacts=done.contacts, kept=kept)
    return 0


def archive(options: argparse.Namespace) -> int:
    """Write everything into a folder that can be read without this program."""
    with open_book(options) as book:
        done = write_archive(book, options.to, terminal_progress())
    words = ngettext(
        "Everything of {n} contact is in {folder}: {size}, {files} files",
        "Everything of {n} contacts is in {folder}: {size}, {files} files",
        done.contacts,
    )
    say(
        options,
        words.format(n=done.contacts, folder=done.folder, size=size_words(done.size),
                     files=done.files),
        folder=str(done.folder), contacts=done.contacts, files=done.files, bytes=done.size,
    )  # fmt: skip
    return 0


def _restore_archive(options: argparse.Namespace) -> int:
    to = Path(options.to)
    contacts = restore_archive(Path(options.backup), to, terminal_progress())
    words = ngettext(
        "The archive is whole and is now the book {file}, with {n} contact",
        "The archive is whole and is now the book {file}, with {n} contacts",
        contacts,
    )
    say(options, words.format(file=to, n=contacts), file=str(to), contacts=contacts, kept=None)
    return 0


def _restore_contacts(options: argparse.Namespace) -> int:
    """Status 1 where the backup has nobody of whom the words speak."""
    source = Path(options.backup)
    if not source.is_file():
        raise NotFound(_("There is no file {name}.").format(name=source))
    rows = rows_in(source, options.contacts)
    if not rows:
        words = _("Nobody like that is in the backup.")
        print(f"contactdesk: {words}", file=sys.stderr)
        return 1
    options.book = options.to
    with open_book(options) as book:
        back_up_for(options, book, "restore")
        done = bring_back(book, source, [row.number for row in rows], terminal_progress())
    say(options, done.words, changed=done.changed, added=done.added, same=done.same)
    return 0
