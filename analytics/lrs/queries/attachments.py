"""Which attachments of the entered scope are kept, and which files no row of any tenant names."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from analytics.models import Attachment

_A_QUERY = 500


@dataclass(frozen=True)
class Kept:
    """The data of one attachment: the name of its file and its length in octets."""

    file: str
    length: int


def kept(hashes: Collection[str]) -> dict[str, Kept]:
    """Return what is kept of these hashes (lower case); without a question when there are none."""
    wanted = sorted(hashes)
    found: dict[str, Kept] = {}
    for start in range(0, len(wanted), _A_QUERY):
        rows = Attachment.objects.filter(sha2__in=wanted[start : start + _A_QUERY])
        found |= {sha2: Kept(file, length) for sha2, file, length in rows.values_list("sha2", "file", "length")}
    return found


def without_row(files: Collection[str]) -> Iterator[str]:
    """Give those of some files that no row of the entered scope names."""
    names = list(files)
    for start in range(0, len(names), _A_QUERY):
        some = names[start : start + _A_QUERY]
        named = set(Attachment.objects.filter(file__in=some).values_list("file", flat=True))
        yield from (name for name in some if name not in named)
