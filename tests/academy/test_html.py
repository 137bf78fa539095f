"""The sanitiser: running text gets through, everything that acts or decorates does not."""

import pytest
from django.utils.safestring import SafeString

from academy.html import clean_html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>Läs <b>noga</b> och <i>fråga</i>.</p>", "<p>Läs <b>noga</b> och <i>fråga</i>.</p>"),
        ("<h3>Rubrik</h3><ul><li>Ett</li></ul>", "<h3>Rubrik</h3><ul><li>Ett</li></ul>"),
        ('<a href="https://imy.se">IMY</a>', '<a href="https://imy.se">IMY</a>'),
        ('<a href="/katalog/">Katalog</a>', '<a href="/katalog/">Katalog</a>'),
        ("<p>Hej<script>alert(1)</script></p>", "<p>Hej</p>"),
        ("<style>p{color:red}</style><p>Hej</p>", "<p>Hej</p>"),
        ('<p onclick="alert(1)" style="color:red" class="x" id="y">Hej</p>', "<p>Hej</p>"),
        ('<a href="javascript:alert(1)">Klicka</a>', "<a>Klicka</a>"),
        ('<a href="data:text/html,x">Klicka</a>', "<a>Klicka</a>"),
        ('<img src="x" onerror="alert(1)">Bild', "Bild"),
        ("<iframe src='https://evil.example'></iframe>Ram", "Ram"),
        ("<form action='/'><input name='a'>Fält</form>", "Fält"),
        ("<svg><script>alert(1)</script></svg>Klar", "Klar"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<p>Inte stängd", "<p>Inte stängd</p>"),
        ("", ""),
    ],
)
def test_only_listed_markup_remains(source: str, expected: str) -> None:
    assert clean_html(source) == expected


def test_cleaning_twice_changes_nothing_and_the_result_is_marked_safe() -> None:
    once = clean_html("<p>Å &amp; ö<script>x</script> <b>fet")
    assert isinstance(once, SafeString)
    assert clean_html(once) == once == "<p>Å &amp; ö <b>fet</b></p>"
