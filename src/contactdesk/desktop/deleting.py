"""Deleting asks when somebody else has changed meanwhile what one looks at."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.conflict_words import all_mine, who_of
from contactdesk.desktop.date_texts import clock_text, is_today, moment_text
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.history_words import lines_of
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.names import display_name
from contactdesk.operations.deleting import Meanwhile, delete_unchanged

MOST = 4  # contacts that a question tells of


class Deleting(QObject):
    """Moves contacts to the bin, as they were when one began to look at them."""

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host)
        self._desk, self._host = desk, host
        self._numbers: tuple[int, ...] = ()
        self._since = desk.seen

    def look_at(self, numbers: Sequence[int]) -> None:
        """These contacts are looked at from now on."""
        if tuple(numbers) != self._numbers:
            self._numbers, self._since = tuple(numbers), self._desk.seen

    def delete(self, label: str, told: str, going: Callable[[bool], None] | None = None) -> None:
        """Delete what is looked at; `going` hears that it goes, and False should it stay."""
        self._start(label, told, going or _nothing, self._since)

    def _start(
        self, label: str, told: str, going: Callable[[bool], None], since: int | None
    ) -> None:
        numbers = list(self._numbers)
        going(True)

        def done(found: list[Meanwhile]) -> None:
            if found:
                going(False)
                self._ask(found, lambda: self._start(label, told, going, None))
            else:
                self._desk.toast.emit(told, _("Undo"), self._desk.undo)

        self._desk.write(label, lambda tx: delete_unchanged(tx, numbers, since), done)

    def _ask(self, found: list[Meanwhile], go_on: Callable[[], None]) -> None:
        from contactdesk.desktop.sheet import Question

        text = _("Deleting moves it to the bin with these changes; Undo brings it back.")
        if len(self._numbers) > 1:
            text = _("Deleting moves them to the bin with these changes; Undo brings them back.")
        question = Question(
            self._host, "users", _title(found, len(self._numbers)), text,
            [_told(each) for each in found[:MOST]], _("Keep"), _("Delete all the same"),
        )  # fmt: skip
        question.answered.connect(lambda on: go_on() if on else None)
        question.ask()


def _title(found: list[Meanwhile], of: int) -> str:
    if of > 1 or len(found) > 1:
        return ngettext(
            "{n} of these contacts was changed while you looked at them",
            "{n} of these contacts were changed while you looked at them",
            len(found),
        ).format(n=counted(len(found)))
    name = bidi.isolated(display_name(found[0].contact))
    if all_mine(found[0].entries):
        return _("You changed {name} in another window meanwhile").format(name=name)
    person = who_of(found[0].entries) or _("Somebody else")
    return _("{person} changed {name} meanwhile").format(person=person, name=name)


def _told(each: Meanwhile) -> str:
    """Who changed what and when: "Anna Nowak · Marta, 10:47: Phone: 12 → 34"."""
    newest = each.entries[0]
    when = clock_text(newest.at) if is_today(newest.at) else moment_text(newest.at)
    lines = [
        f"{line.label}: {bidi.isolated(line.before) or '–'} → {bidi.isolated(line.after) or '–'}"
        for entry in reversed(each.entries)
        for line in lines_of(entry.fields)
    ]
    who = _("You") if newest.own else bidi.isolated(newest.author_name)
    name = bidi.isolated(display_name(each.contact))
    return f"{name} · {who}, {when}\n" + "\n".join(lines[:6])


def _nothing(_going: bool) -> None:
    """Do nothing about it."""
