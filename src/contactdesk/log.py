"""The log: ids and codes only, in files that never grow large; where a crash leaves its trace."""

from __future__ import annotations

import faulthandler
import logging
import sys
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from types import TracebackType
from typing import TextIO

from contactdesk import paths

LARGEST = 500_000  # bytes
KEPT = 3
_crash_file: TextIO | None = None


class Discreet(logging.Formatter):
    """Writes where an exception came from and its kind, never its words: they may hold a name."""

    def formatException(  # noqa: N802 - logging's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """The frames and the class of the exception."""
        kind, _error, trace = ei
        frames = [f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
        return "\n".join([*frames, kind.__name__ if kind else ""])


def start_log(level: int = logging.INFO) -> None:
    """Write the log to the person's log folder, and a crash's stack beside it."""
    global _crash_file
    folder = paths.log_folder()
    handler = RotatingFileHandler(
        folder / "contactdesk.log", maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8"
    )
    handler.setFormatter(Discreet("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    _crash_file = (folder / "crash.log").open("a", encoding="utf-8")
    faulthandler.enable(_crash_file)


def report_of(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """A bug as text for those who make the program."""
    from contactdesk import __version__

    head = f"ContactDesk {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n\n"
    return head + "".join(traceback.format_exception(kind, error, trace))


def catch_bugs(show: Callable[[str], None]) -> None:
    """Log every exception nobody caught, and show the first of a run."""
    shown: set[str] = set()

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        logging.getLogger("contactdesk").error("a bug", exc_info=(kind, error, trace))
        report = report_of(kind, error, trace)
        print(report, file=sys.stderr)
        key = "".join(traceback.format_tb(trace)) if trace else kind.__name__
        if key not in shown:
            shown.add(key)
            show(report)

    sys.excepthook = hook
