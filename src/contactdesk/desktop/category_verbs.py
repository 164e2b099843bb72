"""What one can do with categories: make, rename, colour, delete, and give them to contacts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint

from contactdesk.i18n import _, counted, ngettext
from contactdesk.model import categories as named
from contactdesk.model.keeping import interval_text
from contactdesk.operations import category_editing as editing
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.detail_pane import DetailPane
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.model.contact import Contact
    from contactdesk.progress import Progress
    from contactdesk.store.book import Book


class CategoryVerbs(QObject):
    """The categories' verbs of one window, each one step of undo."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window

    @property
    def desk(self) -> Desk:
        """The window's desk."""
        return self.window.desk

    @property
    def shown(self) -> str:
        """The category whose list is shown, or ""."""
        query = self.window.list_pane.query
        return query.category if query.scope == "category" else ""

    def serve(self, detail: DetailPane) -> None:
        """Do what the cards of this pane ask for."""
        detail.categories_wanted.connect(self._pick_for_one)
        detail.category_chosen.connect(self.show_list)
        detail.category_dropped.connect(self._drop_from_one)

    def _pick_for_one(self, number: int, where: QPoint) -> None:
        self.pick([number], where)

    def _drop_from_one(self, number: int, name: str) -> None:
        words = _("Took {name} away").format(name=name)
        if self.desk.away.is_away:
            self._keep(
                editing.put_label("", name), [number], lambda c: editing.without(c, name),
                partial(self._told, words),
            )  # fmt: skip
            return

        def job(book: Book, progress: Progress) -> int:
            return editing.drop(book, number, name)

        self.desk.run(job, partial(self._told, words))

    def _keep(
        self,
        label: str,
        numbers: list[int],
        change: Callable[[Contact], Contact],
        told: Callable[[int], None],
    ) -> None:
        """While the book is away: as edits of these contacts, which wait."""
        from contactdesk.desktop.category_waiting import keep

        keep(self.desk, label, numbers, self._known_contact, change, told)

    def _known_contact(self, number: int) -> Contact | None:
        detail = self.window.detail
        view = detail.known.of(number) if detail is not None else None
        return view.contact if view is not None else None

    def _must_wait(self) -> bool:
        from contactdesk.desktop.category_waiting import must_wait

        return must_wait(self.desk)

    def show_list(self, name: str) -> None:
        """Go to a category's list."""
        self.window.sidebar.show_list(ListQuery("category", name))

    # ── the categories themselves ───────────────────────────────────────────────────────

    def ask_new(self, inside: str = "") -> None:
        """Ask for the name and colour of a new one."""
        if not self.desk.read_only and not self._must_wait():
            self._ask("", named.inside(inside, ""), self._make)

    def ask_rename(self, name: str) -> None:
        """Ask for another name; one that exists makes both one."""
        if name and not self.desk.read_only and not self._must_wait():
            self._ask(name, name, partial(self._rename_to, name))

    def _ask(self, name: str, text: str, answer: Callable[[str, str], None]) -> None:
        self.desk.read(
            lambda tx: tx.contacts.counts().categories,
            partial(self._open_dialog, name, text, answer),
        )

    def _open_dialog(
        self, name: str, text: str, answer: Callable[[str, str], None], known: Any
    ) -> None:
        from contactdesk.desktop.category_dialog import CategoryDialog

        dialog = CategoryDialog(self.window, name, text, {c.name: c.contacts for c in known})
        dialog.answered.connect(answer)
        dialog.open()

    def _make(self, name: str, colour: str) -> None:
        words = _("New category {name}").format(name=name)
        self._run(partial(_make, name, colour), partial(self._told, words))

    def _rename_to(self, old: str, new: str, _colour: str) -> None:
        self.rename(old, new)

    def rename(self, old: str, new: str) -> None:
        """Call a category otherwise, with all it holds; put it inside another by its name."""
        if self._must_wait():
            return
        shown = self.shown
        if shown and named.is_within(shown, old):
            self.window.sidebar.expected = ListQuery(
                "category", next(iter(named.renamed([shown], old, new).values()))
            )

        def job(book: Book, progress: Progress) -> editing.Renamed:
            return editing.rename(book, old, new, progress)

        self.desk.run(job, partial(self._renamed, old, new))

    def _renamed(self, old: str, new: str, done: editing.Renamed) -> None:
        words = _("Merged {name} into {new}") if done.merged else _("Renamed {name} to {new}")
        self._told(words.format(name=old, new=new))

    def put_inside(self, name: str, outer: str) -> None:
        """Nest a category in another, or lift it to the top with ""."""
        new = named.inside(outer, named.leaf(name))
        if new != name and not (outer and named.is_within(outer, name)):
            self.rename(name, new)

    def recolour(self, name: str, colour: str) -> None:
        """Give a category one of the palette's colours."""
        if not self.desk.read_only and not self._must_wait():
            words = _("{name} has another colour").format(name=name)
            self._run(partial(_recolour, name, colour), partial(self._told, words))

    def keep_in_touch(self, name: str, interval: str) -> None:
        """Say how often one is to be in touch with whoever is in a category."""
        if not self.desk.read_only and not self._must_wait():
            words = _("Keep in touch with {name}: {interval}").format(
                name=name, interval=interval_text(interval) or _("Not set")
            )
            self._run(partial(_keep_in_touch, name, interval), partial(self._told, words))

    def delete(self, name: str) -> None:
        """Delete a category and those inside it; the contacts stay."""
        if not name or self.desk.read_only or self._must_wait():
            return

        def job(book: Book, progress: Progress) -> int:
            return editing.delete(book, name, progress)

        self.desk.run(job, partial(self._deleted, name))

    def _deleted(self, name: str, count: int) -> None:
        words = ngettext(
            "Deleted {name}; {n} contact stays", "Deleted {name}; {n} contacts stay", count
        )
        self._told(words.format(name=name, n=counted(count)))

    # ── contacts in them ────────────────────────────────────────────────────────────────

    def ask_where(self, where: QPoint | None = None) -> None:
        """Ask which category the selected contacts get, at a place on the screen."""
        numbers = self.window.chosen_numbers()
        if numbers and not self.desk.read_only and not self.window.in_bin():
            self.pick(numbers, where or self._beside_list())

    def _beside_list(self) -> QPoint:
        table = self.window.list_pane.table
        row = table.visualRect(table.currentIndex())
        return table.viewport().mapToGlobal(QPoint(min(60, row.width()), max(0, row.bottom())))

    def pick(self, numbers: list[int], where: QPoint) -> None:
        """Let one category be chosen for these contacts."""
        if self.desk.away.is_away:
            self._open_picker(numbers, where, (self.window.sidebar.model.category_names(), ()))
            return
        self.desk.read(
            lambda tx: (tx.categories.names(), tx.contacts.common(numbers).values["categories"]),
            partial(self._open_picker, numbers, where),
            key="categories",
        )

    def _open_picker(
        self,
        numbers: list[int],
        where: QPoint,
        found: tuple[list[str], tuple[tuple[str, int], ...]],
    ) -> None:
        from contactdesk.desktop.category_picker import CategoryPicker

        names, having = found
        in_all = {name for name, count in having if count == len(numbers)}
        picker = CategoryPicker([n for n in names if n not in in_all], self.window)
        picker.picked.connect(partial(self.put, numbers))
        picker.open_at(where)

    def put(self, numbers: list[int], name: str, take_from: str = "") -> None:
        """Give contacts a category, and take them out of another when they are moved."""
        if self.desk.away.is_away:
            label = editing.put_label(name, take_from)
            change = partial(editing.with_category, add_to=name, take_from=take_from)
            self._keep(label, numbers, change, partial(self._put, name, take_from))
            return

        def job(book: Book, progress: Progress) -> int:
            return editing.put(book, numbers, name, take_from, progress)

        self.desk.run(job, partial(self._put, name, take_from))

    def _put(self, name: str, take_from: str, count: int) -> None:
        if not count:
            self.desk.toast.emit(_("Already in {name}").format(name=name), "", None)
            return
        if name and take_from:
            words = ngettext("Moved {n} contact to {name}", "Moved {n} contacts to {name}", count)
        elif name:
            words = ngettext("Added {n} contact to {name}", "Added {n} contacts to {name}", count)
        else:
            words = ngettext(
                "Took {n} contact out of {name}", "Took {n} contacts out of {name}", count
            )
        self._told(words.format(n=counted(count), name=name or take_from))

    def leave(self) -> None:
        """Take the selected contacts out of the category whose list is shown."""
        numbers = self.window.chosen_numbers()
        if numbers and self.shown and not self.desk.read_only:
            self.window.list_pane.place.keep()
            self.put(numbers, "", self.shown)

    # ── saying so ───────────────────────────────────────────────────────────────────────

    def _run(self, job: Callable[[Book, Progress], None], done: Callable[..., None]) -> None:
        self.desk.run(job, done)

    def _told(self, words: str, _answer: object = None) -> None:
        self.desk.toast.emit(words, _("Undo"), self.desk.undo)


def _make(name: str, colour: str, book: Book, _progress: Progress) -> None:
    editing.add(book, name, colour)


def _keep_in_touch(name: str, interval: str, book: Book, _progress: Progress) -> None:
    editing.keep_in_touch(book, name, interval)


def _recolour(name: str, colour: str, book: Book, _progress: Progress) -> None:
    editing.recolour(book, name, colour)
