"""Ask for windows to be counted again."""

from collections.abc import Iterable

from django.db import transaction

from analytics.models import DirtyMark, Reason


def mark_all(*, organisation_id: int, unit_ids: Iterable[int], month: int) -> None:
    """Mark every unit of an organisation, and the organisation, in a month. Marks outlive whoever asked for them."""
    with transaction.atomic():
        DirtyMark.objects.bulk_create(
            DirtyMark(organisation_id=organisation_id, unit_id=unit_id, month=month, reason=Reason.RECOUNTED)
            for unit_id in (None, *unit_ids)
        )
