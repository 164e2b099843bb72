"""Countries by name in the person's language, and languages by their own names."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from contactdesk.i18n import LANGUAGES


def languages() -> list[tuple[str, str]]:
    """(name in the language itself, code) of every language the window speaks."""
    return [(_own_name(code), code) for code in LANGUAGES]


def _own_name(code: str) -> str:
    name = "English" if code == "en" else QLocale(code).nativeLanguageName()
    return name[:1].upper() + name[1:]


def regions() -> list[tuple[str, str]]:
    """(name, ISO 3166 code) of every country with a numbering plan, in name order."""
    from phonenumbers import SUPPORTED_REGIONS

    found = [(_name(code), code) for code in SUPPORTED_REGIONS]
    return sorted(found, key=lambda each: each[0].casefold())


def calling_code(region: str) -> int:
    """What numbers of a country begin with after the +."""
    from phonenumbers import country_code_for_region

    return int(country_code_for_region(region))


def _name(code: str) -> str:
    territory = QLocale.codeToTerritory(code)
    if territory == QLocale.Country.AnyCountry:
        return code
    here = QLocale()
    if here.territory() == territory and here.nativeTerritoryName():
        return here.nativeTerritoryName()
    return QLocale.territoryToString(territory)
