"""What is done to documents from a card and from their page: each thing one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QPoint, Qt, Signal

from contactdesk.desktop import bidi, document_dialogs, icons
from contactdesk.desktop.copy_strip import CopyStrip
from contactdesk.desktop.document_work import DocumentWork
from contactdesk.desktop.menus import Menu, destroys
from contactdesk.desktop.opened_documents import OpenedDocuments
from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.document import Document, Version
from contactdesk.operations import documents
from contactdesk.operations.documents import Added, Brought
from contactdesk.operations.words_inside import read_waiting

if TYPE_CHECKING:
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.progress import Progress
    from contactdesk.store.book import Book, Transaction

Whose = Sequence[int | str]  # numbers of contacts, and ids of other records
Entry = tuple[str, str, Callable[[Document], None], bool]
"""Of a menu: icon, words, what it does, and whether it may."""


class _Copied(NamedTuple):
    """What became of some files: their bytes are in the book, or why they are not."""

    brought: tuple[Brought, ...]
    failed: tuple[str, ...]


Taken = Callable[[Sequence[Brought], Sequence[Path]], None]
"""Gets files whose bytes are in the book, and those that are only to be linked."""


class DocumentFlow(QObject):
    """The deeds of one window; `lost` are the places that links do not find just now."""

    lost_changed = Signal(object)  # frozenset of paths
    words_read = Signal()  # of documents that were added a moment ago

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self.desk = window, window.desk
        self.lost: frozenset[str] = frozenset()
        self.work = DocumentWork(window.desk)
        self.work.stopped.connect(self._stopped)
        self.opened = OpenedDocuments(self.work, self)
        self.opened.saved.connect(self._saved)
        self.opened.refused.connect(self._say)
        window.right_column.addWidget(CopyStrip(self.work, window.right))

    def _say(self, words: str) -> None:
        self.desk.toast.emit(words, "", None)

    def _stopped(self) -> None:
        self._say(_("Stopped. Nothing of it was kept."))

    def may_write(self) -> bool:
        """Whether the book may be changed; says why not."""
        if self.desk.facts is None:
            return False
        if self.desk.read_only:
            self._say(self.desk.facts.read_only)
        return not self.desk.read_only

    # ── adding ──────────────────────────────────────────────────────────────────────────

    def ask_files(self, whose: Whose) -> None:
        """Ask for files that are to be documents of some contacts."""
        if self.may_write():
            title = _("Add documents")
            document_dialogs.ask_files(self._window, title, lambda f: self.add(f, whose))

    def add(self, files: Sequence[str], whose: Whose) -> None:
        """Add files as documents of contacts."""
        self.bring(files, partial(self._keep, whose))

    def bring(self, files: Sequence[str], taken: Taken) -> None:
        """Copy the bytes of files into the book, where nobody sees them yet; of large files ask
        whether to keep or to link."""
        if not self.may_write():
            return
        self.work.run(lambda _book, _progress: _sizes(files), partial(self._bring, taken))

    def _bring(self, taken: Taken, sizes: dict[Path, int]) -> None:
        chosen = list(sizes)
        if not chosen:
            self._say(_("A folder is no document. Add the files in it."))
            return
        limit = self.desk.settings.largest_document << 20
        large = [path for path in chosen if sizes[path] > limit]
        if not large:
            self._copy(chosen, (), taken)
            return
        dialog = document_dialogs.KeepOrLink(
            [p.name for p in large], max(sizes[path] for path in large), self._window
        )
        dialog.chosen.connect(partial(self._settle, chosen, large, taken))
        dialog.open()

    def _settle(self, chosen: list[Path], large: list[Path], taken: Taken, answer: str) -> None:
        if answer == "keep":
            self._copy(chosen, (), taken)
        elif rest := [path for path in chosen if path not in large]:
            self._copy(rest, large, taken)
        else:
            taken((), large)

    def _copy(self, chosen: Sequence[Path], links: Sequence[Path], taken: Taken) -> None:
        self.work.run(partial(_bring_all, paths=chosen), partial(self._copied, taken, links))

    def _copied(self, taken: Taken, links: Sequence[Path], copied: _Copied) -> None:
        for words in copied.failed[:2]:
            self.desk.failed.emit(ContactDeskError(words))
        if copied.brought or links:
            taken(copied.brought, links)

    def _keep(self, whose: Whose, brought: Sequence[Brought], links: Sequence[Path]) -> None:
        if links:
            self._link(links, whose)
        if not brought:
            return

        def do(tx: Transaction) -> list[Added]:
            about = _ids(tx, whose)
            return [documents.add(tx, each, about) for each in brought]

        self.desk.write(_added_label(brought), do, self._added)

    def _added(self, added: list[Added]) -> None:
        news = [each for each in added if each.outcome != "same"]
        if not news:
            words = _("{name} is there already, unchanged.")
            self._say(words.format(name=bidi.isolated(added[0].document.name)))
        elif len(news) == 1 and news[0].outcome == "version":
            self._version_saved(news[0])
        else:
            self._undoable(_added_words([each.document.name for each in news]))

    def _version_saved(self, added: Added) -> None:
        if added.outcome == "same":
            return
        count = counted(len(added.document.versions))
        words = _("{name} saved as v{n}")
        self._undoable(words.format(name=bidi.isolated(added.document.name), n=count))

    def _undoable(self, words: str) -> None:
        self.desk.toast.emit(words, _("Undo"), self.desk.undo)

    def _link(self, chosen: Sequence[Path], whose: Whose) -> None:
        def do(tx: Transaction) -> list[Document]:
            about = _ids(tx, whose)
            return [documents.link(tx, path, about) for path in chosen]

        label, told = _("Link {name}"), _("Linked {name}")
        if len(chosen) > 1:
            label = ngettext("Link {n} document", "Link {n} documents", len(chosen))
            told = ngettext("Linked {n} document", "Linked {n} documents", len(chosen))
        name, count = chosen[0].name, counted(len(chosen))
        told = told.format(name=bidi.isolated(name), n=count)
        self._write(label.format(name=name, n=count), do, told)

    def new_version(self, document: Document, path: str) -> None:
        """Put a file in place of a document's bytes, as its next version."""
        if self.may_write():
            self.work.run(
                lambda book, progress: documents.bring(book, Path(path), progress, texts=False),
                partial(self._saved, document.id),
            )

    def ask_version(self, document: Document) -> None:
        """Ask for the file that is the next version."""
        if self.may_write():
            title = _("New version of {name}").format(name=document.name)
            document_dialogs.ask_file(
                self._window, title, lambda path: self.new_version(document, path)
            )

    def _saved(self, document_id: str, brought: Brought) -> None:
        def do(tx: Transaction) -> Added | None:
            found = tx.documents.by_id(document_id)
            return documents.add_version(tx, found, brought) if found is not None else None

        def done(added: Added | None) -> None:
            if added is not None:
                self._version_saved(added)

        name = brought.name
        self.desk.write(_("New version of {name}").format(name=name), do, done)

    # ── one document ────────────────────────────────────────────────────────────────────

    def open(self, document: Document, sha256: str = "") -> None:
        """Open it with its own program; an older version only to read."""
        self.opened.open(document, sha256, read_only=self.desk.read_only)

    def ask_details(self, document: Document) -> None:
        """Ask for another name, kind or note."""
        if self.may_write():
            dialog = document_dialogs.DetailsDialog(document, self._window)
            dialog.answered.connect(partial(self._name, document))
            dialog.open()

    def _name(self, document: Document, name: str, kind: str, note: str) -> None:
        same_note = note == " ".join(document.note.split())

        def do(tx: Transaction) -> None:
            named = documents.rename(tx, document, name)
            changed = replace(named, kind=kind, note=document.note if same_note else note)
            tx.documents.save(changed, named)

        self._write(
            _("Rename {name}").format(name=document.name), do,
            _("Saved {name}").format(name=bidi.isolated(name)),
        )  # fmt: skip

    def delete(self, document: Document) -> None:
        """Move it to the bin; the toast brings it back."""
        if self.may_write():
            name = document.name
            self._write(
                _("Delete {name}").format(name=name),
                lambda tx: tx.documents.delete([document.number]),
                _("Deleted {name}").format(name=bidi.isolated(name)),
            )

    def make_current(self, document: Document, item: int) -> None:
        """Make an older version the present one."""
        if self.may_write():
            self._write(
                _("Earlier version of {name}").format(name=document.name),
                lambda tx: documents.make_current(tx, document, item),
                _("The earlier version of {name} is the present one").format(
                    name=bidi.isolated(document.name)
                ),
            )

    def ask_copy(self, document: Document, version: Version | None = None) -> None:
        """Ask where a copy of it shall lie."""
        found = version or document.current
        if found is None:
            return
        sha256 = found.sha256

        def save(path: str) -> None:
            self.work.run(
                lambda book, progress: documents.copy_out(book, sha256, Path(path), progress),
                lambda _done: self._say(_("Saved as {name}").format(name=Path(path).name)),
            )

        document_dialogs.ask_where(self._window, document.name, save)

    def ask_place(self, document: Document) -> None:
        """Ask where the file is that a link does not find."""
        if self.may_write():
            document_dialogs.ask_file(
                self._window, _("Where is {name} now?").format(name=document.name),
                partial(self._lead_to, document),
            )  # fmt: skip

    def _lead_to(self, document: Document, path: str) -> None:
        self._write(
            _("Change the link of {name}").format(name=document.name),
            lambda tx: documents.lead_to(tx, document, Path(path)),
            _("The link leads to {path}").format(path=bidi.left_to_right(path)),
        )

    def compare(self, document: Document, version: Version) -> None:
        """Show what differs between an older version's text and the present one's."""
        current = document.current
        if current is None:
            return
        at = document.versions.index(version) + 1
        title = _("{name}: v{n} and now").format(name=document.name, n=counted(at))

        def read(book: Book, _progress: Progress) -> tuple[str, str]:
            older, newer = (
                documents.text_of_content(book, each.sha256, document.media_type)
                for each in (version, current)
            )
            return older, newer

        def show(found: tuple[str, str]) -> None:
            if not all(found):
                self._say(_("There is no text in these versions to compare."))
                return
            document_dialogs.CompareDialog(title, *found, self._window).open()

        self.work.run(read, show)

    def _write(self, label: str, do: Callable[[Any], Any], told: str) -> None:
        self.desk.write(label, do, lambda _answer: self._undoable(told))

    def ask_owner(self, document: Document) -> None:
        """Ask whose a document is."""
        self._window.verbs.owners.ask("document", [document.number], document.name)

    def show_menu(self, document: Document, where: QPoint, more: Sequence[Entry] = ()) -> None:
        """What can be done with a document, and `more` where it is shown."""
        menu = Menu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        able = not self.desk.read_only
        why = self.desk.facts.read_only if self.desk.facts else ""
        rows: list[Entry] = [
            ("external-link", _("Open"), self.open, True),
            ("pencil", _("Name and kind…"), self.ask_details, able),
        ]
        if document.is_link:
            rows.append(("link", _("Change the link…"), self.ask_place, able))
        else:
            rows.append(("download", _("Save a copy…"), self.ask_copy, True))
            rows.append(("upload", _("New version…"), self.ask_version, able))
        if self._window.verbs.owners.team.is_several:
            rows.append(("user-check", _("Owner and privacy…"), self.ask_owner, able))
        rows += [*more, ("trash-2", _("Delete"), self.delete, able)]
        for icon, words, do, is_able in rows:
            action = menu.addAction(icons.icon(icon), words.replace("&", "&&"))
            action.triggered.connect(lambda _on=False, d=do: d(document))
            action.setEnabled(is_able)
            if not is_able:
                action.setToolTip(why)
        destroys(menu.actions()[-1])
        menu.popup(where)

    # ── beside all that ─────────────────────────────────────────────────────────────────

    def look_for_links(self, found: Sequence[Document]) -> None:
        """See which links lead nowhere: off the window's threads, a drive may be slow."""
        paths = [d.path for d in found if d.is_link]
        if paths and not self.work.is_away:
            self.work.run(lambda _book, _progress: _lost(paths), partial(self._took_links, paths))

    def _took_links(self, paths: Sequence[str], lost: frozenset[str]) -> None:
        self.lost = (self.lost - frozenset(paths)) | lost
        self.lost_changed.emit(self.lost)

    def look_for_words(self) -> None:
        """What was added, or a mail brought along, is read for its words a moment later."""
        if not self.work.is_away:
            self.work.run(read_waiting, self._took_words)

    def _took_words(self, count: int) -> None:
        if count:
            self.words_read.emit()


def _sizes(files: Sequence[str]) -> dict[Path, int]:
    """How large files are, without the folders among them; their drive may take its time."""
    return {path: _size(path) for path in map(Path, files) if not path.is_dir()}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # copying it says why


def _added_label(brought: Sequence[Brought]) -> str:
    if len(brought) == 1:
        return _("Add {name}").format(name=brought[0].name)
    words = ngettext("Add {n} document", "Add {n} documents", len(brought))
    return words.format(n=counted(len(brought)))


def _added_words(names: Sequence[str]) -> str:
    if len(names) == 1:
        return _("Added {name}").format(name=bidi.isolated(names[0]))
    words = ngettext("Added {n} document", "Added {n} documents", len(names))
    return words.format(n=counted(len(names)))


def _ids(tx: Transaction, whose: Whose) -> list[str]:
    """The ids of contacts named by their numbers, and those that are ids already."""
    numbers = [each for each in whose if isinstance(each, int)]
    contacts = [contact.id for contact in tx.contacts.get_many(numbers)]
    return [*contacts, *(each for each in whose if isinstance(each, str))]


def _bring_all(book: Book, progress: Progress, paths: Sequence[Path]) -> _Copied:
    brought, failed = [], []
    for path in paths:
        try:
            brought.append(documents.bring(book, path, progress, texts=False))
        except ContactDeskError as error:
            failed.append(error.message)
    return _Copied(tuple(brought), tuple(failed))


def _lost(paths: Sequence[str]) -> frozenset[str]:
    return frozenset(path for path in paths if not _is_there(path))


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False
