"""The translation check sees what a reader of Swedish would: the missing, the fuzzy, the broken."""

import io
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po
from catalogues import faults_in, untranslated, uses_in

HEADER = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def _catalogue(entries: str) -> Catalog:
    return read_po(io.BytesIO((HEADER + entries).encode()), locale="sv")


def _texts(name: str, source: str) -> list[tuple[str, ...]]:
    return [texts for _path, _line, texts, _context in uses_in(Path(name), source)]


def test_a_complete_catalogue_has_no_faults() -> None:
    catalogue = _catalogue(
        'msgid "Step %(n)s"\nmsgstr "Steg %(n)s"\n\nmsgid "day"\nmsgid_plural "days"\nmsgstr[0] "dag"\nmsgstr[1] "dagar"\n'
    )
    assert faults_in(catalogue, "a.po") == []


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "Save"\nmsgstr ""\n', "not translated"),
        ('msgid "day"\nmsgid_plural "days"\nmsgstr[0] "dag"\nmsgstr[1] ""\n', "not translated"),
        ('#, fuzzy\nmsgid "Save"\nmsgstr "Spara"\n', "fuzzy"),
        ('#, python-format\nmsgid "Step %(n)s"\nmsgstr "Steg %(antal)s"\n', "placeholder"),
    ],
)
def test_each_kind_of_fault_is_named_with_its_message(entry: str, fault: str) -> None:
    [line] = faults_in(_catalogue(entry), "a.po")
    assert fault in line
    assert line.startswith("a.po: ")


def test_messages_are_found_in_python() -> None:
    source = 'title = _("Save")\ncount = ngettext("%(n)s day", "%(n)s days", n)\nother = pgettext("noun", "Answer")\n'
    uses = list(uses_in(Path("courses/views.py"), source))
    assert [(line, texts, context) for _path, line, texts, context in uses] == [
        (1, ("Save",), None),
        (2, ("%(n)s day", "%(n)s days"), None),
        (3, ("Answer",), "noun"),
    ]


def test_messages_are_found_in_templates_whatever_stands_around_them() -> None:
    template = (
        "{% load i18n %}\n"
        '<p title="don\'t">it\'s {% translate "Save" %}</p>\n'
        "      {% if x %}\n   {% blocktranslate trimmed count n=n %}\n  One day\n  left\n"
        "{% plural %}{{ n }} days left{% endblocktranslate %}{% endif %}\n"
        "{{ _('Help')|upper }}"
    )
    assert _texts("templates/start.html", template) == [("Save",), ("One day left", "%(n)s days left"), ("Help",)]


def test_a_message_in_code_that_no_catalogue_holds_is_named_with_its_place() -> None:
    uses = list(uses_in(Path("courses/views.py"), 'a = _("Save")\nb = _("Throw away")\nc = pgettext("noun", "Save")\n'))
    catalogues = [_catalogue('msgid "Save"\nmsgstr "Spara"\n'), _catalogue('msgid "Help"\nmsgstr "Hjälp"\n')]
    assert untranslated(uses, catalogues) == [
        "courses/views.py:2: no Swedish for 'Throw away'",
        "courses/views.py:3: no Swedish for 'Save'",
    ]
