"""The first step of an import: which files, what was found out about them, the first cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.cards import Card, Page
from contactdesk.desktop.feedback import Banner
from contactdesk.desktop.import_columns import ColumnsCard
from contactdesk.desktop.import_drop import FileCard
from contactdesk.desktop.import_entry_words import entries_text, has_calendar, when_text
from contactdesk.desktop.import_facts import FORMATS, FactsCard
from contactdesk.desktop.import_words import cards_text, size_text
from contactdesk.desktop.labels import ElidedLabel, Label
from contactdesk.i18n import _, counted, ngettext

if TYPE_CHECKING:
    from contactdesk.desktop.import_reading import PreviewReader
    from contactdesk.operations.preview_rows import PreviewRow

FIRST = 5  # cards that are shown
FILES = 8  # of several files; the rest is counted


class FilePage(QWidget):
    """`changed` when a fact is another: the preview is read anew."""

    changed = Signal()
    other_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = FileCard()
        self.file.other_wanted.connect(self.other_wanted)
        self.hint = Banner("info", "", icon="sparkles")
        self.facts = FactsCard()
        self.facts.changed.connect(self._fact_changed)
        self.columns = ColumnsCard()
        self.columns.changed.connect(self.changed)
        self.files = Card(_("Files"))
        self.first = Card(_("First cards"))
        self.first.hide()
        self._first_rows: list[PreviewRow] = []
        self._lists: dict[Card, QWidget] = {}
        page = Page(widest=1200)
        cards = QVBoxLayout()
        cards.setContentsMargins(32, 20, 32, 20)
        cards.setSpacing(14)
        for widget in (self.file, self.hint, self.facts, self.columns, self.files, self.first):
            cards.addWidget(widget)
        cards.addStretch(1)
        page.set_content(cards)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)

    def show_files(self, reader: PreviewReader, what: str, region: str) -> None:
        """The files' facts are known."""
        self.facts.show_facts(reader.facts, region, reader.table)
        self.columns.setVisible(reader.table is not None)
        if reader.table is not None:
            self.columns.show_columns(reader.table)
        self.show_counts(reader, what)

    def _fact_changed(self) -> None:
        """The columns may be others in another reading."""
        self.columns.reset()
        self.changed.emit()

    def reset(self) -> None:
        """Other files."""
        self.facts.reset()
        self.columns.reset()

    def choices(self) -> dict[str, Any]:
        """What was chosen, for the reader of the format."""
        chosen = self.facts.choices()
        columns = self.columns.chosen()
        return {**chosen, "columns": columns} if columns is not None else chosen

    def show_counts(self, reader: PreviewReader, what: str) -> None:
        """More was read, or all of it."""
        count = entries_text if has_calendar(reader.facts) else cards_text
        parts = [count(len(reader.rows))] if len(reader.rows) else []
        parts += [size_text(reader.total), _("drop another file here to replace it")]
        kinds = {facts.format for facts in reader.facts}
        self.file.show_files(what, " · ".join(parts), bool(kinds & {"csv", "xlsx"}))
        assert self.first.title is not None
        first = _("First entries") if has_calendar(reader.facts) else _("First cards")
        self.first.title.setText(first)
        self.first.setAccessibleName(first)
        self._say(reader)
        self._show_list(reader)
        self._show_first(reader)

    def _say(self, reader: PreviewReader) -> None:
        trouble = [facts for facts in reader.facts if facts.trouble]
        if trouble and len(trouble) == len(reader.facts):
            self.hint.say(trouble[0].trouble)
            return
        kinds = [facts.format for facts in reader.facts if facts.format]
        name = _(FORMATS.get(kinds[0], kinds[0])) if kinds else ""
        versions = sorted(v for v in reader.versions if v) if set(kinds) == {"vcard"} else []
        if versions:
            name = f"{name} {', '.join(versions)}"
        if has_calendar(reader.facts):
            words = _(
                "Found: {format}. Everything below was found out from the file; change it only "
                "where the first entries look wrong."
            )
            self.hint.say(words.format(format=name))
            return
        words = _(
            "Found: {format}. Everything below was found out from the file; change it only where "
            "the first cards look wrong."
        )
        self.hint.say(words.format(format=name))

    def _replace(self, card: Card, made: QWidget) -> None:
        old = self._lists.pop(card, None)
        if old is not None:
            card.body.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._lists[card] = made
        card.body.addWidget(made)

    def _show_list(self, reader: PreviewReader) -> None:
        self.files.setVisible(len(reader.facts) > 1)
        if len(reader.facts) < 2:
            return
        made, grid = _grid(1)
        starts = [*reader.rows.expected.starts, len(reader.rows)]
        for line, facts in enumerate(reader.facts[:FILES]):
            count = starts[line + 1] - starts[line] if line + 1 < len(starts) else 0
            held = entries_text(count) if has_calendar([facts]) else cards_text(count)
            told = facts.trouble or f"{held} · {size_text(facts.size)}"
            grid.addWidget(ElidedLabel(bidi.isolated(facts.name), "body"), line, 0)
            grid.addWidget(Label(told, "body", "bad" if facts.trouble else "text2"), line, 1)
        more = len(reader.facts) - FILES
        if more > 0:
            words = ngettext("and {n} more file", "and {n} more files", more)
            grid.addWidget(Label(words.format(n=counted(more)), "caption", "text2"), FILES, 0)
        self._replace(self.files, made)

    def _show_first(self, reader: PreviewReader) -> None:
        rows: list[PreviewRow] = []
        for at in range(min(50, len(reader.rows))):
            row = reader.rows[at]
            if row.outcome != "unreadable":
                rows.append(row)
            if len(rows) == FIRST:
                break
        if rows == self._first_rows:
            return
        self._first_rows = rows
        self.first.setVisible(bool(rows))
        made, grid = _grid(0, 1, 2, 3)
        for line, row in enumerate(rows):
            words = (row.name or _("(no name)"), row.organisation,
                     when_text(row), bidi.left_to_right(row.email))  # fmt: skip
            for column, text in enumerate(words):
                grid.addWidget(
                    ElidedLabel(bidi.isolated(text), "strong" if not column else "body",
                                "" if column < 2 else "text2"),
                    line, column,
                )  # fmt: skip
        self._replace(self.first, made)


def _grid(*stretched: int) -> tuple[QWidget, QGridLayout]:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 4, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    for column in stretched:
        grid.setColumnStretch(column, 1)
    return made, grid
