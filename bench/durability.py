"""Kill -9 in the middle of load, again and again, and count: is all that was acknowledged there, and nothing by halves?

Writers send statements over HTTP without a pause, one and many at a time, while workers and the first process of the web
server, processes of the database and all of it are killed. In the end every acknowledged statement must be stored with
every property that was sent, digit for digit, and of a request without a good answer all or nothing. Others bring
attachments (`bench.uploads`).
"""

import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from hashlib import blake2b
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from uuid import UUID, uuid4

from django.db import connection

from bench import uploads
from bench.doomed import Database, Web
from bench.over_http import Sender
from bench.progress import say
from bench.servers import PATIENCE_SECONDS, key_of, lines_of
from bench.world import Place, make_world
from bench.writers import Writers

BATCHES = (1, 1, 7, 50, 200)
# What the store sets by itself (xAPI-Data 2.4.8 to 2.4.10); all that is sent here has a timestamp.
SET_BY_STORE = ("stored", "authority", "version")
_ACKNOWLEDGED_BETWEEN = 5
_A_QUERY = 5_000

# Of one request: the statements' ids, and what each says.
Sent = dict[UUID, bytes]


class Load(Writers[Sent]):
    """Writers of statements, alone and many at a time."""

    number = 6

    def _write(self, number: int) -> None:
        sender, chance = Sender(1000 + number), random.Random(number)  # noqa: S311  not for secrets
        client: HTTPConnection | None = None
        while not self._is_over.is_set():
            (body,), (ids,) = sender.bodies(chance.choice(BATCHES), 1)
            client = client or HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
            status = _sent(client, body, self.headers)
            if not status:
                client.close()
                client = None
                time.sleep(0.02)
            texts = dict(_said(body))
            assert set(texts) == set(ids)  # noqa: S101  or nothing below would be counted
            self._note(texts, status)


def _sent(client: HTTPConnection, body: bytes, headers: Mapping[str, str]) -> int:
    """Send a body; return the status, 0 when no answer came."""
    try:
        client.request("POST", "/xapi/statements", body, headers)
        answer = client.getresponse()
        answer.read()
    except (OSError, HTTPException):
        return 0
    return answer.status


def _said(text: bytes) -> Iterator[tuple[UUID, bytes]]:
    """Give the id of each statement in a text and the fingerprint of what it says, each number by its digits."""
    found = json.loads(text, parse_float=_digits, parse_int=_digits)
    for each in found if isinstance(found, list) else [found]:
        for name in SET_BY_STORE:
            each.pop(name, None)
        yield UUID(each["id"]), blake2b(json.dumps(each, sort_keys=True).encode(), digest_size=16).digest()


def _digits(number: str) -> dict[str, str]:
    """Return a number as something that no text is equal to."""
    return {"digits": number}


def measure(seconds: float, *, seed: int) -> dict[str, object]:
    """Kill for so many seconds; return how often what was killed, and what was found afterwards."""
    place, other = make_world(2, key=f"doden-{uuid4().hex[:6]}")
    chance = random.Random(seed)  # noqa: S311  a measurement wants the same kills again
    with tempfile.TemporaryDirectory(prefix="academy-bench-") as folder:
        web = Web(Path(folder))
        kills = _kills(web)
        load = Load(web.port, _headers(place) | {"Content-Type": "application/json"})
        attaching = uploads.Uploads(web.port, _headers(other))
        connection.close()
        web.start()
        with attaching.at_work():
            killed = _killed(load, kills, seconds, chance)
        attached = uploads.judged(attaching, other.id, Path(folder))
        web.stop()
    found = judged(load, stored(place.id))
    is_met = found["is_met"] and attached["is_met"]
    found |= attached | {"is_met": is_met, "killed": dict(killed), "answers": dict(load.statuses)}
    say(", ".join(f"{name}: {value}" for name, value in found.items()))
    return found


def _headers(place: Place) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in lines_of(*key_of(place)).splitlines())


def _kills(web: Web) -> dict[str, Callable[[], None]]:
    kills = {"web worker": web.kill_worker, "web master": web.kill_master, "web server": web.kill_all}
    if connection.vendor == "postgresql":
        database = Database()
        kills |= {"database backend": database.kill_backend, "database server": database.kill_all}
    return kills


def _killed(load: Load, kills: dict[str, Callable[[], None]], seconds: float, chance: random.Random) -> Counter[str]:
    killed: Counter[str] = Counter()
    with load.at_work():
        ends = time.monotonic() + seconds
        while time.monotonic() < ends or len(killed) < len(kills):
            load.await_acknowledged(_ACKNOWLEDGED_BETWEEN)
            time.sleep(chance.uniform(0, 0.3))
            # Each once to begin with, then by chance.
            name = next((each for each in kills if each not in killed), None) or chance.choice(list(kills))
            kills[name]()
            killed[name] += 1
        load.await_acknowledged(_ACKNOWLEDGED_BETWEEN)
    return killed


def stored(organisation_id: int) -> Sent:
    """Return what all statements of an organisation say, read by plain SQL."""
    query = "SELECT id, raw FROM analytics_statement WHERE organisation_id = %s AND id > %s ORDER BY id LIMIT %s"
    found: Sent = {}
    last = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(query, [organisation_id, last, _A_QUERY])
            rows = cursor.fetchall()
            if not rows:
                return found
            found |= {identifier: said for _, raw in rows for identifier, said in _said(raw.encode())}
            last = rows[-1][0]


def judged(load: Load, present: Sent) -> dict[str, object]:
    """Count what was acknowledged, what of it is missing or changed, and what is there by halves or was never sent."""
    acknowledged = [pair for sent in load.acknowledged for pair in sent.items()]
    known = {identifier for sent in (*load.acknowledged, *load.others) for identifier in sent}
    faults = {
        "lost": sum(1 for identifier, _ in acknowledged if identifier not in present),
        "changed": sum(1 for identifier, said in acknowledged if present.get(identifier, said) != said),
        "halved": sum(1 for sent in load.others if len(sent.keys() & present.keys()) not in {0, len(sent)}),
        "never_sent": len(present.keys() - known),
    }
    return {
        "requests_acknowledged": len(load.acknowledged),
        "statements_acknowledged": len(acknowledged),
        "requests_without_good_answer": len(load.others),
        "stored_without_good_answer": sum(1 for sent in load.others if sent.keys() <= present.keys()),
        **faults,
        "is_met": bool(acknowledged) and not any(faults.values()),
    }
