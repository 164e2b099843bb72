"""The screens of the pipeline, for `screens.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo
from typing import TYPE_CHECKING

from contactdesk.model.deal import Competitor, Deal, ExchangeRate, FollowUp, Product
from contactdesk.model.event import Event
from contactdesk.operations import deals, documents
from contactdesk.pictures import settle, until
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.deal_page import DealPage
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.screens import Screens
    from contactdesk.store.book import Transaction

_NOW = datetime(2026, 11, 24, 10, 10)
_TODAY = date(2026, 11, 24)
# Title, organisation, person, amount, currency, stage, since, what is next, when.
_DEALS = (
    ("Labels 2027", "Cerámica", "Lucía", "6400", "EUR", 1, "2026-11-20", "Call", "2026-11-27"),
    ("Cold chain audit", "Nordkyl", "Björn", "22000", "SEK", 1, "2026-11-18", "", ""),
    ("Gift boxes", "晨光", "怡君", "3100", "EUR", 1, "2026-11-21", "Send catalogue", "2026-12-01"),
    ("Office fit-out", "Atelier", "Leila", "14800", "EUR", 2, "2026-11-16", "Meeting",
     "2026-11-26T09:00:00"),
    ("Port wine cartons", "Vinhos", "Nuno", "9250", "EUR", 2, "2026-11-19", "Samples",
     "2026-11-25T14:00:00"),
    ("Print frame 2027", "Bergmann", "Jonas", "31000", "EUR", 3, "2026-11-17", "Offer expires",
     "2026-11-27"),
    ("Stationery Q1", "نیک", "احمدی", "7900", "EUR", 3, "2026-11-20", "Wait", "2026-11-28"),
    ("Corner protectors", "Ege", "Zeynep", "5600", "EUR", 3, "2026-11-22", "Lunch",
     "2026-11-24T13:00:00"),
    ("Autumn pallets", "Baltica", "Agnieszka", "11200", "EUR", 4, "2026-11-20",
     "Contract renewal call", "2026-11-25T10:00:00"),
    ("Payroll retainer", "Cieślak", "Katarzyna", "4800", "EUR", 4, "2026-11-06", "Call",
     "2026-11-30"),
    ("Stretch film, spring", "Baltica", "Agnieszka", "8700", "EUR", 5, "2026-11-12", "", ""),
    ("Wine gift sleeves", "Vinhos", "Nuno", "2350", "EUR", 5, "2026-11-03", "", ""),
    ("Roof of the hall", "Bergmann", "Jonas", "18000", "EUR", 6, "2026-11-10", "", ""),
)  # fmt: skip
_LONG = "Pallets, stretch film and corner protectors for the autumn of the whole northern region"
_PRODUCTS = (Product("Pallet EUR 1, used", "800", "8.50"), Product("Corner protectors", "6000",
             "0.55"), Product("Delivery Gdynia", "13", "130"))  # fmt: skip


def _id_of(tx: Transaction, name: str, scope: str) -> str:
    found = tx.contacts.search(name, ListQuery(scope), limit=1).numbers if name else []
    return tx.contacts.get(found[0]).id if found else ""


def _fill(tx: Transaction) -> None:
    pipeline = tx.pipelines.add(deals.usual_pipeline("EUR"))
    tx.rates.add(ExchangeRate(currency="SEK", base="EUR", rate="0.0886", valid_on="2026-11-20"))
    for title, firm, who, amount, currency, stage, since, step, when in _DEALS:
        person, organisation = _id_of(tx, who, "people"), _id_of(tx, firm, "organisations")
        deal = Deal(
            title=title, organisation=organisation, people=(person,) if person else (),
            amount=amount, currency=currency, stage=stage, stage_since=since,
            pipeline=pipeline.id, closed_on=since if stage > 4 else "",
            lost_reason="price" if stage == 6 else "",
        )  # fmt: skip
        if title == "Autumn pallets":
            deal = replace(
                deal, products=_PRODUCTS, discount="5", amount="11200.50", source="Poznań fair",
                expected_on="2026-11-30",
                competitors=(Competitor(name="Paletex", note="price"), Competitor(name="Holzwerk")),
            )  # fmt: skip
        made = deals.add(tx, deal, "PL", _TODAY).deal
        _plan(tx, made, step, when)
        if deal.products:
            for name in ("Offer-2026-118.pdf", "Pallet-prices.xlsx"):
                documents.keep_bytes(tx, name, name.encode() * 900, [made.id])


def _plan(tx: Transaction, deal: Deal, step: str, when: str) -> None:
    about = tuple(each for each in (*deal.people, deal.organisation) if each)
    if "T" in when:
        tx.events.add(Event(summary=step, starts_at=when, duration_minutes=30, about=about,
                            deal=deal.id))  # fmt: skip
    elif step:
        tx.events.add(Event(component="task", summary=step, ends_at=when, about=about,
                            deal=deal.id))  # fmt: skip
    if deal.products:
        tx.events.add(Event(component="call", description="Wants the price list before Friday.",
                            starts_at="2026-11-24T09:20:00Z", duration_minutes=12, direction="out",
                            outcome="reached", about=about, deal=deal.id))  # fmt: skip


def _clock(home: tzinfo) -> datetime:
    return _NOW.replace(tzinfo=UTC).astimezone(home).replace(tzinfo=None)


def _page(window: MainWindow) -> DealPage:
    window.verbs.deals.leave()
    window.actions_.pipeline.trigger()
    page = window.verbs.deals.page()
    assert page is not None
    page.clock = _clock
    page.show_as("board")
    page.read()
    settle(0.3)
    return page


def _filled(window: MainWindow) -> DealPage:
    come: list[object] = []
    window.desk.write("Deals", _fill, come.append)
    until(lambda: bool(come))
    page = _page(window)
    until(lambda: bool(page.found.rows))
    return page


def board(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The board, one card chosen."""
    show_board(window)
    return []


def show_board(window: MainWindow) -> None:
    """Deals on the board, one of them chosen."""
    page = _filled(window)
    page.board.choose(_named(page, "Autumn pallets"))
    settle(0.3)


def table(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The same deals as a table, one of them ticked."""
    page = _filled(window)
    page.show_as("table")
    row = next(row for row in page.table.rows.deals if row.deal.title == "Autumn pallets")
    page.table.choose(row.deal.id)
    page.table.rows.tick([row.deal.number], True)
    settle(0.3)
    return []


def table_and_panel(_at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """A deal open beside the table."""
    table(_at, window, who)
    page = window.verbs.deals.page()
    assert page is not None
    window.verbs.deals.open(_named(page, "Autumn pallets"))
    until(page.side.isVisible)
    settle(0.5)
    return []


def forecast(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """What the open deals may bring, month by month."""
    page = _filled(window)
    days = ("2026-10-30", "2026-11-30", "2026-12-15", "2026-12-20", "2027-01-15")
    come: list[object] = []

    def date_them(tx: Transaction) -> None:
        every = [deal for deal in tx.deals.all() if not deal.closed_on]
        for at, deal in enumerate(every[:9]):
            other = replace(deal, expected_on=days[at % 5], currency="CHF" if at == 2 else "EUR")
            tx.deals.save(replace(other, currency=deal.currency) if at == 1 else other, base=deal)

    window.desk.write("Dates", date_them, come.append)
    until(lambda: bool(come))
    page.show_as("forecast")
    settle(0.5)
    return []


def rates(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The exchange rates beside the forecast."""
    forecast(at, window, who)
    assert window.verbs.deals.flow is not None
    window.verbs.deals.flow.rates().open()
    settle(0.5)
    return []


def editor(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A pipeline's name, stages and the tasks that follow."""
    page = _filled(window)
    come: list[object] = []

    def follow(tx: Transaction) -> None:
        (pipeline,) = tx.pipelines.all()
        tasks = (FollowUp(1, "Call back", 2), FollowUp(1, "Send the catalogue", 5))
        tx.pipelines.save(replace(pipeline, follow_ups=tasks), base=pipeline)

    window.desk.write("Tasks", follow, come.append)
    until(lambda: bool(come) and bool(page.found.pipeline and page.found.pipeline.follow_ups))
    assert window.verbs.deals.flow is not None
    window.verbs.deals.flow.pipelines.edit()
    settle(0.5)
    return []


def _named(page: DealPage, title: str) -> str:
    return next(row.deal.id for row in page.found.rows if row.deal.title == title)


def panel(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A deal beside the board."""
    page = _filled(window)
    page.board.choose(_named(page, "Autumn pallets"))
    window.verbs.deals.open(_named(page, "Autumn pallets"))
    until(page.side.isVisible)
    settle(0.5)
    return []


def long_names(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A deal with a title, a source and an amount that no column has room for, in the panel."""
    page = _filled(window)
    come: list[object] = []

    def stretch(tx: Transaction) -> None:
        deal = next(each for each in tx.deals.all() if each.title == "Autumn pallets")
        other = replace(
            deal, title=_LONG, amount="98765432100.55", source=_LONG, description=_LONG * 3,
            competitors=(Competitor(name=_LONG, note="price"),),
        )  # fmt: skip
        tx.deals.save(replace(other, products=()), base=deal)

    window.desk.write("Long", stretch, come.append)
    until(lambda: any(row.deal.title == _LONG for row in page.found.rows))
    window.verbs.deals.open(_named(page, _LONG))
    until(page.side.isVisible)
    settle(0.5)
    return []


def long_table(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The same deal among the others in the table."""
    found = long_names(at, window, who)
    page = window.verbs.deals.page()
    assert page is not None
    page.show_side(None)
    page.show_as("table")
    settle(0.5)
    return found


def happened(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The lower half of a deal: its documents, and what happened."""
    found = panel(at, window, who)
    assert window.verbs.deals.flow is not None
    shown = window.verbs.deals.flow.panel().panel
    shown.timeline.setFocus()
    settle(0.5)
    return found


def no_next_step(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A deal with nothing to do next."""
    page = _filled(window)
    window.verbs.deals.open(_named(page, "Cold chain audit"))
    until(page.side.isVisible)
    settle(0.5)
    return []


def new(_at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The form of a new deal with somebody."""
    page = _filled(window)
    number = window.list_pane.model.contact_at(3)
    window.verbs.deals.plan([number.number] if number is not None else [])
    until(page.side.isVisible)
    settle(0.5)
    return []


def none(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The page of a book that has no deals yet."""
    _page(window)
    return []
