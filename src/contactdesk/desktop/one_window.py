"""One window a book: a second start brings the first to the front and hands its files over."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_MS = 300
LONGEST = 1 << 20  # bytes of a second start's files


class OneWindow(QObject):
    """Listens for later starts with the same book: `asked`, and `files_came` with their files."""

    asked = Signal()
    files_came = Signal(object)  # list[str]

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
        if socket is not None:
            self._sockets.append(socket)
            socket.readyRead.connect(self._read)
            socket.disconnected.connect(self._forget)
            self.asked.emit()
            self._read()

    def _read(self) -> None:
        """A line of JSON a start: the files that it was to open, often none."""
        for socket in list(self._sockets):
            if socket.canReadLine() or socket.bytesAvailable() >= LONGEST:
                line = bytes(socket.readLine(LONGEST).data())
                socket.disconnectFromServer()
                if files := _files_of(line):
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


def _files_of(line: bytes) -> list[str]:
    try:
        found = json.loads(line)
    except ValueError:
        return []
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


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
