"""Texts in the person's language: gettext for every layer."""

from __future__ import annotations

import gettext as _gettext
import os
from pathlib import Path

LANGUAGES = ("en", "pl", "zh_TW", "fa")
DOMAIN = "contactdesk"

_COUNTED = {
    "fa": str.maketrans("0123456789,", "۰۱۲۳۴۵۶۷۸۹٬"),
    "pl": str.maketrans(",", "\N{NO-BREAK SPACE}"),
}

_translation: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    """Mark a text for the catalogue; it is translated where it is shown."""
    return text


def _(text: str) -> str:
    """The text in the person's language."""
    return _translation.gettext(text) if text else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The singular or plural that fits `count`, in the person's language."""
    return _translation.ngettext(one, many, count)


def pgettext(context: str, text: str) -> str:
    """The text as it is said in one context."""
    return _translation.pgettext(context, text)


def counted(number: int) -> str:
    """A count with the digits and the separators of the person's language: "1,284", "۱٬۲۸۴".

    Polish parts thousands from five digits on (CLDR, minimum grouping digits).
    """
    words = str(number) if _language == "pl" and abs(number) < 10_000 else f"{number:,}"
    return words.translate(_COUNTED.get(_language, {}))


def locale_folder() -> Path | None:
    """Where the compiled catalogues lie: packed into the wheel, or beside the sources."""
    packed = Path(__file__).resolve().parent / "resources" / "locale"
    beside = Path(__file__).resolve().parents[2] / "resources" / "locale"
    return next((folder for folder in (packed, beside) if folder.is_dir()), None)


def use_language(language: str = "") -> str:
    """Switch every later text to `language` ("" = the system's); returns the one now used."""
    global _translation, _language
    wanted = [language] if language else _system_languages()
    folder = locale_folder()
    for name in wanted:
        if name.split("_")[0] in ("en", "C", "POSIX") or folder is None:
            break
        if _gettext.find(DOMAIN, str(folder), [name]):
            _translation = _gettext.translation(DOMAIN, str(folder), [name])
            _language = name
            return name
    _translation = _gettext.NullTranslations()
    _language = "en"
    return "en"


def language() -> str:
    """The language of the texts now, for a process that is to speak the same."""
    return _language


def _system_languages() -> list[str]:
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            return [part.split(".")[0] for part in value.split(":") if part] or ["en"]
    return ["en"]
