"""systemd's units and nginx's site: brought along by each release, and told to start and stop."""

from pathlib import Path

from deploy import settings_file
from deploy.layout import EXAMPLE_HOST, SERVICES, TARGET, TIMER, Layout
from deploy.machine import Machine, StepFailed


def install_units(machine: Machine, layout: Layout, release: Path) -> None:
    """Bring systemd's units to what a release has."""
    for unit in sorted((release / "deploy/systemd").iterdir()):
        machine.write(layout.units / unit.name, unit.read_text(encoding="utf-8"))
    machine.run("systemctl", "daemon-reload")


def install_site(machine: Machine, layout: Layout, release: Path, former: Path | None = None) -> None:
    """Bring nginx's site to what a release has, unless an operator has changed it since the former one; then say so."""
    wanted = site_of(layout, release)
    is_ours = not layout.site.exists() or layout.site.read_text(encoding="utf-8") in {
        site_of(layout, each) for each in (release, former) if each
    }
    if is_ours:
        machine.write(layout.site, wanted)
    else:
        machine.say(
            f"   {layout.site} has been changed here and stays. Compare it with {release}/deploy/nginx/academy.conf."
        )
    machine.write(layout.proxy_settings, (release / "deploy/nginx/academy-proxy.conf").read_text(encoding="utf-8"))
    if not layout.enabled_site.is_symlink():
        machine.link(layout.enabled_site, layout.site)
    machine.run("nginx", "-t", "-q")


def site_of(layout: Layout, release: Path) -> str:
    """Return a release's nginx site for the host of the settings."""
    text = (release / "deploy/nginx/academy.conf").read_text(encoding="utf-8")
    settings = settings_file.read(layout.environment) if layout.environment.is_file() else {}
    return text.replace(EXAMPLE_HOST, settings_file.host_of(settings))


def start(machine: Machine) -> None:
    """Start everything, or start it anew, now and at each start of the machine."""
    machine.run("systemctl", "enable", "--quiet", TARGET, TIMER, *SERVICES)
    machine.run("systemctl", "restart", *SERVICES)
    machine.run("systemctl", "start", TARGET, TIMER)


def reload_nginx(machine: Machine) -> None:
    """Let nginx read its settings; it is started if it does not run."""
    machine.run("systemctl", "reload-or-restart", "nginx")


def stop(machine: Machine) -> None:
    """Stop everything; nginx shows the page for when the academy is away."""
    machine.run("systemctl", "stop", *SERVICES)


def require_systemd(machine: Machine) -> None:
    """Raise StepFailed on a machine whose services are not started by systemd."""
    if machine.answer("systemctl", "--version") is None:
        raise StepFailed(
            "There is no systemctl here. On a machine without systemd use the containers (deploy/containers)."
        )
