"""The one catalogue of everything that the academy writes to people. What is not here is not sent.

A sender calls `learners.actions.messages.send(kind=…, person_id=…, key=…, context=…, now=…, organisation_id=…)` inside its
own transaction. `key` names the thing that the message is about, such as "invitation:17:2": the same key is sent once.
"""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from learners.messages.kinds import MessageKind, Urgency

# What a preview shows is the mail itself, in the reader's language, with a code such as allauth makes.
_sign_in_mail = lazy(lambda template: render_to_string(template, {"code": "482-913"}), str)

# Codes and links for signing in, and what has changed about it, as allauth words them; context: subject, body (rendered
# in the receiver's language).
SIGN_IN = MessageKind(
    key="sign_in",
    title=_("Codes and links for signing in"),
    why=_("You get this message because it is about signing in with your address."),
    urgency=Urgency.URGENT,
    keeps_quiet_hours=False,
    is_counted=False,
    needs_membership=False,
    is_logged_for=timedelta(days=30),
    sample={"subject": _("Your sign-in code"), "body": _sign_in_mail("account/email/login_code_message.txt")},
)

# Someone has been asked in by HR or an academy admin; context: inviter (name), organisation (name).
INVITATION = MessageKind(
    key="invitation",
    title=_("Invitations"),
    why=_("You get this message because your employer has given us your address."),
    urgency=Urgency.SOON,
    is_counted=False,
    needs_membership=False,
    sample={"inviter": "Maria Lind", "organisation": "Eksjö kommun"},
)

# The address that someone signs in by is another; context: old, new (addresses), organisation (name).
# Send it twice, with address=old and with address=new and a key of its own each.
ADDRESS_CHANGED = MessageKind(
    key="address_changed",
    title=_("Changes of your email address"),
    why=_("You get this message because it is about how you sign in."),
    urgency=Urgency.URGENT,
    keeps_quiet_hours=False,
    is_counted=False,
    needs_membership=False,
    sample={"old": "anna.ek@kommun.example", "new": "anna.berg@kommun.example", "organisation": "Eksjö kommun"},
)

# HR, an academy admin or an operator has taken away someone's second factor; context: organisation (name).
SECOND_FACTOR_RESET = MessageKind(
    key="second_factor_reset",
    title=_("Changes of your second step when signing in"),
    why=_("You get this message because it is about how you sign in."),
    urgency=Urgency.URGENT,
    keeps_quiet_hours=False,
    is_counted=False,
    needs_membership=False,
    sample={"organisation": "Eksjö kommun"},
)

# A course is begun and has not been touched for two weeks; context: course (title), registration (public id of the enrolment).
COURSE_WAITING = MessageKind(
    key="course_waiting",
    title=_("Courses you have begun"),
    why=_("You get this message because you have begun a course and not finished it."),
    urgency=Urgency.DIGEST,
    may_be_declined=True,
    sample={"course": "Leda förändring", "registration": "6f1c2f0e-2f6d-4a53-9a55-0d6f1a2b3c4d"},
)

# A course waits for a step of review; context: course (title), page (the page's id), step (subject or language).
REVIEW_WAITING = MessageKind(
    key="review_waiting",
    title=_("Courses that wait for your review"),
    why=_("You get this message because you review courses."),
    urgency=Urgency.SOON,
    may_be_declined=True,
    sample={"course": "Leda förändring", "page": 7, "step": "subject"},
)

# A reviewer asks for changes; context: course, page.
CHANGES_ASKED = MessageKind(
    key="changes_asked",
    title=_("Changes asked for in your courses"),
    why=_("You get this message because you have submitted a course for review."),
    urgency=Urgency.SOON,
    sample={"course": "Leda förändring", "page": 7},
)

# The last step of review is done; context: course, page, day (when it is published, if that lies ahead, or "").
COURSE_PUBLISHED = MessageKind(
    key="course_published",
    title=_("Your courses that are approved"),
    why=_("You get this message because you have submitted a course for review."),
    urgency=Urgency.SOON,
    may_be_declined=True,
    sample={"course": "Leda förändring", "page": 7, "day": "2026-12-01"},
)

# The day of publication came and something kept the page from it; context: course, page.
PUBLICATION_FAILED = MessageKind(
    key="publication_failed",
    title=_("Courses that could not be published"),
    why=_("You get this message because you write courses."),
    urgency=Urgency.SOON,
    sample={"course": "Leda förändring", "page": 7},
)

# A course has left the catalogue on its last day; context: course, page.
COURSE_EXPIRED = MessageKind(
    key="course_expired",
    title=_("Courses that have left the catalogue"),
    why=_("You get this message because you write courses."),
    urgency=Urgency.DIGEST,
    may_be_declined=True,
    sample={"course": "Leda förändring", "page": 7},
)

# A published course is to be looked through again; context: course, page, day (YYYY-MM-DD).
REVIEW_DUE = MessageKind(
    key="review_due",
    title=_("Courses to look through again"),
    why=_("You get this message because you write courses."),
    urgency=Urgency.DIGEST,
    may_be_declined=True,
    sample={"course": "Leda förändring", "page": 7, "day": "2026-12-01"},
)

# Somebody has commented in the CMS; context: course, page.
COMMENT_WRITTEN = MessageKind(
    key="comment_written",
    title=_("Comments on your courses"),
    why=_("You get this message because you write or review the course."),
    urgency=Urgency.DIGEST,
    may_be_declined=True,
    sample={"course": "Leda förändring", "page": 7},
)

EDITORIAL = (
    *(REVIEW_WAITING, CHANGES_ASKED, COURSE_PUBLISHED, PUBLICATION_FAILED, COURSE_EXPIRED),
    *(REVIEW_DUE, COMMENT_WRITTEN),
)

CATALOGUE: Mapping[str, MessageKind] = MappingProxyType(
    {kind.key: kind for kind in (SIGN_IN, INVITATION, ADDRESS_CHANGED, SECOND_FACTOR_RESET, COURSE_WAITING, *EDITORIAL)}
)


def declinable() -> list[MessageKind]:
    """Return the kinds that a person may choose away, in the order of the catalogue."""
    return [kind for kind in CATALOGUE.values() if kind.may_be_declined]
