"""The CMS's page about oneself: language and theme. What one is written to about is chosen under one's messages.

A name is entered by whoever manages people and stands in the journal, and a portrait would go past courses.uploads: so
neither is changed there. Wagtail has no setting for either.
"""

from typing import Any

from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    NameEmailSettingsPanel,
    NotificationsSettingsPanel,
)


class OwnSettings(AccountView):
    """Wagtail's page without the name, the portrait and the mails that Wagtail would send."""

    def get_panels(self) -> list[Any]:
        """Return the panels that are left."""
        own = (NameEmailSettingsPanel, AvatarSettingsPanel, NotificationsSettingsPanel)
        return [panel for panel in super().get_panels() if not isinstance(panel, own)]


own_settings = require_admin_access(OwnSettings.as_view())
