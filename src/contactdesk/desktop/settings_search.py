"""Finding a setting by its words, in the language of the window."""

from __future__ import annotations

from contactdesk.desktop.preference_pages import text_of
from contactdesk.desktop.settings_index import PAGES, SETTINGS, Setting
from contactdesk.i18n import _
from contactdesk.model import fold


def found_settings(query: str) -> list[Setting]:
    """The settings in whose words every word of the query begins a word, in the index's order."""
    wanted = fold.query_words(query)
    return [s for s in SETTINGS if wanted and _has(_words_of(s), wanted)]


def _words_of(setting: Setting) -> tuple[str, ...]:
    page = next(page.title for page in PAGES if page.key == setting.page)
    texts = (_(setting.title), _(setting.words), text_of(setting.key), _(page))
    return fold.query_words(" ".join(texts))


def _has(words: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in wanted)
