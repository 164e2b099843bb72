"""Whose tasks are shown: mine, everyone's, those that I gave to others, or those of one colleague.

A book that one person alone uses has no such choice: all tasks are theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from contactdesk.desktop import bidi
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.store.people import Colleague, Team
from contactdesk.store.tasks import TaskRow

MINE, EVERYONE, GIVEN = "mine", "everyone", "given"


class View(NamedTuple):
    """A choice: its key (of a colleague the id), what it is called, and how much is open there."""

    key: str
    words: str
    icon: str
    many: int
    person: Colleague | None = None


def shows(view: str, team: Team, task: Event) -> bool:
    """Whether a task is among those of a view."""
    if not team.is_several or view == EVERYONE:
        return True
    if view == MINE:
        return team.is_mine(task)
    return team.is_given_away(task) if view == GIVEN else task.owner == view


def known_view(view: str, team: Team) -> str:
    """The view, or my own tasks where there is no such colleague."""
    return view if view in (MINE, EVERYONE, GIVEN) or view in team.people else MINE


def views_of(team: Team, rows: Sequence[TaskRow]) -> list[View]:
    """What can be chosen, colleagues last by name: those alone who have something to do."""
    given = _many(GIVEN, team, rows)
    found = [
        View(MINE, _("Mine"), "user", _many(MINE, team, rows)),
        View(EVERYONE, _("Everyone"), "users", len(rows)),
    ]
    if given:
        found.append(View(GIVEN, _("Given to others"), "send", given))
    for person in by_name(team.people.values()):
        many = _many(person.id, team, rows)
        if many and person.id != team.me:
            found.append(View(person.id, bidi.isolated(person.name), "", many, person))
    return found


def _many(view: str, team: Team, rows: Iterable[TaskRow]) -> int:
    return sum(shows(view, team, row.event) for row in rows)


def by_name(people: Iterable[Colleague]) -> list[Colleague]:
    """Colleagues in the order of their names."""
    return sorted(people, key=lambda each: (each.name.casefold(), each.number))


def title_of(view: str, team: Team) -> str:
    """What the page is called."""
    if not team.is_several:
        return _("Tasks")
    if view in team.people:
        return _("Tasks of {name}").format(name=bidi.isolated(team.people[view].name))
    words = {MINE: _("My tasks"), EVERYONE: _("Everyone’s tasks"), GIVEN: _("Given to others")}
    return words[view]


def empty_words(view: str) -> str:
    """What is said where a view has nothing to do."""
    if view == GIVEN:
        return _("Write “@” and a colleague’s name in the line above to give somebody a task.")
    return _("Others have something to do: choose Everyone to see it.")
