"""Labels of Wagtail's own forms that are made of the names of fields, and so are English in every language."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers

_LINK_TEXT = _("Link text")
_LABELS = {
    choosers.ExternalLinkChooserForm: {"link_text": _LINK_TEXT},
    choosers.AnchorLinkChooserForm: {"link_text": _LINK_TEXT},
    choosers.PhoneLinkChooserForm: {"phone_number": _("Phone number"), "link_text": _LINK_TEXT},
    choosers.EmailLinkChooserForm: {
        "email_address": _("Email address"),
        "link_text": _LINK_TEXT,
        "subject": _("Subject line"),
        "body": _("Message"),
    },
}


def label_forms() -> None:
    """Give the fields that an editor fills in for a link their labels as messages."""
    for form, labels in _LABELS.items():
        for field, label in labels.items():
            form.base_fields[field].label = label
