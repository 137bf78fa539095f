"""Importing Ibis takes half a second: no request and no command pays for it, only whoever counts."""

import subprocess
import sys

PROGRAM = """
import sys
import django
django.setup()
from django.core.management import call_command
from django.urls import get_resolver
import analytics.tasks
get_resolver().url_patterns
call_command("check", verbosity=0)
assert analytics.tasks.fill_windows
sys.exit(1 if "ibis" in sys.modules or "sqlglot" in sys.modules else 0)
"""


def test_neither_pages_nor_commands_nor_a_fill_that_finds_nothing_import_ibis() -> None:
    finished = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=120, check=False)
    assert finished.returncode == 0, finished.stderr[-2000:]
