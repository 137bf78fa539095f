"""A program of its own: backups while statements and attachments are being written, each restored elsewhere and compared.

    python -m tests.soak.backing_up FOLDER SECONDS

Prints one JSON object. It runs beside .ci/services.py, on PostgreSQL or SQLite.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from academy.scoping import unscoped_quietly  # noqa: E402
from analytics.models import Attachment  # noqa: E402
from bench.doomed import Web  # noqa: E402
from bench.durability import Load, Sent, stored  # noqa: E402
from bench.servers import ROOT, key_of, lines_of, production  # noqa: E402
from bench.uploads import Uploads  # noqa: E402
from bench.world import make_world  # noqa: E402

MOST_RESTORED = 3


@dataclass
class Backup:
    """One backup, and what had been acknowledged when it was begun."""

    path: Path
    statements: Sent
    attachments: set[str]


class Attaching(Uploads):
    """One writer of small attachments, so that backups stay small too."""

    number = 1
    sizes = (0, 900, 20_000)

    def hashes(self) -> set[str]:
        """Return the hashes of the attachments that are acknowledged."""
        return {sha2 for upload in list(self.acknowledged) for hashes in upload.values() for sha2 in hashes}


def main(folder: Path, seconds: float) -> dict[str, Any]:
    """Write and back up for so many seconds; restore, and return what was found."""
    call_command("migrate", verbosity=0)
    place = make_world(1, key=f"kopia-{uuid4().hex[:6]}")[0]
    headers = dict(line.split(": ", 1) for line in lines_of(*key_of(place)).splitlines())
    connection.close()
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "gran.png").write_bytes(b"\x89PNG")
    web = Web(folder)
    web.start()
    load = Load(web.port, headers | {"Content-Type": "application/json"})
    attaching = Attaching(web.port, headers)
    with load.at_work(), attaching.at_work():
        backups = list(_backups(folder, load, attaching, seconds))
    web.stop()
    last = backups[-MOST_RESTORED:]
    found = [_restored(each, number, folder, place.id, load, headers) for number, each in enumerate(last)]
    return {
        "backups": len(backups),
        "acknowledged": sum(map(len, load.acknowledged)),
        "attachments": len(attaching.hashes()),
        "restored": found,
    }


def _backups(folder: Path, load: Load, attaching: Attaching, seconds: float) -> Iterator[Backup]:
    ends = time.monotonic() + seconds
    while True:
        load.await_acknowledged(5)
        before = {identifier: said for sent in list(load.acknowledged) for identifier, said in sent.items()}
        attachments = attaching.hashes()
        yield Backup(Path(_manage(production(folder), "backup", "--to", str(folder / "kept"))), before, attachments)
        if time.monotonic() > ends:
            return


def _manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    outcome = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if outcome.returncode:
        raise RuntimeError(f"{arguments[0]}: {outcome.stderr[-2000:]}")
    return outcome.stdout.strip()


def _restored(
    backup: Backup, number: int, folder: Path, organisation_id: int, load: Load, headers: dict[str, str]
) -> dict[str, Any]:
    """Restore a backup into a new place and count what is wrong with it."""
    place = folder / f"restored{number}"
    place.mkdir()
    name, url = _new_database(number, place)
    environment = production(place) | {"ACADEMY_DATABASE_URL": url}
    _manage(environment, "restore", str(backup.path))
    _manage(environment, "migrate", "--check")
    _manage(environment, "check", "--fail-level", "ERROR")
    with _looking_at(name):
        present = stored(organisation_id)
        with unscoped_quietly("test"):
            kept = dict(Attachment.objects.values_list("sha2", "file"))
    known = {identifier: said for sent in (*load.acknowledged, *load.others) for identifier, said in sent.items()}
    sent = [*load.acknowledged, *load.others]
    return {
        "statements": len(present),
        "attachments": len(kept),
        "lost": len(backup.statements.keys() - present.keys()),
        "changed": sum(1 for identifier, said in known.items() if present.get(identifier, said) != said),
        "halved": sum(1 for each in sent if len(each.keys() & present.keys()) not in {0, len(each)}),
        "lost_attachments": len(backup.attachments - kept.keys()),
        "damaged_attachments": sum(1 for sha2, file in kept.items() if _hash(place / "attachments" / file) != sha2),
        "media": sorted(path.name for path in (place / "media").iterdir()),
        "answers": _answer(place, url, headers, next(iter(backup.statements))),
    }


def _new_database(number: int, place: Path) -> tuple[str, str]:
    """Return the name of an empty database, and the address that leads to it."""
    if connection.vendor != "postgresql":
        return str(place / "academy.sqlite3"), f"sqlite:///{place / 'academy.sqlite3'}"
    name = f"restored_{number}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    return name, urlsplit(os.environ["ACADEMY_DATABASE_URL"])._replace(path=f"/{name}").geturl()


@contextmanager
def _looking_at(name: str) -> Iterator[None]:
    former = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = former


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def _answer(place: Path, url: str, headers: dict[str, str], identifier: UUID) -> int:
    """Serve what was restored; return the status of asking it for a statement with the key of before."""
    os.environ["ACADEMY_DATABASE_URL"] = url
    web = Web(place)
    web.start()
    try:
        client = HTTPConnection("127.0.0.1", web.port, timeout=60)
        client.request("GET", f"/xapi/statements?statementId={identifier}", headers=headers)
        return client.getresponse().status
    finally:
        web.stop()


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), float(sys.argv[2]))))  # noqa: T201 - its only output
