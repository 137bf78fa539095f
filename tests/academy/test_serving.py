"""Gunicorn's settings: all of them are gunicorn's, and the demo and the documents start it with them."""

import gc
import importlib
from pathlib import Path
from types import SimpleNamespace

import pytest
from gunicorn.config import make_settings

from academy import serving
from academy.demo.serve import parts

ROOT = Path(__file__).resolve().parents[2]
OPTION = "python:academy.serving"


def test_every_name_is_a_setting_of_gunicorn() -> None:
    names = {name for name in vars(serving) if not name.startswith("_")} - {
        "gc",
        "os",
        "socket",
        "struct",
        "Any",
        "env",
    }
    assert {"bind", "workers", "keepalive", "when_ready"} <= names <= set(make_settings())


@pytest.mark.parametrize(("url", "workers"), [("postgres://a@b/c", 2), ("sqlite:///a", 1), ("", 1)])
def test_sqlite_is_served_by_one_process(monkeypatch: pytest.MonkeyPatch, url: str, workers: int) -> None:
    monkeypatch.setenv("ACADEMY_DATABASE_URL", url)
    assert importlib.reload(serving).workers == workers
    monkeypatch.setenv("ACADEMY_WEB_WORKERS", "7")
    assert importlib.reload(serving).workers == 7


def test_what_is_imported_is_taken_out_of_the_collector_s_sight() -> None:
    before = gc.get_freeze_count()
    try:
        serving.when_ready(SimpleNamespace(LISTENERS=[]))
        assert gc.get_freeze_count() > before + 100_000
    finally:
        gc.unfreeze()


def test_the_demo_and_the_documents_start_the_same_server(tmp_path: Path) -> None:
    assert OPTION in parts(8000, tmp_path)[0].command
    assert f"--config {OPTION}" in (ROOT / "docs" / "operations.md").read_text()
