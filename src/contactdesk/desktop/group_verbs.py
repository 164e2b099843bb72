"""Smart groups in a window: their rows in the sidebar, and coming to their rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from PySide6.QtCore import QTimer

from contactdesk.desktop.page_verbs import PageVerbs
from contactdesk.i18n import _
from contactdesk.model.query_fields import Fields
from contactdesk.model.smart_group import SmartGroup
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from contactdesk.desktop.group_page import GroupPage
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.wide_room import WideRoom
    from contactdesk.store.listing import ChangeSet

PAGE = "group"
COUNT_MS = 400  # counts are read anew when a stream of changes has calmed down


class Shown(NamedTuple):
    """A smart group as the sidebar has it; None where it was not counted yet."""

    group: SmartGroup
    people: int | None = None


class GroupVerbs(PageVerbs):
    """What a window can do about smart groups."""

    name = PAGE

    def __init__(self, window: MainWindow, room: WideRoom) -> None:
        super().__init__(window, room)
        self.groups: tuple[Shown, ...] = ()
        self._soon = QTimer(self, singleShot=True, interval=COUNT_MS)
        self._soon.timeout.connect(self._count)
        window.desk.opened.connect(self._read)
        window.desk.changed.connect(self._changed)

    def page(self) -> GroupPage | None:
        """The page, if it was ever wanted."""
        return cast("GroupPage | None", self._window.pages.get(PAGE))

    # ── the sidebar ─────────────────────────────────────────────────────────────────────

    def _read(self, _facts: object = None) -> None:
        """The groups stand there at once, and are counted afterwards."""
        self._window.desk.read(
            lambda tx: tuple(tx.smart_groups.shown_to(tx.people.me().id)), self._take, key="groups"
        )

    def _take(self, groups: tuple[SmartGroup, ...]) -> None:
        known = {shown.group.id: shown.people for shown in self.groups}
        self._show(tuple(Shown(group, known.get(group.id)) for group in groups))
        if groups:
            self._count()

    def _count(self) -> None:
        self._window.desk.read(_counted, self._show, key="group counts")

    def _show(self, groups: tuple[Shown, ...]) -> None:
        if groups != self.groups:
            self.groups = groups
            self._window.sidebar.show_groups(
                [(each.group.id, each.group.name, each.people) for each in groups]
            )

    def _changed(self, change: ChangeSet) -> None:
        if "smart_group" in change.records:
            self._read()
        if not self.groups:
            return
        self._soon.start()
        if self._window.list_pane.query.scope == "group":
            self._window.list_pane.reload()

    # ── the page ────────────────────────────────────────────────────────────────────────

    def new(self) -> None:
        """Write the rules of a new group."""
        if not self._window.desk.read_only:
            self._edit("")

    def edit_shown(self) -> None:
        """Write the rules of the group whose list is shown."""
        if self._window.list_pane.query.group:
            self._edit(self._window.list_pane.query.group)

    def _edit(self, uuid: str) -> None:
        def ask(tx: Any) -> tuple[SmartGroup, Fields, str]:
            found = tx.smart_groups.by_id(uuid) if uuid else None
            return found or SmartGroup(), tx.queries.fields(), tx.people.me().id

        self._window.desk.read(ask, self._begin, key="group edited")

    def _begin(self, found: tuple[SmartGroup, Fields, str]) -> None:
        if not self.is_shown():
            self.show()
        page = self.page()
        if page is not None:
            page.edit(*found)

    def _make(self) -> GroupPage:
        from contactdesk.desktop.group_page import GroupPage

        page = GroupPage(self._window.desk)
        page.left.connect(self.leave)
        page.saved.connect(self._save)
        page.card_wanted.connect(self._window.go_to_contact)
        return page

    def _came(self, page: GroupPage) -> None:
        del page  # it is told what to show

    def _save(self, group: SmartGroup, base: SmartGroup) -> None:
        words = _("Smart group {name}") if base.id else _("New smart group {name}")
        label = words.format(name=group.name)
        self._window.desk.write(label, partial(_kept, group=group, base=base), self._was_kept)

    def _was_kept(self, group: SmartGroup) -> None:
        page = self.page()
        if page is not None:
            page.drafts.pop(group.id, None)
        self._window.sidebar.expected = ListQuery("group", group=group.id)
        self.leave()
        self._toast(_("{name} is saved.").format(name=group.name))

    def delete_shown(self) -> None:
        """Move the group whose list is shown to the bin; nobody in it is touched."""
        uuid = self._window.list_pane.query.group
        shown = next((each.group for each in self.groups if each.group.id == uuid), None)
        if shown is None or self._window.desk.read_only:
            return
        label = _("Delete smart group {name}").format(name=shown.name)
        told: Callable[[None], None] = partial(self._was_deleted, shown.name)
        self._window.desk.write(label, lambda tx: tx.smart_groups.delete([shown.number]), told)

    def _was_deleted(self, name: str, _done: None) -> None:
        self._toast(_("{name} is deleted. The contacts in it stay.").format(name=name))

    def _toast(self, words: str) -> None:
        self._window.show_toast(words, _("Undo"), self._window.desk.undo)


def _counted(tx: Any) -> tuple[Shown, ...]:
    groups = tx.smart_groups.shown_to(tx.people.me().id)
    return tuple(Shown(group, len(tx.queries.of_group(group).numbers)) for group in groups)


def _kept(tx: Any, group: SmartGroup, base: SmartGroup) -> SmartGroup:
    found: SmartGroup = tx.smart_groups.save(group, base) if base.id else tx.smart_groups.add(group)
    return found
