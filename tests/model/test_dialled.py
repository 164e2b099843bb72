"""Numbers that other programs hand over, and that people paste."""

from __future__ import annotations

import pytest

from contactdesk.model.dialled import dialled, is_link, pasted


@pytest.mark.parametrize(
    ("handed", "number"),
    [
        ("tel:+48600000214", "+48600000214"),
        ("TEL:+48-600-000-214;ext=5", "+48-600-000-214"),
        ("tel:%2B48%20600%20000%20214", "+48 600 000 214"),
        ("tel:600-000-214;phone-context=+48", "+48600-000-214"),
        ("tel:214;phone-context=office.example", "214"),
        ("callto:+48600000214", "+48600000214"),
        ("callto://+48600000214", "+48600000214"),
        ("+48 (600) 000.214", "+48 (600) 000.214"),
        ("\u202a+48 600 000 214\u202c", "+48 600 000 214"),
        ("+۹۸ ۹۱۲ ۰۰۰ ۰۲۱۴", "+۹۸ ۹۱۲ ۰۰۰ ۰۲۱۴"),
        ("callto:echo123", ""),
        ("tel:", ""),
        ("https://a.example/+48600000214", ""),
        ("javascript:600000214", ""),
        ("600000214\nrm -rf", ""),
        ("6" * 65, ""),
        ("tel:" + "6" * 100_000, ""),
    ],
)
def test_what_is_dialled(handed: str, number: str) -> None:
    assert dialled(handed) == number


def test_only_a_whole_number_is_taken_from_a_text() -> None:
    assert pasted(" 0048 600 000 214 ") == "0048 600 000 214"
    assert pasted("2026") == ""  # a year
    assert pasted("call 600 000 214 today") == ""
    assert pasted("") == ""
    assert is_link("tel:1")
    assert not is_link("tel")
