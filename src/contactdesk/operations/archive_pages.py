"""The pages of an archive: everybody by letter, each with what happened, for any browser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from contactdesk.formats import people_html as html
from contactdesk.formats.people_html import Linked, Person
from contactdesk.i18n import _, counted, language, ngettext
from contactdesk.model.contact import Contact
from contactdesk.model.event import Event
from contactdesk.model.happenings import text_of, title_of
from contactdesk.model.record import LABELS
from contactdesk.operations.custom_in_files import going_out
from contactdesk.progress import Progress
from contactdesk.store.book import Book, Transaction
from contactdesk.store.listing import ListQuery
from contactdesk.store.timeline import Asked

A_PAGE = 100  # people
MOST = 100_000  # things of one timeline
PEOPLE = "people"
_PLAIN = ("phones", "emails", "urls", "impp", "related", "languages")
_TEXTS = ("birthday", "anniversary", "gender", "time_zone", "geo", "note")
_RTL = {"fa", "ar", "he", "ur"}


def write_pages(
    book: Book, to: Path, files: Mapping[str, Sequence[Linked]], progress: Progress
) -> int:
    """Write `index.html` and the pages of people; `files` are documents by whom they belong to."""
    with book.read() as tx:
        found = [(tx.contacts.listing(ListQuery(scope)), scope) for scope in ("all", "archive")]
    numbers = [n for listing, _scope in found for n in listing.numbers]
    (to / PEOPLE).mkdir()
    names: list[tuple[str, str]] = []
    for start in range(0, len(numbers), A_PAGE):
        progress.report(start, len(numbers), _("Writing pages"))
        name = f"{start // A_PAGE + 1:04d}.html"
        with book.read() as tx:
            people = list(_people(tx, numbers[start : start + A_PAGE], files))
        names += [(p.name, f"{PEOPLE}/{name}#{p.anchor}") for p in people]
        parts = [html.links([Linked(_("All names"), "../index.html")])]
        parts += [html.person(p, _("What happened"), _("Documents")) for p in people]
        title = " – ".join(dict.fromkeys((people[0].name, people[-1].name))) if people else name
        (to / PEOPLE / name).write_bytes(_page(title, parts))
    _write_index(book, to, names, _letters(found))
    return len(names)


def _letters(found: Sequence[tuple[Any, str]]) -> list[tuple[str, int]]:
    """Where each letter begins; the archive's people stand after all others."""
    letters: list[tuple[str, int]] = []
    start = 0
    for listing, scope in found:
        if scope == "all":
            letters += [(letter, start + at) for letter, at in _begins(listing)]
        elif listing.numbers:
            letters.append((_("Archive"), start))
        start += len(listing.numbers)
    return letters


def _begins(listing: Any) -> list[tuple[str, int]]:
    return [(str(letter) or "#", int(at)) for letter, at in listing.sections]


def _write_index(
    book: Book, to: Path, names: Sequence[tuple[str, str]], letters: Sequence[tuple[str, int]]
) -> None:
    people = ngettext("{n} contact", "{n} contacts", len(names)).format(n=counted(len(names)))
    title = book.facts.name
    parts = [html.heading(title), html.paragraph(people)]
    shown = letters or [("#", 0)]
    parts.append(
        html.links([Linked(letter, f"#l{n}") for n, (letter, _at) in enumerate(shown)], "letters")
    )
    ends = [at for _letter, at in shown[1:]] + [len(names)]
    for n, ((letter, start), end) in enumerate(zip(shown, ends, strict=True)):
        parts.append(html.section(letter, f"l{n}"))
        parts.append(html.links([Linked(name, href) for name, href in names[start:end]]))
    (to / "index.html").write_bytes(_page(title, parts))


def _page(title: str, parts: Sequence[str]) -> bytes:
    spoken = language()
    return html.page(title, parts, spoken.replace("_", "-"), spoken.partition("_")[0] in _RTL)


def _people(
    tx: Transaction, numbers: Sequence[int], files: Mapping[str, Sequence[Linked]]
) -> Iterator[Person]:
    for contact in going_out(tx, tx.contacts.get_many(numbers), briefly=True):
        timeline = tx.timelines.of(contact.number, Asked(limit=MOST))
        happened = [_happened(item.event, item.person_name) for item in timeline.items]
        above = [Linked(each.text, f"../{each.href}") for each in files.get(contact.id, ())]
        yield Person(
            contact.id, contact.formatted_name or _("No name"), list(_fields(contact)), happened,
            above,
        )  # fmt: skip


def _fields(contact: Contact) -> Iterator[tuple[str, str]]:
    """What a card says, a line each."""
    for job in contact.memberships:
        words = (job.job_title, job.role, *job.departments, job.organisation, _years(job))
        yield _label("memberships"), " · ".join(filter(None, words))
    if contact.nicknames:
        yield _label("nicknames"), ", ".join(contact.nicknames)
    for name in _PLAIN:
        for entry in getattr(contact, name):
            kind = entry.label or ", ".join(entry.types)
            yield _label(name), f"{entry.value} ({kind})" if kind else entry.value
    for address in contact.addresses:
        lines = (address.post_office_box, address.extended, address.street,
                 f"{address.postal_code} {address.locality}".strip(), address.region,
                 address.country)  # fmt: skip
        yield _label("addresses"), "\n".join(filter(None, lines))
    for name in _TEXTS:
        if value := getattr(contact, name):
            yield _label(name), str(value)
    if contact.categories:
        yield _label("categories"), ", ".join(contact.categories)
    for extra in contact.extra:
        yield extra.name, extra.value


def _label(field: str) -> str:
    return _(LABELS[field])


def _years(job: Any) -> str:
    return f"{job.starts_on} – {job.ends_on}".strip(" –") if job.starts_on or job.ends_on else ""


def _happened(event: Event, person: str) -> str:
    at = event.starts_at or event.ends_at
    if at.endswith("Z"):
        at = f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
    words = (at[:16].replace("T", " "), person, title_of(event), text_of(event))
    return "  ".join(filter(None, words))


def documents_of(tx: Transaction, files: Mapping[str, str]) -> dict[str, list[Linked]]:
    """Documents by the ids of those they belong to; `files` says where a hash was written."""
    found: dict[str, list[Linked]] = {}
    for document in tx.documents.all():
        current = document.current
        href = quote(files.get(current.sha256, "")) if current else ""
        for owner in document.about:
            found.setdefault(owner, []).append(Linked(document.name, href))
    return found
