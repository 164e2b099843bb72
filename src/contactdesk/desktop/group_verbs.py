"""Smart groups in a window: their rows in the sidebar, who is new in them, and their rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from PySide6.QtCore import QTimer

from contactdesk.desktop.group_list import GroupList
from contactdesk.desktop.look_up import look_up
from contactdesk.desktop.page_verbs import PageVerbs
from contactdesk.i18n import _
from contactdesk.model.query_editing import Place
from contactdesk.model.query_fields import Fields
from contactdesk.model.smart_group import SmartGroup
from contactdesk.operations.group_news import GroupNow, groups_now, people_in, those_who_came
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from contactdesk.desktop.group_page import GroupPage
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.today_flow import TodayVerbs
    from contactdesk.desktop.wide_room import WideRoom
    from contactdesk.errors import ContactDeskError
    from contactdesk.model.today import CameIn
    from contactdesk.store.listing import ChangeSet

PAGE = "group"
COUNT_MS = 400  # counts are read anew when a stream of changes has calmed down


class Shown(NamedTuple):
    """A smart group as the sidebar has it: None where it was not counted yet; and how many came
    in since one last looked, where one wants to hear of it."""

    group: SmartGroup
    people: int | None = None
    is_told: bool = False
    came: int = 0


class Edited(NamedTuple):
    """A group that is to be edited, and who I am; `is_told` says whether I hear of it."""

    group: SmartGroup
    fields: Fields
    me: str
    is_told: bool = False


class GroupVerbs(PageVerbs):
    """What a window can do about smart groups."""

    name = PAGE

    def __init__(self, window: MainWindow, room: WideRoom, today: TodayVerbs) -> None:
        super().__init__(window, room)
        self.groups: tuple[Shown, ...] = ()
        self.list = GroupList(window, self)
        self._today = today
        self._go_to = ""  # a new group, whose list is shown as soon as it is in the sidebar
        self._alone = ""  # a group of which those are shown who came in, and nobody else
        self._soon = QTimer(self, singleShot=True, interval=COUNT_MS)
        self._soon.timeout.connect(self.count)
        window.desk.opened.connect(self._read)
        window.desk.changed.connect(self._changed)
        window.list_pane.listed.connect(self._listed)
        today.came_in.connect(self._heed)

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
        known = {shown.group.id: shown for shown in self.groups}
        self._show(
            tuple(known.get(group.id, Shown(group))._replace(group=group) for group in groups)
        )
        if groups:
            self.count()

    def count(self) -> None:
        """Count who is in each group, and who came in."""
        now = self._today.now()
        self._window.desk.read(lambda tx: groups_now(tx, now), self._counted, key="group counts")

    def _counted(self, found: list[GroupNow]) -> None:
        self._show(tuple(Shown(each.group, each.people, each.is_told, each.came) for each in found))
        gone = [(each.group.id, each.gone) for each in found if each.gone]
        if gone and not self._window.desk.read_only:
            self._write_quietly(lambda tx: [tx.group_news.forget(*each) for each in gone])
        if self._is_list_shown():
            self._look_at(self._window.list_pane.query.group)

    def _show(self, groups: tuple[Shown, ...]) -> None:
        if groups != self.groups:
            self.groups = groups
            self._window.sidebar.show_groups(
                [(each.group.id, each.group.name, each.people, each.came) for each in groups]
            )
        if self._go_to and self._shown(self._go_to) is not None:
            query, self._go_to = ListQuery("group", group=self._go_to), ""
            self._window.sidebar.choose(query)

    def _shown(self, uuid: str) -> Shown | None:
        return next((each for each in self.groups if each.group.id == uuid), None)

    def _changed(self, change: ChangeSet) -> None:
        if "smart_group" in change.records:
            self._read()
            self.list.read()
        if not self.groups:
            return
        self._soon.start()
        if self._window.list_pane.query.scope == "group":
            self._window.list_pane.reload()

    # ── who came in ─────────────────────────────────────────────────────────────────────

    def _heed(self, came: tuple[CameIn, ...]) -> None:
        """Today has found others than the sidebar says: a day has passed."""
        known = {each.group.id: each.came for each in self.groups if each.came}
        if {each.group: each.people for each in came} != known:
            self._soon.start()

    def _is_list_shown(self) -> bool:
        pane, window = self._window.list_pane, self._window
        return pane.query.scope == "group" and pane.isVisible() and not window.isMinimized()

    def _listed(self, query: ListQuery) -> None:
        if query.group and not query.only:
            self._look_at(query.group)

    def show_came(self, uuid: str) -> None:
        """Show those who came into a group since one last looked, and nobody else."""
        self._alone = uuid
        self._room.leave()
        query = ListQuery("group", group=uuid)
        if self._window.sidebar.query() == query:
            self._look_at(uuid)
        else:
            self._window.sidebar.show_list(query)

    def _look_at(self, uuid: str) -> None:
        """Whoever came in is told over the list, and is known from now on."""
        shown = self._shown(uuid)
        alone, self._alone = self._alone == uuid, ""
        if shown is None or not shown.is_told or not (shown.came or alone):
            return
        group, now = shown.group, self._today.now()
        self._window.desk.read(
            lambda tx: tuple(those_who_came(tx, group, now)),
            partial(self._looked, group, alone), key="group news",
        )  # fmt: skip

    def _looked(self, group: SmartGroup, alone: bool, came: tuple[int, ...]) -> None:
        if self._window.list_pane.query.group != group.id:
            return
        self.list.look(came, alone=alone)
        if came and not self._window.desk.read_only:
            self._write_quietly(lambda tx: tx.group_news.look(group.id, came))
        self._show(tuple(e._replace(came=0) if e.group.id == group.id else e for e in self.groups))

    def _write_quietly(self, do: Callable[[Any], object]) -> None:
        """Personal, and no step of undo; nobody is told when it cannot be kept just now."""
        self._window.desk.write(_("Smart groups"), do, failed=self._not_kept)

    def _not_kept(self, _error: ContactDeskError) -> None:
        """Whoever came in is told once more the next time."""

    def add_tell(self, menu: QMenu, uuid: str) -> None:
        """Offer in a group's menu to hear who comes in."""
        shown, desk = self._shown(uuid), self._window.desk
        if shown is None:
            return
        group = shown.group
        action = menu.addAction(_("Tell me when someone comes in"))
        action.setCheckable(True)
        action.setChecked(shown.is_told)
        action.setEnabled(not desk.read_only)
        action.setToolTip(desk.facts.read_only if desk.facts is not None else "")
        action.triggered.connect(lambda on=False: self._tell(group, on))

    def _tell(self, group: SmartGroup, on: bool) -> None:
        """Tell of who comes in from now on, or do so no more."""
        if not on:
            self._window.desk.write(
                _("Smart groups"), lambda tx: tx.group_news.hush(group.id), self._was_told
            )
            return
        now = self._today.now()
        self._window.desk.read(
            lambda tx: people_in(tx, group, now), partial(self._tell_from, group)
        )

    def _tell_from(self, group: SmartGroup, people: list[int]) -> None:
        self._window.desk.write(
            _("Smart groups"), lambda tx: tx.group_news.tell(group.id, people), self._was_told
        )

    def _was_told(self, _done: object) -> None:
        self._soon.start()

    # ── the page ────────────────────────────────────────────────────────────────────────

    def new(self) -> None:
        """Write the rules of a new group."""
        if not self._window.desk.read_only:
            self.edit("")

    def edit_shown(self) -> None:
        """Write the rules of the group whose list is shown."""
        query = self._window.list_pane.query
        if query.group:
            self.edit(query.group, query.rules)

    def edit(self, uuid: str, rules: str = "", place: Place = ()) -> None:
        """Write the rules of a group ("": of a new one), from `rules` on where they are others;
        the rule at a place has the keyboard."""

        def ask(tx: Any) -> Edited:
            found = tx.smart_groups.by_id(uuid) if uuid else None
            told = uuid in tx.group_news.told()
            return Edited(found or SmartGroup(), tx.queries.fields(), tx.people.me().id, told)

        look_up(self._window.desk, ask, partial(self._begin, rules, place), key="group edited")

    def _begin(self, rules: str, place: Place, found: Edited) -> None:
        if not self.is_shown():
            self.show()
        page = self.page()
        if page is not None:
            page.edit(found.group, found.fields, found.me, told=found.is_told, rules=rules)
            if place:
                page.go_to(place)

    def _make(self) -> GroupPage:
        from contactdesk.desktop.group_page import GroupPage

        page = GroupPage(self._window.desk)
        page.left.connect(self.leave)
        page.saved.connect(self._save)
        page.card_wanted.connect(self._window.go_to_contact)
        return page

    def _came(self, page: GroupPage) -> None:
        del page  # it is told what to show

    def keep(self, group: SmartGroup, base: SmartGroup, then: Callable[[SmartGroup], None]) -> None:
        """Save a group, or make it."""
        words = _("Smart group {name}") if base.id else _("New smart group {name}")
        label = words.format(name=group.name)
        self._window.desk.write(label, partial(_kept, group=group, base=base), then)

    def _save(self, group: SmartGroup, base: SmartGroup) -> None:
        page = self.page()
        told = page is not None and page.tell.switch.isChecked()
        self.keep(group, base, partial(self._was_kept, not base.id, told))

    def _was_kept(self, is_new: bool, told: bool, group: SmartGroup) -> None:
        page, query = self.page(), ListQuery("group", group=group.id)
        if page is not None:
            page.drafts.pop("" if is_new else group.id, None)
        if is_new:
            self._go_to = group.id
        self._window.sidebar.expected = query
        self.leave()
        shown = self._shown(group.id)
        if told or (shown is not None and shown.is_told):
            self._tell(group, told)
        pane = self._window.list_pane
        if pane.query.group == group.id and pane.query.rules:
            pane.show_list(query, group.name)
        self.say_kept(group)

    def say_kept(self, group: SmartGroup) -> None:
        """Say that a group is saved, with a way back."""
        self._toast(_("{name} is saved.").format(name=group.name))

    def delete_shown(self) -> None:
        """Move the group whose list is shown to the bin; nobody in it is touched."""
        shown = self._shown(self._window.list_pane.query.group)
        if shown is None or self._window.desk.read_only:
            return
        group = shown.group
        label = _("Delete smart group {name}").format(name=group.name)
        told: Callable[[None], None] = partial(self._was_deleted, group.name)
        self._window.desk.write(label, lambda tx: tx.smart_groups.delete([group.number]), told)

    def _was_deleted(self, name: str, _done: None) -> None:
        self._toast(_("{name} is deleted. The contacts in it stay.").format(name=name))

    def _toast(self, words: str) -> None:
        self._window.show_toast(words, _("Undo"), self._window.desk.undo)


def _kept(tx: Any, group: SmartGroup, base: SmartGroup) -> SmartGroup:
    found: SmartGroup = tx.smart_groups.save(group, base) if base.id else tx.smart_groups.add(group)
    return found
