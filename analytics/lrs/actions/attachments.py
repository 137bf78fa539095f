"""Rows of attachments whose files are on disk already, and the sweep of files that never got a row."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from academy.scoping import unscoped
from analytics.lrs.attachments import files
from analytics.lrs.queries.attachments import Kept, without_row
from analytics.models import Attachment

LONGEST_REQUEST = timedelta(days=1)
"""No request that has written a file is still on its way to the row by then."""


def keep(organisation_id: int, fresh: Mapping[str, Kept], *, now: datetime) -> None:
    """Write the rows of files by their hash, in the caller's transaction and in the order of hashes.

    Two requests that bring the same content wait for each other and never in a circle; the row names the later file.
    """
    Attachment.objects.bulk_create(
        [
            Attachment(organisation_id=organisation_id, sha2=sha2, file=one.file, length=one.length, stored=now)
            for sha2, one in sorted(fresh.items())
        ],
        update_conflicts=True,
        unique_fields=["organisation", "sha2"],
        update_fields=["file", "length", "stored"],
    )


def sweep_files(*, now: datetime) -> int:
    """Delete the files that no row names and no request can still be about to name; return how many.

    They are what a killed server left behind, and the earlier one of two that came at the same time.
    """
    old = list(files.older_than(now - LONGEST_REQUEST))
    with unscoped("daily: files of attachments that no row of any organisation names"):
        unnamed = list(without_row(old))
    for name in unnamed:
        files.discard(name)
    return len(unnamed)
