"""What the command line does with deals: `deals`, and `deal add`, `deal move`, `deal show`."""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from contactdesk.commands import contact_key, open_book, say
from contactdesk.errors import ContactDeskError, NotFound
from contactdesk.i18n import _
from contactdesk.model.deal import Deal, Pipeline, Stage
from contactdesk.model.fold import fold
from contactdesk.model.money import (
    Counted,
    Rates,
    Total,
    line_total,
    total_of,
    typed_amount,
    written,
)
from contactdesk.model.zones import home_zone
from contactdesk.operations import competitors, deal_table, deals
from contactdesk.operations.exchange_rates import is_code
from contactdesk.store.book import Transaction
from contactdesk.store.deal_rows import DealRow, NextStep

_SHORT = 8  # last characters of an id, as they are listed: the first ones say when


def now_here() -> datetime:
    """The moment by the person's clock."""
    return datetime.now(home_zone() or UTC)


def list_deals(options: argparse.Namespace) -> int:
    """List the open deals of every pipeline, with --all those that are decided too; status 1
    when there are none."""
    now = now_here()
    with open_book(options) as book, book.read() as tx:
        rates = tx.rates.known(now.date().isoformat())
        found = [
            (pipeline, listed(tx, pipeline, now, options.all)) for pipeline in tx.pipelines.all()
        ]
        owners = {each.id: each.name for each in tx.people.all().values()}
    for pipeline, rows in found:
        for row in sorted_by(rows, options.sort, pipeline, rates, owners):
            print(_json(row, pipeline, owners) if options.json else _line(row, pipeline))
        if rows and not options.json:
            counted = (Counted(r.deal.amount, r.deal.currency, r.chance) for r in rows)
            total = total_of(counted, pipeline.currency, rates)
            print(_sums(pipeline, total))
            tell_missing(options, (code for code, _amount in total.missing), pipeline.currency)
    return 0 if any(rows for _pipeline, rows in found) else 1


def listed(tx: Transaction, pipeline: Pipeline, now: datetime, decided: bool) -> list[DealRow]:
    """The deals of a pipeline in the order of its stages."""
    order = [stage.item for stage in pipeline.stages]
    rows = [
        row
        for row in tx.deal_rows.of_pipeline(pipeline, now)
        if decided or not _stage(pipeline, row.deal).outcome
    ]
    return sorted(rows, key=lambda r: order.index(r.deal.stage) if r.deal.stage in order else -1)


def sorted_by(
    rows: list[DealRow], column: str, pipeline: Pipeline, rates: Rates, owners: dict[str, str]
) -> list[DealRow]:
    """Rows in the order of a column of the table; as they are where none is named."""
    if not column:
        return rows
    if column not in deal_table.BY_KEY:
        words = _("There is no column {name}. There are: {all}")
        raise NotFound(words.format(name=column, all=", ".join(deal_table.BY_KEY)))
    return deal_table.arranged(rows, column, deal_table.Around(pipeline, rates, owners))


def _stage(pipeline: Pipeline, deal: Deal) -> Stage:
    return pipeline.stage(deal.stage) or Stage()


def _line(row: DealRow, pipeline: Pipeline) -> str:
    deal = row.deal
    money = f"{deal.amount} {deal.currency}" if deal.amount else ""
    whom = row.organisation or next(iter(row.people), None)
    words = [" ".join(deal.title.split()), f"({whom.name})" if whom else "", _next(row.next)]
    stage = _stage(pipeline, deal).name
    shown = "  ".join(word for word in words if word)
    return f"{deal.id[-_SHORT:]}  {stage:14}  {money:>14}  {shown}"


def _next(step: NextStep | None) -> str:
    if step is None:
        return ""
    day = f" {step.day.isoformat()}" if step.day else ""
    return f"→ {' '.join(step.summary.split())}{day}{f' {step.at:%H:%M}' if step.at else ''}"


def _sums(pipeline: Pipeline, total: Total) -> str:
    mark = "≈ " if total.is_approximate else ""
    words = _("{pipeline}: {n} deals, {amount} {currency}, weighted {weighted} {currency}").format(
        pipeline=pipeline.name,
        n=total.deals,
        amount=f"{mark}{written(round(total.amount, 2))}",
        weighted=f"{mark}{written(round(total.weighted, 2))}",
        currency=total.currency,
    )
    without = [
        _("not counted, as there is no rate: {amount} {currency}").format(
            amount=written(amount), currency=currency
        )
        for currency, amount in total.missing
    ]
    return "; ".join([words, *without])


def _json(row: DealRow, pipeline: Pipeline, owners: dict[str, str]) -> str:
    return json.dumps(_facts(row, pipeline, owners), ensure_ascii=False)


def _facts(row: DealRow, pipeline: Pipeline, owners: dict[str, str]) -> dict[str, Any]:
    deal, stage, firm, step = row.deal, _stage(pipeline, row.deal), row.organisation, row.next
    return {
        "id": deal.id,
        "title": deal.title,
        "pipeline": pipeline.name,
        "stage": stage.name,
        "outcome": stage.outcome,
        "amount": deal.amount,
        "currency": deal.currency,
        "chance": row.chance,
        "stage_since": deal.stage_since,
        "expected_on": deal.expected_on,
        "closed_on": deal.closed_on,
        "lost_reason": deal.lost_reason,
        "owner": owners.get(deal.owner, ""),
        "source": deal.source,
        "organisation": {"id": firm.id, "name": firm.name} if firm else None,
        "people": [{"id": each.id, "name": each.name} for each in row.people],
        "next": {"summary": step.summary, "day": step.day.isoformat() if step.day else ""}
        if step
        else None,
    }


def run_deal(options: argparse.Namespace) -> int:
    """Add, move or show a deal, or say who else offers."""
    deeds = {"add": _add, "move": _move, "show": _show, "against": _against}
    return deeds[options.deed](options)


def _add(options: argparse.Namespace) -> int:
    title = " ".join(options.title).strip()
    if not title:
        raise ContactDeskError(_("The deal has no title. Nothing was written."))
    amount, currency = _money(options.amount, options.currency)
    deal = Deal(
        title=title,
        amount=amount,
        follows_products=not options.amount,
        currency=currency,
        expected_on=typed_day(options.closes),
        source=options.source,
    )
    with open_book(options) as book:
        region = book.facts.region
        with book.write(_("New deal: {name}").format(name=title)) as tx:
            contacts = [tx.contacts.get(contact_key(tx, each)) for each in options.parties]
            if contacts:
                known = deals.deal_for(tx, contacts[0])
                firm = next((c.id for c in contacts if c.kind == "org"), known.organisation)
                people = tuple(c.id for c in contacts if c.kind != "org")
                deal = replace(deal, organisation=firm, people=people)
            pipeline = deals.first_pipeline(tx, region)
            if options.stage:
                deal = replace(deal, stage=stage_named(pipeline, options.stage).item)
            made = deals.add(tx, deal, region, now_here().date())
    words = _("Deal kept: {name}, in {stage}").format(name=title, stage=made.stage.name)
    say(options, words, id=made.deal.id, title=title, stage=made.stage.name)
    return 0


def _money(text: str, code: str) -> tuple[str, str]:
    """An amount and its currency, which may stand beside the amount ("11200 SEK")."""
    found = typed_amount(text)
    if found is None:
        words = _("{text} is no amount. Write it like 11200 or 11200.50.")
        raise ContactDeskError(words.format(text=text))
    beside = "".join(c for c in text.replace("€", "EUR") if _is_of_a_currency(c)).upper()
    currency = code.strip().upper() or beside
    if currency and not is_code(currency):
        words = _("{code} is no currency. Write its three letters, like EUR. Nothing was written.")
        raise ContactDeskError(words.format(code=code.strip() or beside))
    if beside not in ("", currency):
        words = _("Is it {one} or {other}? Say one currency. Nothing was written.")
        raise ContactDeskError(words.format(one=beside, other=currency))
    return found, currency


def _is_of_a_currency(char: str) -> bool:
    return char.isalpha() or unicodedata.category(char) == "Sc"


def tell_missing(options: argparse.Namespace, missing: Iterable[str], base: str) -> None:
    """Say on standard error how a rate that is missing is written down."""
    for currency in sorted(set(missing)) if not options.json else ():
        words = _("To count {currency} too, write down what one of it is worth: {command}")
        command = f"contactdesk rate {currency} N --in {base}"
        print(f"contactdesk: {words.format(currency=currency, command=command)}", file=sys.stderr)


def typed_day(text: str) -> str:
    """A day as it was typed; raises where it is none."""
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        words = _("{text} is no day. Write it like 2026-11-22.")
        raise ContactDeskError(words.format(text=text)) from error


def stage_named(pipeline: Pipeline, words: str) -> Stage:
    """The stage whose name begins so, or that decides so ("won", "lost")."""
    wanted = fold(words)
    exactly = [s for s in pipeline.stages if wanted in (fold(s.name), s.outcome)]
    found = exactly or [s for s in pipeline.stages if fold(s.name).startswith(wanted)]
    if len(found) != 1:
        names = ", ".join(stage.name for stage in pipeline.stages)
        sentence = _("There is no stage {name}. There are: {all}")
        raise NotFound(sentence.format(name=words, all=names))
    return found[0]


def _move(options: argparse.Namespace) -> int:
    with open_book(options) as book:
        with book.read() as tx:
            deal = deal_named(tx, options.deal)
            stage = stage_named(deals.pipeline_of(tx, deal), options.stage)
        label = _("Move {name} to {stage}").format(name=deal.title, stage=stage.name)
        with book.write(label) as tx:
            moved = deals.move(tx, deal, stage.item, now_here().date(), options.reason)
    words = _("{name} is in {stage} now").format(name=deal.title, stage=stage.name)
    say(options, words, id=deal.id, stage=stage.name, tasks=[t.id for t in moved.tasks])
    return 0


def _against(options: argparse.Namespace) -> int:
    name = " ".join(options.name).strip()
    if not name:
        raise ContactDeskError(_("The competitor has no name. Nothing was written."))
    with open_book(options) as book:
        with book.read() as tx:
            deal = deal_named(tx, options.deal)
        with book.write(_("Change {name}").format(name=deal.title)) as tx:
            if options.gone:
                deal = competitors.drop(tx, deal, name)
            else:
                deal = competitors.add(tx, deal, name, options.note)
            told = [found for _each, found in competitors.named(tx, deal)]
    words = _("{deal} – competitors: {names}").format(
        deal=deal.title, names=", ".join(told) or _("Nobody known")
    )
    say(options, words, id=deal.id, competitors=told)
    return 0


def _show(options: argparse.Namespace) -> int:
    with open_book(options) as book, book.read() as tx:
        deal = deal_named(tx, options.deal)
        pipeline = deals.pipeline_of(tx, deal)
        (row,) = tx.deal_rows.of([deal], [pipeline], now_here())
        owners = {each.id: each.name for each in tx.people.all().values()}
        events, offers = tx.events.of_deal(deal.id), tx.documents.of_deal(deal.id)
        rivals = competitors.named(tx, deal)
    facts = _facts(row, pipeline, owners)
    facts["description"] = deal.description
    facts["products"] = [
        {"name": p.name, "quantity": p.quantity, "price": p.price, "total": written(line_total(p))}
        for p in deal.products
    ]
    facts["competitors"] = [
        {"id": each.organisation, "name": name, "note": each.note} for each, name in rivals
    ]
    facts["documents"] = [{"id": d.id, "name": d.name} for d in offers]
    facts["events"] = [
        {"id": e.id, "type": e.component, "summary": e.summary or e.description} for e in events
    ]
    if options.json:
        print(json.dumps(facts, ensure_ascii=False))
    else:
        print("\n".join(line for name, value in facts.items() for line in _told(name, value)))
    return 0


def _told(name: str, value: Any) -> Sequence[str]:
    """A fact as lines; nothing for what is empty."""
    if not value and value != 0:
        return []
    if isinstance(value, dict):
        value = " ".join(str(v) for k, v in value.items() if k != "id" and v)
    if isinstance(value, list):
        lines = (" ".join(str(v) for k, v in each.items() if k != "id" and v) for each in value)
        return [f"{name}: {line}" for line in lines]
    return [f"{name}: {value}"]


def deal_named(tx: Transaction, words: str) -> Deal:
    """The one deal that an id, the end of one, or words of its title mean."""
    every = tx.deals.all()
    by_id = [d for d in every if d.id == words or (len(words) >= 4 and d.id.endswith(words))]
    wanted = fold(words)
    found = by_id or [d for d in every if fold(d.title) == wanted] or [
        d for d in every if wanted in fold(d.title)
    ]  # fmt: skip
    if not found:
        raise NotFound(_("There is no such deal: {name}").format(name=words))
    if len(found) > 1:
        ids = ", ".join(deal.id[-_SHORT:] for deal in found[:5])
        sentence = _("“{name}” may be several deals ({ids}). Say which by its id.")
        raise ContactDeskError(sentence.format(name=words, ids=ids))
    return found[0]
