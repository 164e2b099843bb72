"""The hint on how hard a passphrase is to guess."""

from __future__ import annotations

import pytest

from contactdesk.model.passphrase import strength


@pytest.mark.parametrize(
    "text",
    ["a", "password", "Password1!", "contactdesk 2024", "12345678901234567890", "a" * 60, "qwerty",
     "1984 1985", "秘密"],
)  # fmt: skip
def test_what_is_tried_first_is_weak(text: str) -> None:
    assert strength(text) == "weak"


def test_some_words_are_fair_and_one_more_is_strong() -> None:
    assert strength("mleko rower chmura taboret") == "fair"
    assert strength("mleko rower chmura taboret kot lampa") == "strong"
    assert strength("kJ7#qPz9vW2$mN4x") == "strong"
    assert strength("زمستان کتابخانه دوچرخه پنجره آسمان") == "strong"
    assert strength("秘密の花園を守る人たち") == "strong"


def test_nothing_is_none() -> None:
    assert strength("") == strength("   ") == "none"
