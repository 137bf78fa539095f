"""Taking a module, step by step. Every form works without a script; every post ends in a redirect."""

from typing import NoReturn
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from courses import api as courses
from courses.content import ModuleContent, Step
from learners.acting import acting_of, person_of
from learners.actions import enrol, reflect, take
from learners.errors import (
    AttemptClosed,
    ModuleNotOpen,
    NoteTooLong,
    QuestionsRemain,
    StepNotReached,
    UnknownChoice,
)
from learners.models import Enrolment
from learners.queries.enrolments import (
    answers_in,
    answers_in_own_record,
    own_attempt,
    own_notes,
    own_record,
    place_of_open_attempt,
    steps_done,
)
from learners.tenancy import Acting
from learners.views import showing
from learners.views.language import switched


def _acting(request: HttpRequest) -> Acting:
    return acting_of(request) or _gone()


def _gone() -> NoReturn:
    raise Http404


def _here(request: HttpRequest, public_id: UUID) -> Enrolment | None:
    """The person's attempt in the organisation acted for; None also for someone who acts nowhere."""
    acting = acting_of(request)
    return own_attempt(acting.person_id, public_id) if acting else None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, module_key: UUID) -> HttpResponse:
    """Begin a module, or go on where it was left.

    Someone whose session had ended comes back here by GET after signing in: they find the course, and press again.
    """
    if request.method != "POST":
        page = courses.module_page(module_key) or _gone()
        return redirect(page.get_url() or "start")
    try:
        attempt = enrol.begin(acting=_acting(request), module_key=module_key, now=timezone.now())
    except ModuleNotOpen:
        _gone()
    return redirect("learners:resume", attempt.public_id)


@login_required
@require_GET
def resume(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Go to the first step that is not done, on whatever device; a finished one is shown wherever it was taken."""
    if own_record(person_of(request).pk, public_id):
        return redirect("learners:result", public_id)
    attempt = _here(request, public_id)
    if attempt is None:
        return _elsewhere(request, public_id)
    return redirect("learners:step", public_id, _first_open(attempt, courses.content(attempt.revision_id)))


def _finished(request: HttpRequest, public_id: UUID) -> HttpResponse:
    messages.info(request, _("This course is already finished. Your result stands."))
    return redirect("learners:resume", public_id)


def _elsewhere(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say to the person themselves where an open attempt of theirs belongs; to anyone else it is not there."""
    place = place_of_open_attempt(person_of(request).pk, public_id) or _gone()
    text = _("You began this course at %(place)s. You can go on with it when you act there, or begin it anew here.")
    messages.info(request, text % {"place": place})
    return redirect("start")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """Show one step, or do what its forms ask; steps of what was finished elsewhere are read again, not done."""
    here = _here(request, public_id)
    attempt = here or own_record(person_of(request).pk, public_id)
    if attempt is None:
        return _elsewhere(request, public_id)
    content = courses.content(attempt.revision_id)
    if not 1 <= number <= len(content.steps):
        _gone()
    this = content.steps[number - 1]
    if here is None and request.method != "POST":
        return _page(request, attempt, content, this)
    if here is None and not {"keep", "leave", "language"} & set(request.POST):
        return _finished(request, public_id)
    first_open = _first_open(attempt, content)
    if attempt.is_open and number > first_open:
        messages.info(request, _("You came to the first step that is not done yet."))
        return redirect("learners:step", public_id, first_open)
    return _act(request, attempt, content, this) if request.method == "POST" else _page(request, attempt, content, this)


def _page(
    request: HttpRequest, attempt: Enrolment, content: ModuleContent, this: Step, remaining: list[str] | None = None
) -> HttpResponse:
    done = {each.id for each in content.steps} if attempt.completed_at else steps_done([attempt.pk])[attempt.pk]
    answers = answers_in_own_record(attempt.person_id, attempt) if attempt.completed_at else answers_in(attempt)
    notes = _notes_to_show(request, attempt, this)
    context = showing.step_page(attempt, content, this, done, answers, remaining or [], notes)
    return render(request, "learners/take/step.html", context, status=422 if remaining else 200)


def _notes_to_show(request: HttpRequest, attempt: Enrolment, this: Step) -> showing.Notes:
    """What was typed, when this answers a form that was refused; else what is kept."""
    kept = own_notes(attempt.person_id, attempt) if this.reflections else {}
    typed = _typed(request.POST, this)
    return {
        reflection.id: (
            typed.get(reflection.id, kept[reflection.id].text if reflection.id in kept else ""),
            kept[reflection.id].written_at if reflection.id in kept else None,
        )
        for reflection in this.reflections
    }


def _typed(data: QueryDict, this: Step) -> dict[UUID, str]:
    names = {reflection.id: f"note-{reflection.id}" for reflection in this.reflections}
    return {id_: str(data[name]) for id_, name in names.items() if name in data}


def _act(request: HttpRequest, attempt: Enrolment, content: ModuleContent, this: Step) -> HttpResponse:
    here = redirect("learners:step", attempt.public_id, this.number)
    try:
        return _do(request, attempt, content, this)
    except QuestionsRemain as problem:
        return _page(request, attempt, content, this, problem.questions)
    except NoteTooLong as problem:
        return _page(request, attempt, content, this, problem.reflections)
    except StepNotReached:
        messages.info(request, _("You came to the first step that is not done yet."))
        return redirect("learners:resume", attempt.public_id)
    except AttemptClosed:
        return _finished(request, attempt.public_id)
    except UnknownChoice:
        messages.warning(request, _("Choose one of the answers on the page."))
        return here


def _do(request: HttpRequest, attempt: Enrolment, content: ModuleContent, this: Step) -> HttpResponse:
    now, action = timezone.now(), request.POST.get("action", "")
    if typed := _typed(request.POST, this):
        reflect.write_notes(enrolment=attempt, texts=typed, now=now)
    if "keep" in request.POST:
        return _back_to(attempt, this, showing.anchor(_uuid(request.POST, "keep")))
    if "language" in request.POST:
        return switched(request, request.path)
    if "leave" in request.POST:
        return _leave(attempt, content, request.POST["leave"])
    if action == "next":
        outcome = take.complete_step(enrolment=attempt, step_id=this.id, now=now)
        return _onward(attempt, content, this, finished=outcome.is_finished)
    question_id = _uuid(request.POST, "question")
    asked = attempt.is_open and question_id in {question.id for question in this.questions}
    if action == "answer" and asked and not request.POST.get("choice"):
        raise QuestionsRemain([str(question_id)])
    if action == "answer":
        choice_id = _uuid(request.POST, "choice")
        take.answer(enrolment=attempt, step_id=this.id, question_id=question_id, choice_id=choice_id, now=now)
    elif action == "reveal":
        take.show_answer(enrolment=attempt, step_id=this.id, question_id=question_id, now=now)
    else:
        raise UnknownChoice(action)
    return _back_to(attempt, this, showing.anchor(question_id))


def _leave(attempt: Enrolment, content: ModuleContent, way: str) -> HttpResponse:
    """The ways out of a step with a note are buttons, so that what is typed goes along and is kept."""
    ways = {showing.TO_START: redirect("start"), showing.TO_RESULT: redirect("learners:resume", attempt.public_id)}
    steps = {str(step.number): redirect("learners:step", attempt.public_id, step.number) for step in content.steps}
    if way not in ways | steps:
        raise UnknownChoice(way)
    return (ways | steps)[way]


def _back_to(attempt: Enrolment, this: Step, anchor: str) -> HttpResponse:
    url = redirect("learners:step", attempt.public_id, this.number)
    url["Location"] += f"#{anchor}"
    return url


def _onward(attempt: Enrolment, content: ModuleContent, this: Step, *, finished: bool) -> HttpResponse:
    if finished or this.number == len(content.steps):
        return redirect("learners:resume", attempt.public_id)
    return redirect("learners:step", attempt.public_id, this.number + 1)


def _uuid(data: QueryDict, name: str) -> UUID:
    try:
        return UUID(data.get(name, ""))
    except ValueError as error:
        raise UnknownChoice(name) from error


def _first_open(attempt: Enrolment, content: ModuleContent) -> int:
    done = steps_done([attempt.pk])[attempt.pk]
    return next((step.number for step in content.steps if step.id not in done), len(content.steps))


@login_required
@never_cache
@require_GET
def result(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what was learned, what it counts for, and what to do at work with it."""
    person_id = person_of(request).pk
    attempt = own_record(person_id, public_id)
    if attempt is None:
        return redirect("learners:resume", public_id) if place_of_open_attempt(person_id, public_id) else _gone()
    content = courses.content(attempt.revision_id)
    answers = answers_in_own_record(person_id, attempt)
    notes = own_notes(person_id, attempt)
    context = showing.result_page(attempt, content, answers, attempt.organisation.name, notes)
    return render(request, "learners/take/result.html", context)
