"""The verbs `deals` and `deal` of the command line, and deals of files out and in."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from contactdesk import cli
from contactdesk.model.deal import Competitor, ExchangeRate, FollowUp, Product
from contactdesk.model.event import Event
from contactdesk.store.book import Book

CARDS = (
    "BEGIN:VCARD\nVERSION:4.0\nUID:urn:uuid:11111111-2222-3333-4444-555555555555\n"
    "FN:Anna Nowak\nORG:Baltica\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:4.0\nKIND:org\nFN:Baltica\nEND:VCARD\n"
)
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def book(tmp_path: Path, capsys: Captured) -> str:
    path, cards = tmp_path / "office.cdk", tmp_path / "cards.vcf"
    cards.write_text(CARDS)
    assert cli.main(["--book", str(path), "import", str(cards)]) == 0
    with Book.open(path) as opened:
        opened.configure(region="DE")
    capsys.readouterr()
    return str(path)


def run(book: str, capsys: Captured, *words: str, status: int = 0) -> str:
    assert cli.main(["--book", book, *words]) == status
    found = capsys.readouterr()
    return found.out if status < 2 else found.err


def add(book: str, capsys: Captured) -> None:
    said = run(book, capsys, "deal", "add", "Autumn", "pallets", "--with", "anna",
               "--amount", "11 200", "--closes", "2026-11-30")  # fmt: skip
    assert said == "Deal kept: Autumn pallets, in Lead\n"


def test_a_deal_is_added_listed_moved_and_shown(book: str, capsys: Captured) -> None:
    assert run(book, capsys, "deals", status=1) == ""
    add(book, capsys)
    run(book, capsys, "deal", "add", "Cold audit", "--amount", "22000", "--currency", "sek",
        "--stage", "negot")  # fmt: skip
    first, second, total = run(book, capsys, "deals").splitlines()
    assert first[8:].split() == ["Lead", "11200", "EUR", "Autumn", "pallets", "(Baltica)"]
    assert second[8:].split() == ["Negotiation", "22000", "SEK", "Cold", "audit"]
    assert total == (
        "Sales: 2 deals, ≈ 11200 EUR, weighted ≈ 1120 EUR; not counted, as there is no rate: "
        "22000 SEK"
    )
    assert run(book, capsys, "deal", "move", "autumn", "lost", "--reason", "price") == (
        "Autumn pallets is in Lost now\n"
    )
    assert "Autumn" not in run(book, capsys, "deals")
    shown = run(book, capsys, "deal", "show", "autumn").splitlines()
    assert {"stage: Lost", "lost_reason: price", "organisation: Baltica"} <= set(shown)
    told = [json.loads(line) for line in run(book, capsys, "deals", "--json", "--all").splitlines()]
    assert [(each["title"], each["outcome"]) for each in told] == [
        ("Cold audit", ""), ("Autumn pallets", "lost"),
    ]  # fmt: skip
    run(book, capsys, "undo")
    assert "Autumn" in run(book, capsys, "deals")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add", "X", "--amount", "much"), "no amount"),
        (("add", "X", "--closes", "soon"), "no day"),
        (("add", "X", "--stage", "nowhere"), "There are: Lead, Contacted"),
        (("move", "nothing", "won"), "no such deal"),
        (("show", "l"), "may be several"),
    ],
)
def test_what_does_not_go_is_said(
    book: str, capsys: Captured, words: tuple[str, ...], sentence: str
) -> None:
    add(book, capsys)
    run(book, capsys, "deal", "add", "Labels")
    assert sentence in run(book, capsys, "deal", *words, status=2)
    assert len(run(book, capsys, "deals").splitlines()) == 3


def test_deals_go_to_another_book_and_back_with_all_they_say(
    book: str, capsys: Captured, tmp_path: Path
) -> None:
    add(book, capsys)
    with Book.open(book) as opened, opened.write("Edit") as tx:
        (deal,) = tx.deals.all()
        full = replace(
            deal, products=(Product("Pallet", "800", "8.50"),), source="fair", chance=33,
            competitors=(Competitor(name="Paletex", note="price"),
                         Competitor(organisation=deal.organisation)),
            discount="5", description="x\ny",
        )  # fmt: skip
        deal = tx.deals.save(full, base=deal)
        (pipeline,) = tx.pipelines.all()
        follow = (FollowUp(2, "Send the offer", 2),)
        tx.pipelines.save(replace(pipeline, follow_ups=follow), base=pipeline)
        tx.rates.add(ExchangeRate(currency="SEK", base="EUR", rate="0.087", valid_on="2026-11-01"))
        tx.events.add(Event(component="task", summary="Call", deal=deal.id))
    file, other = tmp_path / "all.jsonl", str(tmp_path / "other.cdk")
    run(book, capsys, "export", "--to", str(file), "--format", "jsonl")
    assert run(other, capsys, "import", str(file)).endswith("and 1 deal\n")
    with Book.open(book) as one, Book.open(other) as two, one.read() as a, two.read() as b:
        ((before,), (after,)) = a.deals.all(), b.deals.all()
        anna, baltica = b.contacts.get_many([1, 2])
        assert (after.organisation, after.people) == (baltica.id, (anna.id,))
        firm = after.competitors[1].organisation
        assert firm == baltica.id
        mine = {"organisation": "", "people": (), "competitors": (), "number": 0,
                "revision": 0, "owner": ""}  # fmt: skip
        assert replace(after, **mine) == replace(before, **mine)
        assert [p.name for p in b.pipelines.all()] == ["Sales"]
        assert b.pipelines.all()[0].follow_ups == a.pipelines.all()[0].follow_ups
        assert [r.rate for r in b.rates.all()] == ["0.087"]
        assert [e.summary for e in b.events.of_deal(after.id)] == ["Call"]
    again = run(other, capsys, "import", str(file))
    assert "deal" not in again
    with Book.open(other) as two, two.read() as b:
        assert (len(b.deals.all()), len(b.pipelines.all()), len(b.rates.all())) == (1, 1, 1)
        assert b.deals.all() == [after]


def test_a_damaged_line_of_a_deal_is_counted_and_the_rest_comes_in(
    book: str, capsys: Captured, tmp_path: Path
) -> None:
    add(book, capsys)
    file, other = tmp_path / "all.jsonl", str(tmp_path / "other.cdk")
    run(book, capsys, "export", "--to", str(file), "--format", "jsonl")
    with file.open("a", encoding="utf-8") as stream:
        stream.write('{"type": "deal", "title": \n{"type": "deal", "title": 5, "products": 7}\n')
    said = run(other, capsys, "import", str(file), status=1)
    assert "1 failed" in said
    with Book.open(other) as two, two.read() as tx:
        assert sorted(deal.title for deal in tx.deals.all()) == ["5", "Autumn pallets"]


def test_rates_are_noted_and_the_forecast_uses_them(book: str, capsys: Captured) -> None:
    add(book, capsys)
    run(book, capsys, "deal", "add", "Audit", "--amount", "22000", "--currency", "sek")
    late, undated, total = run(book, capsys, "deals", "--forecast", "month").splitlines()
    assert "1 deals, 11200 EUR, weighted 1120 EUR" in late
    assert undated.startswith("No date: 1 deals, ≈ 0 EUR")
    assert total.endswith("not counted, as there is no rate: 22000 SEK")
    assert run(book, capsys, "rates", status=1) == ""
    assert run(book, capsys, "rate", "sek", "0,0886", "--on", "2026-11-20") == (
        "Rate: 1 SEK = 0.0886 EUR (2026-11-20)\n"
    )
    run(book, capsys, "rate", "SEK", "0.1", "--on", "2026-11-20")
    assert run(book, capsys, "rates") == "2026-11-20  1 SEK = 0.1 EUR\n"
    said = run(book, capsys, "deals", "--json", "--forecast", "currency")
    facts = [json.loads(line) for line in said.splitlines()]
    assert [(f["name"], f["amount"], f["weighted"]) for f in facts] == [
        ("EUR", "11200", "1120"), ("SEK", "2200", "220"), ("Sales", "13400", "1340")
    ]  # fmt: skip
    assert "no rate" in run(book, capsys, "rate", "SEK", "much", status=2)
    assert "one unit" in run(book, capsys, "rate", "EUR", "2", status=2)


def test_a_pipeline_is_added_and_its_stages_are_listed(book: str, capsys: Captured) -> None:
    assert run(book, capsys, "pipelines", status=1) == ""
    assert run(book, capsys, "pipeline", "Tenders", "--currency", "pln") == (
        "Pipeline kept: Tenders\n"
    )
    first, lead, *_rest = run(book, capsys, "pipelines").splitlines()
    assert (first, lead) == ("Tenders  PLN", "   10 %  Lead")
    facts = json.loads(run(book, capsys, "pipelines", "--json"))
    assert [stage["outcome"] for stage in facts["stages"]][-2:] == ["won", "lost"]
    assert "has a name" in run(book, capsys, "pipeline", " ", status=2)


def test_deals_are_sorted_and_written_as_a_table(book: str, capsys: Captured) -> None:
    add(book, capsys)
    run(book, capsys, "deal", "add", "Audit", "--amount", "22000")
    run(book, capsys, "deal", "add", "=cmd", "--amount", "1")
    ordered = run(book, capsys, "deals", "--sort", "amount").splitlines()
    assert [line.split()[3] for line in ordered[:3]] == ["EUR"] * 3
    assert [line.split()[2] for line in ordered[:3]] == ["1", "11200", "22000"]
    head, first, *_rest = run(book, capsys, "deals", "--csv", "--sort", "amount").splitlines()
    assert head.startswith("Deal,Organisation,Contact,Stage,Value,Currency,Chance")
    assert first.startswith("'=cmd,,,Lead,1,EUR,10,0.1")
    assert "There is no column" in run(book, capsys, "deals", "--sort", "colour", status=2)


def test_who_competes_and_which_documents_a_deal_has(
    book: str, capsys: Captured, tmp_path: Path
) -> None:
    add(book, capsys)
    words = ("deal", "against", "autumn")
    assert run(book, capsys, *words, "Paletex", "--note", "price") == (
        "Autumn pallets – competitors: Paletex\n"
    )
    said = json.loads(run(book, capsys, *words, "baltica", "--json"))
    assert said["competitors"] == ["Paletex", "Baltica"]
    run(book, capsys, *words, "Baltica", "--gone")
    assert "no competitor" in run(book, capsys, *words, "Baltica", "--gone", status=2)
    offer = tmp_path / "Offer.txt"
    offer.write_text("pallets")
    run(book, capsys, "document", "add", str(offer), "--deal", "autumn")
    assert "Offer.txt" in run(book, capsys, "documents", "--deal", "autumn")
    assert "Autumn pallets" in run(book, capsys, "documents", "--of", "anna")
    shown = json.loads(run(book, capsys, "deal", "show", "autumn", "--json"))
    assert [d["name"] for d in shown["documents"]] == ["Offer.txt"]
    assert [(c["name"], c["note"]) for c in shown["competitors"]] == [("Paletex", "price")]


def test_an_amount_says_its_currency_and_what_is_none_is_refused(
    book: str, capsys: Captured
) -> None:
    run(book, capsys, "deal", "add", "One", "--amount", "1200 sek")
    run(book, capsys, "deal", "add", "Two", "--amount", "1.200,50 €", "--currency", "eur")
    for amount, currency, reason in (
        ("5", "ABCD", "ABCD is no currency"), ("5 $", "", "$ is no currency"),
        ("5 SEK", "EUR", "Is it SEK or EUR?"), ("SEK", "", "is no amount"),
        ("5 zł", "", "ZŁ is no currency"),
    ):  # fmt: skip
        words = ("deal", "add", "X", "--amount", amount, "--currency", currency)
        assert reason in run(book, capsys, *words, status=2)
    lines = [json.loads(line) for line in run(book, capsys, "deals", "--json").splitlines()]
    assert [(d["amount"], d["currency"]) for d in lines] == [("1200", "SEK"), ("1200.5", "EUR")]


def test_a_rate_that_is_missing_is_told_with_the_way_to_write_it_down(
    book: str, capsys: Captured
) -> None:
    run(book, capsys, "deal", "add", "One", "--amount", "1200 SEK")
    for words in (("deals",), ("deals", "--forecast", "month")):
        assert cli.main(["--book", book, *words]) == 0
        assert "contactdesk rate SEK N --in EUR" in capsys.readouterr().err
    run(book, capsys, "rate", "SEK", "0.1", "--in", "EUR")
    assert cli.main(["--book", book, "deals"]) == 0
    found = capsys.readouterr()
    assert "120 EUR" in found.out
    assert found.err == ""


def stages(book: str, capsys: Captured, *words: str) -> list[str]:
    """The names of the stages after a deed."""
    found = json.loads(run(book, capsys, "stage", *words, "--json"))["stages"]
    assert isinstance(found, list)
    return [str(name) for name in found]


def test_stages_are_added_renamed_moved_and_removed(book: str, capsys: Captured) -> None:
    usual = ["Lead", "Contacted", "Proposal", "Negotiation", "Won", "Lost"]
    first = stages(book, capsys, "add", "Trial run")
    assert first == [*usual[:4], "Trial run", *usual[4:]]
    assert stages(book, capsys, "change", "trial", "--name", "Sample", "--after", "lead",
                  "--chance", "35", "--stuck-after", "7")[:2] == ["Lead", "Sample"]  # fmt: skip
    assert stages(book, capsys, "change", "contacted", "--first")[:3] == [
        "Contacted", "Lead", "Sample",
    ]  # fmt: skip
    facts = json.loads(run(book, capsys, "pipelines", "--json"))["stages"][2]
    assert (facts["name"], facts["chance"], facts["stuck_after"]) == ("Sample", 35, 7)
    run(book, capsys, "deal", "add", "Autumn pallets")
    run(book, capsys, "deal", "move", "autumn", "sample")
    assert "1 deal is in Sample" in run(book, capsys, "stage", "remove", "sample", status=2)
    run(book, capsys, "deal", "move", "autumn", "lead")
    assert "Sample" not in stages(book, capsys, "remove", "sample")
    assert "Change pipeline Sales" in run(book, capsys, "undo")
    assert "Sample" in run(book, capsys, "pipelines")
    assert run(book, capsys, "stage", "change", "won", "--name", "Signed").endswith(
        "→ Signed → Lost\n"
    )
    run(book, capsys, "deal", "move", "autumn", "won")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add", " "), "Every stage has a name"),
        (("add", "Lead"), "Two stages are called Lead"),
        (("add", "X", "--chance", "101"), "from 0 to 100"),
        (("add", "X", "--stuck-after", "-1"), "from 0"),
        (("add", "X", "--after", "nothing"), "There are: Lead, Contacted"),
        (("add", "X", "--pipeline", "Other"), "There are: Sales"),
        (("change", "nothing", "--first"), "There is no stage nothing"),
        (("change", "lead", "--name", " "), "Every stage has a name"),
        (("change", "lead", "--after", "lead"), "There is no stage lead"),
        (("remove", "nothing"), "There is no stage nothing"),
    ],
)
def test_stages_that_do_not_go_are_told(
    book: str, capsys: Captured, words: tuple[str, ...], sentence: str
) -> None:
    run(book, capsys, "deal", "add", "X")
    before = run(book, capsys, "pipelines")
    assert sentence in run(book, capsys, "stage", *words, status=2)
    assert run(book, capsys, "pipelines") == before


def test_the_last_open_stage_stays(book: str, capsys: Captured) -> None:
    run(book, capsys, "pipeline", "Tenders")
    for name in ("Lead", "Contacted", "Proposal", "Won", "Lost"):
        run(book, capsys, "stage", "remove", name, "--pipeline", "tend")
    assert "at least one stage" in run(book, capsys, "stage", "remove", "Negot", status=2)
