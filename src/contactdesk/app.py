"""Start-up: the window first, everything else after its first paint.

Before the paint nothing is imported that the shell does not draw with: no SQLAlchemy, no store,
no settings module, no menus' contents. `CONTACTDESK_TRACE_START=1` prints when things happened,
`CONTACTDESK_QUIT_AFTER=first_paint|filled` ends the program there.
"""

from __future__ import annotations

import builtins
import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from contactdesk.desktop.session import Session


def main(book: str | None = None, files: Sequence[str] = ()) -> int:
    """Open the window on a book (None = the last one, or the person's own); the exit status.

    It shows at once what an import of `files` would do.
    """
    if _nobody_could_see():
        return 2
    session = _session()
    if not session.start(book, files):
        return 0
    return session.app.exec()


def call(number: str, book: str | None = None) -> int:
    """Show in the window of a book who has a number, which may be a link; the exit status.

    The window that runs takes it; where none does, one is opened with it.
    """
    from contactdesk.model.dialled import dialled

    if not dialled(number):
        from contactdesk.i18n import _, use_language

        use_language()
        print("contactdesk: " + _("That is no telephone number. Nothing was done."),
              file=sys.stderr)  # fmt: skip
        return 2
    if _nobody_could_see():
        return 2
    session = _session()
    taken = session.start_call(book, dialled(number))
    if taken is None:
        return session.app.exec()
    if not taken:
        from contactdesk.i18n import _

        print("contactdesk: " + _("The window did not answer. Nothing was done."), file=sys.stderr)
    return 0 if taken else 2


def _session() -> Session:
    gc.disable()
    from PySide6.QtWidgets import QApplication

    import_as_usual()
    # As an argument: QApplication.setStyle answers with a QStyle, whose enums cost 6 ms.
    app = QApplication.instance() or QApplication([sys.argv[0], "-style", "Fusion"])
    assert isinstance(app, QApplication)
    early = early_settings()
    _prepare(app, early)
    from contactdesk.desktop.session import Session

    return Session(app, early)


def import_as_usual() -> None:
    """Have modules imported as without PySide, which reads the source of each of them.

    It looks there for its `__feature__` switches, which nothing here uses, and Python keeps the
    lines of every file: 17 MB, and a fifth of the time that the window takes to fill. PySide
    leaves the function that it replaced in `builtins` (its shibokensupport/feature.py).
    """
    usual = getattr(builtins, "__orig_import__", None)
    if usual is not None:
        builtins.__import__ = usual


def _nobody_could_see() -> bool:
    """Say so where there is no display at all: Qt would abort with a riddle."""
    variables = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if not sys.platform.startswith("linux") or any(os.environ.get(v) for v in variables):
        return False
    from contactdesk.i18n import _, use_language

    use_language()
    print(
        _("There is no display here to open a window on. `contactdesk --help` lists what works "
          "without one; `contactdesk tour` draws the windows into files."),
        file=sys.stderr,
    )  # fmt: skip
    return True


def early_settings() -> dict[str, Any]:
    """The settings as plain values, read without the imports that `settings` needs."""
    from PySide6.QtCore import QJsonDocument

    from contactdesk import paths

    try:
        data = (paths.config_folder() / "settings.json").read_bytes()
    except OSError:
        return {}
    found = QJsonDocument.fromJson(data).object()
    return dict(found) if isinstance(found, dict) else {}


def _prepare(app: QApplication, early: dict[str, Any]) -> None:
    from contactdesk import i18n
    from contactdesk.desktop import theme

    app.setApplicationName("ContactDesk")
    app.setDesktopFileName("contactdesk")
    language = i18n.use_language(str(early.get("language") or ""))
    if language != "en":
        from PySide6.QtCore import QLocale

        QLocale.setDefault(QLocale(language))
        app.setLayoutDirection(QLocale(language).textDirection())
    size = early.get("text_size")
    theme.pin_scheme(app, str(early.get("theme") or "system"))
    contrast = str(early.get("contrast") or "system")
    theme.apply(app, str(early.get("theme") or "system"), int(size) if size else 100, contrast)
