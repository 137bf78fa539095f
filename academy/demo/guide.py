"""The guided tour of the demo: whom one can be, who that is, and three things to try as each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from academy.demo.accounts import ACCOUNTS, PASSWORD, DemoAccount
from academy.demo.load import key_file
from courses.api import catalogue_address


@dataclass(frozen=True)
class Try:
    """One thing to try: what to do, and the page on which to do it, by the name of its address."""

    words: object
    page: str
    arguments: Mapping[str, str] = field(default_factory=dict)

    def address(self) -> str:
        """Return the page's address in the reader's language."""
        return catalogue_address() if self.page == "catalogue" else reverse(self.page, kwargs=dict(self.arguments))


@dataclass(frozen=True)
class Stop:
    """One account of the tour: its first name as an anchor, what it is, who that is, and what to try."""

    email: str
    role: object
    who: object
    tries: tuple[Try, ...]

    @property
    def anchor(self) -> str:
        """The account's place on the page."""
        return self.email.partition("@")[0]

    @property
    def account(self) -> DemoAccount:
        """Who one signs in as."""
        return next(account for account in ACCOUNTS if account.email == self.email)


@dataclass(frozen=True)
class Part:
    """A part of the tour under one heading."""

    key: str
    title: object
    stops: tuple[Stop, ...]


def _figures(slug: str) -> tuple[str, Mapping[str, str]]:
    return "analytics:figures", {"slug": slug}


TOUR = (
    Part(
        "learn",
        _("Learn"),
        (
            Stop(
                "maja@savsjo.example",
                _("Staff, new"),
                _("Works in home care and has never been here before."),
                (
                    Try(_("Begin the course that is suggested on the start page."), "start"),
                    Try(_("Answer a question wrongly once. The feedback says why."), "catalogue"),
                    Try(_("Leave in the middle. The start page leads back to the same step."), "start"),
                ),
            ),
            Stop(
                "sara@nassjo.example",
                _("Staff, with a year of courses"),
                _("Teaches at a school. Has finished three courses and is in the middle of a fourth."),
                (
                    Try(_("Continue the course where Sara left it the other day."), "start"),
                    Try(_("Open a finished course, and read how it went."), "start"),
                    Try(_("See who has looked at Sara’s record: nobody has, so far."), "learners:own-reads"),
                ),
            ),
        ),
    ),
    Part(
        "follow",
        _("Lead and follow up"),
        (
            Stop(
                "jonas@eksjo.example",
                _("Leader"),
                _("Leads the social services in Eksjö. Sees his own unit and nothing beyond it."),
                (
                    Try(_("Open a team, and add somebody from the unit."), "learners:teams"),
                    Try(_("See how the unit learns, month by month."), *_figures("eksjo")),
                    Try(_("Open another municipality’s figures: there is no such page."), *_figures("savsjo")),
                ),
            ),
            Stop(
                "amina@savsjo.example",
                _("HR"),
                _("Sävsjö’s pilot ran out of steam in the spring, and came back in the autumn."),
                (
                    Try(_("Find the spring and the autumn in the figures, and open one of them."), *_figures("savsjo")),
                    Try(_("See what HR has changed lately, and why."), "learners:changes"),
                    Try(_("Invite somebody, and read the mail in the demo’s mailbox."), "learners:invite"),
                ),
            ),
            Stop(
                "eva@eksjo.example",
                _("HR in a municipality that does not share"),
                _("Eksjö has its own figures and has not decided yet to show them to the others."),
                (
                    Try(_("Read what sharing means, and decide."), "analytics:sharing", {"slug": "eksjo"}),
                    Try(_("Look at what the others share: Eksjö does not take part."), "analytics:region"),
                    Try(_("State the number of employees in a unit."), "analytics:headcounts"),
                ),
            ),
            Stop(
                "ingrid@vetlanda.example",
                _("Municipal management"),
                _("Vetlanda began late. Since the spring the management asks for it, and more take part each month."),
                (
                    Try(_("Follow the climb since the spring."), *_figures("vetlanda")),
                    Try(_("Compare the administrations in the table by unit."), *_figures("vetlanda")),
                    Try(_("Put Vetlanda beside its neighbours in the shared figures."), "analytics:region"),
                ),
            ),
        ),
    ),
    Part(
        "write",
        _("Write and review"),
        (
            Stop(
                "signe@vetlanda.example",
                _("Author"),
                _("Writes courses, and reads what colleagues write as a subject expert."),
                (
                    Try(_("See what learners struggle with, on the first page."), "wagtailadmin_home"),
                    Try(_("Review the new version of the course on procurement."), "wagtailadmin_home"),
                    Try(_("Write a course of your own and send it for review."), "wagtailadmin_explore_root"),
                ),
            ),
            Stop(
                "henrik@nassjo.example",
                _("Author and subject expert"),
                _("A lawyer who writes. One of his courses should have been looked through last week."),
                (
                    Try(_("Find on the first page which course that is."), "wagtailadmin_home"),
                    Try(_("Change something in it and send it for review."), "wagtailadmin_home"),
                    Try(
                        _("See that nobody approves their own work: his other course waits for a colleague."),
                        "wagtailadmin_home",
                    ),
                ),
            ),
            Stop(
                "tove@kansliet.example",
                _("Reviewer"),
                _("Reads every course for language and accessibility before it goes out."),
                (
                    Try(
                        _("Open the course that waits for its language review, and follow the checklist."),
                        "wagtailadmin_home",
                    ),
                    Try(_("Compare the new version with the published one under History."), "wagtailadmin_home"),
                    Try(_("Approve it, or ask for changes and say why."), "wagtailadmin_home"),
                ),
            ),
            Stop(
                "ylva@kansliet.example",
                _("Academy admin"),
                _("Publishes, keeps the federation in order and has the last word on courses."),
                (
                    Try(_("Translate a course side by side."), "wagtailadmin_home"),
                    Try(_("See the organisations of the federation and who owns them."), "learners:organisations"),
                    Try(
                        _("Read every message that the academy sends, in both languages."), "learners:message_catalogue"
                    ),
                ),
            ),
        ),
    ),
    Part(
        "whole",
        _("See the whole"),
        (
            Stop(
                "nils@kansliet.example",
                _("Analyst of the federation"),
                _("Sees what organisations have chosen to share, as snapshots, and nobody’s own figures."),
                (
                    Try(_("Step through the months: who began early, who climbs?"), "analytics:region"),
                    Try(_("Find what is hidden, and read why."), "analytics:region"),
                    Try(_("Read what each key figure means and what leaves an organisation."), "analytics:catalogue"),
                ),
            ),
            Stop(
                "ulla@amal.example",
                _("HR in another region"),
                _("Åmål learns with other municipalities, on the same platform. Nothing of Höglandet is seen there."),
                (
                    Try(_("See Åmål’s own figures."), *_figures("amal")),
                    Try(_("Open Sävsjö’s figures: there is no such page."), *_figures("savsjo")),
                    Try(_("See the units and committees of the municipality."), "learners:units"),
                ),
            ),
        ),
    ),
)


@never_cache
def guide(request: HttpRequest) -> HttpResponse:
    """Show the tour, to whoever is signed in as one of its people and to whoever is not."""
    own = getattr(request.user, "email", "")
    base = f"{request.scheme}://{request.get_host()}"
    context: dict[str, Any] = {
        "parts": [_part(part, own) for part in TOUR],
        "password": PASSWORD,
        "mailbox_url": reverse("demo-mail"),
        "signed_in_as": next((one.first_name for one in ACCOUNTS if one.email == own), own),
        "calls": _calls(base),
    }
    return render(request, "demo/guide.html", context)


def _part(part: Part, own: str) -> dict[str, Any]:
    return {"key": part.key, "title": part.title, "stops": [_stop(stop, own) for stop in part.stops]}


def _stop(stop: Stop, own: str) -> dict[str, Any]:
    account = stop.account
    return {
        "anchor": stop.anchor,
        "email": stop.email,
        "first_name": account.first_name,
        "name": f"{account.first_name} {account.last_name}",
        "position": account.position,
        "role": stop.role,
        "who": stop.who,
        "is_me": stop.email == own,
        "tries": [{"words": each.words, "url": each.address()} for each in stop.tries],
    }


def _calls(base: str) -> list[tuple[object, str]]:
    """Return what a municipality's system asks, each as words and a line for the terminal."""
    file = key_file()
    if not file.exists():
        return []
    bearer = f'-H "Authorization: Bearer {file.read_text(encoding="ascii").strip()}"'
    version = '-H "X-Experience-API-Version: 2.0.0"'
    return [
        (_("Sävsjö’s own key figures, as JSON:"), f"curl {bearer} {base}/api/v1/figures"),
        (_("What the federation shares:"), f"curl {bearer} {base}/api/v1/shared"),
        (
            _("The three latest learning records, by xAPI:"),
            f'curl {bearer} {version} "{base}/xapi/statements?limit=3"',
        ),
    ]
