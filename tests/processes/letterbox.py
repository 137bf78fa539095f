"""A mail server that keeps what it gets, and can be told to do something just before or after it accepts a mail."""

import socketserver
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import cast


def _nothing() -> None:
    """The usual thing to do."""


class Letterbox(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as Django's backend does. `before` runs on DATA, `after` when the mail has been kept."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.received: Counter[str] = Counter()
        self.before: Callable[[], None] = _nothing
        self.after: Callable[[], None] = _nothing

    @property
    def url(self) -> str:
        """The value of ACADEMY_EMAIL_URL that leads here."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def keep(self, data: bytes) -> None:
        """Count a mail by receiver and body, so that the same mail sent twice counts as two of one."""
        message = message_from_bytes(data, policy=policy.default)
        part = message.get_body(("plain",))
        body = part.get_content() if part else ""
        self.received[f"{message['To']} {' '.join(str(body).split())}"] += 1


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        try:
            self._converse(cast(Letterbox, self.server))
        except OSError:  # the other end has been killed, which is what it is for
            return

    def _converse(self, box: Letterbox) -> None:
        self._say("220 letterbox")
        for line in self.rfile:
            word = line.strip().upper()[:4]
            if word == b"DATA":
                box.before()
                self._say("354 go on")
                box.keep(b"".join(iter(self.rfile.readline, b".\r\n")))
                box.after()
            elif word == b"QUIT":
                self._say("221 bye")
                return
            self._say("250 letterbox")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def letterbox() -> Iterator[Letterbox]:
    """Run a mail server."""
    with Letterbox() as box:
        thread = threading.Thread(target=box.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            box.shutdown()
            thread.join()
