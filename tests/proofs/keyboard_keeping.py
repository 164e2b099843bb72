"""Keeping an office's contacts, by the keyboard alone: organisations, many, history, settings.

    .venv/bin/python tests/proofs/keyboard_keeping.py [--only PART] [--pictures DIR]

Each part has a window on a book of its own with the sample office in it. Prints a line a step;
exits 1 when one did not hold. `keyboard_window.py` says what it needs.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace

from keyboard_office import AGNIESZKA, Keeping, office
from keyboard_window import SAMPLE, Journey, OpenWindow, travel_with

from contactdesk.model.contact import Contact
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery

BALTICA = "Baltica Logistyka Sp. z o.o."
ORGANISATION, PERSON = "Kancelaria Cieślak", "Marek Wrona"


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
    j.step("a list of categories opens for all", lambda: "Category" in j.heard())
    j.type("Everyone")
    j.press("ctrl+Return")
    count = lambda: j.look(  # noqa: E731
        lambda tx: tx.contacts.counts().of(ListQuery("category", "Everyone"))
    )
    j.step("everybody has the category", lambda: count() == 316)
    j.press("ctrl+z")
    j.step("Ctrl+Z takes it from everybody", lambda: count() == 0)


# c. history


def history(journey: Journey) -> None:
    """Put one value back, then all of a version; then everything of the book since a moment."""
    j = Keeping(journey.folder, journey.pictures)
    j.ask("import", str(SAMPLE))
    for note, title in (("First", ""), ("Second", "Planner"), ("Third", "Planner")):
        _edited(j, note, title)
    with OpenWindow(j):
        j.window_is_there()
        _put_one_back(j)
        _put_all_back(j)
        _undo_since(j)
        j.press("ctrl+q")
    journey.failed += j.failed


def _edited(j: Keeping, note: str, title: str) -> None:
    with Book.open(j.book) as book, book.write(f"Edit {AGNIESZKA}") as tx:
        base = tx.contacts.get(tx.contacts.search(AGNIESZKA).numbers[0])
        works = (replace(base.memberships[0], job_title=title), *base.memberships[1:])
        mine = replace(base, note=note, memberships=works if title else base.memberships)
        tx.contacts.save(mine, base=base)


def _put_one_back(j: Keeping) -> None:
    j.find("agnieszka bar", AGNIESZKA)
    j.press("alt+Return")
    j.step("Alt+Enter opens the history", lambda: "The moment shown" in j.heard())
    j.tab_to("Third")
    j.press("Return")
    j.step("the note before is back", lambda: j.contact(AGNIESZKA).note == "Second")
    j.step("nothing else is", lambda: j.contact(AGNIESZKA).job_title == "Planner")
    j.step("the keyboard is still on that line", lambda: "Third" in j.heard())


def _put_all_back(j: Keeping) -> None:
    j.go_on("shift+Tab", "The moment shown")
    j.press("Home", "Right")
    time.sleep(0.6)
    j.picture("the card as it was at first")
    j.tab_to("Put")
    j.press("space")
    j.step("the title of then is back", lambda: j.contact(AGNIESZKA).job_title != "Planner")
    j.step("and the note of then", lambda: j.contact(AGNIESZKA).note == "First")
    j.press("Escape")
    j.shows("Esc leads back to the card", AGNIESZKA)


def _undo_since(j: Keeping) -> None:
    now = _plain(j.contact(AGNIESZKA))
    before = len(j.steps())
    j.press("ctrl+shift+h")
    j.step("the book's history opens", lambda: "history" in j.heard().lower())
    j.press("Down")
    time.sleep(0.4)
    j.go_on("Down", "Edit Agnieszka", 12)
    j.press("Down", "Down")
    j.press("Return")
    time.sleep(1)
    j.picture("a step is chosen, and what undoing it would do")
    j.tab_to("Undo 5 steps")
    j.press("space")
    j.step(
        "everything since the step is undone as one step",
        lambda: len(j.steps()) == before + 1 and j.contact(AGNIESZKA).note not in ("First", ""),
    )
    note = j.contact(AGNIESZKA).note
    j.step("the note is that of the import", lambda: note.startswith("Prefers e-mail"))
    j.press("ctrl+z")
    j.step("Ctrl+Z brings everything back", lambda: _plain(j.contact(AGNIESZKA)) == now)
    j.press("Escape")
    j.shows("Esc leads from the book's history to the card", AGNIESZKA)


# d. the palette and the preferences


def settings(journey: Journey) -> None:
    """Reach a person, an action and a setting by Ctrl+K; find and change one by Ctrl+comma."""
    with office(journey) as j:
        _palette(j)
        _setting_of_the_book(j)
        _setting_of_mine(j)


def _call(j: Keeping, words: str, title: str) -> None:
    """Open the palette, type, and take the line called so."""
    j.press("ctrl+k")
    j.step(f"Ctrl+K opens the palette for “{words}”", lambda: "Find anything" in j.heard())
    j.type(words)
    time.sleep(0.6)
    j.go_on("Down", title, 12)
    j.press("Return")
    time.sleep(0.5)


def _palette(j: Keeping) -> None:
    _call(j, "leila ah", "Leila Ahmadi")
    j.shows("the palette leads to a person", "Leila Ahmadi")
    _call(j, "new cat", "New category")
    j.step("the palette leads to an action", lambda: "Name" in j.heard())
    j.type("From the palette")
    j.press("Return")
    names = lambda: j.look(lambda tx: tx.categories.names())  # noqa: E731
    j.step("the category is there", lambda: "From the palette" in names())


def _sort_by(j: Keeping) -> str:
    with Book.open(j.book, create=False) as book:
        return book.facts.sort_by


def _setting_of_the_book(j: Keeping) -> None:
    _call(j, "lists are sort", "Lists are sorted by")
    j.step("the palette leads to a setting", lambda: "Lists are sorted by" in j.heard())
    before = _sort_by(j)
    j.press("Right" if before == "family" else "Left")
    j.step("the book is sorted otherwise", lambda: _sort_by(j) != before)
    j.press("ctrl+z")
    j.step("Ctrl+Z sorts it as before", lambda: _sort_by(j) == before)
    j.press("Escape")
    j.step("Esc closes the preferences", lambda: "Preferences" not in j.window_titles())


def _setting_of_mine(j: Keeping) -> None:
    found = j.folder / "home"
    kept = lambda: "".join(p.read_text() for p in found.rglob("settings.json"))  # noqa: E731
    j.press("ctrl+comma")
    j.step("Ctrl+comma opens the preferences", lambda: "Preferences" in j.window_titles())
    j.press("ctrl+f")
    j.type("list spacing")
    time.sleep(0.4)
    j.press("Return")
    j.step("Enter goes to the setting found", lambda: "List spacing" in j.heard())
    j.press("Right")
    j.step("rows are compact now", lambda: '"list_spacing": "compact"' in kept())
    j.press("Escape")
    j.step("Esc closes them", lambda: "Preferences" not in j.window_titles())
    j.find("leila", "Leila Ahmadi")
    j.shows("the keyboard is in the window again", "Leila Ahmadi")


if __name__ == "__main__":
    sys.exit(
        travel_with(
            __doc__,
            {
                "organisations": organisations,
                "several": several,
                "history": history,
                "settings": settings,
            },
            __file__,
        )
    )
