"""Whether a window can be opened here: asked before Qt, which aborts where it cannot."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path


def platform() -> str:
    """The Qt platform a window would get, or "" where nobody could see one.

    An explicit QT_QPA_PLATFORM wins; then Wayland, then X, is asked whether it answers.
    """
    chosen = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    if chosen:
        return chosen
    if sys.platform == "win32":
        return "windows"
    if sys.platform == "darwin":
        return "cocoa"
    if _wayland_answers():
        return "wayland"
    return "xcb" if _x_answers() else ""


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY", "")
    return bool(name) and (Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / name).exists()


def _x_answers() -> bool:
    """Connect and disconnect once through libxcb (no more than a few milliseconds)."""
    if not os.environ.get("DISPLAY"):
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    works = not xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return works
