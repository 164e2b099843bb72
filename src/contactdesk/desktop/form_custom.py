"""Custom fields in the editor of a contact: a section each, as the contact's kind and categories
ask for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop.buttons import Button
from contactdesk.desktop.card_custom import URN
from contactdesk.desktop.custom_editors import CustomEditor
from contactdesk.desktop.custom_file_editor import FileEditor
from contactdesk.desktop.custom_texts import announcer, known
from contactdesk.desktop.form_section import FormSection, Slots
from contactdesk.desktop.organisation_field import OrganisationContext
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.custom import FieldDefinition, by_section, value_of, with_custom

if TYPE_CHECKING:
    from contactdesk.desktop.file_verbs import FileFieldVerbs


class CustomForm(QWidget):
    """The sections with their fields; other fields of the book come and go without a new form."""

    edited = Signal()
    manage_wanted = Signal()

    def __init__(
        self, mine: Contact, context: OrganisationContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._start, self._context = mine, context
        self._kind, self._categories = str(mine.kind), mine.categories
        self.editors: dict[str, CustomEditor] = {}
        self._sections: list[QWidget] = []
        self._shown: object = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(14)
        self.manage = Button(_("Custom fields…"), "ghost", "settings-2", size="row")
        self.manage.clicked.connect(self.manage_wanted)
        announcer().changed.connect(self.refresh)
        self.refresh()

    # ── which fields there are ──────────────────────────────────────────────────────────

    def show_for(self, kind: str, categories: Iterable[str]) -> None:
        """The contact is of this kind and in these categories now."""
        if (kind, tuple(categories)) != (self._kind, self._categories):
            self._kind, self._categories = kind, tuple(categories)
            self.refresh()

    def refresh(self) -> None:
        """Show the fields that the contact has now; what was typed stays."""
        wanted = self._wanted()
        shown = (tuple(wanted), known().sections)
        if shown == self._shown:
            return
        self._shown = shown
        typed = {i: e.value() for i, e in self.editors.items() if e.touched}
        old = self.editors
        kept = {f.id: old[f.id] for f in wanted if f.id in old and old[f.id].field == f}
        self.editors = {f.id: kept.get(f.id) or self._editor(f, typed) for f in wanted}
        for editor in kept.values():
            editor.setParent(self)
        for section in self._sections:
            self._column.removeWidget(section)
            section.hide()
            section.deleteLater()
        self._build(wanted)

    def _wanted(self) -> list[FieldDefinition]:
        said = {v.field for v in self._start.custom} | {
            i for i, e in self.editors.items() if e.value()
        }
        return [f for f in known().fields if f.id in said or f.is_for(self._kind, self._categories)]

    def _editor(self, field: FieldDefinition, typed: dict[str, str]) -> CustomEditor:
        value = typed.get(field.id, value_of(self._start, field.id))
        if not value and not self._start.number:
            value = field.preset
        editor = CustomEditor(field, value, self._context.anybody)
        if isinstance(editor.body, FileEditor):
            self._serve(editor.body)
        elif value.startswith(URN):
            self._context.called(value.removeprefix(URN), editor.show_contact)
        if field.id in typed:
            editor.touch()
        editor.edited.connect(self.edited)
        return editor

    def _serve(self, files: FileEditor) -> None:
        """Let files be chosen and dropped here."""
        files.allow()
        files.choose_wanted.connect(lambda: _files_here(self).choose_for(files))
        files.dropped.connect(lambda paths: _files_here(self).bring_for(files, paths))

    def _build(self, wanted: list[FieldDefinition]) -> None:
        fields = known()
        self._sections = []
        for section, some in by_section(wanted, fields.sections):
            if some:
                name = section.name if section is not None else _("Custom fields")
                self._sections.append(self._section(name, some))
        if not self._sections:
            self._sections.append(self._empty_section())
        self._add_manage()
        for widget in self._sections:
            self._column.addWidget(widget)

    def _section(self, name: str, fields: list[FieldDefinition]) -> FormSection:
        section = FormSection(name, captioned=True)
        for field in fields:
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(self.editors[field.id], 1)
            row.addWidget(Slots())
            section.body.addLayout(row)
            self.editors[field.id].show()
        return section

    def _empty_section(self) -> FormSection:
        self.manage.set_label(_("Add a field…"))
        self.manage.set_icon("plus")
        self.manage.setToolTip(_("Fields of your own: a customer number, terms of payment, a size"))
        return FormSection(_("Custom fields"))

    def _add_manage(self) -> None:
        if self.editors:
            self.manage.set_label(_("Custom fields…"))
            self.manage.set_icon("settings-2")
            self.manage.setToolTip(_("Add, change and order the fields of this book"))
        last = self._sections[-1]
        assert isinstance(last, FormSection)
        self.manage.setParent(last)
        last.body.addWidget(self.manage, 0, Qt.AlignmentFlag.AlignLeading)
        self.manage.show()

    # ── values ──────────────────────────────────────────────────────────────────────────

    def applied(self, contact: Contact) -> Contact:
        """The contact with what stands here; defaults only where there is a contact at all."""
        said = {i: e.value() for i, e in self.editors.items() if e.touched}
        if not self._start.number and (any(said.values()) or contact != self._start):
            said = {i: e.value() for i, e in self.editors.items()}
        return with_custom(contact, said)

    def focus_field(self, field: str) -> QWidget | None:
        """What one types a field (by its id) into."""
        editor = self.editors.get(field)
        return editor.body if editor is not None else None


def _files_here(form: CustomForm) -> FileFieldVerbs:
    from contactdesk.desktop.file_verbs import verbs_of

    return verbs_of(form)
