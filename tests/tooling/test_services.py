"""The throw-away services answer, can be broken on purpose, and leave nothing behind, however the command ends."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = [sys.executable, str(ROOT / ".ci" / "services.py")]
TELL_AND_WAIT = "import os, time; print(os.environ['ACADEMY_DATA_DIR'], os.getpid(), flush=True); time.sleep(60)"
BREAK_AND_LOOK = """
import os, subprocess, psycopg
url, control = os.environ["ACADEMY_DATABASE_URL"], os.environ["ACADEMY_TEST_POSTGRES_CONTROL"]
with psycopg.connect(url, autocommit=True) as connection:
    connection.execute("CREATE TABLE kept AS SELECT 41 AS number")
    for action in ("kill", "start"):
        subprocess.run([control, action], check=True)
    try:
        connection.execute("SELECT 1")
    except psycopg.OperationalError:
        print("cut")
with psycopg.connect(url) as connection:
    print(connection.execute("SELECT number, current_setting('fsync') FROM kept").fetchone())
subprocess.run([control, "stop"], check=True)
try:
    psycopg.connect(url)
except psycopg.OperationalError:
    print("stopped")
subprocess.run([control, "restart"], check=True)
psycopg.connect(url).close()
import redis
print(redis.Redis.from_url(os.environ["ACADEMY_TEST_REDIS_URL"]).ping())
print(os.environ["ACADEMY_DATA_DIR"], control)
"""


def _gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_the_commands_own_exit_code_comes_back() -> None:
    assert subprocess.run([*SERVICES, "--", "sh", "-c", "exit 7"], check=False).returncode == 7


def test_the_command_gets_an_empty_folder_and_no_foreign_database() -> None:
    look = "import os; print(os.listdir(os.environ['ACADEMY_DATA_DIR']), 'ACADEMY_DATABASE_URL' in os.environ)"
    foreign = os.environ | {"ACADEMY_DATABASE_URL": "postgres://somebody@elses/database"}
    outcome = subprocess.run(
        [*SERVICES, "--", sys.executable, "-c", look], env=foreign, capture_output=True, text=True, check=True
    )
    assert outcome.stdout == "[] False\n"


@pytest.mark.parametrize("code", [0, 7])
def test_a_run_with_a_title_announces_itself_and_leaves_its_duration_however_it_ends(tmp_path: Path, code: int) -> None:
    durations = tmp_path / "made on the way" / "durations.txt"
    outcome = subprocess.run(
        [*SERVICES, "--title", "Tests on SQLite", "--", "sh", "-c", f"echo working; exit {code}"],
        env=os.environ | {"ACADEMY_TEST_DURATIONS": str(durations)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (outcome.returncode, outcome.stdout) == (code, "Tests on SQLite\nworking\n")
    assert re.fullmatch(r"Tests on SQLite +0 min 0\d s\n", durations.read_text())


def test_without_a_title_no_duration_is_left(tmp_path: Path) -> None:
    durations = tmp_path / "durations.txt"
    environment = os.environ | {"ACADEMY_TEST_DURATIONS": str(durations)}
    subprocess.run([*SERVICES, "--", "true"], env=environment, check=True)
    assert not durations.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_command_and_removes_its_folder(number: signal.Signals) -> None:
    # A group of its own gets the signal as a terminal would send it.
    runner = subprocess.Popen(
        [*SERVICES, "--", sys.executable, "-c", TELL_AND_WAIT],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert runner.stdout
    folder, child = runner.stdout.readline().split()
    assert Path(folder).is_dir()
    os.killpg(runner.pid, number)
    assert runner.wait(20) == 128 + number
    assert _gone(int(child))
    assert not Path(folder).exists()


@pytest.mark.process
def test_the_database_survives_its_killing_and_nothing_is_left() -> None:
    outcome = subprocess.run(
        [*SERVICES, "--postgres", "--redis", "--", sys.executable, "-c", BREAK_AND_LOOK],
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr
    cut, row, stopped, pong, paths = outcome.stdout.splitlines()
    assert (cut, row, stopped, pong) == ("cut", "(41, 'on')", "stopped", "True")
    assert not any(Path(path).exists() for path in paths.split())


def test_without_postgresql_the_package_is_named(tmp_path: Path) -> None:
    probe = (
        "import packages, postgres_cluster, services, sys\n"
        "postgres_cluster.postgresql_bin = lambda: None\n"
        "sys.exit(services.main(['--postgres', '--', 'true']))\n"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT / ".ci")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 1
    assert "Debian package postgresql" in outcome.stderr
