"""A store of many statements in minutes: some hundred go through our own door, and the database copies their rows.

What the door has made of a statement (columns, reference rows) is copied as it is, so that nothing here knows how that is
done; every copy has its own id, registration and stored time, in its text too. People and courses grow with the store, as
those of a platform do: each block of a hundred thousand statements has its own. Verbs do not.
"""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

from analytics.lrs import authors, ingest
from analytics.models import Statement, StatementReference
from analytics.xapi.versions import Version
from bench.history import without_indexes
from bench.raw import columns_of
from bench.statements import TOOL, Json, statements
from bench.world import LAUNCHED_ON, Place, make_world

BLOCK = 100_000
TEMPLATES = 400
"""Statements of a block that are copied over and over."""
PEOPLE = 500
A_REGISTRATION = 20
"""Statements that share a registration, one after the other."""
BEGUN = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
SECONDS_BETWEEN = 7
_TAUGHT = 0.25
_A_REQUEST = 200
_ROOM = 100_000_000

_TABLE, _REFERENCES = Statement._meta.db_table, StatementReference._meta.db_table
_NUMBERED = "SELECT generate_series(%(first)s::bigint, %(last)s::bigint) AS n"
_COPIED = f"""
    SELECT n, t.*, ({int(BEGUN.timestamp())} + n * {SECONDS_BETWEEN})::double precision AS moment,
        regexp_replace(md5('id' || %(salt)s || n), '^(.{{12}}).(.{{3}}).', '\\14\\28') AS new_id,
        regexp_replace(md5('registration' || %(salt)s || n / {A_REGISTRATION}), '^(.{{12}}).(.{{3}}).', '\\14\\28')
            AS new_registration
    FROM ({_NUMBERED}) AS numbers
    JOIN templates AS t ON t.block = n / {BLOCK} AND t.number = (hashint8(n)::bigint & 1048575) %% {TEMPLATES}
"""


@dataclass(frozen=True)
class Store:
    """A place whose statements are counted from 0; `base` is the row of the first, `salt` makes ids its own."""

    place: Place
    base: int
    salt: str


def new_store(key: str) -> Store:
    """Return an empty store of an organisation of its own."""
    place = make_world(1, key=key)[0]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT nextval(pg_get_serial_sequence('{_TABLE}', 'id'))")
        base = int(cursor.fetchone()[0])
        # Whatever else is stored takes numbers beyond.
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{_TABLE}', 'id'), {base + _ROOM})")
    return Store(place, base, key)


def templates_of(block: int, seed: int) -> Iterator[Json]:
    """Give the statements that a block is made of; a quarter of them name who taught."""
    chance = random.Random(f"{seed}/{block}")  # noqa: S311  a measurement wants the same numbers again
    for each in statements(TEMPLATES, seed=chance.randrange(2**32), people=PEOPLE):
        if chance.random() < _TAUGHT:
            teacher = {"account": {"homePage": f"{TOOL}/konton", "name": f"{chance.randrange(PEOPLE):032x}"}}
            each["context"]["instructor"] = teacher
        text = (
            json.dumps(each).replace("/kurser/", f"/kurser/{block}/").replace('"name": "0000', f'"name": "{block:04x}')
        )
        found: Json = json.loads(text)
        yield found


def grow(store: Store, first: int, last: int, *, seed: int) -> None:
    """Add the statements with these numbers, `last` not among them; numbers begin where a growth before has ended."""
    _make_templates(range(first // BLOCK, (last - 1) // BLOCK + 1), seed)
    numbers: dict[str, str | int] = {
        "first": first,
        "last": last - 1,
        "salt": store.salt,
        "place": store.place.id,
        "base": store.base,
    }
    with without_indexes(), _without_primary_key(), connection.cursor() as cursor:
        cursor.execute(_insert_statements(), numbers)
        cursor.execute(_INSERT_REFERENCES, numbers)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {_TABLE}, {_REFERENCES}")


def _make_templates(blocks: range, seed: int) -> None:
    """Send each block's templates through the door, into an organisation of their own, and list their rows by block."""
    place = make_world(1, key=f"mallar-{seed}-{blocks.start}-{random.getrandbits(24):06x}")[0]
    author = authors.credential("mallar", place.id, LAUNCHED_ON)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS templates")
        cursor.execute(
            f"CREATE TEMPORARY TABLE templates AS SELECT 0 AS block, 0::bigint AS number, * FROM {_TABLE} LIMIT 0"
        )
        for block in blocks:
            cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {_TABLE} WHERE organisation_id = %s", [place.id])
            (before,) = cursor.fetchone()
            sent = list(templates_of(block, seed))
            for start in range(0, TEMPLATES, _A_REQUEST):
                ingest.record(sent[start : start + _A_REQUEST], author=author, version=Version.V2_0)
            cursor.execute(
                f"INSERT INTO templates SELECT %s, row_number() OVER (ORDER BY id) - 1, * FROM {_TABLE}"
                " WHERE organisation_id = %s AND id > %s",
                [block, place.id, before],
            )
        cursor.execute("DROP TABLE IF EXISTS template_references")
        cursor.execute(
            f"CREATE TEMPORARY TABLE template_references AS SELECT r.statement_id, r.key FROM {_REFERENCES} AS r"
            " JOIN templates AS t ON t.id = r.statement_id"
        )
        cursor.execute("ANALYZE templates, template_references")


def _insert_statements() -> str:
    columns = columns_of(Statement)
    changed = {
        "id": "%(base)s + n",
        "organisation_id": "%(place)s",
        "statement_id": "new_id::uuid",
        "registration": "new_registration::uuid",
        "stored": "to_timestamp(moment)",
        "raw": """replace(replace(replace(raw, statement_id::text, new_id::uuid::text),
            registration::text, new_registration::uuid::text), raw::json->>'stored',
            to_char(to_timestamp(moment) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))""",
    }
    values = ", ".join(changed.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {_TABLE} ({names}) SELECT {values} FROM ({_COPIED}) AS copied"


_INSERT_REFERENCES = f"""
    INSERT INTO {_REFERENCES} (organisation_id, key, stored, statement_id, via_id)
    SELECT %(place)s, r.key, to_timestamp(moment), %(base)s + n, %(base)s + n
    FROM ({_COPIED}) AS copied JOIN template_references AS r ON r.statement_id = copied.id
"""


@contextmanager
def _without_primary_key() -> Iterator[None]:
    """Take the key of the reference rows away, which is their one index, and make it again as it was."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'p'",
            [_REFERENCES],
        )
        ((name, definition),) = cursor.fetchall()
        cursor.execute(f'ALTER TABLE {_REFERENCES} DROP CONSTRAINT "{name}"')
        yield
        cursor.execute("SET maintenance_work_mem = '256MB'")
        cursor.execute(f'ALTER TABLE {_REFERENCES} ADD CONSTRAINT "{name}" {definition}')
