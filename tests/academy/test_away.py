"""The page for when this process is away stands alone: no database, no request, nothing from elsewhere."""

import re
from pathlib import Path

from django.core.management import call_command


def test_each_language_has_its_page(tmp_path: Path) -> None:
    (tmp_path / "sv.html").write_text("the former one", encoding="ascii")
    call_command("away_pages", to=tmp_path, verbosity=0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["en.html", "sv.html"]
    for language in ("sv", "en"):
        page = (tmp_path / f"{language}.html").read_text(encoding="utf-8")
        assert f'<html lang="{language}">' in page
        addresses = re.findall(r'(?:src|href)="([^"#][^"]*)"', page)
        assert addresses
        assert all(address.startswith("/static/") for address in addresses)
        # nginx's site lets it run nothing.
        assert "<script" not in page
        assert "style=" not in page


def test_the_pages_differ(tmp_path: Path) -> None:
    call_command("away_pages", to=tmp_path, verbosity=0)
    assert "resting" in (tmp_path / "en.html").read_text(encoding="utf-8")
    assert "resting" not in (tmp_path / "sv.html").read_text(encoding="utf-8")
