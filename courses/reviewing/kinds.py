"""The steps of review and what each looks at: declarations that the CMS, the mails and the manual all read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.groups import AUTHORS, EDITORS, REVIEWERS


class ReviewKind(models.TextChoices):
    """The steps, in the order in which they are taken."""

    SUBJECT = "subject", _("Subject review")
    LANGUAGE = "language", _("Language and accessibility review")


# A colleague who writes courses knows a subject; language and accessibility are a craft of their own.
MAY_REVIEW: dict[str, frozenset[str]] = {
    ReviewKind.SUBJECT: frozenset({AUTHORS, REVIEWERS, EDITORS}),
    ReviewKind.LANGUAGE: frozenset({REVIEWERS, EDITORS}),
}
# Whoever may let their own work through, with a reason that is kept.
MAY_OVERRIDE = frozenset({EDITORS})

CHECKLISTS: dict[str, tuple[object, ...]] = {
    ReviewKind.SUBJECT: (
        _("What the course says is right, and is said as law and practice stand today."),
        _("Each law, report and figure has a source, and the source says so."),
        _("The situation could happen in a municipality, and the advice works there."),
        _("One choice of each question is right, and the feedback on the others is fair."),
        _("What is promised under “What you take with you” is what the steps teach."),
    ),
    ReviewKind.LANGUAGE: (
        _("The text is plain: short sentences, everyday words, du, and no word that only experts know."),
        _("Headings say what comes, and can be understood without the text around them."),
        _("Each picture has an alternative text that says what it adds, or is marked as decoration."),
        _("Nothing is said by colour, place or picture alone."),
        _("Links say where they lead, and lead there."),
        _("Headings come in order. Links and rows that open work with the keyboard: try them in the preview."),
        _("Nothing is cut off or too small at the width of a phone: the preview has that width as well."),
        _("The minutes stated are the minutes it takes."),
    ),
}
