"""Phone numbers: kept as typed, compared as E.164, shown as their country writes them."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat, ValidationResult

from contactdesk.i18n import _
from contactdesk.model.fold import fold

_EXTENSION = re.compile(
    r"(?:;ext=|\bext\.?|\bx|#|\bwew\.?|\bdw\.?|داخلی|分機|轉|,)\s*\d+\s*$", re.I
)
_NO_SEPARATORS = str.maketrans("", "", " \t\n\r\v\f\x1c\x1d\x1e\x1f().-/")  # those of ASCII


@lru_cache(maxsize=10_000)
def _parsed(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return None


@lru_cache(maxsize=20_000)
def _is_plain(prefix: str, length: int) -> bool:
    """Whether every number that starts so and is so long is its own E.164 form.

    `prefix` is "+" and five digits: the country code and the first digits behind it. Together
    with the length they decide whether a number is possible, unless it may begin with the
    country's trunk prefix. Thus most numbers need no full parse (18 µs each).
    """
    number = _parsed(prefix + "0" * (length - len(prefix)), "")
    if number is None or not phonenumbers.is_possible_number(number):
        return False
    code = number.country_code or 0
    national = prefix[1 + len(str(code)) :]
    region = phonenumbers.region_code_for_country_code(code)
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    if not national or national[0] == "0" or metadata is None:
        return False
    trunk = metadata.national_prefix_for_parsing
    return not trunk or not re.match(trunk, national + "0" * (length - len(prefix)))


@lru_cache(maxsize=20_000)
def _national_start(prefix: str, length: int, region: str) -> str:
    """What goes before a number dialled at home to make it E.164, or "" where that is not plain."""
    sample = prefix + "0" * (length - len(prefix))
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    number = _parsed(sample, region)
    if metadata is None or number is None or not phonenumbers.is_possible_number(number):
        return ""
    starts = (metadata.national_prefix_for_parsing, metadata.international_prefix)
    if prefix[0] == "0" or any(p and re.match(p, sample) for p in starts):
        return ""
    if prefix.startswith(str(metadata.country_code)):
        return ""  # might be an international number that lost its +
    return f"+{metadata.country_code}"


def e164(text: str, region: str = "") -> str:
    """The number as E.164 ("+48501234567"), or "" when it is no possible number.

    `region` (ISO 3166, "PL") is the country that a number without one is taken to be from.
    An extension is not part of the result.
    """
    digits = text.translate(_NO_SEPARATORS) if text.isascii() else ""
    if digits.isdigit() or (text[:1] == "+" and digits[1:].isdigit()):
        if digits[0] == "+":
            if 11 <= len(digits) <= 14 and _is_plain(digits[:6], len(digits)):
                return digits
        elif not region:
            return ""  # without a country there is no telling
        elif 7 <= len(digits) <= 12 and (start := _national_start(digits[:4], len(digits), region)):
            return start + digits
    return _e164_in_full(text, region)


@lru_cache(maxsize=20_000)
def _e164_in_full(text: str, region: str) -> str:
    plain = fold(text)
    if plain.startswith("tel:"):
        plain = plain[4:]
    plain = _EXTENSION.sub("", plain)
    number = _parsed(plain, region)
    if number is None or not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


@lru_cache(maxsize=1_000)
def _code_length(start: str) -> int:
    """How many digits the country code has that an E.164 number begins with."""
    number = _parsed(start + "0000000", "")
    return len(str(number.country_code)) if number else 0


def search_forms(number: str, text: str = "") -> list[str]:
    """The digits under which a number is found: international and national.

    `number` is E.164; without one the digits of `text` are all there is. A query may begin with
    the 0 that people dial first at home: the search looks for it with and without.
    """
    if not number:
        digits = "".join([c for c in fold(text) if c.isdigit()])
        return [digits] if digits else []
    national = number[1 + _code_length(number[:5]) :]
    return [number[1:], national]


def pretty(text: str, region: str = "") -> str:
    """The number as people write it, with its country ("+48 501 234 567"); else as typed."""
    number = _parsed(fold(text), region) if e164(text, region) else None
    if number is None or not phonenumbers.is_valid_number(number):
        return text
    return str(phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL))


def advice(text: str, region: str = "") -> str:
    """A sentence about a number that looks odd, or "": it can always be saved as it is."""
    plain = _EXTENSION.sub("", fold(text)).strip()
    if not any(c.isdigit() for c in plain):
        return _("This has no digits. Example: +48 501 234 567") if plain else ""
    number = _parsed(plain, region)
    if number is None:
        return _("No country is known for this number. Example: +48 501 234 567")
    result = phonenumbers.is_possible_number_with_reason(number)
    country = country_name(
        phonenumbers.region_code_for_number(number)
        or phonenumbers.region_code_for_country_code(number.country_code or 0)
    )
    if result == ValidationResult.TOO_SHORT:
        return _("{country} · looks too short. You can also save it as it is.").format(
            country=country
        )
    if result == ValidationResult.TOO_LONG:
        return _("{country} · looks too long. You can also save it as it is.").format(
            country=country
        )
    return ""


def place_words(number: str, language: str = "en") -> str:
    """Where an E.164 number is from, and what it is: "Portugal · landline"; "" for no country.

    The towns of numbers are in phonenumbers too, but take 190 MB.
    """
    parsed = _parsed(number, "")
    region = phonenumbers.region_code_for_number(parsed) if parsed is not None else ""
    if parsed is None or not region or region == "001":
        return ""
    kinds = phonenumbers.PhoneNumberType
    words = {kinds.FIXED_LINE: _("landline"), kinds.MOBILE: _("mobile")}
    kind = words.get(phonenumbers.number_type(parsed), "")
    return " · ".join(w for w in (country_name(region, language), kind) if w)


def country_name(region: str, language: str = "en") -> str:
    """The country's name in a language (ICU)."""
    import icu

    return str(icu.Locale("", region).getDisplayCountry(icu.Locale(language))) or region


@lru_cache(maxsize=20_000)
def is_mobile(number: str) -> bool:
    """Whether an E.164 number is a mobile one, or may be (in North America nobody can tell)."""
    parsed = _parsed(number, "")
    kinds = phonenumbers.PhoneNumberType
    return parsed is not None and phonenumbers.number_type(parsed) in (
        kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE, kinds.PERSONAL_NUMBER
    )  # fmt: skip
