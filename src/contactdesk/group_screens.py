"""The screens of smart groups, for `screens.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contactdesk.desktop.group_rule import RuleRow
from contactdesk.model.smart_group import SmartGroup
from contactdesk.pictures import settle, until
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.screens import Screens
    from contactdesk.store.book import Transaction

_RULES = (
    "country:Poland,Polska,Germany last-contact>90d (birthday:* or notes(12mo)>0) "
    "not (category:Newsletter or kind:organisation)"
)


def rules(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The rules of a smart group, who is in and why."""
    del at
    _show_group(window)
    verbs = window.verbs.groups
    verbs.edit_shown()
    until(verbs.is_shown)
    page = verbs.page()
    assert page is not None
    until(lambda: bool(page.pane.names()))
    settle(0.3)
    page.pane.search.setText(page.pane.names()[0])
    until(lambda: page.pane.why is not None)
    settle(0.3)
    return []


def contradiction(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The rules with one that contradicts another, somebody always left out, and being told."""
    rules(at, window, who)
    page = window.verbs.groups.page()
    assert page is not None
    page.tell.switch.setChecked(True)
    page.pane.box.out.click()
    until(lambda: bool(page.out.chips))
    page.box.add_rule.click()
    row = page.box.parts[-1]
    assert isinstance(row, RuleRow)
    row.field.choose("last-contact")
    row.field.activated.emit(row.field.currentIndex())
    row.way.choose("<")
    row.value.setText("30")
    row.value.textEdited.emit("30")
    until(page.pane.fall.isVisible)
    settle(0.5)
    return []


def chips(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The list of a smart group with its rules over it, one of them away for now; somebody came
    into another group."""
    del at
    _show_group(window)
    verbs = window.verbs.groups
    until(lambda: verbs.list.chips is not None and len(verbs.list.chips.rules) > 1)
    found = verbs.list.chips
    assert found is not None
    found.rules[-1].removed.emit()
    until(lambda: bool(window.list_pane.query.rules))
    _somebody_comes(window)
    settle(0.5)
    return []


def came(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """Today with a line about somebody who came into a smart group."""
    del at
    _show_group(window)
    window.sidebar.choose(ListQuery())
    _somebody_comes(window)
    window.actions_.today.trigger()
    page = window.verbs.today.page()
    assert page is not None
    until(lambda: bool(page.came_in.rows))
    settle(0.5)
    return []


def _show_group(window: MainWindow) -> None:
    """Make two groups and show the list of one."""
    groups = [SmartGroup(name="Birthdays this month", rules="birthday:this-month"),
              SmartGroup(name="Silent customers", rules=_RULES)]  # fmt: skip
    window.desk.write("New smart group", lambda tx: [tx.smart_groups.add(each) for each in groups])
    verbs, model = window.verbs.groups, window.sidebar.model
    until(lambda: len(verbs.groups) == len(groups))
    until(lambda: any(place.text == groups[1].name for place in model.places))
    window.sidebar.choose(
        next(p.query for p in model.places if p.text == groups[1].name and p.query)
    )
    settle(0.3)


def _somebody_comes(window: MainWindow) -> None:
    """Three came into the other group since one last looked."""
    verbs = window.verbs.groups
    group = verbs.groups[0].group

    def tell(tx: Transaction) -> None:
        tx.group_news.tell(group.id, tx.queries.of_group(group).numbers[3:])

    window.desk.write("Tell", tell)
    settle(0.3)
    verbs.count()
    until(lambda: any(each.came for each in verbs.groups))
