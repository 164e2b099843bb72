"""The countries a phone number may be from, by name in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QLocale


def regions() -> list[tuple[str, str]]:
    """(name, ISO 3166 code) of every country with a numbering plan, in name order."""
    from phonenumbers import SUPPORTED_REGIONS

    found = [(_name(code), code) for code in SUPPORTED_REGIONS]
    return sorted(found, key=lambda each: each[0].casefold())


def _name(code: str) -> str:
    territory = QLocale.codeToTerritory(code)
    if territory == QLocale.Country.AnyCountry:
        return code
    here = QLocale()
    if here.territory() == territory and here.nativeTerritoryName():
        return here.nativeTerritoryName()
    return QLocale.territoryToString(territory)
