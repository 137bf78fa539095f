"""Private notes: kept and deleted at the person's own word, and told to nobody."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from academy.scoping import unscoped_quietly
from courses import api as courses
from learners.errors import NoteTooLong, UnknownChoice
from learners.models import Enrolment, Note
from learners.models.reflections import NOTE_LENGTH


@transaction.atomic
def write_notes(*, enrolment: Enrolment, texts: dict[UUID, str], now: datetime) -> int:
    """Keep what a person has written in their own attempt, by reflection; an empty text deletes. Return what changed.

    Also when the attempt is finished, and wherever it was made: a note is the person's own. No event, no statement.
    Raises UnknownChoice for a reflection that is not in what was taken, NoteTooLong; then nothing is written.
    """
    tidy = {id_: _tidied(text) for id_, text in texts.items()}
    known = {reflection.id for reflection in courses.content(enrolment.revision_id).reflections}
    if unknown := set(tidy) - known:
        raise UnknownChoice(str(unknown))
    if long := [str(id_) for id_, text in tidy.items() if len(text) > NOTE_LENGTH]:
        raise NoteTooLong(long)
    with unscoped_quietly("what a person writes to themselves, whoever employs them"):
        attempt = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
        changed = sum(_write(attempt, id_, text, now) for id_, text in tidy.items())
        if changed and attempt.is_open:
            attempt.seen_at = now
            attempt.save(update_fields=["seen_at"])
    return changed


def _tidied(text: str) -> str:
    # PostgreSQL stores no NUL; browsers send line ends as CRLF.
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def _write(attempt: Enrolment, reflection_id: UUID, text: str, now: datetime) -> bool:
    before = Note.objects.filter(enrolment=attempt, reflection_id=reflection_id).first()
    if text == (before.text if before else ""):
        return False
    if not text and before:
        before.delete()
        return True
    row = before or Note(enrolment=attempt, reflection_id=reflection_id)
    row.text, row.written_at = text, now
    row.save()
    return True
