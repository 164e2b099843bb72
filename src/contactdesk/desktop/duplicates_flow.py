"""Coming to the duplicates and leaving them, and taking a merged contact apart again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt

from contactdesk.desktop.look_up import look_up
from contactdesk.desktop.page_verbs import PageVerbs
from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.desktop.duplicates_page import DuplicatesPage
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.wide_room import WideRoom
    from contactdesk.model.contact import Contact
    from contactdesk.store.book import Book
    from contactdesk.store.duplicates import PastMerge
    from contactdesk.store.listing import UndoResult

PAGE = "duplicates"


class DuplicateVerbs(PageVerbs):
    """What a window can do about duplicates."""

    name = PAGE

    def __init__(self, window: MainWindow, room: WideRoom) -> None:
        super().__init__(window, room)
        window.closed.connect(self._close)

    # ── the page ────────────────────────────────────────────────────────────────────────

    def page(self) -> DuplicatesPage | None:
        """The page, if it was ever wanted."""
        return cast("DuplicatesPage | None", self._window.pages.get(PAGE))

    def show_chosen(self) -> None:
        """Show the selected contacts side by side, to be merged."""
        numbers = self._window.chosen_numbers()
        page = self._room.bring(PAGE, self._make) if len(numbers) > 1 else None
        if page is not None:
            page.show_chosen(numbers)

    def _make(self) -> DuplicatesPage:
        from contactdesk.desktop.duplicates_page import DuplicatesPage

        page = DuplicatesPage(self._window.desk)
        page.left.connect(self.leave)
        return page

    def _came(self, page: DuplicatesPage) -> None:
        page.come_back()

    def _close(self) -> None:
        page = self.page()
        if page is not None:
            page.search.close()

    # ── apart again ─────────────────────────────────────────────────────────────────────

    def ask_split(self) -> None:
        """Take the selected contact apart again: at once, or by a menu of its merges."""
        numbers = self._window.chosen_numbers()
        if len(numbers) != 1 or self._window.desk.read_only:
            return
        number = numbers[0]

        def ask(tx: Any) -> tuple[Contact, list[PastMerge]]:
            contact = tx.contacts.get(number)
            return contact, tx.duplicates.merges_of(contact)

        look_up(self._window.desk, ask, self._offer)

    def _offer(self, answer: tuple[Contact, list[PastMerge]]) -> None:
        contact, merges = answer
        desk = self._window.desk
        if not merges:
            words = _("{name} was never merged with another contact.")
            desk.toast.emit(words.format(name=contact.formatted_name), "", None)
            return
        if len(merges) == 1:
            self._split(contact, merges[0])
            return
        from contactdesk.desktop.date_texts import moment_text
        from contactdesk.desktop.menus import Menu

        menu = Menu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for past in merges:
            words = _("{names} – merged {when}").format(
                names=", ".join(past.names), when=moment_text(past.at)
            )
            action = menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(partial(self._split, contact, past))
        right = self._window.right
        menu.popup(right.mapToGlobal(right.rect().center()))

    def _split(self, contact: Contact, past: PastMerge, _checked: bool = False) -> None:
        def job(book: Book, _progress: object) -> tuple[UndoResult, PastMerge]:
            from contactdesk.operations.merging import split

            return split(book, past.set_id, contact), past

        self._window.desk.run(job, self._told)

    def _told(self, answer: tuple[UndoResult, PastMerge]) -> None:
        from contactdesk.desktop.step_words import kept_text

        result, past = answer
        words = _("Apart again: {names}").format(names=", ".join(past.names[:3]))
        if result.left:
            kept = ", ".join(kept_text(each) for each in result.left[:3])
            words = _("{words}. Left as it is: {kept}").format(words=words, kept=kept)
        self._window.desk.toast.emit(words, _("Undo"), self._window.desk.undo)
