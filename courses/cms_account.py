"""The CMS's page about oneself: theme, and the language that learners.cms_language adds to it.

What one is written to about is chosen under one's messages. The language is the person's, on every page and in mail, and
not one that Wagtail keeps beside it. A name is entered by whoever manages people and stands in the journal, and a portrait
would go past courses.uploads: so neither is changed there. Wagtail has no setting for any of them.
"""

from typing import Any

from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    LocaleSettingsPanel,
    NameEmailSettingsPanel,
    NotificationsSettingsPanel,
)


class OwnSettings(AccountView):
    """Wagtail's page without the name, the portrait, the language and the mails that are Wagtail's own."""

    def get_panels(self) -> list[Any]:
        """Return the panels that are left."""
        own = (NameEmailSettingsPanel, AvatarSettingsPanel, NotificationsSettingsPanel, LocaleSettingsPanel)
        return [panel for panel in super().get_panels() if not isinstance(panel, own)]


own_settings = require_admin_access(OwnSettings.as_view())
