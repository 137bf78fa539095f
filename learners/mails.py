"""Mail as deliveries: a row when it is decided, sent by the sweep."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

from academy.deliveries import delivers

MAIL = "mail"


@delivers(MAIL)
def send(payload: dict[str, Any]) -> None:
    """Send one plain-text mail; any error is the sweep's to retry."""
    EmailMessage(payload["subject"], payload["body"], settings.DEFAULT_FROM_EMAIL, [payload["to"]]).send()
