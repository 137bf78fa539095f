"""What happens to pages, in the past tense: learners turns it into messages, because courses write to nobody."""

from dataclasses import dataclass
from datetime import date, datetime

from academy.events import Event


@dataclass(frozen=True, kw_only=True)
class PublicationFailed(Event):
    """A page was to be published at `due_at` and was not; `writer_id` wrote it, or is None."""

    page_id: int
    title: str
    due_at: datetime
    writer_id: int | None


@dataclass(frozen=True, kw_only=True)
class PageExpired(Event):
    """A page has been taken off the catalogue because its last day has come."""

    page_id: int
    title: str
    writer_id: int | None


@dataclass(frozen=True, kw_only=True)
class ReviewDue(Event):
    """A published page is to be looked through again by `review_by`. Told once a day until that is done."""

    page_id: int
    title: str
    review_by: date
    writer_id: int | None
