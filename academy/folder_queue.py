"""Celery's filesystem transport, mended: a message appears under its name only when it is whole.

kombu 5.7 opens the file under its final name, then locks it, then writes; a reader that comes in between takes an empty
file and its worker dies of a JSONDecodeError (kombu/transport/filesystem.py, Channel._put and _get).
"""

from json import JSONDecodeError
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps

ALIAS = "filesystem"


class Channel(filesystem.Channel):
    """A channel whose messages are renamed into the queue's folder."""

    def _put(self, queue: str, message: Any, **_: Any) -> None:  # type: ignore[override] # kombu names it payload
        """Put a message onto the queue; raise ChannelError when the folder cannot be written."""
        name = f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        unfinished = Path(self.control_folder) / f"{name}.part"
        try:
            unfinished.write_bytes(str_to_bytes(dumps(message)))
            unfinished.replace(Path(self.data_folder_out) / name)
        except OSError as error:
            raise ChannelError(f"Cannot add a message to {self.data_folder_out}") from error

    def get_table(self, exchange: str) -> list[Any]:
        """Return the queues bound to an exchange; none while another process is only just writing them down."""
        try:
            table: list[Any] = super().get_table(exchange)
        except JSONDecodeError:
            return []
        return table


class Transport(filesystem.Transport):
    """The transport with that channel."""

    Channel = Channel

    @property
    def default_connection_params(self) -> dict[str, Any]:
        """Return nothing: a folder has no host, and kombu warns of one that it would fill in itself."""
        return {}


def use() -> None:
    """Let `filesystem://` mean this transport in this process."""
    TRANSPORT_ALIASES[ALIAS] = f"{__name__}:Transport"
