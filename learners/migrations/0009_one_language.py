"""The language that Wagtail has kept of people away: a person has one, which is chosen on any page and in the CMS.

Wagtail's own would go before it until the person saved the CMS's page about oneself.
"""

from typing import Any

from django.db import migrations


def forget(apps: Any, _schema: Any) -> None:
    """Take away every language that Wagtail keeps, in one question; theme and all else of a profile stays."""
    apps.get_model("wagtailusers", "UserProfile").objects.exclude(preferred_language="").update(preferred_language="")


class Migration(migrations.Migration):
    dependencies = [
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
        ("learners", "0008_notes"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
