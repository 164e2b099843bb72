"""A postal address in the order of its country."""

from __future__ import annotations

import re

from contactdesk.model.contact import Address

# Each line is one line of the envelope; what is empty falls away with the signs around it.
_CONTINENT = ("{street}", "{extended}", "{post_office_box}", "{postal_code} {locality}", "{region}")
_ANGLO = (
    "{street}",
    "{extended}",
    "{post_office_box}",
    "{locality}, {region} {postal_code}",
)
_BRITISH = (
    "{street}",
    "{extended}",
    "{post_office_box}",
    "{locality}",
    "{region}",
    "{postal_code}",
)
_IBERIAN = (
    "{street}",
    "{extended}",
    "{post_office_box}",
    "{postal_code} {locality} ({region})",
)
_CJK = ("{postal_code} {region}{locality}{street}{extended}{post_office_box}",)
_PERSIAN = (
    "{region}، {locality}، {street}",
    "{extended}",
    "{post_office_box}",
    "{postal_code}",
)
_VIETNAMESE = ("{street}", "{extended}", "{post_office_box}", "{locality}, {region} {postal_code}")
_INDIAN = ("{street}", "{extended}", "{post_office_box}", "{locality} {postal_code}", "{region}")
_EASTERN = _BRITISH

_ORDERS = {
    **dict.fromkeys(("US", "CA", "AU", "NZ"), _ANGLO),
    **dict.fromkeys(("GB", "IE"), _BRITISH),
    **dict.fromkeys(("ES", "IT"), _IBERIAN),
    **dict.fromkeys(("TW", "CN", "JP", "HK", "KR"), _CJK),
    "IR": _PERSIAN,
    "VN": _VIETNAMESE,
    **dict.fromkeys(("IN", "PK", "BD"), _INDIAN),
    **dict.fromkeys(("RU", "UA", "BY", "KZ"), _EASTERN),
}

_NAMES = {
    "US": ("us", "usa", "united states", "united states of america", "stany zjednoczone"),
    "CA": ("ca", "canada", "kanada"),
    "AU": ("au", "australia"),
    "NZ": ("nz", "new zealand"),
    "GB": ("gb", "uk", "united kingdom", "great britain", "england", "scotland", "wales"),
    "IE": ("ie", "ireland", "éire"),
    "ES": ("es", "spain", "españa", "hiszpania"),
    "IT": ("it", "italy", "italia", "włochy"),
    "TW": ("tw", "taiwan", "臺灣", "台灣", "台湾", "中華民國"),
    "CN": ("cn", "china", "中国", "中國"),
    "JP": ("jp", "japan", "日本"),
    "HK": ("hk", "hong kong", "香港"),
    "KR": ("kr", "south korea", "korea", "대한민국"),
    "IR": ("ir", "iran", "ایران"),
    "VN": ("vn", "vietnam", "viet nam", "việt nam"),
    "IN": ("in", "india", "भारत"),
    "RU": ("ru", "russia", "россия"),
    "UA": ("ua", "ukraine", "україна"),
}
_CODES = {name: code for code, names in _NAMES.items() for name in names}
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LATIN = re.compile(r"[A-Za-zÀ-ſ]")


def address_lines(address: Address) -> tuple[str, ...]:
    """The address as one writes it on an envelope, line by line, without empty lines."""
    lines = [_filled(pattern, address) for pattern in _order(address)]
    lines.append(address.country.strip())
    split = [part.strip() for line in lines for part in line.splitlines()]
    return tuple(part for part in split if part)


def address_text(address: Address) -> str:
    """The address in one line, for the clipboard's first line, tooltips and screen readers."""
    return ", ".join(line.rstrip(",،") for line in address_lines(address))


def country_code(country: str) -> str:
    """The two letters of a country that has its own order of address, or ""."""
    return _CODES.get(country.strip().casefold(), "")


def _order(address: Address) -> tuple[str, ...]:
    text = address.street + address.locality
    code = country_code(address.country)
    if code in ("TW", "CN", "JP", "HK", "KR"):
        # An address of Taipei written in Latin letters goes from small to large.
        return _CJK if _HAN.search(text) or not _LATIN.search(text) else _VIETNAMESE
    if code == "IR" and not _ARABIC.search(text):
        return _CONTINENT
    if code:
        return _ORDERS[code]
    if _HAN.search(text) and not _LATIN.search(text):
        return _CJK
    return _PERSIAN if _ARABIC.search(text) else _CONTINENT


def _filled(pattern: str, address: Address) -> str:
    parts = re.split(r"\{(\w+)\}", pattern)
    line = ""
    for position in range(1, len(parts), 2):
        value = getattr(address, parts[position]).strip().strip(",")
        before, after = parts[position - 1], parts[position + 1]
        if not value:
            continue
        bracket = before.endswith("(") and after.startswith(")")
        sign = before if line else before.lstrip(" ,،")
        line += sign + value + (")" if bracket else "")
    return line.strip()
