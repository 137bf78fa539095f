"""`deploy/install --host akademin.kommun.se`: the academy on a fresh Debian machine. Done twice, it does it once."""

import argparse
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from deploy import releases, services, settings_file, web
from deploy.layout import EXAMPLE_HOST, GROUP, USER, WEB_SERVER_USER, Layout
from deploy.machine import Machine, StepFailed

SOURCE = Path(__file__).resolve().parents[1]
# It becomes part of the nginx site and of the settings, where a port or a semicolon would say something else.
HOST_NAME = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
PACKAGES = ("nginx", "openssl", "postgresql", "python3-venv", "redis-server")


def install(machine: Machine, layout: Layout, source: Path, host: str, now: datetime) -> None:
    """Install and start everything; raise StepFailed at the first step that fails. What was done stays, and is kept."""
    _require_fresh(machine, layout, host)
    _programs(machine)
    _places(machine, layout)
    _settings(machine, layout, source, host)
    _database(machine)
    machine.heading("The release")
    release = releases.prepare(machine, layout, source, now)
    machine.heading("Tables, styles and pictures")
    releases.manage(machine, layout, release, "migrate", "--verbosity", "0")
    releases.furnish(machine, layout, release)
    machine.heading("Services")
    machine.link(layout.current, release)
    machine.link(layout.command, layout.current / "deploy/academy")
    services.install_units(machine, layout, release if not machine.rehearses else source)
    _certificate(machine, layout, host)
    machine.remove(layout.enabled_site.with_name("default"))
    services.install_site(machine, layout, release if not machine.rehearses else source)
    services.start(machine)
    services.reload_nginx(machine)
    machine.heading("Does it answer?")
    web.require_answers(machine, layout.socket, host)
    machine.write(layout.installed, f"{release.name}\n")


def _require_fresh(machine: Machine, layout: Layout, host: str) -> None:
    services.require_systemd(machine)
    if layout.installed.exists():
        raise StepFailed(f"The academy is installed here already ({layout.in_use()}). Use deploy/upgrade.")
    if not HOST_NAME.fullmatch(host) or host == EXAMPLE_HOST:
        raise StepFailed("Say which host name people will use: deploy/install --host akademin.kommun.se")
    if full := releases.require_room(layout):
        raise StepFailed(full)


def _programs(machine: Machine) -> None:
    machine.heading("Programs")
    machine.run("apt-get", "-q", "update")
    machine.run("apt-get", "-q", "install", "--yes", "--no-install-recommends", *PACKAGES)


def _places(machine: Machine, layout: Layout) -> None:
    machine.heading("The user and the folders")
    if machine.answer("id", USER) is None:
        home = ("--home-dir", str(layout.data), "--no-create-home")
        machine.run("useradd", "--system", "--user-group", *home, "--shell", "/usr/sbin/nologin", USER)
    # nginx reads static files and allowed pictures, and writes to the socket; attachments are closed to it.
    machine.run("usermod", "--append", "--groups", GROUP, WEB_SERVER_USER)
    machine.folder(layout.releases, 0o755)
    machine.folder(layout.environment.parent, 0o755)
    machine.folder(layout.tls, 0o700)
    machine.folder(layout.data, 0o750, USER)
    machine.folder(layout.data / "attachments", 0o700, USER)
    machine.folder(layout.backups, 0o700, USER)


def _settings(machine: Machine, layout: Layout, source: Path, host: str) -> None:
    machine.heading("Settings")
    if layout.environment.exists():
        machine.say(f"   {layout.environment} is there and stays")
        return
    example = (source / "deploy/environment.example").read_text(encoding="utf-8")
    machine.write(layout.environment, settings_file.first(example, host), 0o600)


def _database(machine: Machine) -> None:
    machine.heading("The database")
    role = machine.answer("psql", "-Atc", "SELECT 1 FROM pg_roles WHERE rolname = 'academy'", user="postgres")
    if not role:
        machine.run("createuser", USER, user="postgres")
    there = machine.answer("psql", "-Atc", "SELECT 1 FROM pg_database WHERE datname = 'academy'", user="postgres")
    if not there:
        kind = ("--encoding=UTF8", "--locale=C.UTF-8", "--template=template0")
        machine.run("createdb", f"--owner={USER}", *kind, USER, user="postgres")


def _certificate(machine: Machine, layout: Layout, host: str) -> None:
    """Something for nginx to begin with; browsers warn until a real certificate is in its place."""
    key, chain = layout.tls / "privkey.pem", layout.tls / "fullchain.pem"
    if chain.exists():
        return
    name = ("-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}")
    files = ("-keyout", str(key), "-out", str(chain))
    machine.run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "90", *name, *files)


def main(arguments: list[str]) -> int:
    """Read the command line and do it; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="deploy/install", description="Install the academy on a fresh Debian machine."
    )
    parser.add_argument("--host", required=True, help="the host name that people will use")
    parser.add_argument("--rehearse", action="store_true", help="say every step and change nothing")
    options = parser.parse_args(arguments)
    machine, layout = Machine(rehearses=options.rehearse), Layout()
    try:
        machine.require_root()
        install(machine, layout, SOURCE, options.host, datetime.now(UTC))
    except StepFailed as fault:
        print(
            f"\nStopped: {fault}\nWhat was done stays; mend the cause and run the same command again.", file=sys.stderr
        )
        return 1
    print("\nThis is what an installation would do." if options.rehearse else _what_next(layout, options.host))
    return 0


def _what_next(layout: Layout, host: str) -> str:
    return f"""
Done. What is left to you (docs/operations.md):
  1. Read {layout.environment} through, mail above all, then: systemctl restart academy.target
  2. Put a real certificate into {layout.tls} (fullchain.pem, privkey.pem) and: systemctl reload nginx
  3. Keep a copy of ACADEMY_SECRET_KEY where the backups are not.
  4. Yourself, as operator, who sees nobody's records: academy createsuperuser
  5. The first organisation, and its academy admin, who is mailed and does the rest on pages:
     academy found_academy --federation KEY NAME --organisation SLUG NAME --admin ADDRESS FIRST-NAME LAST-NAME
  6. After a minute: academy health
  7. Open https://{host}/"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
