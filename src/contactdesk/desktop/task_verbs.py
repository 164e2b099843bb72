"""Coming to the tasks and leaving them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from contactdesk.desktop.page_verbs import PageVerbs
from contactdesk.desktop.sidebar_model import TASKS as PAGE

if TYPE_CHECKING:
    from contactdesk.desktop.calendar_flow import CalendarVerbs
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.task_flow import TaskFlow
    from contactdesk.desktop.task_page import TaskPage
    from contactdesk.desktop.wide_room import WideRoom


class TaskVerbs(PageVerbs):
    """What a window can do about its tasks."""

    name = PAGE

    def __init__(self, window: MainWindow, room: WideRoom, calendar: CalendarVerbs) -> None:
        super().__init__(window, room)
        self._calendar = calendar
        self.flow: TaskFlow | None = None
        self.stand_in_sidebar()

    def page(self) -> TaskPage | None:
        """The page, if it was ever wanted."""
        return cast("TaskPage | None", self._window.pages.get(PAGE))

    def show_task(self, event_id: str) -> None:
        """Show the tasks with one of them chosen."""
        if not self.is_shown():
            self.show()
        page = self.page()
        if page is not None:
            page.read(choose=event_id)

    def has_any(self, tx: Any) -> bool:
        """Whether there is any task."""
        return bool(tx.tasks.has_any())

    def is_used(self) -> None:
        """Tasks have reminders."""
        self._calendar.remind()

    def _make(self) -> TaskPage:
        from contactdesk.desktop.task_flow import TaskFlow
        from contactdesk.desktop.task_page import TaskPage

        page = TaskPage(self._window.desk)
        page.left.connect(self.leave)
        self.flow = TaskFlow(page)
        return page

    def _came(self, page: TaskPage) -> None:
        page.come()

    def plan_with_chosen(self) -> None:
        """A new task about the contacts that are selected; among the tasks about nobody."""
        self.plan(() if self.is_shown() else self._window.chosen_numbers())

    def plan(self, numbers: Sequence[int] = ()) -> None:
        """A new task in the editor beside the tasks, about these contacts if there are any."""
        if not self.is_shown():
            self.show()
        if self.flow is not None and self.is_shown():
            self.flow.new_with(numbers)
