"""What the palette offers: people, lists, actions, settings, and what can be made of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.buttons import keys_text
from contactdesk.desktop.palette_match import Spans, match
from contactdesk.i18n import _, counted
from contactdesk.model.dialled import pasted

if TYPE_CHECKING:
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.store.listing import ContactRow

COMMANDS, PEOPLE, TAGS = ">", "@", "#"
MOST = {"lists": 3, "actions": 6, "settings": 4}
LEAST_OF_NOTES = 3  # letters
EVERYTHING = 60  # entries of one kind when only that kind was asked for


@dataclass(frozen=True)
class Entry:
    """One line. `run` does it; `details` is what Tab does; `why_not` says why it cannot be done."""

    key: str  # stays the same while one types on
    section: str
    title: str
    run: Callable[[], object]
    detail: str = ""
    icon: str = ""
    tone: str = ""  # the icon's disc: "" neutral, else accent, ok, warn …
    dot: str = ""  # a category's colour in place of an icon
    keys: str = ""
    words: str = ""
    why_not: str = ""
    marks: Spans = ()
    score: int = 0
    row: ContactRow | None = None
    details: Callable[[], object] | None = None
    links: tuple[tuple[str, str, str], ...] = ()  # icon, what it does, the link


def parted(text: str) -> tuple[str, str]:
    """The sign in front (">", "@", "#" or "") and the words after it."""
    text = text.strip()
    if text[:1] in (COMMANDS, PEOPLE, TAGS):
        return text[0], text[1:].strip()
    return "", text


def found(entries: list[Entry], text: str, most: int) -> list[Entry]:
    """The entries that fit, best first; among equals the order of the menus."""
    hits = []
    for entry in entries:
        fit = match(text, entry.title, f"{entry.words} {entry.detail}")
        if fit is not None:
            score = fit.score - (1_000 if entry.why_not else 0)
            hits.append(replace(entry, marks=fit.marks, score=score))
    hits.sort(key=lambda entry: -entry.score)
    return hits[:most]


# ── actions ─────────────────────────────────────────────────────────────────────────────


def actions_of(window: MainWindow, focus: QWidget | None) -> list[Entry]:
    """Everything in the menus that can be done now, and what cannot with the reason.

    `focus` is where the keyboard was: cut and paste are of a field.
    """
    window.actions_.update()
    opener = window.actions_.find_anything
    entries = [e for menu in window.menus for e in _of_menu(menu, _plain(menu.title()), focus)]
    return [entry for entry in entries if entry.key != _key_of(opener)]


def usual_of(window: MainWindow, entries: list[Entry]) -> list[Entry]:
    """What is offered before anything is typed: what can be done now and is done most."""
    a = window.actions_
    usual = (a.new_contact, a.new_organisation, a.edit, a.mail, a.import_, a.undo, a.preferences)
    known = {entry.key: entry for entry in entries if not entry.why_not}
    return [known[_key_of(action)] for action in usual if _key_of(action) in known]


def _key_of(action: QAction) -> str:
    return f"action {id(action)}"


def _of_menu(menu: QMenu, path: str, focus: QWidget | None) -> Iterator[Entry]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            inner.aboutToShow.emit()  # menus like that of recent books are filled as they open
            yield from _of_menu(inner, f"{path} · {_plain(inner.title())}", focus)
        elif _is_offered(action) and _fits_field(action, focus):
            yield _of_action(action, path)


def _is_offered(action: QAction) -> bool:
    if action.isSeparator() or not action.isVisible() or not action.text():
        return False
    return action.isEnabled() or bool(_why_not(action))


def _fits_field(action: QAction, focus: QWidget | None) -> bool:
    verb = str(action.property("of_field") or "")
    if not verb or verb in ("copy", "paste"):  # the list knows these two as well
        return True
    return focus is not None and hasattr(focus, verb)


def _why_not(action: QAction) -> str:
    """The sentence a disabled action explains itself with; Qt's own tip is the action's text."""
    tip = action.toolTip()
    return "" if action.isEnabled() or _plain(tip) == _plain(action.text()) else tip


def _of_action(action: QAction, path: str) -> Entry:
    title = action.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
    return Entry(
        key=_key_of(action),
        section=_("Actions"),
        title=title,
        run=action.trigger,
        detail=_why_not(action) or path,
        icon=str(action.property("lucide") or "chevron-right"),
        keys=keys_text(action.shortcut()),
        words=str(action.property("words") or ""),
        why_not=_why_not(action),
    )


def _plain(text: str) -> str:
    return text.replace("&", "").rstrip("…").strip()


# ── settings ────────────────────────────────────────────────────────────────────────────


def settings_of(window: MainWindow) -> list[Entry]:
    """Each preference by its name; it opens the preferences there."""
    from contactdesk.desktop.settings_index import PAGES, SETTINGS

    pages = {page.key: page for page in PAGES}
    return [
        Entry(
            key=f"setting {each.key}",
            section=_("Settings"),
            title=_(each.title),
            run=lambda key=each.key: window.verbs.show_preferences(key),  # type: ignore[misc]
            detail=_(pages[each.page].title),
            icon=pages[each.page].icon,
            words=_(each.words),
        )
        for each in SETTINGS
    ]


# ── lists ───────────────────────────────────────────────────────────────────────────────


def lists_of(window: MainWindow, *, categories_only: bool = False) -> list[Entry]:
    """The places of the sidebar, those inside a folded category too."""
    entries = []
    for place in window.sidebar.model.every_place():
        query = place.query
        if query is None or (categories_only and query.scope != "category"):
            continue
        entries.append(
            Entry(
                key=f"list {query}",
                section=_("Categories") if categories_only else _("Lists"),
                title=place.category or place.text,
                run=lambda q=query: window.sidebar.show_list(q),  # type: ignore[misc]
                detail=counted(place.count) if place.count is not None else "",
                icon=place.icon,
                dot=place.dot,
            )
        )
    return entries


# ── made of the text ────────────────────────────────────────────────────────────────────


def calls_of(window: MainWindow, text: str) -> list[Entry]:
    """What can be done with a number: see whose it is, and log a call from it."""
    number = pasted(text)
    if not number:
        return []
    shown = bidi.left_to_right(number)
    why = window.desk.facts.read_only if window.desk.facts is not None else ""
    return [
        Entry(
            "call from",
            _("Phone"),
            _("Log a call from {number}").replace("{number}", shown),
            lambda: window.verbs.phone.look_up(number, write=True),
            detail=why,
            icon="phone-incoming",
            tone="ok",
            why_not=why,
        ),
        Entry(
            "whose number",
            _("Phone"),
            _("Who is it? {number}").replace("{number}", shown),
            lambda: window.verbs.phone.look_up(number),
            icon="phone",
        ),
    ]


def notes_of(window: MainWindow, text: str) -> list[Entry]:
    """The search in what happened, and in documents, for words of some length."""
    if len(text) < LEAST_OF_NOTES or pasted(text):
        return []
    from contactdesk.desktop.note_search_flow import search_notes

    documents = window.verbs.documents
    in_documents = Entry(
        "search documents",
        _("Documents"),
        _("Search documents for “{text}”").replace("{text}", " ".join(text.split())),
        lambda: documents.search(text),
        icon="files",
    )
    return [
        Entry(
            "search notes",
            _("Notes"),
            _("Search notes for “{text}”").replace("{text}", " ".join(text.split())),
            lambda: search_notes(window, text),
            icon="notebook-pen",
            tone="warn",
        ),
        *([in_documents] if documents.is_in_use else []),
    ]


def created_of(window: MainWindow, text: str) -> list[Entry]:
    """A contact or an organisation of that name."""
    if not text or window.desk.read_only or any(c.isdigit() for c in text):
        return []
    name = " ".join(text.split())
    verbs = window.verbs
    return [
        Entry(
            "create person",
            _("Create"),
            _("New contact: {name}").replace("{name}", name),
            lambda: verbs.new_contact("individual", name),
            icon="user-plus",
            tone="accent",
        ),
        Entry(
            "create organisation",
            _("Create"),
            _("New organisation: {name}").replace("{name}", name),
            lambda: verbs.new_contact("org", name),
            icon="building-2",
            tone="teal",
        ),
    ]
