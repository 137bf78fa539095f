"""Words that stand in Wagtail's templates in English, where no catalogue reaches them.

Copies of whole templates would have to follow each version of Wagtail. These few words are marked as messages when a template
is read; tests/academy/test_cms_templates.py fails when a new version has them no more, or otherwise.
"""

from django.template import Origin
from django.template.loaders import app_directories

# The template, what stands in it, and what is read instead. `translate` is a builtin tag here.
IN_ENGLISH = (
    ("wagtailadmin/home.html", 'value="Search"', 'value="{% translate "Search" %}"'),
    ("wagtailadmin/shared/header.html", 'value="Search"', 'value="{% translate "Search" %}"'),
    ("wagtailadmin/shared/headers/_actions.html", 'aria-label="Actions"', 'aria-label="{% translate "Actions" %}"'),
)


class Loader(app_directories.Loader):
    """Reads the templates of apps, as Django's own does, with these words marked."""

    def get_contents(self, origin: Origin) -> str:
        """Return the text of a template."""
        text = super().get_contents(origin)
        for name, written, marked in IN_ENGLISH:
            if origin.template_name == name:
                text = text.replace(written, marked)
        return text
