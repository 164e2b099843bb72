"""The sample office: made by a seed, invented, and of every script."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[1] / "resources" / "samples"
OFFICE = (SAMPLES / "office.vcf").read_text("utf-8")


def test_the_same_seed_gives_the_committed_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SAMPLES))
    spec = importlib.util.spec_from_file_location("make_office", SAMPLES / "make_office.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "make_office", module)
    spec.loader.exec_module(module)
    assert "".join(module.Office().cards()).splitlines() == OFFICE.splitlines()


def test_every_mail_address_is_one_that_nobody_can_have() -> None:
    addresses = re.findall(r"[\w.+-]+@([\w.-]+)", OFFICE.replace("\n ", ""))
    assert len(addresses) > 250
    assert all(domain.rstrip(".").endswith(".example") for domain in addresses)


@pytest.mark.parametrize("piece", ["Łucja", "陳", "رضا", "Größer", "Nguyễn", "Begoña", "O'Neill"])
def test_it_has_names_of_every_language(piece: str) -> None:
    assert piece in OFFICE


def test_it_has_about_three_hundred_cards_of_three_versions() -> None:
    versions = re.findall(r"VERSION:(\S+)", OFFICE)
    assert 280 <= len(versions) <= 340
    assert set(versions) == {"2.1", "3.0", "4.0"}
