"""What has been said of activities, row by row."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from analytics.models import ActivityDefinition


def latest_said(keys: Collection[UUID], most: int) -> list[tuple[UUID, str]]:
    """Return the key and the text of the definitions of these activities, the oldest first and the latest `most` of each."""
    newest = Window(RowNumber(), partition_by=[F("organisation_id"), F("key")], order_by=F("pk").desc())
    rows = ActivityDefinition.objects.filter(key__in=keys).annotate(age=newest).filter(age__lte=most)
    return list(rows.order_by("pk").values_list("key", "definition"))
