"""Up to which stored time everything that will ever be stored can be read (xAPI-Communication 2.1.3)."""

import sqlite3
from datetime import datetime, timedelta
from time import monotonic

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from analytics.lrs.locks import NAMESPACE, lock_key
from analytics.models import Statement

# Behind SQLite's write lock an ingest takes milliseconds between reading the clock and committing; it is the other work of
# somebody who holds the lock that takes long.
_LONGEST_INGEST_ON_SQLITE = timedelta(seconds=30)

_LATELY = 1.0
_lately: dict[int, tuple[float, datetime]] = {}
"""What this process has found last, for each tenant, and when by its monotonic clock."""

# How long ago, and not when: so the database's clock need not agree with that of the web server, which says `stored`.
_AGE_OF_OLDEST_INGEST = """
    SELECT GREATEST(statement_timestamp() - MIN(activity.xact_start), INTERVAL '0')
    FROM pg_locks AS lock JOIN pg_stat_activity AS activity ON activity.pid = lock.pid
    WHERE lock.locktype = 'advisory' AND lock.granted AND lock.objsubid = 2
      AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND lock.classid = %s AND lock.objid = %s
"""


def consistent_through(organisation_id: int) -> datetime:
    """Return the moment for the header; ask before reading, in the tenant's scope.

    PostgreSQL: when the oldest ingest that is still running began, or now. SQLite, where stored times follow the order of
    commits: now, or while somebody writes the newest one visible, or half a minute ago if nothing has come for longer.
    """
    now = timezone.now()
    if connection.vendor == "postgresql":
        return now - _age_of_oldest_ingest(organisation_id)
    if _nobody_writes_to_sqlite():
        return now
    newest: datetime | None = Statement.objects.aggregate(newest=Max("stored"))["newest"]
    quiet = now - _LONGEST_INGEST_ON_SQLITE
    return max(newest, quiet) if newest else quiet


def lately_consistent_through(organisation_id: int) -> datetime:
    """Return a moment for the header that was true a second ago at most: once everything before it can be read, it can.

    For answers to those who write, who come often and do not read on from there: PostgreSQL's lists of locks and of
    sessions cost as much as storing a statement. Enter the tenant's scope before.
    """
    asked, moment = _lately.get(organisation_id, (-_LATELY, None))
    if moment is None or monotonic() - asked > _LATELY:
        asked, moment = monotonic(), consistent_through(organisation_id)
        _lately[organisation_id] = asked, moment
    return moment


def _age_of_oldest_ingest(organisation_id: int) -> timedelta:
    with connection.cursor() as cursor:
        cursor.execute(_AGE_OF_OLDEST_INGEST, [NAMESPACE, lock_key(organisation_id)])
        age: timedelta = cursor.fetchone()[0]
    return age


def _nobody_writes_to_sqlite() -> bool:
    """Tell whether the write lock is free, by taking it for a moment and without waiting for it.

    Then every ingest has either committed or will read its clock after this. In a transaction of our own we might hold the
    lock ourselves, and see no more than what was there when it began.
    """
    if connection.in_atomic_block:
        return False
    connection.ensure_connection()
    database = connection.connection
    ((patience,),) = database.execute("PRAGMA busy_timeout")
    database.execute("PRAGMA busy_timeout = 0")
    try:
        database.execute("BEGIN IMMEDIATE")
        database.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return False
    finally:
        database.execute(f"PRAGMA busy_timeout = {patience}")
    return True
