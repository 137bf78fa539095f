"""Reads of a person's own attempts.

What a person has finished is their own record and follows them to another employer; what is open belongs to the
organisation it was begun in. So the reads named `own_record…` look across organisations, for the person alone.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from wagtail.models import Page, Revision

from academy.scoping import current_scope, unscoped_quietly
from learners.models import Answer, Enrolment, Note, StepProgress


def own_attempts(person_id: int) -> QuerySet[Enrolment]:
    """Return the person's attempts that were not withdrawn, the last seen first."""
    return Enrolment.objects.filter(person_id=person_id, withdrawn_at__isnull=True).order_by("-seen_at")


def own_attempt(person_id: int, public_id: UUID) -> Enrolment | None:
    """Return the person's own attempt; None for another's, so that it looks like one that does not exist."""
    return own_attempts(person_id).filter(public_id=public_id).first()


def own_records(person_id: int, module_keys: list[UUID] | None = None) -> list[Enrolment]:
    """Return the person's finished attempts wherever they were made, and the open ones of the entered scope.

    The last seen first, without withdrawn ones; of these modules alone when keys are given. For showing the person
    themselves, never anybody else.
    """
    scope = current_scope()
    here = Q(organisation_id__in=scope.tenants) if scope else Q(pk__in=[])
    with unscoped_quietly("a person's own finished attempts, whoever employed them"):
        rows = own_attempts(person_id).filter(here | Q(completed_at__isnull=False))
        return list(rows if module_keys is None else rows.filter(module_key__in=module_keys))


def own_record(person_id: int, public_id: UUID) -> Enrolment | None:
    """Return the person's own finished attempt, wherever it was made, with its organisation; None for anything else."""
    with unscoped_quietly("a person's own finished attempt, whoever employed them"):
        rows = own_attempts(person_id).filter(public_id=public_id, completed_at__isnull=False)
        return rows.select_related("organisation").first()


def answers_in_own_record(person_id: int, enrolment: Enrolment) -> dict[UUID, Answer]:
    """Return what the person last answered in their own finished attempt, by question; nothing for another's."""
    with unscoped_quietly("a person's own answers, whoever employed them"):
        rows = Answer.objects.filter(
            enrolment=enrolment, enrolment__person_id=person_id, enrolment__completed_at__isnull=False
        )
        return {answer.question_id: answer for answer in rows}


def own_notes(person_id: int, enrolment: Enrolment) -> dict[UUID, Note]:
    """Return what the person has written to themselves in their own attempt, by reflection; nothing for another's."""
    with unscoped_quietly("a person's own notes, whoever employs them"):
        rows = Note.objects.filter(enrolment=enrolment, enrolment__person_id=person_id)
        return {note.reflection_id: note for note in rows}


def place_of_open_attempt(person_id: int, public_id: UUID) -> str | None:
    """Return the name of the organisation in which the person has begun this attempt, still open; None otherwise."""
    with unscoped_quietly("where a person's own open attempt belongs"):
        rows = own_attempts(person_id).filter(public_id=public_id, completed_at__isnull=True)
        return rows.values_list("organisation__name", flat=True).first()


def attempts_of_module(person_id: int, module_key: UUID) -> QuerySet[Enrolment]:
    """Return the person's attempts at one module, the last begun first."""
    return own_attempts(person_id).filter(module_key=module_key).order_by("-begun_at")


def steps_done(enrolment_ids: list[int]) -> dict[int, set[UUID]]:
    """Return the ids of the steps done, by attempt, in one query."""
    done: dict[int, set[UUID]] = {id_: set() for id_ in enrolment_ids}
    if not done:  # someone who acts nowhere has no scope, and nothing open
        return done
    for enrolment_id, step_id in StepProgress.objects.filter(enrolment_id__in=enrolment_ids).values_list(
        "enrolment_id", "step_id"
    ):
        done[enrolment_id].add(step_id)
    return done


def answers_in(enrolment: Enrolment) -> dict[UUID, Answer]:
    """Return what was last answered, by question."""
    return {answer.question_id: answer for answer in Answer.objects.filter(enrolment=enrolment)}


def has_attempts(module_keys: list[UUID]) -> bool:
    """Tell whether anyone, in any organisation, has taken one of the modules."""
    with unscoped_quietly("a module that anyone has taken must not be deleted"):
        return Enrolment.objects.filter(module_key__in=module_keys).exists()


def is_rewritten(revision: Revision) -> bool:
    """Tell whether saving this revision would change content that is stored already."""
    stored = Revision.objects.filter(pk=revision.pk).values_list("content", flat=True).first()
    return stored is not None and stored != revision.content


def is_pinned(revision_id: int) -> bool:
    """Tell whether a revision has been taken by anyone, or is a published page's live one."""
    with unscoped_quietly("what anyone has taken must not be rewritten"):
        taken = Enrolment.objects.filter(revision_id=revision_id).exists()
    return taken or Page.objects.filter(live_revision_id=revision_id).exists()
