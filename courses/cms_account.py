"""The CMS's page about oneself: language, theme and notices.

A name is entered by whoever manages people and stands in the journal, and a portrait would go past courses.uploads: so
neither is changed there. Wagtail has no setting for either.
"""

from typing import Any

from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel, NameEmailSettingsPanel


class OwnSettings(AccountView):
    """Wagtail's page without the name and the portrait."""

    def get_panels(self) -> list[Any]:
        """Return the panels that are left."""
        own = (NameEmailSettingsPanel, AvatarSettingsPanel)
        return [panel for panel in super().get_panels() if not isinstance(panel, own)]


own_settings = require_admin_access(OwnSettings.as_view())
