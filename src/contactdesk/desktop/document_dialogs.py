"""Small windows about documents: keep or link, another name, what differs between two versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import unified_diff
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.fields import Field, FieldBox
from contactdesk.desktop.labels import Label, SelectableText
from contactdesk.desktop.phone_body import row_of
from contactdesk.desktop.small_dialog import SmallDialog
from contactdesk.desktop.surfaces import scrolled
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.document import Document
from contactdesk.operations.file_sizes import size_words

MOST_LINES = 400  # of a comparison


class KeepOrLink(SmallDialog):
    """Large files: `chosen("keep")` or `chosen("link")`; nothing where it is left."""

    chosen = Signal(str)

    def __init__(self, names: Sequence[str], size: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Add documents"))
        self.setMinimumWidth(460)
        words = _("{name} is large: {size}.")
        if len(names) > 1:
            words = _("{name} and others are large: {size}.")
        self.keep = Button(_("Keep in the book"), "primary", "shield-check")
        self.link = Button(_("Only link"), "secondary", "link")
        self.cancel = Button(_("Cancel"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(Label(_("Keep in the book or only link?"), "subtitle", wrap=True))
        name = bidi.isolated(names[0])
        column.addWidget(Label(words.format(name=name, size=size_words(size)), "body", wrap=True))
        more = _(
            "Kept, everybody who has the book has it, and every backup. Linked, it stays where it "
            "is, and others see it only if they can reach that place."
        )
        column.addWidget(Label(more, "body", "text2", wrap=True))
        column.addLayout(row_of(None, self.cancel, self.link, self.keep))
        self.cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self.done_with)
        self.link.clicked.connect(lambda: self._answer("link"))
        self.keep.setFocus()

    def done_with(self) -> None:
        """Enter keeps them."""
        self._answer("keep")

    def _answer(self, which: str) -> None:
        self.accept()
        self.chosen.emit(which)


class DetailsDialog(SmallDialog):
    """Name, kind and note of a document: `answered(name, kind, note)`."""

    answered = Signal(str, str, str)

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Name and kind of the document"))
        self.setMinimumWidth(420)
        self.name, self.kind = Field(document.name), Field(document.kind)
        self.note = Field(" ".join(document.note.split()))
        self.kind.setPlaceholderText(_("Offer, contract, price list …"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(Label(self.windowTitle(), "subtitle"))
        for words, field in (
            (_("Name"), self.name), (_("Kind"), self.kind), (_("Note"), self.note)
        ):  # fmt: skip
            field.setAccessibleName(words)
            column.addWidget(FieldBox(words, field))
        self.cancel, self.save = Button(_("Cancel")), Button(_("Save"), "primary", "check")
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.done_with)
        column.addLayout(row_of(None, self.cancel, self.save))
        self.name.textChanged.connect(self._allow)
        self.name.setFocus()
        self.name.setSelection(0, len(Path(document.name).stem))

    def _allow(self, _text: str = "") -> None:
        self.save.setEnabled(bool(self.name.text().strip(" .")))

    def done_with(self) -> None:
        """Settle it, if there is a name."""
        if self.save.isEnabled():
            answer = (self.name.text().strip(), self.kind.text().strip(), self.note.text().strip())
            self.accept()
            self.answered.emit(*answer)


class CompareDialog(SmallDialog):
    """What was added to a text and what was taken out of it, between two versions."""

    def __init__(self, title: str, older: str, newer: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(look.px(640), look.px(520))
        self.lines = difference(older, newer)
        inside = QVBoxLayout()
        inside.setContentsMargins(12, 10, 12, 10)
        inside.setSpacing(0)
        for sign, words in self.lines[:MOST_LINES]:
            tone = {"+": "ok", "-": "bad"}.get(sign, "text2")
            line = SelectableText(f"{sign} {bidi.isolated(words)}", "body", tone)
            line.setWordWrap(True)
            inside.addWidget(line)
        if not self.lines:
            inside.addWidget(Label(_("The texts of both are the same."), "body", "text2"))
        left = len(self.lines) - MOST_LINES
        if left > 0:
            more = ngettext("and {n} more line", "and {n} more lines", left)
            inside.addWidget(Label(more.format(n=counted(left)), "body", "text2"))
        inside.addStretch(1)
        area = scrolled("page", inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # it is read by its arrows
        area.setAccessibleName(_("What differs"))
        self.close_button = Button(_("Close"), "primary")
        self.close_button.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(Label(title, "subtitle", wrap=True))
        column.addWidget(Label(_("+ is new, - is no longer there"), "caption", "text2"))
        column.addWidget(area, 1)
        column.addLayout(row_of(None, self.close_button))
        self.close_button.setFocus()

    def done_with(self) -> None:
        """There is nothing to save."""
        self.accept()


def difference(older: str, newer: str) -> list[tuple[str, str]]:
    """The lines that differ, each with "+" or "-", and two of those around them with " "."""
    found = unified_diff(older.splitlines(), newer.splitlines(), lineterm="", n=2)
    lines = [line for line in found if not line.startswith(("+++", "---"))]
    return [("…", "") if line.startswith("@@") else (line[:1], line[1:]) for line in lines][1:]


def ask_files(parent: QWidget, title: str, chosen: Callable[[list[str]], None]) -> None:
    """Ask for files that are to be documents."""
    dialog = QFileDialog(parent, title, str(Path.home()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda paths: chosen(list(paths)))
    dialog.open()


def ask_file(parent: QWidget, title: str, chosen: Callable[[str], None]) -> None:
    """Ask for one file."""
    dialog = QFileDialog(parent, title, str(Path.home()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(chosen)
    dialog.open()


def ask_where(parent: QWidget, name: str, chosen: Callable[[str], None]) -> None:
    """Ask where a copy of a document shall lie."""
    dialog = QFileDialog(parent, _("Save a copy"), str(Path.home()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    dialog.fileSelected.connect(chosen)
    dialog.open()
