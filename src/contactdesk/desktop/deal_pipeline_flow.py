"""Pipelines made, changed and deleted beside the deals, and the menu that leads there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt

from contactdesk.desktop import bidi, icons
from contactdesk.desktop.deal_found import Found
from contactdesk.desktop.deal_pipeline_editor import PipelineEditor
from contactdesk.desktop.menus import Menu
from contactdesk.errors import ContactDeskError, EditConflict
from contactdesk.i18n import _
from contactdesk.model.currencies import currency_of
from contactdesk.model.deal import Pipeline
from contactdesk.operations import pipelines
from contactdesk.operations.deals import usual_pipeline

if TYPE_CHECKING:
    from contactdesk.desktop.deal_flow import DealFlow


class PipelineFlow(QObject):
    """Serves the pipelines of one page."""

    def __init__(self, flow: DealFlow) -> None:
        super().__init__(flow)
        self._flow, self._page, self._desk = flow, flow.page, flow.desk
        self._editor: PipelineEditor | None = None
        flow.page.more.clicked.connect(self._show_menu)
        flow.page.shown.connect(self._show_again)

    # ── the menu ────────────────────────────────────────────────────────────────────────

    def menu(self) -> Menu:
        """What there is to do with pipelines and rates."""
        menu, has_one = Menu(self._page), self._page.found.pipeline is not None
        self._offer(menu, _("Pipeline and stages…"), "pencil", self.edit, enabled=has_one)
        self._offer(
            menu, _("New pipeline…"), "plus", self.begin, enabled=not self._desk.read_only
        )  # fmt: skip
        menu.addSeparator()
        self._offer(menu, _("Exchange rates…"), "coins", lambda: self._flow.rates().open())
        return menu

    def _offer(
        self, menu: Menu, words: str, icon: str, do: Callable[[], object], *, enabled: bool = True
    ) -> None:
        action = menu.addAction(icons.icon(icon), words)
        action.setProperty("lucide", icon)
        action.setEnabled(enabled)
        action.triggered.connect(lambda _on=False: do())

    def _show_menu(self) -> None:
        menu, button = self.menu(), self._page.more
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    # ── the editor ──────────────────────────────────────────────────────────────────────

    def editor(self) -> PipelineEditor:
        """The editor, made when it is first wanted."""
        if self._editor is None:
            self._editor = PipelineEditor()
            self._editor.saved.connect(self._save)
            self._editor.delete_wanted.connect(self._delete)
            self._editor.closed.connect(lambda: self._page.show_side(None))
        return self._editor

    def edit(self) -> None:
        """Open the pipeline that is shown."""
        if self._page.found.pipeline is not None:
            self._open(self._page.found.pipeline)

    def begin(self) -> None:
        """Open a new one, with the usual stages."""
        facts, known = self._desk.facts, self._page.found.pipeline
        region = facts.region if facts else ""
        currency = known.currency if known else currency_of(region)
        self._open(replace(usual_pipeline(currency), name=""))

    def _open(self, pipeline: Pipeline) -> None:
        self._page.mark_opened("")
        self._show(pipeline)
        self._page.show_side(self.editor())
        self.editor().take_focus()

    def _show(self, pipeline: Pipeline) -> None:
        facts = self._desk.facts
        self.editor().show_pipeline(
            pipeline, read_only=self._desk.read_only, why=facts.read_only if facts else ""
        )  # fmt: skip

    def _show_again(self, found: Found) -> None:
        """A colleague changed it: shown, unless something was typed, which meets theirs later."""
        editor = self._editor
        if editor is None or self._page.side.currentWidget() is not editor:
            return
        now = next((p for p in found.pipelines if p.id == editor.base.id), None)
        if now is not None and now != editor.base and not editor.is_edited:
            self._show(now)

    # ── writing ─────────────────────────────────────────────────────────────────────────

    def _save(self, pipeline: Pipeline) -> None:
        base = self.editor().base if self.editor().base.number else None
        name = bidi.isolated(pipeline.name)
        words = _("Change pipeline {name}") if base else _("New pipeline {name}")
        label = words.format(name=name)

        def kept(made: Pipeline) -> None:
            self._page.show_side(None)
            self._page.show_pipeline(made.id)
            self._flow.say(_("Pipeline kept: {name}").format(name=name))

        self._desk.write(
            label, lambda tx: pipelines.keep(tx, pipeline, base), kept, failed=self._failed
        )  # fmt: skip

    def _failed(self, error: ContactDeskError) -> None:
        if isinstance(error, EditConflict):
            self.editor().say(
                _("Somebody else changed the same meanwhile. Close, and open it again to see it.")
            )
        else:
            self.editor().say(error.message)

    def _delete(self) -> None:
        base = self.editor().base
        label = _("Delete pipeline {name}").format(name=bidi.isolated(base.name))

        def done(_none: object) -> None:
            self._page.show_side(None)
            self._page.show_pipeline("")
            self._flow.say(_("Deleted {name}").format(name=bidi.isolated(base.name)))

        self._desk.write(label, lambda tx: pipelines.delete(tx, base), done, failed=self._failed)
