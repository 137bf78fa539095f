"""Up to which stored time everything that will ever be stored can be read (xAPI-Communication 2.1.3)."""

from datetime import datetime, timedelta
from time import monotonic

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from analytics.lrs.locks import NAMESPACE, lock_key
from analytics.models import Statement

# Behind SQLite's write lock an ingest takes milliseconds between reading the clock and committing.
_LONGEST_INGEST_ON_SQLITE = timedelta(seconds=30)

_LATELY = 1.0
_lately: dict[int, tuple[float, datetime]] = {}
"""What this process has found last, for each tenant, and when by its monotonic clock."""

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


def _oldest_ingest(organisation_id: int) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST_INGEST, [NAMESPACE, lock_key(organisation_id)])
        moment: datetime = cursor.fetchone()[0]
    return moment
