"""Messages in the queue's folder are whole or not there; a folder that cannot be written is an error that kick() knows."""

import json
from pathlib import Path

import pytest
from kombu.connection import Connection
from kombu.exceptions import ChannelError

from academy import folder_queue
from academy.celery import app


@pytest.fixture
def connection(tmp_path: Path) -> Connection:
    """A connection to queues in a folder of its own."""
    folders = {name: tmp_path / name for name in ("queue", "control")}
    for folder in folders.values():
        folder.mkdir()
    options = {
        "data_folder_in": str(folders["queue"]),
        "data_folder_out": str(folders["queue"]),
        "control_folder": str(folders["control"]),
    }
    return Connection("filesystem://", transport_options=options)


def test_the_academy_uses_this_transport(tmp_path: Path) -> None:
    folder_queue.use()
    assert app.main == "academy"
    assert isinstance(Connection("filesystem://").transport, folder_queue.Transport)


def test_nobody_is_warned_of_a_host_that_a_folder_cannot_have(
    connection: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    assert not connection.info()["hostname"]
    assert caplog.messages == []


def test_a_message_comes_back_whole_and_leaves_nothing_unfinished(connection: Connection, tmp_path: Path) -> None:
    channel = connection.channel()
    channel._put("celery", {"body": "å" * 10_000})
    (name,) = (tmp_path / "queue").iterdir()
    assert json.loads(name.read_bytes())["body"] == "å" * 10_000
    assert not list((tmp_path / "control").glob("*.part"))
    assert channel._get("celery") == {"body": "å" * 10_000}


def test_a_reader_sees_no_message_that_is_only_begun(connection: Connection, tmp_path: Path) -> None:
    channel = connection.channel()
    seen: list[list[Path]] = []
    replace = Path.replace

    def looked_at(self: Path, target: Path) -> Path:
        seen.append(list((tmp_path / "queue").iterdir()))
        return replace(self, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", looked_at)
        channel._put("celery", {"body": "1"})
    assert seen == [[]]


def test_an_exchange_that_is_only_being_written_has_no_queues_yet(connection: Connection, tmp_path: Path) -> None:
    (tmp_path / "control" / "celery.exchange").write_text("")
    assert connection.channel().get_table("celery") == []


def test_a_folder_that_is_gone_is_a_channel_error(connection: Connection, tmp_path: Path) -> None:
    channel = connection.channel()
    (tmp_path / "control").rmdir()
    with pytest.raises(ChannelError, match="Cannot add a message"):
        channel._put("celery", {"body": "1"})
