"""Every setting there is: its page, its words and whose it is. Data alone, read by the
preferences' own search and by whatever else leads to a setting.

Titles and words are catalogue texts: put them through `_` where they are shown or compared.
`show_preferences(parent, desk, key)` opens the preferences at a setting.
"""

from __future__ import annotations

from typing import NamedTuple

from contactdesk.i18n import N_


class SettingsPage(NamedTuple):
    """One page of the preferences."""

    key: str
    title: str
    icon: str


class Setting(NamedTuple):
    """One setting: `words` are further words people look for it by, with spaces between them.

    A `shared` one is kept in the book and is the same for everybody who uses it; one that is
    `of_me` is kept there too, but is one's own.
    """

    key: str
    page: str
    title: str
    words: str
    shared: bool = False
    of_me: bool = False


PAGES = (
    SettingsPage("appearance", N_("Appearance"), "sun-moon"),
    SettingsPage("language", N_("Language and region"), "languages"),
    SettingsPage("calendar", N_("Calendar and calls"), "calendar"),
    SettingsPage("names", N_("Contacts and names"), "contact"),
    SettingsPage("fields", N_("Custom fields"), "text-cursor-input"),
    SettingsPage("sharing", N_("Book and sharing"), "users"),
    SettingsPage("backups", N_("Backups"), "database-backup"),
)

SETTINGS = (
    Setting("theme", "appearance", N_("Theme"), N_("light dark night colours system appearance")),
    Setting(
        "text_size", "appearance", N_("Text size"), N_("font letters bigger smaller zoom scale")
    ),
    Setting(
        "list_spacing",
        "appearance",
        N_("List spacing"),
        N_("rows density compact comfortable height contacts"),
    ),
    Setting(
        "contrast",
        "appearance",
        N_("High contrast"),
        N_("borders eyes sight accessibility readable colours"),
    ),
    Setting("compact_sidebar", "appearance", N_("Sidebar"), N_("icons rail words narrow compact")),
    Setting(
        "open_with_today", "appearance", N_("Open with Today"), N_("start first page day beginning")
    ),
    Setting(
        "show_keys",
        "appearance",
        N_("Show keyboard shortcuts in buttons and tips"),
        N_("keys tooltips hints Ctrl help"),
    ),
    Setting(
        "animations",
        "appearance",
        N_("Animations"),
        N_("motion moving flash reduced still accessibility"),
    ),
    Setting(
        "language", "language", N_("Language"), N_("English Polish Chinese Persian translation")
    ),
    Setting(
        "region",
        "language",
        N_("Numbers without a country code are from"),
        N_("phone country region prefix dialling default"),
        shared=True,
    ),
    Setting(
        "book_language",
        "language",
        N_("Names are put in order as in"),
        N_("sort alphabet collation language of the book letters"),
        shared=True,
    ),
    Setting(
        "week_begins", "calendar", N_("Weeks begin on"), N_("first day Monday Sunday Saturday")
    ),
    Setting(
        "weekend_width",
        "calendar",
        N_("Days off in the calendar"),
        N_("weekend width narrow Saturday Sunday columns"),
    ),
    Setting(
        "work_begins", "calendar", N_("The working day begins"), N_("hours office morning opens")
    ),
    Setting("work_ends", "calendar", N_("The working day ends"), N_("hours office evening closes")),
    Setting(
        "quiet_in_appointments",
        "calendar",
        N_("Show who called only after an appointment"),
        N_("phone popup calls quiet disturb meeting ring silent"),
    ),
    Setting(
        "largest_document",
        "names",
        N_("Documents without asking up to"),
        N_("files attachments size large limit keep link"),
    ),
    Setting(
        "name_order", "names", N_("Names are shown as"), N_("first last given family name order")
    ),
    Setting(
        "sort_by",
        "names",
        N_("Lists are sorted by"),
        N_("order first last given family name sorting"),
        shared=True,
    ),
    Setting(
        "own_name",
        "sharing",
        N_("Your name"),
        N_("who am I colleagues presence sharing"),
        of_me=True,
    ),
    Setting(
        "own_colour",
        "sharing",
        N_("Your colour"),
        N_("initials face colleagues presence"),
        of_me=True,
    ),
    Setting(
        "book_place",
        "sharing",
        N_("Where the book lies"),
        N_("move place server file folder postgresql database elsewhere"),
    ),
    Setting(
        "file_size",
        "sharing",
        N_("Size of the file"),
        N_("compact space disk smaller vacuum megabytes"),
    ),
    Setting(
        "encryption",
        "sharing",
        N_("Encryption"),
        N_("passphrase password encrypt secret lock secure privacy change key"),
    ),
    Setting(
        "bin_days",
        "sharing",
        N_("Deleted things stay in the bin"),
        N_("trash deleted remove restore days undelete"),
        shared=True,
    ),
    Setting(
        "backup_when",
        "backups",
        N_("When"),
        N_("backup copy daily automatic closing safety restore"),
    ),
    Setting(
        "backup_folder",
        "backups",
        N_("Where"),
        N_("backup folder disk drive place safety copy"),
    ),
    Setting(
        "backup_keep",
        "backups",
        N_("Keep"),
        N_("backup old how many rotation days weeks months"),
    ),
    Setting(
        "archive",
        "backups",
        N_("Archive"),
        N_("archive everything folder export html browser years open"),
    ),
    Setting(
        "custom_fields",
        "fields",
        N_("Custom fields"),
        N_("own additional field column type number date choice section"),
    ),
)
