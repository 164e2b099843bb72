"""The screens of smart groups, for `screens.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contactdesk.model.smart_group import SmartGroup
from contactdesk.pictures import settle, until

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.screens import Screens

_RULES = (
    "country:Poland,Polska,Germany last-contact>90d (birthday:* or notes(12mo)>0) "
    "not (category:Newsletter or kind:organisation)"
)


def rules(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The rules of a smart group, who is in and why."""
    del at
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
