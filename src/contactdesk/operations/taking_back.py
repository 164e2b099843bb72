"""Taking steps of the history back, with progress and a way to stop."""

from __future__ import annotations

from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _, counted, ngettext
from contactdesk.progress import Progress
from contactdesk.store.book import Book
from contactdesk.store.listing import Steps, UndoResult


def take_back(book: Book, set_id: int, progress: Progress | None = None) -> UndoResult:
    """Take one step back; what was changed since is left and named.

    A step that is not in force any more is refused. Raises `Cancelled` when stopped: then nothing
    is changed.
    """
    progress = progress or Progress()
    with book.read() as tx:
        step = tx.book_history.step(set_id)
    if step.taken_back:
        raise ContactDeskError(
            _("“{label}” has been taken back already. Nothing was changed.").format(
                label=step.label
            )
        )
    return book.revert(step.last_word, told=progress.report, stopped=lambda: progress.stopped)


def do_again(book: Book, set_id: int, progress: Progress | None = None) -> UndoResult:
    """Do a step again that was taken back alone."""
    progress = progress or Progress()
    with book.read() as tx:
        step = tx.book_history.step(set_id)
    if not step.taken_back or step.last_word == step.id:
        raise ContactDeskError(
            _("“{label}” was not taken back alone. Nothing was changed.").format(label=step.label)
        )
    return book.revert(step.last_word, told=progress.report, stopped=lambda: progress.stopped)


def take_back_since(book: Book, steps: Steps, progress: Progress | None = None) -> UndoResult:
    """Take several steps back as one; what was changed since is left and named.

    Raises `Cancelled` when stopped: then nothing is changed.
    """
    progress = progress or Progress()
    with book.read() as tx:
        count = tx.reverting.count(steps)
    if not count:
        raise ContactDeskError(_("There is nothing to undo."))
    label = ngettext("Undo {n} step", "Undo {n} steps", count).format(n=counted(count))
    return book.revert_steps(steps, label, told=progress.report, stopped=lambda: progress.stopped)
