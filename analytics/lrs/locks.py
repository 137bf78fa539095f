"""Advisory locks that say who is storing in a tenant. SQLite needs none: BEGIN IMMEDIATE lets one writer in at a time.

Every ingest holds the tenant's lock together with others; one with a statement about another statement holds it alone.
Otherwise the two, arriving at the same time, would not see each other: what is voided would stay valid for ever, and a
comment would never be found by what it is about.
The same lock tells `consistency` which transactions are still storing.
"""

from uuid import UUID

from django.db import connection

from analytics.lrs import postgres

# The first key of PostgreSQL's two-key locks; it appears as `classid` in pg_locks.
NAMESPACE = 0x1E57
_ALL_64_BITS = 2**64 - 1


def enter_ingest(organisation_id: int, rows: int, *, alone: bool) -> list[int]:
    """Take the tenant's lock on PostgreSQL until the transaction ends; wait while another holds it alone.

    Returns numbers for so many rows of statements, in rising order, because that spares a round trip.
    """
    taking = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    numbers = "ARRAY(SELECT nextval('analytics_statement_id_seq') FROM generate_series(1, %b::int))"
    entering = f"SELECT {taking}(%b::int, %b::int), {numbers}"
    [(_, found)] = postgres.ask(entering, [NAMESPACE, lock_key(organisation_id), rows])
    return sorted(found)


def lock_key(organisation_id: int) -> int:
    """Return the tenant's second key, which PostgreSQL wants in 31 bits."""
    return organisation_id & 0x7FFFFFFF


def enter_place(organisation_id: int, key: UUID) -> None:
    """Hold a place of documents until the transaction ends; wait while another holds it.

    Rows cannot be locked that are not there yet. PostgreSQL keeps locks of one key apart from those of two.
    """
    if connection.vendor != "postgresql":
        return
    mixed = key.int ^ organisation_id
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [(mixed & _ALL_64_BITS) - 2**63])
