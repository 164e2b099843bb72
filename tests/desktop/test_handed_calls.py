"""A telephone program hands a number over: the window that runs takes it, or one is opened."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QDir
from PySide6.QtNetwork import QLocalSocket

from contactdesk.desktop.one_window import LONGEST, MOST, OneWindow, hand_call
from contactdesk.desktop.session import window_name

NAME = "contactdesk-test-calls"
NUMBER = "+48 600 000 214"


@pytest.fixture
def one(qtbot) -> Iterator[OneWindow]:
    made = OneWindow(NAME)
    made.raised = []
    made.asked.connect(lambda: made.raised.append(1))
    yield made
    made.close()


def say(line: bytes) -> QLocalSocket:
    socket = QLocalSocket()
    socket.connectToServer(NAME)
    assert socket.waitForConnected(1000)
    socket.write(line)
    socket.flush()
    return socket


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    own = {"CONTACTDESK_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, "-m", "contactdesk", *arguments],
        env={**os.environ, **own}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_the_window_of_the_book_takes_the_number_and_stays_where_it_is(
    qtbot, tmp_path, home
) -> None:
    book = str(tmp_path / "office.cdk")
    one = OneWindow(window_name(book))
    come: list[str] = []
    raised: list[int] = []
    one.call_came.connect(come.append)
    one.asked.connect(lambda: raised.append(1))
    run = start(home, "--book", book, "tel:+48-600-000-214")
    qtbot.waitUntil(lambda: run.poll() is not None, timeout=30_000)
    one.close()
    assert (run.returncode, come, raised) == (0, ["+48-600-000-214"], [])


def test_a_link_without_a_number_is_refused_before_any_window(tmp_path, home) -> None:
    run = start(home, "--book", str(tmp_path / "office.cdk"), "callto:echo123")
    _nothing, said = run.communicate(timeout=60)
    assert run.returncode == 2
    assert said == "contactdesk: That is no telephone number. Nothing was done.\n"
    assert not (tmp_path / "office.cdk").exists()


@pytest.mark.parametrize(
    "line",
    [
        b"{}", b"null", b"7", b'{"call": 7}', b'{"call": "rm -rf"}', b'{"call": ["1"]}',
        b"[" * 50_000, b"\xff\xfe", json.dumps({"call": "6" * 1000}).encode(),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(qtbot, one, line: bytes) -> None:
    come: list[Any] = []
    one.call_came.connect(come.append)
    one.files_came.connect(come.append)
    socket = say(line + b"\n")
    gone = QLocalSocket.LocalSocketState.UnconnectedState
    qtbot.waitUntil(lambda: socket.state() == gone)
    assert bytes(socket.readAll().data()) == b""
    assert (come, one.raised) == ([], [])


def test_a_message_without_an_end_is_cut(qtbot, one) -> None:
    socket = say(b"x" * (2 * LONGEST))
    gone = QLocalSocket.LocalSocketState.UnconnectedState
    qtbot.waitUntil(lambda: socket.state() == gone, timeout=8000)
    assert one.raised == []


def test_many_silent_starts_do_not_pile_up(qtbot, one) -> None:
    silent = []
    for _each in range(MOST + 3):
        silent.append(say(b"x"))
        QCoreApplication.processEvents()
    qtbot.waitUntil(lambda: silent[0].state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert len(one._sockets) <= MOST


def test_only_this_person_may_knock(one) -> None:
    mode = (Path(QDir.tempPath()) / NAME).stat().st_mode
    assert mode & 0o077 == 0


def test_what_a_crash_left_is_cleared_and_no_window_is_no_window(qtbot, tmp_path) -> None:
    left = subprocess.run(
        [sys.executable, "-c", CRASH, NAME], env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )  # fmt: skip
    assert left.returncode == 7
    assert (Path(QDir.tempPath()) / NAME).exists()
    assert hand_call(NAME, NUMBER) is None
    one = OneWindow(NAME)
    come: list[str] = []
    one.call_came.connect(come.append)
    say(json.dumps({"call": NUMBER}).encode() + b"\n")
    qtbot.waitUntil(lambda: come == [NUMBER])
    one.close()


CRASH = """
import os, sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtNetwork import QLocalServer
app = QCoreApplication([])
server = QLocalServer()
assert server.listen(sys.argv[1])
os._exit(7)
"""
