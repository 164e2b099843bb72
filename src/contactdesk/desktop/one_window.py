"""One window a book: a second start brings the first to the front and hands over what it has.

That is a line of JSON: the files that it was to open, or a number that calls. A number is answered
with a line, and does not bring the window to the front: somebody may be typing elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from contactdesk.model.dialled import dialled

ANSWER_MS = 300
TAKEN_MS = 5_000  # a window that is busy takes a number a little later
LONGEST = 1 << 20  # bytes of a second start's files
MOST = 64  # starts that may wait at once
_TAKEN = b"taken\n"


class OneWindow(QObject):
    """Listens for later starts with the same book: `asked`, and `files_came` with their files."""

    asked = Signal()
    files_came = Signal(object)  # list[str]
    call_came = Signal(str)  # the number

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._sockets: list[QLocalSocket] = []
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        QLocalServer.removeServer(name)  # what a crash may have left
        self._server.listen(name)

    def _answer(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is None:
            return
        if len(self._sockets) >= MOST:
            self._sockets.pop(0).abort()
        self._sockets.append(socket)
        socket.setReadBufferSize(LONGEST)
        socket.readyRead.connect(self._read)
        socket.disconnected.connect(self._forget)
        self._read()

    def _read(self) -> None:
        """A line of JSON a start."""
        for socket in list(self._sockets):
            if socket.canReadLine() or socket.bytesAvailable() >= LONGEST:
                said = _said(bytes(socket.readLine(LONGEST).data()))
                number = _number_of(said)
                if number:
                    socket.write(_TAKEN)
                socket.disconnectFromServer()
                self._take(said, number)

    def _take(self, said: Any, number: str) -> None:
        if number:
            self.call_came.emit(number)
        elif isinstance(said, list):
            self.asked.emit()
            if files := [each for each in said if isinstance(each, str)]:
                self.files_came.emit(files)

    def _forget(self) -> None:
        """Let go of starts that have said what they had to."""
        gone = QLocalSocket.LocalSocketState.UnconnectedState
        for socket in [each for each in self._sockets if each.state() == gone]:
            self._sockets.remove(socket)
            socket.deleteLater()

    def close(self) -> None:
        """Stop listening."""
        self._server.close()


def _said(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _number_of(said: Any) -> str:
    """The number that calls; "" where it is none, or no start of this program said it."""
    number = said.get("call") if isinstance(said, dict) else None
    return dialled(number) if isinstance(number, str) else ""


def raise_other(name: str, files: Sequence[str] = ()) -> bool:
    """Ask the process that has a book to come to the front; False when there is none.

    It shows what an import of `files` (whole paths) would do.
    """
    socket = QLocalSocket()
    socket.connectToServer(name)
    found = socket.waitForConnected(ANSWER_MS)
    if found:
        socket.write(json.dumps(list(files)).encode() + b"\n")
        socket.waitForBytesWritten(ANSWER_MS)
        socket.waitForDisconnected(ANSWER_MS)
    socket.abort()
    return found


def hand_call(name: str, number: str) -> bool | None:
    """Hand a number to the window that has a book: whether it took it, None for no window."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(ANSWER_MS):
        return None
    socket.write(json.dumps({"call": number}).encode() + b"\n")
    answer = b""
    while _TAKEN not in answer and socket.waitForReadyRead(TAKEN_MS):
        answer += bytes(socket.readAll().data())
    socket.abort()
    return answer == _TAKEN
