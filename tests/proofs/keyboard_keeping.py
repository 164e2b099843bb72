"""Keeping an office's contacts, by the keyboard alone: organisations, many, history, colleagues.

    .venv/bin/python tests/proofs/keyboard_keeping.py [--only PART] [--pictures DIR]

Each part has a window on a book of its own with the sample office in it. Prints a line a step;
exits 1 when one did not hold. `keyboard_window.py` says what it needs.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from keyboard_window import SAMPLE, Journey, OpenWindow, travel_with

from contactdesk.model.contact import Contact
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery

AGNIESZKA, BALTICA = "Agnieszka Baran", "Baltica Logistyka Sp. z o.o."
ORGANISATION, PERSON = "Kancelaria Cieślak", "Marek Wrona"


class Keeping(Journey):
    """What the parts look at in the book, and what they do again and again."""

    def look(self, ask: Callable[[Any], Any]) -> Any:
        """What the book answers now."""
        with Book.open(self.book, create=False) as book, book.read() as tx:
            return ask(tx)

    def contact(self, name: str) -> Contact:
        """Whoever is called so."""
        return self.look(lambda tx: tx.contacts.get(tx.contacts.search(name).numbers[0]))

    def steps(self) -> list[dict[str, Any]]:
        """The steps of the book's history, the newest first."""
        return self.ask("history")

    def find(self, words: str, name: str) -> None:
        """Search for somebody and go to their row."""
        self.press("ctrl+f")
        self.type(words)
        time.sleep(0.6)
        self.press("Down")
        self.go_on("Down", name, 12)
        time.sleep(0.4)

    def shows(self, words: str, name: str) -> None:
        """Prove who the window shows: the star given now is theirs. It is taken away again."""
        number = self.contact(name).number
        starred = lambda: self.look(lambda tx: tx.contacts.is_starred(number))  # noqa: E731
        self.press("ctrl+d")
        self.step(words, starred)
        self.press("ctrl+d")
        self.step(f"{words}, and no star is left", lambda: not starred())


@contextmanager
def office(journey: Journey) -> Iterator[Keeping]:
    """A book with the sample office, and a window on it."""
    j = Keeping(journey.folder, journey.pictures)
    j.ask("import", str(SAMPLE))
    with OpenWindow(j):
        j.window_is_there()
        yield j
        j.press("ctrl+q")
    journey.failed += j.failed


# a. organisations, the chart, related people


def organisations(journey: Journey) -> None:
    """Work at a second organisation; there and back; the chart; a relation of one's own kind."""
    with office(journey) as j:
        _work_somewhere_else(j)
        _there_and_back(j)
        _walk_the_chart(j)
        _relate(j)


def _work_somewhere_else(j: Keeping) -> None:
    before = j.contact(AGNIESZKA).memberships
    j.find("agnieszka bar", AGNIESZKA)
    j.press("ctrl+e")
    j.tab_to("Add organisation")
    j.press("space")
    j.type("kancelaria cie")
    time.sleep(0.8)
    j.press("Down")
    j.press("Return")
    time.sleep(0.4)
    j.tab_to("Job title")
    j.type("Adviser")
    j.tab_to("Department")
    j.type("Board")
    j.press("ctrl+s")

    def both() -> bool:
        works = j.contact(AGNIESZKA).memberships
        new = works[-1]
        linked = new.organisation_id == j.contact(ORGANISATION).id
        there = (new.job_title, new.departments) == ("Adviser", ("Board",))
        return len(works) == len(before) + 1 and linked and there

    j.step("a second organisation with title and department", both)
    j.press("ctrl+z")
    j.step("taken back in one step", lambda: j.contact(AGNIESZKA).memberships == before)
    j.press("ctrl+y")
    j.step("and done again", both)


def _there_and_back(j: Keeping) -> None:
    j.press("ctrl+j")
    j.shows("Ctrl+J leads to the organisation", BALTICA)
    j.press("ctrl+j")
    j.shows("Ctrl+J leads back to the person", AGNIESZKA)
    j.press("ctrl+j")
    time.sleep(0.6)
    j.press("F6")
    j.tab_to("People:")
    j.go_on("Down", PERSON)
    j.press("Return")
    j.shows("Enter on a person of the organisation goes there", PERSON)


def _walk_the_chart(j: Keeping) -> None:
    j.press("ctrl+h")
    j.step("the chart opens", lambda: "Organisation chart" in j.heard())
    j.go_on("Down", AGNIESZKA)
    j.press("Home")
    j.step("Home goes to the top", lambda: BALTICA in j.heard())
    j.press("Escape")
    j.step("Esc leaves the chart", lambda: "Organisation chart" not in j.heard())
    j.shows("the organisation of the chart is shown", BALTICA)


def _relate(j: Keeping) -> None:
    j.find("agnieszka bar", AGNIESZKA)
    j.press("F6")
    j.tab_to("Add somebody related")
    j.press("space")
    j.step("a window asks who", lambda: "Person or organisation" in j.heard())
    j.type("leila")
    time.sleep(0.8)
    j.press("Down", "Return")
    time.sleep(0.4)
    j.tab_to("What they are")
    j.press("End")
    j.tab_to("Own word")
    j.type("Mentor")
    j.tab_to("And the other way round")
    j.type("Pupil")
    j.press("ctrl+s")

    def related(name: str, other: str, word: str) -> bool:
        contact = j.contact(name)
        found = j.look(lambda tx: tx.relations.of(contact))
        return any(r.row and r.row.name == other and r.kind.label == word for r in found)

    j.step("she is the mentor here", lambda: related(AGNIESZKA, "Leila Ahmadi", "Mentor"))
    j.step("and on the other card a pupil", lambda: related("Leila Ahmadi", AGNIESZKA, "Pupil"))
    j.press("ctrl+z")
    j.step("undone, neither card says so", lambda: not related(AGNIESZKA, "Leila Ahmadi", "Mentor"))


# b. several selected


def several(journey: Journey) -> None:
    """Select, change together, give a category, archive; each undone by one Ctrl+Z."""
    with office(journey) as j:
        names = _select_four(j)
        _change_together(j, names)
        _categorise(j, names)
        _archive(j, names)
        _select_all(j)


def _contacts(j: Keeping, names: list[str]) -> list[Contact]:
    return [j.contact(name) for name in names]


def _select_four(j: Keeping) -> list[str]:
    j.find("baltica", AGNIESZKA)
    j.press("shift+Down", "shift+Down", "shift+Down")
    time.sleep(0.8)
    found = j.look(lambda tx: tx.contacts.rows(tx.contacts.search("baltica").numbers))
    names = [row.name for row in found]
    at = names.index(AGNIESZKA)
    return names[at : at + 4]


def _change_together(j: Keeping, names: list[str]) -> None:
    before = _contacts(j, names)
    j.press("F6")
    j.tab_to("Job title")
    j.step("titles differ, and the field says so", lambda: "different" in j.heard())
    j.type("Planner")
    j.picture("a change of four, before it is made")
    j.step("nothing is changed before it is asked for", lambda: _contacts(j, names) == before)
    j.press("ctrl+Return")
    j.step(
        "all four have the title, and nobody else",
        lambda: all(c.memberships[0].job_title == "Planner" for c in _contacts(j, names)),
    )
    j.step("it is one step", lambda: j.steps()[0]["contacts"] == 4)
    _undo(j, "titles", names, before)


def _undo(j: Keeping, what: str, names: list[str], before: list[Contact]) -> None:
    """Ctrl+Z brings all of it back."""
    j.press("ctrl+z")
    j.step(
        f"Ctrl+Z brings the {what} back",
        lambda: [_plain(c) for c in _contacts(j, names)] == [_plain(c) for c in before],
    )


def _plain(contact: Contact) -> Contact:
    """Without what every write moves on."""
    return replace(contact, revision=0, revised_at="", archived_at="")


def _categorise(j: Keeping, names: list[str]) -> None:
    before = _contacts(j, names)
    j.press("ctrl+g")
    j.step("a list of categories opens", lambda: "Category" in j.heard())
    j.type("Harbour")
    j.press("ctrl+Return")
    j.step(
        "all four are in a new category",
        lambda: all("Harbour" in c.categories for c in _contacts(j, names)),
    )
    _undo(j, "categories", names, before)


def _archive(j: Keeping, names: list[str]) -> None:
    before = _contacts(j, names)
    numbers = [c.number for c in before]
    j.press("ctrl+shift+y")

    def archived() -> int:
        rows = j.look(lambda tx: tx.contacts.get_many(numbers))
        return sum(bool(c.archived_at) for c in rows)

    j.step("all four are in the archive", lambda: archived() == 4)
    j.press("ctrl+z")
    j.step("Ctrl+Z takes them out again", lambda: archived() == 0)


def _select_all(j: Keeping) -> None:
    j.press("Escape", "Escape", "Escape")
    time.sleep(0.6)
    j.press("ctrl+a")
    time.sleep(0.8)
    j.picture("everybody selected")
    j.press("ctrl+g")
    j.hears("Category")
    j.type("Everyone")
    j.press("ctrl+Return")
    count = lambda: j.look(  # noqa: E731
        lambda tx: tx.contacts.counts().of(ListQuery("category", "Everyone"))
    )
    j.step("everybody has the category", lambda: count() == 316)
    j.press("ctrl+z")
    j.step("Ctrl+Z takes it from everybody", lambda: count() == 0)


if __name__ == "__main__":
    sys.exit(
        travel_with(
            __doc__,
            {
                "organisations": organisations,
                "several": several,
            },
            __file__,
        )
    )
