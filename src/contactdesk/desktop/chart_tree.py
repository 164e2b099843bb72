"""An organisation's chart as a tree of nodes, read from the book in one go."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from contactdesk.desktop import date_texts
from contactdesk.desktop.card_view import Line
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.names import display_name
from contactdesk.model.organisations import Department, department_tree, hierarchy
from contactdesk.store.listing import ContactRow, Person

if TYPE_CHECKING:
    from contactdesk.store.book import Transaction


@dataclass(slots=True, eq=False)
class Node:
    """One row of the chart; a department has a `line` without a contact."""

    line: Line
    children: list[Node] = field(default_factory=list)
    here: bool = False  # the organisation whose chart it is
    department: bool = False
    parent: Node | None = None
    place: int = 0
    level: int = -1  # how many stand above; the root is none

    def add(self, child: Node) -> Node:
        """Put another below this one."""
        child.parent, child.place, child.level = self, len(self.children), self.level + 1
        self.children.append(child)
        return child


class ChartView(NamedTuple):
    """What the page shows; `root` itself is not shown."""

    number: int
    name: str
    people: int
    root: Node


def read_chart(tx: Transaction, number: int) -> ChartView:
    """Parents above, departments and who reports to whom, branches below."""
    contact: Contact = tx.contacts.get(number)
    today = date.today()
    staff = tx.contacts.people_of(contact)
    now = [p for p in staff if not date_texts.is_over(p.ends_on, today)]
    people = list({p.row.number: p for p in now if p.row.kind != "org"}.values())
    above = tx.organisations.standing_above(people)
    at = root = Node(Line("", ""))
    for row in reversed(tx.organisations.above(contact)):
        at = at.add(Node(_organisation(row)))
    own = tx.contacts.rows([number])[0]
    here = at.add(Node(_organisation(own), here=True))
    _add_people(here, people, {**above.assistants, **above.managers}, above.assistants)
    for branch in {p.row.number: p for p in now if p.row.kind == "org"}.values():
        here.add(Node(_organisation(branch.row)))
    return ChartView(number, display_name(contact), len(people), root)


def _organisation(row: ContactRow) -> Line:
    return Line(row.name, row.subtitle, row, kind="org")


def _add_people(
    here: Node, people: list[Person], above: dict[int, int], assistants: dict[int, int]
) -> None:
    by_number = {p.row.number: p for p in people}
    tops, below, circle = hierarchy(list(by_number), above)
    known = set(by_number)

    def add(under: Node, first: int) -> None:
        """Somebody with everybody below them; a deep chain is no recursion."""
        waiting = [(under, first)]
        while waiting:
            parent, number = waiting.pop()
            line = _person(by_number[number], assistants.get(number) in known)
            if number in circle:
                name = by_number[above[number]].row.name
                words = _("In a circle: reports to {name}").format(name=name)
                line = replace(line, trailing=words)
            node = parent.add(Node(line))
            waiting += [(node, n) for n in reversed(below.get(number, ()))]

    tree = department_tree([by_number[n].departments for n in tops])
    for place in tree.people:
        add(here, tops[place])
    waiting: list[tuple[Node, Department]] = [(here, part) for part in reversed(tree.parts)]
    while waiting:
        parent, part = waiting.pop()
        node = parent.add(Node(Line(part.name, ""), department=True))
        for place in part.people:
            add(node, tops[place])
        waiting += [(node, p) for p in reversed(part.parts)]


def _person(person: Person, assistant: bool) -> Line:
    words = (person.job_title, _("Assistant") if assistant and not person.job_title else "")
    department = person.departments[-1] if person.departments else ""
    return Line(
        person.row.name,
        " · ".join(w for w in (*words, department) if w),
        person.row,
        kind=person.row.kind,
    )
