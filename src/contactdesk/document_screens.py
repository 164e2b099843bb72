"""The screens of the documents, for `screens.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contactdesk.model.document import Document, Version, media_type_of
from contactdesk.model.event import Event
from contactdesk.pictures import PERSIAN, PERSON, settle, until
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.documents_page import DocumentsPage
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.screens import Screens
    from contactdesk.store.book import Transaction

_OFFER = (
    "Offer 2026/118\n\nBaltica Logistyka Sp. z o.o.\nul. Portowa 18/4, 80-555 Gdańsk\n\n"
    "Pallets 1200 × 800, heat treated, 6 000 pieces, delivered to Gdynia twice a week.\n\n"
    "Corner protectors are included. The price is valid until the end of the quarter.\n"
)
_VERSIONS = (
    ("2026-11-10T15:05:00Z", "First offer", _OFFER.replace("6 000", "4 000")),
    ("2026-11-11T08:32:00Z", "Corner protectors 6 000", _OFFER.replace("twice", "once")),
    ("2026-11-18T14:10:00Z", "Discount 5 %, delivery Gdynia", _OFFER),
)
_OTHERS = (
    ("Umowa-2026-11.pdf", "Contract", "2026-11-12T09:00:00Z", 312 << 10),
    ("Pallet-prices.xlsx", "Price list", "2026-11-10T09:00:00Z", 48 << 10),
    ("Dock-4-Gdynia.jpg", "", "2026-11-04T12:00:00Z", 1_990_000),
    ("Re: invoice 2026 118.eml", "", "2026-11-03T10:00:00Z", 22 << 10),
    ("Visiting card scan of the whole purchasing department at the fair in Poznań.pdf", "Scan",
     "2021-05-04T10:00:00Z", 154 << 10),
)  # fmt: skip


def _fill(tx: Transaction) -> None:
    me = tx.people.me().id
    for name in (PERSON, PERSIAN):
        found = tx.contacts.search(name, ListQuery("all"), limit=1).numbers
        contact = tx.contacts.get(found[0]).id
        visit = tx.events.add(
            Event(summary="Visit 4 Nov", starts_at="2026-11-04T10:00:00Z", about=(contact,))
        )
        _offer(tx, contact, me)
        for at, (title, kind, day, size) in enumerate(_OTHERS):
            sha256 = tx.documents.contents.keep(title.encode())
            version = Version(sha256, size, day, me)
            about = (visit.id,) if title.startswith("Dock") else (contact,)
            versions = (version,) * (3 if at == 1 else 1)
            tx.documents.add(
                Document(name=title, kind=kind, media_type=media_type_of(title), about=about,
                         versions=versions, added_at=day)
            )  # fmt: skip
        tx.documents.add(
            Document(name="Frame agreement (share)", path="//bruno/contracts/frame.pdf",
                     about=(contact,), added_at="2025-05-12T10:00:00Z")
        )  # fmt: skip


def _offer(tx: Transaction, contact: str, me: str) -> None:
    versions = []
    for at, reason, text in _VERSIONS:
        sha256 = tx.documents.contents.keep(text.encode())
        tx.documents.texts.keep(sha256, text)
        versions.append(Version(sha256, 280 << 10, at, me, reason))
    tx.documents.add(
        Document(name="Offer-2026-118.pdf", kind="Offer", media_type="application/pdf",
                 versions=tuple(versions), about=(contact,), added_at=versions[0].at)
    )  # fmt: skip


def _filled(window: MainWindow) -> None:
    come: list[object] = []
    window.desk.write("Documents", _fill, come.append)
    until(lambda: bool(come))
    settle(0.3)


def _page(window: MainWindow, who: str) -> DocumentsPage:
    _filled(window)
    numbers: list[int] = []
    window.desk.read(lambda tx: tx.contacts.search(who, limit=1).numbers, numbers.extend)
    until(lambda: bool(numbers))
    window.verbs.documents.show_of(numbers[0])
    page = window.verbs.documents.page()
    assert page is not None
    until(lambda: bool(page.view.rows) and page.view.scope.number == numbers[0])
    page.list.choose(next(
        row.document.number for row in page.view.rows if len(row.document.versions) > 1
    ))  # fmt: skip
    until(lambda: not page.flow.work.is_busy)
    settle(0.4)
    return page


def documents(_at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """Somebody's documents, an offer of three versions chosen."""
    page = _page(window, who)
    page.show_drop(True)
    return []


def card_with_documents(_at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The card of somebody who has documents."""
    _filled(window)
    numbers: list[int] = []
    window.desk.read(lambda tx: tx.contacts.search(who, limit=1).numbers, numbers.extend)
    until(lambda: bool(numbers))
    window.go_to_contact(numbers[0])
    settle(0.6)
    return []


def no_documents(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The page of a book without any."""
    window.actions_.documents.trigger()
    settle(0.3)
    return []


def locked_document(_at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """A file chosen in which no words could be read."""
    page = _page(window, who)
    page.list.choose(next(
        row.document.number for row in page.view.rows if row.document.name.startswith("Umowa")
    ))  # fmt: skip
    settle(0.4)
    return []
