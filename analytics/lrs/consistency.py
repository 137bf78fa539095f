"""Up to which stored time everything that will ever be stored can be read (xAPI-Communication 2.1.3)."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from analytics.lrs.locks import NAMESPACE, lock_key
from analytics.models import Statement

# Behind SQLite's write lock an ingest takes milliseconds between reading the clock and committing.
_LONGEST_INGEST_ON_SQLITE = timedelta(seconds=30)

_OLDEST_INGEST = """
    SELECT LEAST(statement_timestamp(), MIN(activity.xact_start))
    FROM pg_locks AS lock JOIN pg_stat_activity AS activity ON activity.pid = lock.pid
    WHERE lock.locktype = 'advisory' AND lock.granted AND lock.objsubid = 2
      AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND lock.classid = %s AND lock.objid = %s
"""


def consistent_through(organisation_id: int) -> datetime:
    """Return the moment for the header; ask before reading, in the tenant's scope.

    PostgreSQL: when the oldest ingest that is still running began, or now. SQLite, where stored times follow the
    order of commits: the newest one visible, or half a minute ago if nothing has come for longer.
    """
    if connection.vendor == "postgresql":
        return _oldest_ingest(organisation_id)
    newest: datetime | None = Statement.objects.aggregate(newest=Max("stored"))["newest"]
    quiet = timezone.now() - _LONGEST_INGEST_ON_SQLITE
    return max(newest, quiet) if newest else quiet


def _oldest_ingest(organisation_id: int) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST_INGEST, [NAMESPACE, lock_key(organisation_id)])
        moment: datetime = cursor.fetchone()[0]
    return moment
