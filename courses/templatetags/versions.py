"""How the page that compares two versions says which they are, and what changed."""

from django import template

from courses.comparisons import changes_in_words, version_in_words

register = template.Library()
register.filter("changes_in_words", changes_in_words)
register.simple_tag(version_in_words, name="version_in_words")
