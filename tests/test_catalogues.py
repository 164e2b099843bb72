"""The translations: complete in their placeholders, whatever the language."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[1] / "resources" / "locale"
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/contactdesk.po"))


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{\w*\}", text))


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[1].name)
def test_every_translation_keeps_the_placeholders(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        known = message.id if isinstance(message.id, str) else message.id[-1]
        for form in forms(message) if known else ():
            # a singular may say "one" in words; nothing may appear that the program never fills
            assert placeholders(form) <= placeholders(known), f"{known!r}: {form!r}"
            if isinstance(message.id, str) and form:
                assert placeholders(form) == placeholders(known), f"{known!r}: {form!r}"
