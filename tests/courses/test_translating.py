"""Translation side by side: the words are translated, everything else is the source's, and changes are told."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Locale, Revision, WorkflowState
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import rich_text

from courses import api
from courses.actions.schedule import publish_due
from courses.gates import Linked, NotReady
from courses.models import MicroCoursePage, Translation
from courses.reviewing.queries import NewerDraft
from courses.templatetags.drafts import draft_mark
from courses.translating import actions
from courses.translating.forms import TranslationForm, _name
from courses.translating.queries import side_by_side, untranslated
from courses.translating.segments import Kind, by_path, rewritten, segments_of
from learners.roles import Role
from tests.conftest import Cast, signed_in
from tests.courses.samples import QUESTION, RIGHT, STEPS, catalogue, fixed, sample_course
from tests.courses.test_groups import give

BODY = f"steps/{STEPS[1]}/body"
FEEDBACK = f"{BODY}/{QUESTION}/choices/{RIGHT}/feedback"


def english() -> Locale:
    found: Locale = Locale.objects.get(language_code="en")
    return found


@pytest.fixture
def record(cast: Cast, course: MicroCoursePage) -> Translation:
    """A translation that has just been begun."""
    return actions.begin(source=course, locale=english(), user=cast.editor, now=timezone.now())


def page_of(record: Translation) -> MicroCoursePage:
    found: MicroCoursePage = MicroCoursePage.objects.get(pk=record.page_id)
    return found


def draft_of(record: Translation) -> Any:
    return page_of(record).get_latest_revision_as_object()


def save(record: Translation, texts: dict[str, str], confirmed: set[str]) -> None:
    """Save words on the draft as it is now."""
    shown = draft_mark(page_of(record))
    actions.save(record=record, texts=texts, confirmed=confirmed, shown=shown, user=None, now=timezone.now())


def translate_all(record: Translation) -> None:
    texts = {pair.segment.path: f"EN {pair.segment.text}" for pair in side_by_side(record).pairs}
    texts |= {path: f"<p>EN {path}</p>" for path, text in texts.items() if text.startswith("EN <p>")}
    save(record, texts, set(texts))
    record.refresh_from_db()


def change(course: MicroCoursePage) -> None:
    """Publish the Swedish course with one text changed, one step added and another removed."""
    course.steps[0].value["title"] = "Börja så här"
    del course.steps[2]
    new = {"title": "Nytt steg", "minutes": 1, "body": [("text", RichText("<p>Nytt.</p>"))]}
    course.steps.append(("step", new, fixed("new-step")))
    course.steps[2].value["body"][0].id = fixed("new-text")
    course.save_revision().publish()
    course.refresh_from_db()


def test_the_words_of_a_page_are_found_by_path_and_nothing_else_is(course: MicroCoursePage) -> None:
    found = {segment.path: segment for segment in segments_of(course)}
    assert found["title"].text == "Fråga först"
    assert (found[FEEDBACK].text, found[FEEDBACK].kind) == ("Om Frågar.", Kind.LINES)
    assert (found["at_work"].kind, found[f"{BODY}/{fixed('t2')}"].kind) == (Kind.RICH, Kind.RICH)
    assert found[f"steps/{STEPS[0]}/title"].max_length == 80
    never = ("minutes", "is_correct", "id", "slug", "capabilities", "decorative", "image")
    assert not [path for path in found if path.rsplit("/", 1)[-1] in never]
    assert len(found) == len(segments_of(course)), "each path is there once"


def test_rewriting_nothing_changes_nothing(course: MicroCoursePage) -> None:
    same = rewritten(course, lambda _path, text: text)
    assert same["steps"] == course.steps.get_prep_value()
    assert same["title"] == course.title


def test_a_translation_keeps_key_ids_order_and_right_answers(course: MicroCoursePage, record: Translation) -> None:
    translate_all(record)
    draft = draft_of(record)
    assert draft.translation_key == course.translation_key
    assert draft.content().shape == course.content().shape
    assert draft.content().activity.iri == course.content().activity.iri
    assert draft.content().questions[0].right.text == "EN Frågar"
    assert by_path(draft)[FEEDBACK] == "EN Om Frågar."
    assert (draft.minutes, draft.slug) == (course.minutes, "en-fraga-forst")
    for tags in course._meta.many_to_many:
        assert list(getattr(draft, tags.name).all()) == list(getattr(course, tags.name).all())
    assert not page_of(record).live


def test_a_published_translation_is_taken_in_place_of_its_source(course: MicroCoursePage, record: Translation) -> None:
    translate_all(record)
    page_of(record).get_latest_revision().publish()
    assert api.content(course.live_revision_id or 0, "en").title == "EN Fråga först"


def test_what_changed_in_the_source_is_told_until_it_is_confirmed(course: MicroCoursePage, record: Translation) -> None:
    translate_all(record)
    assert side_by_side(record).waiting == 0
    change(course)
    record.refresh_from_db()
    side = side_by_side(record)
    changed = {pair.segment.path: pair.before for pair in side.pairs if pair.has_changed}
    new = {pair.segment.path for pair in side.pairs if pair.is_new}
    assert changed == {f"steps/{STEPS[0]}/title": "Börja här"}
    assert new == {f"steps/{fixed('new-step')}/title", f"steps/{fixed('new-step')}/body/{fixed('new-text')}"}
    assert (side.waiting, side.removed, side.differs) == (3, 2, True)
    save(record, {}, set(changed))
    record.refresh_from_db()
    side = side_by_side(record)
    assert {pair.segment.path for pair in side.pairs if pair.waits} == new
    assert (side.removed, side.differs) == (0, False)
    assert draft_of(record).content().shape == course.content().shape


def test_new_words_of_the_source_stay_empty_until_somebody_translates_them(
    course: MicroCoursePage, record: Translation
) -> None:
    translate_all(record)
    change(course)
    save(record, {}, set())
    assert by_path(draft_of(record))[f"steps/{fixed('new-step')}/title"] == ""


def test_a_draft_of_the_source_is_not_what_is_translated(course: MicroCoursePage, record: Translation) -> None:
    translate_all(record)
    course.title = "Bara ett utkast"
    course.save_revision()
    assert side_by_side(record).waiting == 0


def test_a_translation_made_elsewhere_is_taken_as_it_is(cast: Cast, course: MicroCoursePage) -> None:
    other = course.copy_for_translation(english())
    other.title = "Ask first"
    other.save_revision().publish()
    record = actions.begin(source=course, locale=english(), user=cast.editor, now=timezone.now())
    assert (record.page_id, side_by_side(record).waiting) == (other.pk, 0)
    assert page_of(record).title == "Ask first"


def form_of(editor: Client, record: Translation, **texts: str) -> dict[str, str]:
    """Return what the browser sends of the page as it stands, with some texts changed."""
    form = editor.get(f"/admin/oversattning/{record.page_id}/").context["form"]
    sent = {bound.html_name: bound.value() for bound in form if not bound.html_name.startswith("ok-")}
    sent = {name: form[name].field.widget.format_value(value) or "" for name, value in sent.items()}
    return sent | {_name("t", path.replace("__", "/")): text for path, text in texts.items()}


def test_an_editor_begins_writes_and_sends_a_translation_for_review(cast: Cast, course: MicroCoursePage) -> None:
    give(cast.eksjo.learner, Role.AUTHOR)
    author = signed_in(cast.eksjo.learner)
    header = author.get(f"/admin/pages/{course.pk}/edit/").content.decode()
    address = f"/admin/oversattning/{course.pk}/en/"
    assert address in header
    assert author.get(address).status_code == 200
    assert Translation.objects.count() == 0, "a look makes nothing"
    assert author.post(address).status_code == 302
    record = Translation.objects.get()
    shown = author.get(f"/admin/oversattning/{record.page_id}/")
    assert "Läs noga." in shown.content.decode()
    sent = form_of(author, record, title="Ask first") | {"action": "save"}
    assert author.post(f"/admin/oversattning/{record.page_id}/", sent).status_code == 302
    draft = draft_of(record)
    assert (draft.title, draft.slug, draft.live) == ("Ask first", "ask-first", False)
    assert draft.content().shape == course.content().shape
    assert str(draft.content().steps[0].blocks[0].value) == "<p>Ett <b>första</b> steg.</p>"
    refused = author.post(f"/admin/oversattning/{record.page_id}/", form_of(author, record) | {"action": "submit"})
    assert (refused.status_code, WorkflowState.objects.exists()) == (200, False)
    translate_all(record)
    sent = form_of(author, record) | {"action": "submit"}
    assert author.post(f"/admin/oversattning/{record.page_id}/", sent).status_code == 302
    assert WorkflowState.objects.for_instance(page_of(record)).get().status == WorkflowState.STATUS_IN_PROGRESS
    again = author.post(f"/admin/oversattning/{record.page_id}/", form_of(author, record, title="I smyg"))
    assert again.status_code == 200
    assert draft_of(record).title == "EN Fråga först"


def test_two_who_write_at_once_do_not_overwrite_each_other_unseen(cast: Cast, record: Translation) -> None:
    editor, address = signed_in(cast.editor), f"/admin/oversattning/{record.page_id}/"
    mine = form_of(editor, record, title="Mine")
    save(record, {"title": "Theirs"}, set())
    refused = editor.post(address, mine)
    assert refused.status_code == 200
    assert draft_of(record).title == "Theirs"
    assert 'value="Mine"' in refused.content.decode()
    again = mine | {"shown": refused.context["form"]["shown"].value()}
    assert editor.post(address, again).status_code == 302
    assert draft_of(record).title == "Mine"


def test_what_was_written_on_an_older_draft_is_not_saved(record: Translation) -> None:
    """Two who have passed everything before at the same moment: the one who comes second is told, under the lock."""
    shown, now = draft_mark(page_of(record)), timezone.now()
    actions.save(record=record, texts={"title": "Theirs"}, confirmed=set(), shown=shown, user=None, now=now)
    seen, drafts = Translation.objects.get().seen, Revision.objects.count()
    with pytest.raises(NewerDraft):
        actions.save(record=record, texts={"title": "Mine"}, confirmed={"title"}, shown=shown, user=None, now=now)
    assert draft_of(record).title == "Theirs"
    assert (Translation.objects.get().seen, Revision.objects.count()) == (seen, drafts)


def test_what_the_editor_saves_by_itself_over_the_same_revision_is_told_of(cast: Cast, record: Translation) -> None:
    editor = signed_in(cast.editor)
    mine = form_of(editor, record, title="Mine")
    draft = draft_of(record)
    draft.title = "Theirs"
    last = page_of(record).get_latest_revision()
    assert draft.save_revision(user=last.user, overwrite_revision=last).pk == last.pk
    assert editor.post(f"/admin/oversattning/{record.page_id}/", mine).status_code == 200
    assert draft_of(record).title == "Theirs"


def test_a_translation_begun_twice_leads_to_the_one_that_is_there(cast: Cast, course: MicroCoursePage) -> None:
    editor, address = signed_in(cast.editor), f"/admin/oversattning/{course.pk}/en/"
    answers = [editor.post(address), editor.post(address), editor.get(address)]
    there = f"/admin/oversattning/{Translation.objects.get().page_id}/"
    assert [(answer.status_code, answer.headers.get("Location")) for answer in answers] == [(302, there)] * 3
    assert MicroCoursePage.objects.count() == 2


def test_what_is_too_long_is_said_and_nothing_is_saved(cast: Cast, record: Translation) -> None:
    editor = signed_in(cast.editor)
    sent = form_of(editor, record, **{f"steps__{STEPS[0]}__title": "x" * 81, "title": "Ask first"})
    response = editor.post(f"/admin/oversattning/{record.page_id}/", sent)
    assert response.status_code == 200
    assert "x" * 81 in response.content.decode()
    assert draft_of(record).title == "Fråga först"


def test_an_empty_translation_is_saved_and_not_published(cast: Cast, record: Translation) -> None:
    editor = signed_in(cast.editor)
    sent = form_of(editor, record, **{FEEDBACK.replace("/", "__"): "", "title": "Ask first"}) | {"action": "submit"}
    response = editor.post(f"/admin/oversattning/{record.page_id}/", sent)
    assert response.status_code == 200
    assert response.context["problems"]
    assert draft_of(record).title == "Ask first"
    assert not WorkflowState.objects.exists()


@pytest.mark.parametrize("path", ["{source}/", "{source}/sv/", "{source}/fi/", "999999/", "999999/en/"])
def test_what_is_no_translation_is_a_404(cast: Cast, course: MicroCoursePage, path: str) -> None:
    address = f"/admin/oversattning/{path.format(source=course.pk)}"
    assert signed_in(cast.editor).get(address).status_code == 404


@pytest.mark.parametrize("address", ["/admin/oversattning/{page}/", "/admin/"])
def test_pages_of_few_words_and_of_many_ask_the_same(cast: Cast, address: str) -> None:
    counts = []
    for number, times in enumerate((1, 8)):
        page = sample_course(catalogue(), title=f"Kurs {number}", slug=f"kurs-{number}")
        for repeat in range(1, times):
            page.steps.append(("step", page.steps[0].value, fixed(f"{number}-{repeat}")))
        page.save_revision().publish()
        page.refresh_from_db()
        record = actions.begin(source=page, locale=english(), user=cast.editor, now=timezone.now())
        editor = signed_in(cast.editor)
        asked = address.format(page=record.page_id)
        editor.get(asked)
        with CaptureQueriesContext(connection) as caught:
            assert editor.get(asked).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]


def kept_back(record: Translation) -> list[str]:
    """What keeps the translation's latest draft from going out, by the way of a date that has come."""
    with translation.override("en"), pytest.raises(NotReady) as refused:
        page_of(record).get_latest_revision().publish()
    assert not page_of(record).live
    return refused.value.problems


def test_what_is_not_translated_is_counted_named_and_kept_from_publication(record: Translation) -> None:
    save(record, {"title": "Ask first"}, {"title"})
    (problem,) = kept_back(record)
    missing = len([pair for pair in side_by_side(record).pairs if pair.segment.path != "title"])
    assert problem.startswith(f"{missing} pieces of text are not translated: Summary, Outcome 1, ")
    assert f", {missing - 5} more. " in problem
    assert isinstance(problem, Linked)
    assert problem.address == f"/admin/oversattning/{record.page_id}/"


def test_words_that_are_to_be_the_same_go_out_when_somebody_has_looked_at_them(record: Translation) -> None:
    translate_all(record)
    record.seen.pop("title")
    record.save(update_fields=["seen"])
    page = page_of(record)
    save(record, {"title": "Fråga först"}, set())
    (problem,) = kept_back(record)
    assert problem.startswith("1 piece of text is not translated: Title.")
    save(record, {}, {"title"})
    page_of(record).get_latest_revision().publish()
    page.refresh_from_db()
    assert (page.live, page.title) == (True, "Fråga först")


def test_what_the_source_has_gained_does_not_keep_a_correction_from_going_out(
    course: MicroCoursePage, record: Translation
) -> None:
    translate_all(record)
    change(course)
    page = page_of(record)
    page.get_latest_revision().publish()
    page.refresh_from_db()
    assert page.live


def test_a_number_and_an_address_are_the_same_in_every_language(course: MicroCoursePage, cast: Cast) -> None:
    law = {"label": "2016", "url": "https://lag.example"}
    course.sources = [{"type": "source", "id": fixed("source"), "value": law}]
    course.save_revision().publish()
    record = actions.begin(source=course, locale=english(), user=cast.editor, now=timezone.now())
    assert f"sources/{fixed('source')}/label" in {pair.segment.path for pair in side_by_side(record).pairs}
    assert not [segment for segment in untranslated(draft_of(record)) if segment.path.startswith("sources/")]
    assert untranslated(draft_of(record))


def test_no_way_of_publishing_goes_past_what_is_not_translated(cast: Cast, record: Translation) -> None:
    editor, now = signed_in(cast.editor), timezone.now()
    link = f'href="/admin/oversattning/{record.page_id}/"'
    shown = draft_mark(page_of(record))
    given = editor.post(f"/admin/publicera/{record.page_id}/", {"reason": "Brådskar", "shown": shown})
    assert (given.status_code, link in given.content.decode()) == (200, True)
    written = editor.post(f"/admin/oversattning/{record.page_id}/", form_of(editor, record) | {"action": "publish"})
    assert (written.status_code, len(written.context["problems"])) == (200, 1)
    marked = editor.post(f"/admin/bulk/wagtailcore/page/publish/?id={record.page_id}", {})
    assert marked.status_code == 302
    latest = page_of(record).get_latest_revision()
    Revision.objects.filter(pk=latest.pk).update(approved_go_live_at=now)
    assert publish_due(now) == 0
    assert not page_of(record).live


def test_what_was_kept_from_publication_is_written_on_at_once(cast: Cast, record: Translation) -> None:
    """The page that says what is missing knows the draft that it has just saved."""
    editor = signed_in(cast.editor)
    address = f"/admin/oversattning/{record.page_id}/"
    kept = editor.post(address, form_of(editor, record) | {"action": "publish"})
    assert (kept.status_code, bool(kept.context["problems"])) == (200, True)
    assert kept.context["form"]["shown"].value() == draft_mark(page_of(record))


def test_an_editor_that_sends_back_the_same_words_in_other_tags_has_translated_nothing(
    cast: Cast, record: Translation
) -> None:
    side = side_by_side(record)
    path = f"{BODY}/{fixed('t2')}"
    sent = form_of(signed_in(cast.editor), record) | {
        _name("t", path): rich_text('<p data-block-key="x1">Läs noga.</p>')
    }
    form = TranslationForm(side, sent)
    assert form.is_valid(), form.errors
    assert form.confirmed() == set()


def test_a_browser_that_sends_back_the_same_words_with_other_line_breaks_has_translated_nothing(
    cast: Cast, course: MicroCoursePage
) -> None:
    course.steps[1].value["body"][1].value["choices"][1]["feedback"] = "Om Frågar.\nOch sedan.\n"
    course.save_revision().publish()
    course.refresh_from_db()
    record = actions.begin(source=course, locale=english(), user=cast.editor, now=timezone.now())
    editor = signed_in(cast.editor)
    sent = form_of(editor, record) | {_name("t", FEEDBACK): "Om Frågar.\r\nOch sedan.\r\n"}
    assert editor.post(f"/admin/oversattning/{record.page_id}/", sent | {"action": "save"}).status_code == 302
    record.refresh_from_db()
    assert record.seen == {}
    assert FEEDBACK in {segment.path for segment in untranslated(draft_of(record))}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_translation_is_not_copied_since_a_copy_would_forget_what_it_was_made_from(
    cast: Cast, course: MicroCoursePage, record: Translation, language: str
) -> None:
    editor = signed_in(cast.editor)
    editor.post("/sprak/", {"language": language, "next": "/hjalp/"})
    sent = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": catalogue("en").pk}
    for refused in (
        editor.get(f"/admin/pages/{record.page_id}/copy/", follow=True),
        editor.post(f"/admin/pages/{record.page_id}/copy/", sent, follow=True),
    ):
        assert refused.redirect_chain == [(f"/admin/pages/{catalogue('en').pk}/", 302)]
        said = {
            "sv": "En översättning kopieras inte. Kopiera ”Fråga först”, som den kommer från, och översätt kopian.",
            "en": "A translation is not copied. Copy “Fråga först”, which it was made from, and translate the copy.",
        }
        assert said[language] in refused.content.decode()
    assert MicroCoursePage.objects.count() == 2
    assert editor.get(f"/admin/pages/{course.pk}/copy/").status_code == 200
    assert editor.get(f"/admin/pages/{catalogue('en').pk}/copy/").status_code == 302, "nor with all beneath a page"
