"""Words that stand in Wagtail's templates in English, where no catalogue reaches them, and a few that say nothing there.

Beside them, what the buttons of a review tell of the draft. Copies of whole templates would have to follow each version of
Wagtail. These few words are changed when a template is read; tests/academy/test_cms_templates.py fails when a new version
has them no more, or otherwise.
"""

from django.template import Origin
from django.template.loaders import app_directories

# Whoever asked for the review, and for which step: each step is begun by whoever took the one before. A step of ours says
# what it is in the reader's language, one that an operator has made has its name alone.
_ASKED_BY = (
    "{% if task_state.workflow_state.requested_by %}{{ task_state.workflow_state.requested_by|user_display_name }}{% endif %}"
    '<span class="home-note home-step">{% firstof task_state.task.specific.get_kind_display task_state.task.name %}</span>'
)

# The template, what stands in it, and what is read instead. `translate` is a builtin tag here.
IN_ENGLISH = (
    ("wagtailadmin/home.html", 'value="Search"', 'value="{% translate "Search" %}"'),
    ("wagtailadmin/shared/header.html", 'value="Search"', 'value="{% translate "Search" %}"'),
    ("wagtailadmin/shared/headers/_actions.html", 'aria-label="Actions"', 'aria-label="{% translate "Actions" %}"'),
    # A search over all kinds of pages has no name for what it has found, and says None.
    (
        "wagtailadmin/pages/listing/_page_title_column_header.html",
        "{{ items_count }} {{ model_name }}\n",
        "{{ items_count }}\n",
    ),
    # What the platform has published by itself, on its day, nobody has.
    (
        "wagtailadmin/reports/aging_pages_results.html",
        "username=page.last_published_by_user",
        'username=page.last_published_by_user|default:"–"',
    ),
    (
        "wagtailadmin/home/workflow_objects_to_moderate.html",
        "{% if revision.user %}{{ revision.user|user_display_name }}{% endif %}",
        _ASKED_BY,
    ),
    # Whoever approves says which draft they were shown: the editor's own, or the one that the list lets preview.
    (
        "wagtailadmin/pages/action_menu/workflow_menu_item.html",
        "page.id name current_task_state.id %}",
        "page.id name current_task_state.id %}{% load drafts %}?shown={{ page|draft_mark|urlencode:'' }}",
    ),
    (
        "wagtailadmin/home/workflow_objects_to_moderate.html",
        "action_name task_state.id %}",
        "action_name task_state.id %}{% load drafts %}?shown={{ revision|draft_mark|urlencode:'' }}",
    ),
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
