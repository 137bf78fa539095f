"""Where everything lies. The units, the nginx site and the example of the environment name the same places."""

from dataclasses import dataclass
from pathlib import Path

USER = GROUP = "academy"
WEB_SERVER_USER = "www-data"
EXAMPLE_HOST = "akademin.example"
SERVICES = ("academy-web.service", "academy-worker.service", "academy-scheduler.service")
TARGET, TIMER = "academy.target", "academy-backup.timer"
# What a release is made of; everything else of the repository is for those who write it.
PARTS = (
    *("academy", "analytics", "courses", "learners", "templates", "static", "locale", "deploy", "docs", ".ci"),
    *("manage.py", "pyproject.toml", "requirements.lock"),
)


@dataclass(frozen=True)
class Layout:
    """The places below a root, which is another folder in tests alone."""

    root: Path = Path("/")

    @property
    def releases(self) -> Path:
        """One folder for each release, owned by root."""
        return self.root / "opt/academy/releases"

    @property
    def current(self) -> Path:
        """A link to the release in use."""
        return self.root / "opt/academy/current"

    @property
    def environment(self) -> Path:
        """The settings."""
        return self.root / "etc/academy/environment"

    @property
    def installed(self) -> Path:
        """There once an installation has come to its end."""
        return self.root / "etc/academy/installed"

    @property
    def tls(self) -> Path:
        """Certificate and key."""
        return self.root / "etc/academy/tls"

    @property
    def data(self) -> Path:
        """What the academy writes."""
        return self.root / "var/lib/academy"

    @property
    def backups(self) -> Path:
        """Where the nightly backups go."""
        return self.root / "var/backups/academy"

    @property
    def socket(self) -> Path:
        """Where the web process listens."""
        return self.root / "run/academy/web.sock"

    @property
    def units(self) -> Path:
        """Where systemd looks for units."""
        return self.root / "etc/systemd/system"

    @property
    def site(self) -> Path:
        """The nginx site, which an operator may change."""
        return self.root / "etc/nginx/sites-available/academy.conf"

    @property
    def enabled_site(self) -> Path:
        """The link that switches it on."""
        return self.root / "etc/nginx/sites-enabled/academy.conf"

    @property
    def proxy_settings(self) -> Path:
        """What the site includes."""
        return self.root / "etc/nginx/academy-proxy.conf"

    @property
    def command(self) -> Path:
        """The command that operators type."""
        return self.root / "usr/local/sbin/academy"

    def in_use(self) -> Path | None:
        """Return the release in use, or nothing before the first."""
        return self.current.resolve() if self.current.is_symlink() else None
