"""What the command line says of deals' money: a table, the forecast, and exchange rates."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

from contactdesk.commands import open_book, say
from contactdesk.deal_commands import listed, now_here, sorted_by, tell_missing, typed_day
from contactdesk.errors import ContactDeskError
from contactdesk.formats.csv_lines import csv_of
from contactdesk.i18n import _
from contactdesk.model.currencies import currency_of
from contactdesk.model.deal import ExchangeRate, Pipeline
from contactdesk.model.money import decimal_of, typed_amount, written
from contactdesk.operations import deal_table
from contactdesk.operations.deal_forecast import LATE, Line, forecast
from contactdesk.operations.deals import usual_pipeline
from contactdesk.operations.exchange_rates import note
from contactdesk.operations.pipelines import keep


def run(options: argparse.Namespace) -> int:
    """One of `rates`, `rate`, `pipelines`, `pipeline`, `deals --csv` and `deals --forecast`."""
    verbs = {"rates": _list_rates, "rate": _note_rate, "pipelines": _list_pipelines,
             "pipeline": _add_pipeline}  # fmt: skip
    if options.verb in verbs:
        return verbs[options.verb](options)
    return _forecast(options) if options.forecast else _csv(options)


def _list_rates(options: argparse.Namespace) -> int:
    with open_book(options) as book, book.read() as tx:
        rates = sorted(tx.rates.all(), key=lambda r: (r.valid_on, r.number), reverse=True)
    for rate in rates:
        facts = {n: getattr(rate, n) for n in ("currency", "rate", "base", "valid_on")}
        line = f"{rate.valid_on:10}  1 {rate.currency} = {rate.rate} {rate.base}"
        print(json.dumps(facts) if options.json else line)
    return 0 if rates else 1


def _note_rate(options: argparse.Namespace) -> int:
    # a rate has no thousands: whatever parts it, parts the fraction
    number = decimal_of(options.rate.strip().replace(",", "."))
    if number is None or not typed_amount(options.rate):
        words = _("{text} is no rate. Write it like 0.0886.")
        raise ContactDeskError(words.format(text=options.rate))
    day = typed_day(options.day) or now_here().date().isoformat()
    with open_book(options) as book:
        with book.read() as tx:
            known = next(iter(tx.pipelines.all()), None)
        base = options.base.upper() or (known.currency if known else "EUR")
        rate = ExchangeRate(
            currency=options.currency.upper(), base=base, rate=written(number), valid_on=day
        )  # fmt: skip
        words = f"1 {rate.currency} = {rate.rate} {base} ({day})"
        label = _("Rate: {rate}").format(rate=words)
        with book.write(label) as tx:
            noted = note(tx, rate)
    say(options, label, id=noted.id, currency=noted.currency, rate=noted.rate)
    return 0


def _list_pipelines(options: argparse.Namespace) -> int:
    with open_book(options) as book, book.read() as tx:
        every = tx.pipelines.all()
    for pipeline in every:
        if options.json:
            print(json.dumps(_facts(pipeline), ensure_ascii=False))
            continue
        print(f"{pipeline.name}  {pipeline.currency}")
        for stage in pipeline.stages:
            tasks = [f.summary for f in pipeline.follow_ups if f.stage == stage.item]
            print("  ".join((f"  {stage.chance:3} %", stage.name, *(f"→ {t}" for t in tasks))))
    return 0 if every else 1


def _facts(pipeline: Pipeline) -> dict[str, Any]:
    follows = pipeline.follow_ups
    stages = [
        {
            "name": stage.name, "chance": stage.chance, "outcome": stage.outcome,
            "stuck_after": stage.stuck_after,
            "tasks": [{"summary": f.summary, "days": f.days}
                      for f in follows if f.stage == stage.item],
        }
        for stage in pipeline.stages
    ]  # fmt: skip
    return {"id": pipeline.id, "name": pipeline.name, "currency": pipeline.currency,
            "stages": stages}  # fmt: skip


def _add_pipeline(options: argparse.Namespace) -> int:
    name = options.name.strip()
    with open_book(options) as book:
        currency = options.currency.upper() or currency_of(book.facts.region)
        with book.write(_("New pipeline {name}").format(name=name)) as tx:
            made = keep(tx, replace(usual_pipeline(currency), name=name), None)
    say(options, _("Pipeline kept: {name}").format(name=name), id=made.id, name=made.name)
    return 0


def _csv(options: argparse.Namespace) -> int:
    now, lines = now_here(), list[list[str]]()
    with open_book(options) as book, book.read() as tx:
        rates = tx.rates.known(now.date().isoformat())
        owners = {each.id: each.name for each in tx.people.all().values()}
        for pipeline in tx.pipelines.all():
            rows = listed(tx, pipeline, now, options.all)
            ordered = sorted_by(rows, options.sort, pipeline, rates, owners)
            around = deal_table.Around(pipeline, rates, owners)
            made = deal_table.lines(ordered, list(deal_table.BY_KEY), around)
            lines += made if not lines else made[1:]
    print(csv_of(lines).decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n"), end="")
    return 0 if len(lines) > 1 else 1


def _forecast(options: argparse.Namespace) -> int:
    now, any_line = now_here(), False
    with open_book(options) as book, book.read() as tx:
        rates = tx.rates.known(now.date().isoformat())
        owners = {each.id: each.name for each in tx.people.all().values()}
        for pipeline in tx.pipelines.all():
            rows = listed(tx, pipeline, now, False)
            found = forecast(rows, options.forecast, pipeline, rates, now.date())
            names = [_name(line.key, options.forecast, owners) for line in found.lines]
            if found.lines:
                any_line = True
                names.append(pipeline.name)
            for name, line in zip(names, (*found.lines, found.all), strict=False):
                print(_told(name, line, pipeline, options.json))
            missing = (code for code, _amount in found.all.total.missing)
            tell_missing(options, missing, pipeline.currency)
    return 0 if any_line else 1


def _name(key: str, by: str, owners: dict[str, str]) -> str:
    if by == "owner":
        return owners.get(key, "") or _("Nobody")
    if by == "currency":
        return key
    return _("Was to close before today") if key == LATE else key[:7] or _("No date")


def _told(name: str, line: Line, pipeline: Pipeline, as_json: bool) -> str:
    total, currency = line.total, pipeline.currency
    missing = {code: written(amount) for code, amount in total.missing}
    if as_json:
        facts: dict[str, Any] = {
            "name": name, "pipeline": pipeline.name, "deals": total.deals,
            "amount": _round(total.amount), "weighted": _round(total.weighted),
            "currency": currency, "parts": {c: written(a) for c, a in line.parts},
            "missing": missing,
        }  # fmt: skip
        return json.dumps(facts, ensure_ascii=False)
    mark = "≈ " if total.is_approximate else ""
    words = _("{name}: {n} deals, {amount} {currency}, weighted {weighted} {currency}").format(
        name=name, n=total.deals, amount=f"{mark}{_round(total.amount)}", currency=currency,
        weighted=f"{mark}{_round(total.weighted)}",
    )  # fmt: skip
    without = [
        _("not counted, as there is no rate: {amount} {currency}").format(amount=a, currency=c)
        for c, a in missing.items()
    ]
    return "; ".join([words, *without])


def _round(amount: Decimal) -> str:
    return written(round(amount, 2))
