"""The first page of the CMS: what waits for review, and what it costs to say so."""

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Workflow

from courses.queries import catalogue_to_write_in
from courses.reviewing.setup import WORKFLOW
from learners.models import User
from learners.roles import Role
from tests.conftest import Cast, signed_in
from tests.courses.samples import catalogue, sample_course
from tests.courses.test_groups import give

# Wagtail asks row by row what the reader may do and how far each step has come: that takes the page with its revisions, and
# the whole of the draft through the gates (courses.gates), which for a translation ask for its source as well. Whoever asked
# for the review is looked up for all rows at once. It grows, but nobody has hundreds of reviews waiting.
QUERIES_A_ROW = 20


def sent_for_review(author: User, number: int) -> None:
    """Let an author send another course for review."""
    page = sample_course(catalogue(), title=f"Kurs {number}", slug=f"kurs-{number}")
    page.title = f"Kurs {number}, omskriven"
    page.save_revision(user=author)
    Workflow.objects.get(name=WORKFLOW).start(page, author)


@pytest.fixture
def author(cast: Cast) -> User:
    """An author who has sent a course for review."""
    give(cast.eksjo.learner, Role.AUTHOR)
    sent_for_review(cast.eksjo.learner, 0)
    return cast.eksjo.learner


@pytest.fixture
def reviewer(cast: Cast) -> Client:
    """A reviewer who is signed in."""
    give(cast.nassjo.leader, Role.REVIEWER)
    return signed_in(cast.nassjo.leader)


def rows(reviewer: Client) -> list[Tag]:
    """Return the rows of what waits for the reader's review."""
    return list(
        BeautifulSoup(reviewer.get("/admin/").content, "html.parser").select("#awaiting-review-content tbody tr")
    )


@pytest.mark.parametrize(("language", "step"), [("sv", "Ämnesgranskning"), ("en", "Subject review")])
def test_a_row_names_whoever_asked_and_the_step_in_the_readers_language(
    author: User, reviewer: Client, language: str, step: str
) -> None:
    reviewer.post("/sprak/", {"language": language, "next": "/hjalp/"})
    (row,) = rows(reviewer)
    note = row.select_one(".home-step")
    assert note is not None
    assert note.get_text(strip=True) == step
    assert author.get_full_name() in row.get_text(" ", strip=True)


def test_whoever_may_write_begins_a_course_on_the_first_page(author: User, reviewer: Client) -> None:
    page = BeautifulSoup(signed_in(author).get("/admin/").content, "html.parser")
    (begin,) = page.select(".home-begin a")
    assert begin.get_text(strip=True) == "Skriv en ny kurs"
    address = str(begin["href"])
    assert address == f"/admin/pages/add/courses/microcoursepage/{catalogue().pk}/"
    assert signed_in(author).get(address).status_code == 200
    for row in User.objects.get(pk=author.pk).groups.all():
        row.page_permissions.filter(permission__codename="add_page").delete()
    assert catalogue_to_write_in(User.objects.get(pk=author.pk)) is None


def test_a_row_costs_so_many_queries_and_no_more(author: User, reviewer: Client) -> None:
    counts = []
    for rows_there, numbers in ((2, range(1, 2)), (20, range(2, 20))):
        for number in numbers:
            sent_for_review(author, number)
        rows(reviewer)  # warms what is remembered between requests
        with CaptureQueriesContext(connection) as seen:
            assert len(rows(reviewer)) == rows_there
        counts.append(len(seen))
    assert counts[1] - counts[0] <= 18 * QUERIES_A_ROW
