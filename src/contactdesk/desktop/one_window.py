"""One window a book: a second start brings the first one to the front."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_MS = 300


class OneWindow(QObject):
    """Listens for later starts with the same book: `asked`."""

    asked = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        QLocalServer.removeServer(name)  # what a crash may have left
        self._server.listen(name)

    def _answer(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.disconnectFromServer()
            self.asked.emit()

    def close(self) -> None:
        """Stop listening."""
        self._server.close()


def raise_other(name: str) -> bool:
    """Ask the process that has a book to come to the front; False when there is none."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    found = socket.waitForConnected(ANSWER_MS)
    socket.abort()
    return found
