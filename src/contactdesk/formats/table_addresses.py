"""A whole address of one cell, as far as its parts are sure."""

from __future__ import annotations

import re
from typing import NamedTuple

_POSTAL = re.compile(
    r"(?P<code>(?:[A-Z]{1,2}-)?\d{2}-\d{3}|(?:[A-Z]{1,2}-)?\d{4,6}|\d{3} \d{2}|\d{4} [A-Z]{2}"
    r"|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})\s+(?P<town>[^\d,]+)"
)
_ENGLISH = re.compile(r"(?P<town>[^\d,]+?)\s+(?P<code>[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})")


class AddressParts(NamedTuple):
    """Street, postcode, town and country."""

    street: str
    postal_code: str = ""
    locality: str = ""
    country: str = ""


def parted_town(text: str) -> tuple[str, str]:
    """Postcode and town of a cell that has both: "28195 Bremen"."""
    found = _POSTAL.fullmatch(text)
    return (found["code"], found["town"].strip()) if found else ("", text)


def parted_address(text: str) -> AddressParts:
    """The parts of an address; all of it is the street where no postcode is found in it."""
    pieces = [p.strip() for p in re.split(r"\r?\n|,\s", text.strip()) if p.strip()]
    for place, piece in enumerate(pieces):
        found = _POSTAL.fullmatch(piece) or _ENGLISH.fullmatch(piece)
        if found and place and len(pieces) - place <= 2:
            street = "\n".join(pieces[:place])
            country = pieces[place + 1] if place + 1 < len(pieces) else ""
            return AddressParts(street, found["code"], found["town"].strip(), country)
    return AddressParts(text.strip())
