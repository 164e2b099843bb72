"""Mails that are dropped, pasted or opened: each lands on the timelines of its people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from contactdesk.desktop import bidi
from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _, counted, ngettext

if TYPE_CHECKING:
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.operations.keeping_mail import Kept
    from contactdesk.progress import Progress
    from contactdesk.store.book import Book

ENDING = ".eml"
NAMED = 3


def parted(files: Sequence[str]) -> tuple[list[str], list[str]]:
    """Files that are mails, and all others."""
    mails = [each for each in files if Path(each).suffix.lower() == ENDING]
    return mails, [each for each in files if each not in mails]


class Outcome(NamedTuple):
    """What became of some files: mails that were read, files that were none with the reason, and
    the files whose mails nobody in the book has to do with."""

    kept: tuple[Kept, ...]
    unread: tuple[tuple[str, str], ...]
    nobodys: tuple[str, ...]


class MailVerbs(QObject):
    """Keeps mails, and tells what became of them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def keep(self, files: Sequence[str], contact: int = 0) -> None:
        """Put the mails in some files on the timelines of their people, and of a contact too."""
        desk = self._window.desk
        if desk.facts is None or desk.read_only:
            if desk.facts is not None:
                desk.toast.emit(desk.facts.read_only, "", None)
            return
        names = list(files)
        desk.run(lambda book, progress: keep_files(book, progress, names, contact), self._tell)

    def _tell(self, outcome: Outcome) -> None:
        desk = self._window.desk
        new = [each for each in outcome.kept if each.is_new]
        if outcome.nobodys and not new:
            words = _("Nobody in the book has an address of this e-mail. Nothing was written.")
            desk.toast.emit(words, _("Choose somebody…"), lambda: self._choose(outcome.nobodys))
        elif new:
            desk.toast.emit(told(outcome), _("Undo"), desk.undo)
        elif outcome.kept:
            first = outcome.kept[0]
            number = first.people[0].number if first.people else 0
            show = _("Show") if number else ""
            desk.toast.emit(told(outcome), show, lambda: self._window.go_to_contact(number))
        else:
            desk.toast.emit(told(outcome), "", None)

    def _choose(self, files: Sequence[str]) -> None:
        """Ask with whom mails of unknown addresses have to do."""
        from contactdesk.desktop.mail_dialog import MailDialog

        dialog = MailDialog(self._window.verbs.phone.desk().ask_who, self._window)
        dialog.chosen.connect(lambda row: self.keep(files, row.number))
        dialog.open()


def keep_files(book: Book, progress: Progress, files: Sequence[str], contact: int) -> Outcome:
    """Read some mails and write them, as one step of undo."""
    from contactdesk.formats.mails import read_mail_file
    from contactdesk.operations.keeping_mail import keep_mail

    mails, unread = [], []
    for at, file in enumerate(files):
        progress.report(at, len(files), Path(file).name)
        try:
            mails.append((file, read_mail_file(file)))
        except ContactDeskError as error:
            unread.append((Path(file).name, error.message))
        except OSError as error:
            unread.append((Path(file).name, error.strerror or type(error).__name__))
    kept: list[Kept] = []
    nobodys: list[str] = []
    if mails:
        label = ngettext("Keep an e-mail", "Keep {n} e-mails", len(mails))
        with book.write(label.format(n=counted(len(mails)))) as tx:
            about = [tx.contacts.get(contact).id] if contact else []
            for file, mail in mails:
                found = keep_mail(tx, mail, about)
                if found.event is not None:
                    kept.append(found)
                else:
                    nobodys.append(file)
    return Outcome(tuple(kept), tuple(unread), tuple(nobodys))


def told(outcome: Outcome) -> str:
    """What became of them, in a sentence or two."""
    new = [each for each in outcome.kept if each.is_new]
    there = len(outcome.kept) - len(new)
    words = []
    if new:
        one = ngettext(
            "E-mail on the timeline of {people}.", "{n} e-mails on the timeline of {people}.",
            len(new),
        )  # fmt: skip
        words.append(one.format(n=counted(len(new)), people=_people(new)))
        files = sum(len(each.mail.attached) for each in new)
        if files:
            listed = ngettext(
                "{n} attached file is among their documents.",
                "{n} attached files are among their documents.",
                files,
            )
            words.append(listed.format(n=counted(files)))
    if there:
        one = ngettext(
            "This e-mail is there already, with {people}.",
            "{n} e-mails are there already, with {people}.",
            there,
        )
        old = [each for each in outcome.kept if not each.is_new]
        words.append(one.format(n=counted(there), people=_people(old)))
    if outcome.nobodys and outcome.kept:
        one = ngettext(
            "{n} e-mail has nobody’s address and was left out.",
            "{n} e-mails have nobody’s address and were left out.",
            len(outcome.nobodys),
        )
        words.append(one.format(n=counted(len(outcome.nobodys))))
    words += [f"{bidi.isolated(name)}: {why}" for name, why in outcome.unread[:2]]
    return " ".join(words)


def _people(mails: Sequence[Kept]) -> str:
    names = dict.fromkeys(bidi.isolated(p.name) for each in mails for p in each.people)
    listed = list(names)
    if not listed:
        return _("nobody")
    if len(listed) <= NAMED:
        return ", ".join(listed)
    more = len(listed) - NAMED
    words = ngettext("{names} and {n} more", "{names} and {n} more", more)
    return words.format(names=", ".join(listed[:NAMED]), n=counted(more))
